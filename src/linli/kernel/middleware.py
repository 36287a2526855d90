"""Turns a refusal raised anywhere into a page that the person can read and go on from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel.errors import Refusal

WORTH_KEEPING = 3
PRIVATE_FIELDS = {"key", "csrfmiddlewaretoken", "password", "code"}
# What a form carries of its own, typed by nobody.
CARRIED_FIELDS = {"version", "seen_at", "whom", "point", "next"}


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refused(request, error) if isinstance(error, Refusal) else None


class TooMuchAtOnce(Refusal):
    status = 413


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal, with what was typed so that nothing is lost."""
    context = {"refusal": refusal, "kept": _typed(request)}
    return render(request, "ui/refusal.html", context, status=refusal.status)


def _typed(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    typed = [
        value
        for name, value in request.POST.items()
        if name not in PRIVATE_FIELDS | CARRIED_FIELDS
        and isinstance(value, str)
        and len(value) > WORTH_KEEPING
    ]
    return "\n".join(typed)
