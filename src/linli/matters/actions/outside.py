"""外部工单: the number and the deadline under which another platform waits for an answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.duties.actions import begin_duty, end_duties
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.options import resolve
from linli.kernel.search import grams
from linli.kernel.words import Moment, say
from linli.matters.actions.moving import DISPATCHING, tier_of
from linli.matters.bounds import bounded
from linli.matters.events import OutsideDeadlineNoted, OutsideOrderNoted
from linli.matters.models import Matter, OutsideOrder
from linli.matters.outside_options import OUTSIDE_SOURCES, OutsideSource
from linli.matters.promises import dispatch_promise
from linli.matters.queries.outside import bound_of
from linli.people.viewer import Viewer

LONGEST_NUMBER = 60


class OutsideNumberTaken(Refusal):
    """`own_number` is ours of the matter that has that number already, for a link."""

    own_number = ""


class OutsideOrderUnclear(Unreadable):
    pass


class PastTheOutsideDeadline(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class FromOutside:
    """What the other platform gave along: who, which number, answered by when."""

    source: str
    number: str
    due_at: datetime | None = None


def refuse_unclear(
    order: FromOutside, sources: tuple[OutsideSource, ...], at: datetime
) -> None:
    """Refuse an order that nobody could find again, or whose time is over already."""
    number = order.number.strip()
    if order.source not in {source.code for source in sources}:
        raise OutsideOrderUnclear("请选这件事是哪个平台转来的。")
    if not number:
        raise OutsideOrderUnclear("请填平台给的编号，回复时要用它。")
    if len(number) > LONGEST_NUMBER:
        raise OutsideOrderUnclear("平台的编号最多 {most} 个字。", most=LONGEST_NUMBER)
    if order.due_at and order.due_at <= at:
        raise OutsideOrderUnclear("平台要求的时间已经过了，请核对日期。")
    known = OutsideOrder.objects.filter(source=order.source, number=number)
    if found := known.select_related("matter").first():
        raise _taken(number, found.matter.number)


def note_outside_order(
    *, matter: Matter, order: FromOutside, by: Viewer, at: datetime
) -> OutsideOrder:
    """记外部工单: part of recording a matter; the earlier of both deadlines binds."""
    sources = resolve(matter.place.chain)[OUTSIDE_SOURCES]
    refuse_unclear(order, sources, at)
    kept = keep_outside_order(matter, order)
    label = next(source.label for source in sources if source.code == order.source)
    facts = {"subject": matter.ref, "source": label, "number": kept.number}
    journal.record(
        OutsideDeadlineNoted(**facts, due=Moment(order.due_at.isoformat()))
        if order.due_at
        else OutsideOrderNoted(**facts),
        by=by.ref,
        at=at,
        place=matter.place.ref,
    )
    _bind(matter, order.due_at, at)
    return kept


def keep_outside_order(matter: Matter, order: FromOutside) -> OutsideOrder:
    """Write the number, by which the matter is found from now on as by its own."""
    number = order.number.strip()
    try:
        with transaction.atomic():
            kept = OutsideOrder.objects.create(
                matter=matter,
                source=order.source,
                number=number,
                due_at=order.due_at,
                own_due_at=matter.due_at if order.due_at else None,
            )
    except IntegrityError:
        raise _taken(number, "") from None
    said = f"{matter.title} {matter.words} {matter.spot} {matter.number} {number}"
    Matter.objects.filter(pk=matter.pk).update(grams=grams(said))
    return kept


def refuse_past_outside_deadline(matter: Matter, due_at: datetime) -> None:
    """Refuse an extension beyond what the other platform grants: that is asked for there."""
    bound = bound_of(matter)
    if bound and due_at > bound.due_at:
        raise PastTheOutsideDeadline(
            "{why}，不能延到那以后；要更多时间，请先向对方申请。", why=bound.why
        )


def _bind(matter: Matter, due_at: datetime | None, at: datetime) -> None:
    """The desk has to dispatch by then as well; for the reporter the earlier day counts."""
    if not due_at:
        return
    own = dispatch_promise(tier_of(matter), calendar_in_force(), at=at)
    promise = bounded(own, bound_of(matter), at=at)
    if promise != own:
        end_duties(subject=matter.ref, at=at)
        begin_duty(
            subject=matter.ref,
            kind=DISPATCHING,
            desk=matter.desk,
            holder=None,
            unit=None,
            promise=promise,
            at=at,
        )
    if due_at < matter.due_at:
        Matter.objects.filter(pk=matter.pk).update(due_at=due_at)
        matter.due_at = due_at


def _taken(number: str, own_number: str) -> OutsideNumberTaken:
    where = say("，就是{own}", own=own_number) if own_number else ""
    refusal = OutsideNumberTaken(
        "平台编号{number}已经记过了{where}。", number=number, where=where
    )
    refusal.own_number = own_number
    return refusal
