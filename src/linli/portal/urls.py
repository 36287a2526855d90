"""The addresses of the first pages."""

from django.urls import path

from linli.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("call/", views.call, name="call"),
    path("work/", views.work, name="work"),
]
