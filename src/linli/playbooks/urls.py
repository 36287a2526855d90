"""The addresses of the rules."""

from django.urls import path

from linli.playbooks import views

urlpatterns = [
    path("playbook/", views.playbook, name="playbook"),
    path("playbook/try/", views.attempt, name="playbook-try"),
]
