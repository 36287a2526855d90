"""时限: until when every side is asked, it is mediated, and the parties are visited."""

from datetime import date, datetime, timedelta

from linli.duties.rules import Promise
from linli.kernel.calendar import Deadline, WorkCalendar
from linli.kernel.dates import start_of

LAST_CHANCE = timedelta(days=60)
"""How long after its day a visit may still be made up for."""


def consent_promise(workdays: int, calendar: WorkCalendar, *, at: datetime) -> Promise:
    """问意愿: whoever does not answer in time has not agreed."""
    due = calendar.add_workdays(at, workdays)
    return _promise(due, remind_at=at + (due.at - at) / 2, give_up_at=due.at)


def mediation_promise(
    days: int, grace_workdays: int, calendar: WorkCalendar, *, at: datetime
) -> Promise:
    """调解时限: reminded when a fifth is left; past the grace it ends by itself."""
    due = calendar.add_calendar_days(at, days)
    given_up = calendar.add_workdays(due.at, grace_workdays)
    return _promise(due, remind_at=due.at - (due.at - at) / 5, give_up_at=given_up.at)


def visit_promise(
    fulfil_by: date, days: int, calendar: WorkCalendar, *, at: datetime
) -> Promise:
    """回访时限: counted from the day on which all should be done."""
    due_on = max(start_of(fulfil_by), at)
    due = calendar.add_calendar_days(due_on, days)
    return _promise(due, remind_at=due_on, give_up_at=due.at + LAST_CHANCE)


def _promise(due: Deadline, *, remind_at: datetime, give_up_at: datetime) -> Promise:
    return Promise(
        accept_by=None,
        remind_at=remind_at,
        due_at=due.at,
        give_up_at=give_up_at,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )
