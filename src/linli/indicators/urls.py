"""Addresses of the figures."""

from django.urls import path

from linli.indicators import views

urlpatterns = [
    path("figures/", views.all_figures, name="figures"),
    path("figures/<str:code>/", views.one_figure, name="figure"),
]
