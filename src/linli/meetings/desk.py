"""Meetings on the work page, and the next ones on the first page of the community."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.meetings.policies import CALLERS
from linli.meetings.queries import coming, meetings_for, near_to, waiting_for_minutes
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer

NEXT_ONES = 3


def _calls(viewer: Viewer) -> bool:
    return any(post.reach in CALLERS for post in viewer.posts)


def _unwritten(viewer: Viewer, at: datetime) -> int:
    return waiting_for_minutes(meetings_for(viewer), at=at).count()


def _coming_up(request: HttpRequest, _: Any) -> str:
    viewer, now = current_viewer(request), clock.now()
    found = near_to(coming(meetings_for(viewer), at=now), viewer)[:NEXT_ONES]
    context = {"coming": list(found), "now": now}
    return render_to_string("meetings/coming_up.html", context) if context["coming"] else ""


offer(
    Entry(
        url_name="meetings",
        label=Words(_("会议")),
        icon="calendar-event",
        group=Group.HEAR,
        shown_to=_calls,
        count=_unwritten,
        hint=Words(_("召集、签到、议题和纪要")),
    )
)
fill("home", "meetings", _coming_up)
fill("today", "meetings", _coming_up)
