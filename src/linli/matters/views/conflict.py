"""有人先了一步: nothing typed is lost, and what has happened since is shown beside it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from linli.kernel import clock
from linli.kernel.journal import Line
from linli.matters.actions import MatterMovedOn
from linli.matters.models import Matter
from linli.matters.queries.life import life_of
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer

type View = Callable[..., HttpResponse]

# What a form carries besides the words that somebody typed.
NOT_TYPED = ("key", "csrfmiddlewaretoken", "version", "seen_at", "code", "password")
# What was chosen from a list is not words: a code on the screen helps nobody.
CHOSEN = ("handler", "tier", "route", "solved", "satisfied", "place", "channel", "unit", "days")


def as_seen(request: HttpRequest, matter: Matter) -> Matter:
    """Take the matter as the page showed it: the form says which version that was."""
    seen = request.POST.get("version", "")
    if seen.isdecimal():
        matter.version = int(seen)
    return matter


def kept_on_conflict(view: View) -> View:
    """Answer MatterMovedOn with what happened since the page was opened, and the typed words.

    The form carries `version` and, where it can, `seen_at` (ISO). It stands outside
    `answered_once`, for a refusal is not kept.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MatterMovedOn as refusal:
            return _moved_on(request, refusal)

    return kept


def _moved_on(request: HttpRequest, refusal: MatterMovedOn) -> HttpResponse:
    viewer = current_viewer(request)
    matter = Matter.objects.visible_to(viewer).filter(pk=refusal.matter_id).first()
    if not matter:
        raise refusal
    context = {
        "refusal": refusal,
        "matter": matter,
        "changed": _since(request, matter, viewer, refusal.seen_version),
        "kept": _typed(request),
        "fresh_url": _where_from(request, matter),
        "now": clock.now(),
    }
    return render(request, "matters/conflict.html", context, status=refusal.status)


def _since(
    request: HttpRequest, matter: Matter, viewer: Viewer, seen_version: int
) -> list[Line]:
    lines = life_of(matter, viewer)
    seen_at = _moment(request.POST.get("seen_at", ""))
    newer = [line for line in lines if seen_at and line.recorded_at > seen_at]
    return newer or lines[-max(matter.version - seen_version, 1) :]


def _moment(said: str) -> datetime | None:
    try:
        moment = parse_datetime(said)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _typed(request: HttpRequest) -> str:
    typed = [
        str(value)
        for name, value in request.POST.items()
        if name not in (*NOT_TYPED, *CHOSEN) and str(value).strip()
    ]
    return "\n".join(typed) or gettext("（没有写字）")


def _where_from(request: HttpRequest, matter: Matter) -> str:
    """The page where the form stood, fresh: a desk's own, or the life of the matter."""
    here = f"{request.scheme}://{request.get_host()}/"
    before = request.headers.get("Referer", "")
    if before.startswith(here):
        return f"/{before.removeprefix(here)}"
    return reverse("matter", args=[matter.number])
