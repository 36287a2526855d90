"""点单: an order is drafted, changed, handed in, called off; what nobody took ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number, spoken_code
from linli.kernel.options import Resolution, pin, resolve
from linli.kernel.words import Moment, Words
from linli.people.viewer import THE_HOUSE, Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies
from linli.service_orders.actions.common import (
    NoSuchService,
    OrderMovedOn,
    free_the_seats,
    read_reason,
    service_of,
    take,
)
from linli.service_orders.events import (
    OrderCancelled,
    OrderChanged,
    OrderDrafted,
    OrderExpired,
    OrderSubmitted,
)
from linli.service_orders.models import ServiceOrder, ServiceRecipient, StandingOrder
from linli.service_orders.options import SERVICES, service_called
from linli.service_orders.rules import Channel, OrderState, OrderStep, SeatState, Service
from linli.service_orders.rules.presence import CODE_DIGITS

SERIES = "FW"
LONGEST_WORDS = 500
FURTHEST = timedelta(days=60)
UNTAKEN = (
    OrderState.DRAFT,
    OrderState.SUBMITTED,
    OrderState.APPROVED,
    OrderState.PUBLISHED,
    OrderState.OFFERED,
)


class TimeUnsound(Unreadable):
    pass


class PaperNeedsTheDesk(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is ordered: which service, when, how long (0: as usual), and in their words."""

    service: str
    starts_at: datetime
    minutes: int = 0
    words: str = ""


@transaction.atomic
def draft_order(
    *,
    recipient: ServiceRecipient,
    wish: Wish,
    by: Viewer,
    at: datetime,
    channel: Channel = Channel.PAGE,
) -> ServiceOrder:
    """起草: what is wished is written down; nobody sees it yet but who may order."""
    _permit(recipient, channel, by, at)
    options = resolve(recipient.place.chain)
    service = _named(wish, options)
    ends_at = _ends(wish, service, at)
    order = lay_order(
        recipient=recipient,
        service=service,
        wish=wish,
        ends_at=ends_at,
        channel=channel,
        asked_by_id=by.person_id or 0,
        at=at,
    )
    event = OrderDrafted(subject=order.ref)
    journal.record(event, by=by.ref, at=at, place=order.place.ref)
    return order


@transaction.atomic
def change_order(*, order: ServiceOrder, wish: Wish, by: Viewer, at: datetime) -> None:
    """改单: until the desk has looked at it."""
    _permit(order.recipient, Channel(order.channel), by, at)
    options = resolve(order.recipient.place.chain)
    service = _named(wish, options)
    take(
        OrderStep.CHANGE,
        order,
        OrderChanged(subject=order.ref),
        by=by,
        at=at,
        service=service.code,
        options=pin(options),
        starts_at=wish.starts_at,
        ends_at=_ends(wish, service, at),
        words=wish.words.strip(),
        people=service.people,
    )


@transaction.atomic
def submit_order(*, order: ServiceOrder, by: Viewer, at: datetime) -> None:
    """点单: it is handed in and waits for the desk."""
    _permit(order.recipient, Channel(order.channel), by, at)
    if order.starts_at <= at:
        raise TimeUnsound("约的时间已经过了，请改一个时间。")
    take(OrderStep.SUBMIT, order, _submitted(order), by=by, at=at)


@transaction.atomic
def place_order(
    *,
    recipient: ServiceRecipient,
    wish: Wish,
    by: Viewer,
    at: datetime,
    channel: Channel = Channel.PAGE,
) -> ServiceOrder:
    """点单: written down and handed in at once, as on the telephone or with three taps."""
    order = draft_order(recipient=recipient, wish=wish, by=by, at=at, channel=channel)
    submit_order(order=order, by=by, at=at)
    return order


