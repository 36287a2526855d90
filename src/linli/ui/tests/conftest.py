"""The pages as the house serves them, without the contexts above."""

import copy
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

SAY = """{% extends "ui/base.html" %}{% load ui %}
{% block main %}<form method="post">{{ form.key }}{% field form.words rows=3 %}
{% field form.way %}</form>{% endblock %}"""
PROCESSORS = [
    "django.template.context_processors.request",
    "linli.ui.context.page_context",
]
MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "linli.ui.middleware.PreferencesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


@pytest.fixture
def browser(settings: Settings, tmp_path: Path) -> Client:
    folder = tmp_path / "ui" / "tests"
    folder.mkdir(parents=True)
    (folder / "say.html").write_text(SAY, encoding="utf-8")
    templates = copy.deepcopy(settings.TEMPLATES[0])
    settings.TEMPLATES = [
        {**templates, "DIRS": [tmp_path], "OPTIONS": {"context_processors": PROCESSORS}}
    ]
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "linli.ui.tests.addresses"
    settings.LINLI_COMPONENT_PAGE = True
    settings.CSRF_FAILURE_VIEW = "linli.ui.views.csrf_failure"
    return Client()
