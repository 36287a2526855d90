"""When a duty wants to be looked at again. No Django here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Until when something is owed, when it counts as accepted, reminded of and given up."""

    accept_by: datetime | None
    remind_at: datetime
    due_at: datetime
    give_up_at: datetime | None
    calendar_version: str
    is_provisional: bool
    why: str


def next_look_at(
    *,
    accept_by: datetime | None,
    remind_at: datetime | None,
    due_at: datetime | None,
    give_up_at: datetime | None,
) -> datetime | None:
    """Say when the tick has to look next; what is already dealt with is passed as None."""
    times = [at for at in (accept_by, remind_at, due_at, give_up_at) if at]
    return min(times, default=None)
