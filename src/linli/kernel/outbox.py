"""The outbox: brings each journal entry to everyone who subscribed, at least once.

Order holds for each subject: what waits comes before what was written after it. It rests on
the actions, which write the subject's row before they record and so queue up for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.kernel.errors import Refusal
from linli.kernel.events import Event
from linli.kernel.models import Delivery, DeliveryState, Entry
from linli.kernel.references import Ref

LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 240))
LAST_TRY = len(WAITS) + 1
CUT_SHORT = "最后一次送达时，工作进程中断。"
KEPT_AFTER_DELIVERY = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Subscription[E: Event]:
    """A reaction to one kind of event; its deliveries bear its name, so never rename it.

    It hears what is recorded from now on. The reaction is idempotent and writes to the database
    only; calls to the outside go into a task.
    """

    name: str
    to: type[E]
    reaction: Callable[[E, Entry, datetime], None]


class NotParked(Refusal):
    pass


SUBSCRIPTIONS: dict[str, Subscription[Any]] = {}


def subscribe(subscription: Subscription[Any]) -> None:
    if subscription.name in SUBSCRIPTIONS:
        raise ValueError(f"Two subscriptions are called {subscription.name}")
    SUBSCRIPTIONS[subscription.name] = subscription


def address(*entries: Entry) -> None:
    """Lay the entries ready for everyone who subscribed to their kind."""
    letters = [
        Delivery(entry=entry, subscription=subscription.name, due_at=entry.recorded_at)
        for entry in entries
        for subscription in SUBSCRIPTIONS.values()
        if subscription.to.code == entry.code
    ]
    if letters:
        Delivery.objects.bulk_create(letters)


def deliver_next(*, at: datetime) -> bool:
    """Deliver the first that is due; False when there is none. The worker's loop calls this."""
    while delivery := due(at).first():
        if claim(delivery, at=at):
            hand_over(delivery, at=at)
            return True
    return False


def due(at: datetime) -> QuerySet[Delivery]:
    """List, oldest first, what can be claimed: it is free and nothing waits before it."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    before = waiting.filter(
        subscription=OuterRef("subscription"),
        entry__subject=OuterRef("entry__subject"),
        pk__lt=OuterRef("pk"),
    )
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    known = waiting.filter(subscription__in=list(SUBSCRIPTIONS))
    return (
        known.filter(~Exists(before), free, due_at__lte=at)
        .select_related("entry__personal_detail")
        .order_by("pk")
    )


@transaction.atomic(durable=True)
def claim(delivery: Delivery, *, at: datetime) -> bool:
    """Take the delivery until the lease ends; False if another worker was first."""
    taken = _as_seen(delivery).update(tries=delivery.tries + 1, claimed_until=at + LEASE) == 1
    if taken:
        delivery.tries += 1
    return taken


def hand_over(delivery: Delivery, *, at: datetime) -> None:
    """Run the reaction to a claimed delivery, or note why it failed."""
    if delivery.tries > LAST_TRY:
        _put_off(delivery, at, reason=CUT_SHORT)
        return
    try:
        _react(delivery, at)
    except Exception as error:  # noqa: BLE001 - whatever one reaction raises, the others go on
        _put_off(delivery, at, reason=repr(error))


def redeliver(delivery: Delivery) -> None:
    """重新送达: let a parked delivery be tried afresh, once its reason has been dealt with."""
    parked = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PARKED)
    if not parked.update(state=DeliveryState.WAITING, tries=0):
        raise NotParked("只有已搁置的送达可以重新送达。")


def forget_reasons(subject: Ref) -> None:
    """Drop the error texts about the subject, for they may quote what is personal."""
    Delivery.objects.filter(entry__subject=subject).update(reason="")


def clear_delivered(*, at: datetime) -> int:
    """Drop what was delivered long ago; the journal itself stays."""
    old = Delivery.objects.filter(
        state=DeliveryState.DELIVERED, due_at__lt=at - KEPT_AFTER_DELIVERY
    )
    return old.delete()[0]


@transaction.atomic
def _react(delivery: Delivery, at: datetime) -> None:
    # Marked first: the row stays locked until the reaction commits with it, so even a worker
    # that comes after the lease has run out waits, and then finds it delivered.
    if _as_seen(delivery).update(state=DeliveryState.DELIVERED, claimed_until=None, reason=""):
        subscription = SUBSCRIPTIONS[delivery.subscription]
        event = delivery.entry.read_as(subscription.to)
        subscription.reaction(event, delivery.entry, at)


def _put_off(delivery: Delivery, at: datetime, *, reason: str) -> None:
    """Try again after a longer wait each time; park when patience ends."""
    held = _as_seen(delivery)
    if delivery.tries < LAST_TRY:
        due_at = at + WAITS[delivery.tries - 1]
        held.update(due_at=due_at, claimed_until=None, reason=reason)
    else:
        held.update(state=DeliveryState.PARKED, claimed_until=None, reason=reason)


def _as_seen(delivery: Delivery) -> QuerySet[Delivery]:
    """Find the row if nobody has claimed it since: every claim counts one try more."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries
    )
