"""Votes on the work page, and what waits for somebody's vote on their first page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer
from linli.voting.queries import polls_due, polls_for, waiting_for

NEXT_ONES = 3


def _organises(viewer: Viewer) -> bool:
    return viewer.works_a_desk


def _to_count(viewer: Viewer, at: datetime) -> int:
    return polls_for(viewer).filter(pk__in=polls_due(at).values("pk")).count()


def _to_vote(request: HttpRequest, _: Any) -> str:
    viewer = current_viewer(request)
    if not viewer.is_known:
        return ""
    now = clock.now()
    context = {"waiting": list(waiting_for(viewer, at=now)[:NEXT_ONES]), "now": now}
    return render_to_string("voting/to_vote.html", context) if context["waiting"] else ""


offer(
    Entry(
        url_name="votes",
        label=Words(_("投票")),
        icon="clipboard-check",
        group=Group.HEAR,
        shown_to=_organises,
        count=_to_count,
        hint=Words(_("名册、投票、纸票、计票")),
    )
)
fill("home", "voting", _to_vote)
