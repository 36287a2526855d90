"""Volunteers on the work page, and on the first page of the neighbours."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer
from linli.volunteers.queries import next_shifts, volunteer_of
from linli.volunteers.queries.desk import how_many_wait
from linli.volunteers.rules import VolunteerState

NEXT_ONES = 3


def _keeps(viewer: Viewer) -> bool:
    return viewer.keeps_anything


def _plans(viewer: Viewer) -> bool:
    return viewer.keeps_anything or viewer.walks_the_stairs


def _my_shifts(request: HttpRequest, _subject: Any) -> str:
    """我的班: what a volunteer has taken next; nothing for who is none."""
    viewer = current_viewer(request)
    me = volunteer_of(viewer.person_id) if viewer.person_id is not None else None
    if me is None or me.standing is not VolunteerState.ACTIVE:
        return ""
    now = clock.now()
    context = {"now": now, "shifts": next_shifts(me, at=now)[:NEXT_ONES]}
    return render_to_string("volunteers/my_shifts.html", context, request)


offer(
    Entry(
        url_name="volunteer-queue",
        label=Words(_("志愿者")),
        icon="heart-handshake",
        group=Group.REGISTER,
        shown_to=_keeps,
        count=how_many_wait,
        hint=Words(_("登记、证书、补录、星级")),
    ),
    Entry(
        url_name="volunteer-shifts",
        label=Words(_("轮值")),
        icon="calendar-check",
        group=Group.VISIT,
        shown_to=_plans,
        hint=Words(_("排班、清点到没到")),
    ),
    Entry(
        url_name="volunteer-courses",
        label=Words(_("志愿者培训")),
        icon="list-check",
        group=Group.VISIT,
        shown_to=_plans,
        hint=Words(_("三种形式，结业发证")),
    ),
)
fill("home", "volunteers", _my_shifts)
fill("today", "volunteers", _my_shifts)
