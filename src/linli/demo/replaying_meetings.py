"""The joint and coordination meetings of a replay: called, decided, written down, done."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from linli.coordination import actions as coordination
from linli.coordination.models import JointTask
from linli.coordination.rules import TableKind, TaskState
from linli.kernel.dates import HERE, day_of
from linli.matters.models import Matter
from linli.matters.rules import UNFINISHED
from linli.meetings import actions as meetings
from linli.meetings.models import AgendaItem, Meeting
from linli.people.models import Organisation
from linli.people.viewer import Viewer
from linli.places.rules import AreaKind

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

REPLAYS = Path(__file__).parent / "replays"
NOTHING_AGREED = "交流各家一个季度的情况，没有要议定的事。"

type Row = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One item: which matter, who takes it on, what is agreed, until when."""

    matter: str
    unit: str
    decision: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Table:
    """One meeting at which units sat together, with what they agreed."""

    at: datetime
    kind: TableKind
    place: str
    invited: tuple[str, ...]
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, kw_only=True)
class TaskDone:
    """The unit says that it did what it took on for a matter."""

    at: datetime
    matter: str
    result: str


def tables_of(name: str, *, until: datetime) -> list[Table | TaskDone]:
    """Read the meetings of a replay and what came of them, in the order of time."""
    path = REPLAYS / name / "meetings.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        told = list(_told(list(csv.DictReader(lines))))
    return sorted((one for one in told if one.at < until), key=lambda one: one.at)


def tell_of_table(told: Table | TaskDone, telling: "Telling") -> None:
    """联席会议、协调会: through the same actions as at a real desk."""
    if isinstance(told, Table):
        _hold(told, telling)
    else:
        _finish(told, telling)


def _hold(table: Table, telling: "Telling") -> None:
    """What has been settled meanwhile is not on the table any more."""
    stage = telling.stage
    place = stage.areas[table.place]
    [clerk, *_] = telling.directory.at_desk(place.pk, AreaKind.COMMUNITY, day_of(table.at))
    by = telling.viewer(clerk, table.at)
    open_ones = {
        said.matter: matter
        for said in table.agreed
        if (matter := telling.matter(said.matter)) and matter.standing in UNFINISHED
    }
    units = [stage.organisations[name] for name in table.invited]
    meeting = coordination.call_joint_meeting(
        kind=table.kind,
        place=place,
        matters=list(open_ones.values()),
        units=units,
        starts_at=table.at,
        venue=f"{place.name}会议室",
        by=by,
        at=table.at,
    )
    for unit in units:
        meetings.check_in(meeting=meeting, organisation=unit, by=by, at=table.at)
    minutes = [
        _agree(said, open_ones[said.matter], meeting, stage.organisations[said.unit], by)
        for said in table.agreed
        if said.matter in open_ones
    ]
    meetings.hold_meeting(
        meeting=meeting,
        minutes="\n".join(minutes) or NOTHING_AGREED,
        by=by,
        at=meeting.ends_at,
    )
    telling.counted["联席会、协调会"] += 1


def _agree(
    said: Agreed, matter: Matter, meeting: Meeting, unit: Organisation, by: Viewer
) -> str:
    item = AgendaItem.objects.select_related("meeting__place").get(
        meeting=meeting, subject=matter.ref
    )
    coordination.agree_task(
        item=item,
        matter=matter,
        decision=said.decision,
        unit=unit,
        due_on=said.due_on,
        by=by,
        at=meeting.ends_at,
    )
    return f"{matter.title}：{said.decision}"


def _finish(told: TaskDone, telling: "Telling") -> None:
    """Whoever speaks for the unit says so; where nobody does, the desk writes it down."""
    tasks = JointTask.objects.filter(
        matter__in=telling.pks_of(told.matter), state=TaskState.AGREED
    )
    for task in tasks.select_related("unit", "item"):
        task.matter = telling.stage.knows(Matter.objects.get(pk=task.matter_id))
        by = _who_says_so(task, told.at, telling)
        coordination.finish_task(task=task, result=told.result, by=by, at=told.at)
        telling.counted["议定的办到"] += 1


def _who_says_so(task: JointTask, at: datetime, telling: "Telling") -> Viewer:
    contact = telling.directory.contact_of(task.unit_id, day_of(at))
    if contact:
        return telling.viewer(contact, at)
    desk = task.matter.place
    while desk.parent and desk.kind != AreaKind.COMMUNITY:
        desk = desk.parent
    [clerk, *_] = telling.directory.at_desk(desk.pk, AreaKind.COMMUNITY, day_of(at))
    return telling.viewer(clerk, at)


def _told(rows: list[Row]) -> Iterator[Table | TaskDone]:
    for _, lines in groupby(rows, key=lambda row: row["meeting"]):
        items = list(lines)
        first = items[0]
        yield Table(
            at=_moment(first["at"]),
            kind=TableKind(first["kind"]),
            place=first["place"],
            invited=tuple(name for name in first["invited"].split("、") if name),
            agreed=tuple(_agreed(row) for row in items if row["matter"]),
        )
        for row in items:
            if row["done_at"]:
                at = _moment(row["done_at"])
                yield TaskDone(at=at, matter=row["matter"], result=row["result"])


def _agreed(row: Row) -> Agreed:
    return Agreed(
        matter=row["matter"],
        unit=row["unit"],
        decision=row["decision"],
        due_on=date.fromisoformat(row["due_on"]),
    )


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=HERE)
