"""Outreach on the work page, and at the meeting what was said and has to be told there."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.meetings.models import Meeting
from linli.meetings.queries import may_run
from linli.meetings.rules import State
from linli.outreach import policies
from linli.outreach.models import BoxOpening, Correction, GroupWord, Survey, Wish
from linli.outreach.queries.patrols import doors_to_go, patrol_under_way
from linli.outreach.queries.sessions import TEA_TALK, said_at
from linli.outreach.queries.visits import visits_at
from linli.outreach.rules.wishes import WishState
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer

LATEST = 5


def _stands_by(viewer: Viewer) -> bool:
    return any(post.reach in (Reach.DESK, Reach.STAIRS) for post in viewer.posts)


def _papers_waiting(viewer: Viewer, _: datetime) -> int:
    return BoxOpening.objects.visible_to(viewer).unfinished().count()


def _works_a_desk(viewer: Viewer) -> bool:
    return viewer.works_a_desk


def _words_waiting(viewer: Viewer, _: datetime) -> int:
    return GroupWord.objects.visible_to(viewer).waiting().count()


def _wishes_waiting(viewer: Viewer, _: datetime) -> int:
    return Wish.objects.visible_to(viewer).filter(state=WishState.PUT).count()


def _surveys_running(viewer: Viewer, _: datetime) -> int:
    return Survey.objects.visible_to(viewer).running().count()


def _corrections_waiting(viewer: Viewer, _: datetime) -> int:
    if not viewer.keeps_anything:
        return 0
    return Correction.objects.visible_to(viewer).waiting().count()


def _my_round(request: HttpRequest, _: None) -> str:
    """我这一轮: how many doors to go, with one big button; or the way to begin."""
    viewer = current_viewer(request)
    if not viewer.walks_the_stairs:
        return ""
    patrol = patrol_under_way(viewer)
    context = {"patrol": patrol, "left": doors_to_go(patrol) if patrol else 0}
    return render_to_string("outreach/my_round.html", context, request)


def _at_the_session(request: HttpRequest, meeting: Meeting) -> str:
    """会上说的事: for who runs it the ways to write down, to tell and to count."""
    runs = may_run(current_viewer(request), meeting)
    if not runs or meeting.standing is State.CANCELLED:
        return ""
    context: dict[str, Any] = {
        "meeting": meeting,
        "said": said_at(meeting) if meeting.is_public else [],
        "is_talk": meeting.kind == TEA_TALK,
    }
    return render_to_string("outreach/at_session.html", context, request)


def _at_their_door(request: HttpRequest, person: Person) -> str:
    """走访记录: for who serves there, at the card of who lives behind that door."""
    viewer, dwelling = current_viewer(request), person.dwelling
    if not dwelling or not policies.may_serve(viewer, dwelling.area):
        return ""
    context = {
        "dwelling": dwelling,
        "visits": visits_at(dwelling, viewer)[:LATEST],
        "now": clock.now(),
    }
    return render_to_string("outreach/at_person.html", context, request)


offer(
    Entry(
        url_name="boxes",
        label=Words(_("说事箱")),
        icon="inbox",
        group=Group.HEAR,
        shown_to=_stands_by,
        count=_papers_waiting,
        hint=Words(_("两人开箱，一人录入、一人核对")),
    ),
    Entry(
        url_name="group-words",
        label=Words(_("群里的话")),
        icon="message-circle",
        group=Group.HEAR,
        shown_to=_works_a_desk,
        count=_words_waiting,
        hint=Words(_("企业微信群里说的，看过再登记")),
    ),
    Entry(
        url_name="wishes",
        label=Words(_("心愿墙")),
        icon="star",
        group=Group.HEAR,
        shown_to=_stands_by,
        count=_wishes_waiting,
        hint=Words(_("每周看一遍新许的心愿")),
    ),
    Entry(
        url_name="patrols",
        label=Words(_("巡楼走访")),
        icon="stairs",
        group=Group.VISIT,
        shown_to=_stands_by,
        count=_corrections_waiting,
        hint=Words(_("挨家敲门，九十天覆盖多少")),
    ),
    Entry(
        url_name="visits",
        label=Words(_("走访记录")),
        icon="stairs",
        group=Group.VISIT,
        shown_to=_stands_by,
        hint=Words(_("一户一次：见到谁、说了什么、带回什么事")),
    ),
    Entry(
        url_name="surveys",
        label=Words(_("需求调查")),
        icon="check",
        group=Group.HEAR,
        shown_to=_stands_by,
        count=_surveys_running,
        hint=Words(_("一户答一次，结果公布")),
    ),
    Entry(
        url_name="suggestions",
        label=Words(_("小朋友的金点子")),
        icon="bulb",
        group=Group.HEAR,
        shown_to=_stands_by,
    ),
    Entry(
        url_name="talk-points",
        label=Words(_("说事室和说事亭")),
        icon="map-pin",
        group=Group.HEAR,
        shown_to=_stands_by,
        hint=Words(_("开放时间、谁值班")),
    ),
)
fill("meeting", "outreach", _at_the_session)
fill("today", "outreach", _my_round)
fill("person", "outreach", _at_their_door)
