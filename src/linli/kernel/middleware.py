"""Turns a refusal raised anywhere into a page that the person can read and go on from."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel.errors import Refusal

WORTH_KEEPING = 3
PRIVATE_FIELDS = {"key", "csrfmiddlewaretoken", "password", "code"}


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return _refused(request, error)
        if isinstance(error, OperationalError):
            return HttpResponse(_unavailable(), status=503, headers={"Retry-After": "30"})
        if isinstance(error, RequestDataTooBig):
            return _refused(request, TooMuchAtOnce("送来的内容太大了，请把照片减少一些再试。"))
        return None


class TooMuchAtOnce(Refusal):
    status = 413


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"refusal": refusal, "kept": _typed(request)}
    return render(request, "ui/refusal.html", context, status=refusal.status)


def _typed(request: HttpRequest) -> str:
    """Give back what was typed, so that a refusal loses nothing."""
    if request.method != "POST":
        return ""
    typed = [
        value
        for name, value in request.POST.items()
        if name not in PRIVATE_FIELDS and isinstance(value, str) and len(value) > WORTH_KEEPING
    ]
    return "\n".join(typed)


def _unavailable() -> str:
    # Without database, language or context: this page has to appear when all of those fail.
    from django.template.loader import get_template  # noqa: PLC0415

    return get_template("503.html").render()
