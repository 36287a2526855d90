"""How a view answers: a page, the part of it that htmx asked for, or the way on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


class SeeOther(HttpResponseRedirectBase):
    """After a POST: go on with a GET, so that reloading repeats nothing."""

    status_code = 303


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
    response = render(request, name, context, status=status)
    if part:
        patch_vary_headers(response, ["HX-Request"])
    return response
