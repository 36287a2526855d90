"""What one works from in coordination, and what it shows on the pages of a matter."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from linli.coordination.models import Whistle
from linli.coordination.models.whistles import units_of
from linli.coordination.queries import open_ground
from linli.coordination.queries.figures import counted_over
from linli.coordination.queries.showing import STATE_TONES, comings, lines_of
from linli.coordination.queries.tables import may_go_to_the_table, together_on
from linli.coordination.rules import Coming, TableKind
from linli.kernel import clock
from linli.kernel.dates import start_of
from linli.kernel.words import Words, say
from linli.matters.models import Matter
from linli.meetings.models import Meeting
from linli.meetings.rules import State
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer

A_MONTH_AND_SOME = timedelta(days=31)


def _speaks_for_a_unit(viewer: Viewer) -> bool:
    return bool(units_of(viewer))


offer(
    Entry(
        url_name="unit-work",
        label=Words(_("我的单位")),
        icon="building-community",
        group=Group.HANDLE,
        shown_to=_speaks_for_a_unit,
        hint=Words(_("要去报到的、要给结果的、得到的评价")),
    ),
    Entry(
        url_name="whistles",
        label=Words(_("吹哨报到")),
        icon="speakerphone",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
        hint=Words(_("几家一起才办得了的事")),
    ),
    Entry(
        url_name="joint-meetings",
        label=Words(_("联席会议和协调会")),
        icon="users-group",
        group=Group.HANDLE,
        shown_to=lambda viewer: viewer.works_a_desk,
        hint=Words(_("几家坐到一起，议定谁办、哪天前办到")),
    ),
    Entry(
        url_name="whistle-figures",
        label=Words(_("吹哨报到双考核")),
        icon="chart-bar",
        group=Group.ACCOUNT,
        shown_to=lambda viewer: viewer.works_a_desk,
    ),
)


def _at_the_desk(request: HttpRequest, matter: Matter) -> str:
    viewer, now = current_viewer(request), clock.now()
    found, tasks = together_on(matter)
    may_table = may_go_to_the_table(viewer, matter)
    running = any(whistle.ended_at is None for whistle in found)
    may_blow = may_table and not running and open_ground(viewer, matter)
    if not (found or tasks or may_blow or may_table):
        return ""
    context = {
        "matter": matter,
        "may_blow": may_blow,
        "may_table": may_table,
        "tasks": tasks,
        "now": now,
        "whistles": [
            {
                "whistle": whistle,
                "state": say(whistle.standing.label),
                "tone": STATE_TONES[whistle.standing],
                "lines": lines_of(whistle, viewer, at=now),
            }
            for whistle in found
        ],
    }
    return render_to_string("coordination/_desk_matter.html", context, request)


def _for_the_resident(request: HttpRequest, matter: Matter) -> str:
    """One sentence a whistle: who was called together, and how many came; what was agreed."""
    found, tasks = together_on(matter)
    if not (found or tasks):
        return ""
    now = clock.now()
    said = [_in_a_sentence(whistle, now) for whistle in reversed(found)]
    context = {"said": said, "tasks": tasks, "now": now}
    return render_to_string("coordination/_matter.html", context, request)


def _in_a_sentence(whistle: Whistle, now: datetime) -> str:
    units = list(whistle.units.all())
    came = comings(units, at=now)
    return say(
        "{desk}叫了{units}一起来，到了 {there} 家，{done} 家给了结果。",
        desk=whistle.desk.name,
        units=gettext("、").join(called.unit.name for called in units),
        there=came.get(Coming.IN_TIME, 0) + came.get(Coming.LATE, 0),
        done=sum(1 for called in units if called.result_at),
    )


def _counted_in_public(request: HttpRequest, asked: Any) -> str:
    """本月吹哨: on the public board of a community, how often units were called and came."""
    if asked.community is None:
        return ""
    since = start_of(asked.day)
    until = start_of((asked.day + A_MONTH_AND_SOME).replace(day=1))
    counts = counted_over(asked.community, since=since, until=until)
    if not counts["asked"]:
        return ""
    return render_to_string("coordination/_board.html", {**counts}, request)


def _to_be_decided(request: HttpRequest, meeting: Meeting) -> str:
    """On the page of a joint meeting: its matters that nobody has taken on yet."""
    if meeting.kind not in TableKind or not current_viewer(request).works_a_desk:
        return ""
    items = meeting.agenda.filter(closed_at=None, subject__startswith="matter/")
    items = items.order_by("position")
    if meeting.standing is State.CANCELLED or not items:
        return ""
    return render_to_string("coordination/_meeting.html", {"items": items}, request)


fill("desk-matter", "whistle", _at_the_desk)
fill("matter", "whistle", _for_the_resident)
fill("board", "whistle", _counted_in_public)
fill("meeting", "joint", _to_be_decided)
