"""改平台期限: a platform gives its number later, or another day; the earlier still binds."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.duties.actions import change_duty
from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Refusal
from linli.kernel.options import resolve
from linli.kernel.words import Moment
from linli.matters.actions.moving import (
    DISPATCHING,
    HANDLING,
    desk_above,
    options_of,
    permit,
    take,
    tier_of,
)
from linli.matters.actions.outside import (
    FromOutside,
    OutsideOrderUnclear,
    keep_outside_order,
    refuse_unclear,
)
from linli.matters.bounds import bounded
from linli.matters.events import (
    OutsideDeadlineMoved,
    OutsideDeadlineNoted,
    OutsideOrderNoted,
)
from linli.matters.models import Matter, OutsideOrder
from linli.matters.outside_options import OUTSIDE_SOURCES
from linli.matters.promises import dispatch_promise, handling_promise
from linli.matters.queries.outside import bound_of, outside_order_of, source_called
from linli.matters.rules import Step
from linli.people.viewer import Viewer

NOT_THEIRS = "平台的编号和期限由现在管这件事的工作台来记。"


class OutsideOrderThere(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Own:
    """What our own rules promise: to the reporter, and of the clock that runs."""

    due_at: datetime
    duty: Duty | None
    promise: Promise | None


@transaction.atomic
def add_outside_order(
    *, matter: Matter, order: FromOutside, by: Viewer, at: datetime
) -> OutsideOrder:
    """补记外部工单: the platform sends along what stands here already; its number is kept."""
    permit(Step.OUTSIDE, matter, by, NOT_THEIRS)
    if there := outside_order_of(matter):
        raise OutsideOrderThere(
            "这件事已经挂着平台编号{number}，一件事只挂一个编号。", number=there.number
        )
    sources = resolve(matter.place.chain)[OUTSIDE_SOURCES]
    refuse_unclear(order, sources, at)
    label = next(source.label for source in sources if source.code == order.source)
    facts = {"subject": matter.ref, "source": label, "number": order.number.strip()}
    event = (
        OutsideDeadlineNoted(**facts, due=Moment(order.due_at.isoformat()))
        if order.due_at
        else OutsideOrderNoted(**facts)
    )
    own = _own(matter)
    due_at = min(own.due_at, order.due_at) if order.due_at else matter.due_at
    kept = keep_outside_order(matter, order)
    take(Step.OUTSIDE, matter, event, by=by.ref, at=at, due_at=due_at)
    _rebind(matter, own, at)
    return kept


@transaction.atomic
def move_outside_deadline(
    *, matter: Matter, due_at: datetime, reason: str, by: Viewer, at: datetime
) -> None:
    """改平台期限: the platform grants another day; ours moves with it, never beyond our own."""
    permit(Step.OUTSIDE, matter, by, NOT_THEIRS)
    order = outside_order_of(matter)
    if not order:
        raise OutsideOrderUnclear("这件事还没有平台编号，请先记下是哪个平台的。")
    if not reason.strip():
        raise OutsideOrderUnclear("请写明平台为什么改期限，办的人和说事人都看得到。")
    if due_at <= at:
        raise OutsideOrderUnclear("平台要求的时间已经过了，请核对日期。")
    if due_at == order.due_at:
        raise OutsideOrderUnclear("这就是现在记着的期限，没有改。")
    own = _own(matter)
    source = source_called(order.source, options_of(matter))
    event = OutsideDeadlineMoved(
        subject=matter.ref,
        source=source.label,
        due=Moment(due_at.isoformat()),
        reason=reason.strip(),
    )
    take(Step.OUTSIDE, matter, event, by=by.ref, at=at, due_at=min(own.due_at, due_at))
    OutsideOrder.objects.filter(pk=order.pk).update(due_at=due_at, own_due_at=own.due_at)
    _rebind(matter, own, at)


def _own(matter: Matter) -> Own:
    """Undo in thought what the other deadline has cut short, if it has."""
    order, bound = outside_order_of(matter), bound_of(matter)
    cut = bound is not None and matter.due_at == bound.due_at
    own_due_at = order.own_due_at if cut and order and order.own_due_at else matter.due_at
    kinds = (DISPATCHING, HANDLING)
    duty = Duty.objects.running().filter(subject=matter.ref, kind__in=kinds).first()
    if not duty:
        return Own(due_at=own_due_at, duty=None, promise=None)
    if bound and duty.due_at == bound.due_at:
        return Own(due_at=own_due_at, duty=duty, promise=_promised_anew(matter, duty))
    return Own(due_at=own_due_at, duty=duty, promise=_as_it_runs(duty))


def _promised_anew(matter: Matter, duty: Duty) -> Promise:
    tier, calendar = tier_of(matter), calendar_in_force()
    if duty.kind == DISPATCHING:
        return dispatch_promise(tier, calendar, at=duty.began_at)
    above = desk_above(matter.desk) is not None
    return handling_promise(tier, calendar, at=duty.began_at, has_desk_above=above)


def _as_it_runs(duty: Duty) -> Promise:
    return Promise(
        accept_by=duty.accept_by,
        remind_at=duty.remind_at,
        due_at=duty.due_at,
        give_up_at=duty.give_up_at,
        calendar_version=duty.calendar_version,
        is_provisional=duty.is_provisional,
        why=duty.why,
    )


def _rebind(matter: Matter, own: Own, at: datetime) -> None:
    if not own.duty or not own.promise:
        return
    promise = bounded(own.promise, bound_of(matter), at=at)
    if promise.due_at != own.duty.due_at:
        change_duty(duty=own.duty, promise=promise, at=at)
