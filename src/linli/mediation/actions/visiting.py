"""回访: whether what was agreed has been done (31); who was let down is told what else."""

from datetime import date, datetime

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import Unreadable
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM
from linli.mediation.actions.moving import VISITING, hand_of, owe, permit_mediating, take
from linli.mediation.events import CaseClosed, PartyVisited
from linli.mediation.models import Case, Visit
from linli.mediation.options import VISIT_DAYS
from linli.mediation.promises import visit_promise
from linli.mediation.rules import Fulfilment, State, Step
from linli.people.viewer import Viewer


class NothingFound(Unreadable):
    pass


class NextVisitTooEarly(Unreadable):
    pass


@transaction.atomic
def record_visit(
    *,
    case: Case,
    found: Fulfilment,
    by: Viewer,
    at: datetime,
    words: str = "",
    next_on: date | None = None,
) -> Visit:
    """回访: fulfilled or broken, the case is closed; done in part, there is another visit."""
    permit_mediating(case, by)
    if found is Fulfilment.UNKNOWN:
        raise NothingFound("请选协议做到了没有；没有访到人就改天再访。")
    if found is Fulfilment.PARTLY:
        _visit_again(case, next_on, by=by, at=at)
    else:
        _close(case, found, by=by.ref, at=at)
    return Visit.objects.create(
        case=case, visited_at=at, found=found, words=words.strip(), by_id=hand_of(by)
    )


@transaction.atomic
def close_unvisited(*, case: Case, at: datetime) -> None:
    """没有访到: long past its day it is laid aside, and counted as not known."""
    if case.standing is State.AGREED:
        _close(case, Fulfilment.UNKNOWN, by=THE_SYSTEM, at=at)


def _visit_again(case: Case, next_on: date | None, *, by: Viewer, at: datetime) -> None:
    start_on = next_on or day_of(at)
    if start_on < day_of(at):
        raise NextVisitTooEarly("下次回访的日期不能早于今天。")
    days = 1 if next_on else pinned(case.options_digest)[VISIT_DAYS]
    promise = visit_promise(start_on, days, calendar_in_force(), at=at)
    event = PartyVisited(subject=case.ref, found=Fulfilment.PARTLY.label)
    changes = {"visit_by": day_of(promise.due_at), "fulfilment": Fulfilment.PARTLY}
    take(Step.VISIT, case, event, by=by.ref, at=at, **changes)
    end_duties(subject=case.ref, at=at)
    owe(case, VISITING, promise, at=at)


def _close(case: Case, found: Fulfilment, *, by: str, at: datetime) -> None:
    event = CaseClosed(subject=case.ref, found=found.label)
    take(Step.CLOSE, case, event, by=by, at=at, fulfilment=found, closed_at=at)
    end_duties(subject=case.ref, at=at)
