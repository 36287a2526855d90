"""All addresses, one context a line."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

CONTEXTS = (
    "portal",
    "matters",
    "messaging",
    "people",
    "places",
    "playbooks",
    "indicators",
    "exchange",
    "ui",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"linli.{context}.urls"))
    for context in CONTEXTS
    if find_spec(f"linli.{context}") and find_spec(f"linli.{context}.urls")
]

handler400 = "linli.config.errors.bad_request"
handler500 = "linli.config.errors.server_error"
