"""时限: until when who was called has to be there, give a result, and be judged."""

from datetime import datetime, timedelta

from linli.coordination.rules import Limit
from linli.duties.rules import Promise
from linli.kernel.calendar import WorkCalendar
from linli.kernel.words import say


def report_in_promise(
    limit: Limit, calendar: WorkCalendar, *, at: datetime, has_desk_above: bool
) -> Promise:
    """报到时限: office minutes, or in an emergency every minute; late, it goes one level up."""
    if limit.round_the_clock:
        due_at, version, why = _minutes(limit, calendar, at)
        is_provisional = False
    else:
        due = calendar.add_work_minutes(at, limit.minutes)
        due_at, version, why = due.at, due.version, due.why
        is_provisional = due.is_provisional
    return Promise(
        accept_by=None,
        remind_at=at + (due_at - at) / 2,
        due_at=due_at,
        give_up_at=due_at if has_desk_above else None,
        calendar_version=version,
        is_provisional=is_provisional,
        why=why,
    )


def workdays_promise(
    workdays: int, calendar: WorkCalendar, *, at: datetime, gives_up: bool
) -> Promise:
    """So many working days; reminded halfway, given up at the end where somebody takes over."""
    due = calendar.add_workdays(at, workdays)
    return Promise(
        accept_by=None,
        remind_at=at + (due.at - at) / 2,
        due_at=due.at,
        give_up_at=due.at if gives_up else None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


def _minutes(limit: Limit, calendar: WorkCalendar, at: datetime) -> tuple[datetime, str, str]:
    due_at = at + timedelta(minutes=limit.minutes)
    why = say("{minutes}分钟，昼夜和节假日照计", minutes=limit.minutes)
    return due_at, calendar.version, why
