"""批量分派: several at once to one who does them, each as it was seen or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.errors import Refusal, Unreadable
from linli.matters.actions.desk import Assignment, dispatch_matter
from linli.matters.actions.moving import MatterMovedOn
from linli.matters.models import Matter
from linli.people.viewer import Viewer

MOST_AT_ONCE = 100


class TooManyAtOnce(Unreadable):
    pass


class NothingTicked(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class BulkRow:
    """One that was ticked, as it stood when the list was drawn."""

    matter: Matter
    seen_version: int


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How it went with one of them; `why_not` is empty if it went."""

    matter: Matter
    why_not: str = ""


def dispatch_several(
    *, rows: Sequence[BulkRow], assignment: Assignment, by: Viewer, at: datetime
) -> list[Sent]:
    """批量分派: each in a transaction of its own, so that one that moved on holds up none."""
    if not rows:
        raise NothingTicked("请先勾上要分派的事。")
    if len(rows) > MOST_AT_ONCE:
        raise TooManyAtOnce("一次最多分派 {most} 件。", most=MOST_AT_ONCE)
    return [_sent(row, assignment, by, at) for row in rows]


def _sent(row: BulkRow, assignment: Assignment, by: Viewer, at: datetime) -> Sent:
    try:
        if row.matter.version != row.seen_version:
            raise MatterMovedOn(row.matter)
        dispatch_matter(matter=row.matter, assignment=assignment, by=by, at=at)
    except Refusal as refusal:
        return Sent(matter=row.matter, why_not=refusal.message)
    return Sent(matter=row.matter)
