"""The addresses of the rules."""

from django.urls import path

from linli.playbooks import views

urlpatterns = [
    path("playbook/", views.playbook, name="playbook"),
    path("playbook/try/", views.attempt, name="playbook-try"),
    path("playbook/trial/", views.trial, name="playbook-trial"),
    path("playbook/adoption/", views.adoption, name="playbook-adoption"),
    path("playbook/words/", views.words, name="playbook-words"),
]
