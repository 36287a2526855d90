"""What every change of an order does alike: guard, write, tell; and its refusals."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import Resolution, pinned
from linli.kernel.references import THE_SYSTEM, Ref
from linli.people.viewer import Viewer
from linli.service_orders.models import SeatSpan, ServiceOrder
from linli.service_orders.options import SERVICES, service_called
from linli.service_orders.rules import SEATED, OrderState, OrderStep, SeatState, Service, after

LONGEST_REASON = 200


class OrderMovedOn(Refusal):
    pass


class NoSuchService(Unreadable):
    pass


class ReasonMissing(Unreadable):
    pass


def rules_of(order: ServiceOrder) -> Resolution:
    """The options under which an order began."""
    return pinned(order.options)


def service_of(order: ServiceOrder) -> Service:
    """The kind of service, as the catalogue said when the order began."""
    found = service_called(order.service, rules_of(order)[SERVICES])
    if found is None:
        raise NoSuchService("服务目录里没有这一项，请重新点一次。")
    return found


def read_reason(reason: str) -> str:
    """为什么: in a sentence that the other side reads."""
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise ReasonMissing("请写一句为什么，不超过 200 字，对方会看到。")
    return words


def take(
    step: OrderStep,
    order: ServiceOrder,
    event: Event | None,
    *,
    by: Viewer | None,
    at: datetime,
    **changes: Any,
) -> OrderState:
    """Lead an order on: the rule, the write that nobody came before, the journal."""
    state = after(order.stands, step)
    seen = ServiceOrder.objects.filter(pk=order.pk, version=order.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise OrderMovedOn("这张单刚刚有了变动，请看过再办。")
    order.state, order.version = state, order.version + 1
    for name, value in changes.items():
        setattr(order, name, value)
    if event is not None:
        tell(order, event, by=by, at=at)
    return state


def tell(order: ServiceOrder, event: Event, *, by: Viewer | None, at: datetime) -> None:
    """Write a line of the order into the journal; without anybody, the house did it."""
    who: Ref = by.ref if by else THE_SYSTEM
    journal.record(event, by=who, at=at, place=order.place.ref)


def free_the_seats(order: ServiceOrder, state: SeatState, at: datetime) -> None:
    """Whoever still has a seat is free at that time again."""
    SeatSpan.objects.filter(seat__order=order).delete()
    order.seats.filter(state__in=SEATED).update(state=state, ended_at=at)
