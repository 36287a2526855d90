"""The calendar of meetings, one meeting, and its sign-in sheet."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from linli.kernel import clock, journal
from linli.kernel.events import Audience
from linli.meetings import policies, queries
from linli.meetings.forms import (
    AnswerForm,
    CancelForm,
    HeadsForm,
    InviteForm,
    ItemForm,
    MinutesForm,
    OutcomeForm,
    TimeForm,
)
from linli.meetings.models import AgendaItem, Meeting
from linli.meetings.rules import State
from linli.meetings.views.doors import seen_meeting, signed_in
from linli.people.queries import current_viewer, names_of
from linli.people.viewer import Viewer
from linli.ui.pages import page

MOST = 40
BLANK_LINES = 12


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """会议: what is coming, what still wants its minutes, and what was."""
    viewer, now = current_viewer(request), clock.now()
    seen = queries.meetings_for(viewer)
    waiting = queries.waiting_for_minutes(seen, at=now)[:MOST] if _runs_any(viewer) else []
    context = {
        "now": now,
        "coming": queries.coming(seen, at=now)[:MOST],
        "waiting": [one for one in waiting if policies.may_run(viewer, one)],
        "past": queries.past(seen, at=now)[:MOST],
        "may_call": _runs_any(viewer),
    }
    return page(request, "meetings/meetings.html", context)


@require_GET
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """One meeting, as far as whoever looks may read it."""
    return meeting_page(request, seen_meeting(current_viewer(request), number))


@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """签到表: the list of those invited on paper, with room to sign and for others."""
    found = seen_meeting(signed_in(request), number)
    viewer = current_viewer(request)
    if not policies.may_see_names(viewer, found):
        found = seen_meeting(viewer, "")
    context = {
        "now": clock.now(),
        "meeting": found,
        "seats": queries.seats_of(found),
        "agenda": found.agenda.all(),
        "blank_lines": range(BLANK_LINES),
    }
    return page(request, "meetings/sheet.html", context)


def meeting_page(
    request: HttpRequest, found: Meeting, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    runs = policies.may_run(viewer, found)
    knows = policies.may_see_names(viewer, found)
    context: dict[str, Any] = {
        "now": now,
        "meeting": found,
        "runs": runs,
        "knows": knows,
        "agenda": _agenda(found, runs=runs, knows=knows),
        "heads": sum(row.heads for row in found.attendances.all()),
        "there": queries.presence_at(found),
    }
    if knows:
        context |= _for_those_who_know(found, viewer)
    if runs and found.standing is not State.CANCELLED:
        context |= _forms_of(found, now)
    return page(request, "meetings/meeting.html", context | said, status=status)


def invited_names(found: Meeting) -> list[tuple[str, str]]:
    """Whom it calls, for a picker."""
    called = sorted(found.invitees.all(), key=lambda one: one.pk)
    return [(one.whom, one.name) for one in called]


def _agenda(found: Meeting, *, runs: bool, knows: bool) -> list[dict[str, Any]]:
    items = [item for item in found.agenda.all() if knows or item.is_public]
    responsible = {one for item in items for one in item.responsible} if knows else set()
    names = names_of(responsible) if responsible else {}
    invited = invited_names(found) if runs else []
    return [
        {
            "item": item,
            "who": "、".join(names[one] for one in item.responsible) if knows else "",
            "form": _outcome_form(item, invited) if runs else None,
        }
        for item in items
    ]


def _outcome_form(item: AgendaItem, invited: list[tuple[str, str]]) -> OutcomeForm:
    initial = {
        "outcome": item.outcome,
        "due_on": item.due_on,
        "responsible": item.responsible,
    }
    return OutcomeForm(invited=invited, initial=initial, auto_id=f"item{item.pk}_%s")


def _for_those_who_know(found: Meeting, viewer: Viewer) -> dict[str, Any]:
    mine = [one for one in found.invitees.all() if policies.speaks_as(viewer, one)]
    came = {row.person_id for row in found.attendances.all()}
    signed = list(found.signatures.select_related("person").order_by("pk"))
    ours = viewer.person_id in came or viewer.person_id == found.convener_id
    return {
        "seats": queries.seats_of(found),
        "walked_in": queries.walked_in(found),
        "mine": mine[0] if mine else None,
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "came_myself": viewer.person_id in came,
        "signed": signed,
        "may_sign": found.standing is State.HELD
        and ours
        and viewer.person_id not in {one.person_id for one in signed},
        "story": journal.timeline(found.ref, names=names_of, audience=Audience.HOUSE),
    }


def _forms_of(found: Meeting, now: datetime) -> dict[str, Any]:
    when = {"day": found.starts_at, "wall": found.starts_at, "venue": found.venue}
    return {
        "time_form": TimeForm(initial=when, auto_id="time_%s"),
        "invite_form": InviteForm(auto_id="invite_%s"),
        "heads_form": HeadsForm(auto_id="heads_%s"),
        "item_form": ItemForm(auto_id="item_%s"),
        "minutes_form": MinutesForm(auto_id="minutes_%s"),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
        "has_begun": now >= found.starts_at,
        "cancel_url": reverse("meeting-cancellation", args=[found.number]),
        "cancel_words": gettext("这次会不开了"),
    }


def _runs_any(viewer: Viewer) -> bool:
    return any(post.reach in policies.CALLERS for post in viewer.posts)
