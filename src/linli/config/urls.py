"""All addresses, one context a line: path("", include("linli.matters.urls"))."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
