"""The addresses of the user interface itself."""

from django.urls import path

from linli.ui import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("ui/", views.components, name="components"),
]