@transaction.atomic
def cancel_order(*, order: ServiceOrder, reason: str, by: Viewer, at: datetime) -> None:
    """取消: by the side that ordered; whoever took it is free again, what was held too."""
    if not policies.may_speak(by, order, day_of(at)):
        raise NotPermitted("要由服务对象、受托人，或那里的工作人员来取消。")
    why = read_reason(reason)
    event = OrderCancelled(subject=order.ref, reason=why)
    take(OrderStep.CANCEL, order, event, by=by, at=at, reason=why, ended_at=at)
    end_offers(order, at)
    free_the_seats(order, SeatState.CALLED_OFF, at)
    paying.let_go(order, by=by, at=at)


def expire_orders(at: datetime) -> int:
    """到时间没人接: what has not been taken by its time ends; says how many."""
    late = ServiceOrder.objects.filter(state__in=UNTAKEN, starts_at__lte=at)
    found = late.select_related("place", "recipient__person").order_by("starts_at", "pk")
    return sum(_expire(order, at) for order in found[:500])


def lay_order(
    *,
    recipient: ServiceRecipient,
    service: Service,
    wish: Wish,
    ends_at: datetime,
    channel: Channel,
    asked_by_id: int,
    at: datetime,
    standing: StandingOrder | None = None,
) -> ServiceOrder:
    """Write a draft down, with the codes that will be said at the door."""
    arrival = spoken_code(CODE_DIGITS, choose=randbelow)
    leaving = spoken_code(CODE_DIGITS, choose=randbelow)
    while leaving == arrival:
        leaving = spoken_code(CODE_DIGITS, choose=randbelow)
    return ServiceOrder.objects.create(
        number=next_number(SERIES, day_of(at).year),
        service=service.code,
        options=pin(resolve(recipient.place.chain)),
        recipient=recipient,
        place=recipient.place,
        channel=channel,
        asked_by_id=asked_by_id,
        words=wish.words.strip()[:LONGEST_WORDS],
        starts_at=wish.starts_at,
        ends_at=ends_at,
        people=service.people,
        standing=standing,
        arrival_code=arrival,
        leaving_code=leaving,
        made_at=at,
    )


def end_offers(order: ServiceOrder, at: datetime) -> None:
    """Whoever is still asked need not answer any more."""
    order.offers.filter(ended_at=None).update(ended_at=at)


@transaction.atomic
def _expire(order: ServiceOrder, at: datetime) -> bool:
    event = OrderExpired(subject=order.ref)
    try:
        take(OrderStep.EXPIRE, order, event, by=None, at=at, ended_at=at)
    except OrderMovedOn:
        return False
    end_offers(order, at)
    free_the_seats(order, SeatState.CALLED_OFF, at)
    paying.let_go(order, by=THE_HOUSE, at=at)
    return True


def _permit(recipient: ServiceRecipient, channel: Channel, by: Viewer, at: datetime) -> None:
    if policies.may_order_for(by, recipient.person, day_of(at)):
        return
    if channel not in (Channel.PHONE, Channel.PAPER):
        raise NotPermitted("要由本人点单；代点要有“代点单”的委托，而且没有到期。")
    if by.person_id is None or not policies.may_take_down(by, recipient.place):
        raise PaperNeedsTheDesk("电话和纸上的单，由那里的工作人员来记。")


def _named(wish: Wish, options: Resolution) -> Service:
    service = service_called(wish.service, options[SERVICES])
    if service is None:
        raise NoSuchService("服务目录里没有这一项，请从目录里选。")
    return service


def _ends(wish: Wish, service: Service, at: datetime) -> datetime:
    minutes = wish.minutes or service.minutes
    if not at < wish.starts_at <= at + FURTHEST:
        raise TimeUnsound("请选现在以后、两个月以内的时间。")
    if not 15 <= minutes <= 480:  # noqa: PLR2004 - a quarter of an hour to eight hours
        raise TimeUnsound("一次服务 15 分钟到 8 小时。")
    return wish.starts_at + timedelta(minutes=minutes)


def _submitted(order: ServiceOrder) -> OrderSubmitted:
    return OrderSubmitted(
        subject=order.ref,
        service=Words(service_of(order).label),
        starts_at=Moment(order.starts_at.isoformat()),
        way=Channel(order.channel).label,
    )
