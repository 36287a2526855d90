"""How a view answers: a page, the part of it that htmx asked for, or the way on."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

SENT = "sent"


class SeeOther(HttpResponseRedirectBase):
    """After a POST: go on with a GET, so that reloading repeats nothing."""

    status_code = 303


def on_from(form: str, address: str) -> SeeOther:
    """The way on after a `data-keep` form has arrived: its device keeps it no longer."""
    return SeeOther(f"{address}?{urlencode({SENT: form})}")


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its `part` when the request comes from htmx."""
    wants_part = bool(part) and request.headers.get("HX-Request") == "true"
    name = f"{template}#{part}" if wants_part else template
    arrived = {SENT: request.GET.get(SENT, "")}
    response = render(request, name, arrived | context, status=status)
    if part:
        patch_vary_headers(response, ["HX-Request"])
    return response
