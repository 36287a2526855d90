"""联席会议、协调会: matters stand on the agenda, and the units they need are invited."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linli.coordination.events import MatterPutBefore
from linli.coordination.rules import TableKind, quarter_of
from linli.kernel import journal
from linli.kernel.dates import HERE
from linli.kernel.errors import Refusal
from linli.kernel.references import ref
from linli.kernel.words import Moment, say
from linli.matters.models import Matter
from linli.matters.rules import UNFINISHED, Sensitivity
from linli.meetings import actions as meetings
from linli.meetings.actions import Invited, NewItem
from linli.meetings.models import AgendaItem, Meeting
from linli.people.models import Organisation
from linli.people.viewer import Viewer
from linli.places.models import Area


class NotForTheTable(Refusal):
    pass


@transaction.atomic
def call_joint_meeting(  # noqa: PLR0913 - what an invitation says
    *,
    kind: TableKind,
    place: Area,
    matters: Sequence[Matter],
    units: Sequence[Organisation],
    starts_at: datetime,
    by: Viewer,
    at: datetime,
    venue: str = "",
    title: str = "",
) -> Meeting:
    """召集联席会议、协调会: the units are invited, each matter is an item of the agenda."""
    for matter in matters:
        _refuse_unfit(matter, place)
    meeting = meetings.call_meeting(
        kind=kind,
        title=title.strip() or _usual_title(kind, starts_at),
        place=place,
        starts_at=starts_at,
        venue=venue,
        invitees=[Invited(organisation=unit) for unit in dict.fromkeys(units)],
        agenda=[NewItem(title=matter.title, subject=matter.ref) for matter in matters],
        by=by,
        at=at,
    )
    for matter in matters:
        _tell(meeting, matter, by, at)
    return meeting


@transaction.atomic
def put_before(*, meeting: Meeting, matter: Matter, by: Viewer, at: datetime) -> AgendaItem:
    """列入议程: one matter more is talked about at a meeting that is planned."""
    if meeting.kind not in TableKind:
        raise NotForTheTable("只有联席会议和协调会商量这样的事。")
    _refuse_unfit(matter, meeting.place)
    item = meetings.put_on_agenda(
        meeting=meeting, title=matter.title, subject=ref(matter), by=by, at=at
    )
    _tell(meeting, matter, by, at)
    return item


def _tell(meeting: Meeting, matter: Matter, by: Viewer, at: datetime) -> None:
    event = MatterPutBefore(
        subject=matter.ref,
        kind=TableKind(meeting.kind).label,
        starts_at=Moment(meeting.starts_at.isoformat()),
        meeting=meeting.number,
    )
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)


def _refuse_unfit(matter: Matter, place: Area) -> None:
    if matter.sensitivity == Sensitivity.COMPLAINT:
        raise NotForTheTable("投诉身边工作人员的事由上一级处理，不拿到会上商量。")
    if matter.standing not in UNFINISHED:
        raise NotForTheTable("“{title}”已经办结，不用再商量。", title=matter.title)
    if not matter.place.lies_in(place):
        raise NotForTheTable("“{title}”不在“{place}”。", title=matter.title, place=place.name)


def _usual_title(kind: TableKind, starts_at: datetime) -> str:
    if kind is TableKind.COORDINATION:
        return say(kind.label)
    day = starts_at.astimezone(HERE).date()
    return say(
        "{year}年第{quarter}季度{kind}",
        year=day.year,
        quarter=quarter_of(day),
        kind=kind.label,
    )
