"""The addresses of the rules."""

from django.urls import path

from linli.playbooks.views import playbook, precedents

urlpatterns = [
    path("playbook/", playbook.playbook, name="playbook"),
    path("playbook/try/", playbook.attempt, name="playbook-try"),
    path("playbook/trial/", playbook.trial, name="playbook-trial"),
    path("playbook/adoption/", playbook.adoption, name="playbook-adoption"),
    path("playbook/words/", playbook.words, name="playbook-words"),
    path("playbook/precedents/<int:pk>/", precedents.proposal, name="rule-proposal"),
    path("playbook/rules/<int:pk>/", precedents.proposed, name="proposed-rule"),
    path("playbook/rules/<int:pk>/on/", precedents.switching_on, name="rule-switching-on"),
    path("playbook/rules/<int:pk>/dropping/", precedents.dropping, name="rule-dropping"),
]
