"""What every page knows without its view saying so."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from linli.ui.preferences import Preferences, asked_for

# A name that no page answers to is left out: a link never leads nowhere.
RESIDENT_TABS = (
    ("home", _("首页"), "home"),
    ("say", _("说事"), "message-circle"),
    ("my-matters", _("我的事"), "clipboard-check"),
    ("call", _("打电话"), "phone"),
)
# Pages that lie outside the address of their tab.
INSIDE = {"say": ("/q/",), "my-matters": ("/matters/", "/follow/", "/rate/")}
FOOTER = (
    ("how-counted", _("怎么算的")),
    ("permissions", _("谁能看什么")),
    ("about", _("关于")),
)


@dataclass(frozen=True)
class Tab:
    """One of the few places a person goes to most."""

    url: str
    label: str
    icon: str
    current: bool


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Size, theme, tabs, footer and switches; a view or a later processor may say otherwise."""
    preferences = getattr(request, "preferences", None) or Preferences()
    size = "normal" if preferences.size == "large" else "large"
    english = (get_language() or "").startswith("en")
    return {
        "size": preferences.size,
        "theme": preferences.theme,
        "english": english,
        "size_url": _choosing(request, size=size),
        "language_url": _choosing(request, language="zh-hans" if english else "en"),
        "community": getattr(settings, "LINLI_COMMUNITY_NAME", gettext("邻里")),
        "simulated": getattr(settings, "LINLI_SIMULATED", False),
        "home_url": _url_of("home") or "/",
        "call_url": _url_of("call"),
        "sign_in_url": _url_of("sign-in"),
        "person_url": _url_of("account"),
        "tabs": tabs_at(request.path),
        "footer_links": _footer(),
    }


def tabs_at(path: str) -> list[Tab]:
    """The few main places, as seen from this address."""
    return [
        Tab(url, gettext(label), icon, current=_stands_at(path, url, *INSIDE.get(name, ())))
        for name, label, icon in RESIDENT_TABS
        if (url := _url_of(name))
    ]


def _footer() -> list[tuple[str, str]]:
    known = [(_url_of(name), gettext(label)) for name, label in FOOTER]
    return [(url, label) for url, label in known if url]


def _stands_at(path: str, *urls: str) -> bool:
    return any(path == url or (url != "/" and path.startswith(url)) for url in urls)


def _url_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _choosing(request: HttpRequest, **choice: str) -> str:
    """The address of this page as it looks after the choice."""
    if request.method not in ("GET", "HEAD"):
        return _by_way_of_preferences(request, choice)
    query = request.GET.copy()
    for name in asked_for(request.GET):
        del query[name]
    for name, value in choice.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _by_way_of_preferences(request: HttpRequest, choice: dict[str, str]) -> str:
    # The answer to a POST has no address to come back to: the page before it has.
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        before = "/"
    return f"{_url_of('preferences') or '/'}?{urlencode({**choice, 'next': before})}"
