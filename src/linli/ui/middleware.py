"""Remembers for the device how its pages are to look."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from linli.ui.preferences import KEPT_FOR, asked_for, choices, remembered


class PreferencesMiddleware:
    """Puts `request.preferences`; stands after LocaleMiddleware.

    A link with `?size=large`, `?theme=dark` or `?language=en` chooses for good, and the
    page that answers already looks so, even where the browser keeps no cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = asked_for(request.GET)
        preferences = replace(remembered(request.COOKIES), **asked)
        request.preferences = preferences  # type: ignore[attr-defined]
        if preferences.language:
            translation.activate(preferences.language)
            request.LANGUAGE_CODE = preferences.language
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        remember(response, asked, secure=request.is_secure())
        return response


def remember(response: HttpResponse, asked: dict[str, str], *, secure: bool) -> None:
    """Keep what was asked for in this device's cookies."""
    for choice in choices():
        if choice.name in asked:
            response.set_cookie(
                choice.cookie,
                asked[choice.name],
                max_age=KEPT_FOR,
                samesite="Lax",
                secure=secure,
                httponly=True,
            )
