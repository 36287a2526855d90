"""Addresses of places: nouns; a change is a POST to a noun."""

from django.urls import path

from linli.places import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<int:pk>/", views.place, name="place"),
    path("places/<int:pk>/areas/", views.areas, name="place-areas"),
    path("places/<int:pk>/buildings/", views.buildings, name="place-buildings"),
    path("places/<int:pk>/name/", views.name, name="place-name"),
    path("places/<int:pk>/phone/", views.phone, name="place-phone"),
    path("places/<int:pk>/points/", views.points, name="place-points"),
    path("places/<int:pk>/doors/", views.door_points, name="place-doors"),
    path("places/<int:pk>/codes/", views.codes, name="place-codes"),
    path("places/<int:pk>/closure/", views.closure, name="place-closure"),
    path("points/<int:pk>/closure/", views.point_closure, name="point-closure"),
]
