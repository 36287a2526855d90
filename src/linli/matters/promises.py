"""时限: from the tier of a matter and the calendar to what is promised and what is owed."""

from datetime import datetime

from linli.duties.rules import Promise
from linli.kernel.calendar import Deadline, WorkCalendar
from linli.matters.routing import Tier


def handling_promise(
    tier: Tier, calendar: WorkCalendar, *, at: datetime, has_desk_above: bool
) -> Promise:
    """办理时限: what the holder owes from dispatch on; it is accepted by itself in time."""
    due = calendar.add_workdays(at, tier.workdays)
    notice = tier.workdays - tier.remind_workdays
    remind_at = calendar.add_workdays(at, notice).at if notice > 0 else at + (due.at - at) / 2
    gives_up = has_desk_above and tier.give_up_workdays
    return Promise(
        accept_by=calendar.add_work_minutes(at, tier.accept_minutes).at,
        remind_at=remind_at,
        due_at=due.at,
        give_up_at=calendar.add_workdays(due.at, tier.give_up_workdays).at
        if gives_up
        else None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


def dispatch_promise(tier: Tier, calendar: WorkCalendar, *, at: datetime) -> Promise:
    """分派时限: until when the desk that received it has to say who does it."""
    due = calendar.add_work_minutes(at, tier.accept_minutes)
    return Promise(
        accept_by=None,
        remind_at=due.at,
        due_at=due.at,
        give_up_at=None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


def due_promise(due: Deadline, *, at: datetime) -> Promise:
    """一个期限: until then it is owed; reminded of halfway, nobody else takes over."""
    return Promise(
        accept_by=None,
        remind_at=at + (due.at - at) / 2,
        due_at=due.at,
        give_up_at=None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )
