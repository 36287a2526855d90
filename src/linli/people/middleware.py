"""Finds out who is asking, once a request and only when somebody wants to know."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linli.kernel import clock, installation
from linli.people.models import Person
from linli.people.queries import (
    SECOND_FACTOR,
    a_passer_by_with,
    receipts_on,
    viewer_of,
    without_power,
)
from linli.people.rules import POWERFUL
from linli.people.viewer import Viewer


class ViewerMiddleware:
    """Puts `request.viewer`; stands after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer_on(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _viewer_on(request: HttpRequest) -> Viewer:
    receipts = receipts_on(request)
    person = _person_on(request)
    if person is None:
        return a_passer_by_with(receipts)
    viewer = viewer_of(person, at=clock.now(), receipts=receipts)
    if not viewer.holds(*POWERFUL) or has_second_factor(request):
        return viewer
    return without_power(viewer)


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether the powers of a post may be used here; a simulated story asks for less."""
    return bool(request.session.get(SECOND_FACTOR)) or installation.is_simulated()


def _person_on(request: HttpRequest) -> Person | None:
    return request.user.person if request.user.is_authenticated else None
