"""The addresses of the rules."""

from django.urls import path

from linli.playbooks import precedent_views, views

urlpatterns = [
    path("playbook/", views.playbook, name="playbook"),
    path("playbook/try/", views.attempt, name="playbook-try"),
    path("playbook/trial/", views.trial, name="playbook-trial"),
    path("playbook/adoption/", views.adoption, name="playbook-adoption"),
    path("playbook/words/", views.words, name="playbook-words"),
    path("playbook/precedents/<int:pk>/", precedent_views.proposal, name="rule-proposal"),
    path("playbook/rules/<int:pk>/", precedent_views.proposed, name="proposed-rule"),
    path("playbook/rules/<int:pk>/on/", precedent_views.switching_on, name="rule-switching-on"),
    path("playbook/rules/<int:pk>/dropping/", precedent_views.dropping, name="rule-dropping"),
]
