"""长期单: asked for once, looked at once, laid day by day, and the known one is asked first."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import resolve
from linli.kernel.words import Words
from linli.people.models import Person
from linli.people.viewer import THE_HOUSE, Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies, who_can
from linli.service_orders.actions.common import NoSuchService, read_reason, rules_of, take
from linli.service_orders.actions.ordering import LONGEST_WORDS, Wish, lay_order
from linli.service_orders.actions.reviewing import NotEligible, payer_of
from linli.service_orders.events import (
    OffersMade,
    OrderApproved,
    OrderPublished,
    StandingOrderApproved,
    StandingOrderAsked,
    StandingOrderEnded,
    StandingOrderPaused,
    StandingOrderRefused,
    StandingOrderResumed,
)
from linli.service_orders.models import Offer, ServiceOrder, ServiceRecipient, StandingOrder
from linli.service_orders.options import (
    OFFER_MINUTES,
    SERVICES,
    STANDING_DAYS,
    service_called,
)
from linli.service_orders.queries.orders import is_busy, kind_of
from linli.service_orders.queries.recipients import may_be_served
from linli.service_orders.rules import Beat, Channel, OrderStep, StandingState
from linli.service_orders.rules.standing import MOST_DAYS, days_of


class StandingUnsound(Unreadable):
    pass


class StandingMovedOn(Refusal):
    pass


@transaction.atomic
def ask_for_standing_order(
    *,
    recipient: ServiceRecipient,
    wish: Wish,
    beat: Beat,
    starts_on: date,
    ends_on: date,
    by: Viewer,
    at: datetime,
    known: Person | None = None,
) -> StandingOrder:
    """要长期单: `wish.starts_at` says at which hour; `known` is whom the elder knows."""
    own = policies.may_order_for(by, recipient.person, day_of(at))
    if by.person_id is None or not (own or policies.may_take_down(by, recipient.place)):
        raise NotPermitted("要由本人、有“代点单”委托的人，或那里的工作人员来办。")
    service = service_called(wish.service, resolve(recipient.place.chain)[SERVICES])
    if service is None:
        raise NoSuchService("服务目录里没有这一项，请从目录里选。")
    longest = starts_on + timedelta(days=MOST_DAYS)
    if not day_of(at) <= starts_on <= ends_on <= longest:
        raise StandingUnsound("从今天以后的哪天到哪天，最长一年。")
    minute = (wish.starts_at - start_of(day_of(wish.starts_at))) // timedelta(minutes=1)
    standing = StandingOrder.objects.create(
        recipient=recipient,
        place=recipient.place,
        service=service.code,
        words=wish.words.strip()[:LONGEST_WORDS],
        beat=beat,
        minute_of_day=minute,
        minutes=wish.minutes or service.minutes,
        starts_on=starts_on,
        ends_on=ends_on,
        known=known,
        asked_by_id=by.person_id,
        asked_at=at,
    )
    event = StandingOrderAsked(
        subject=standing.ref, service=Words(service.label), beat=Beat(beat).label
    )
    journal.record(event, by=by.ref, at=at, place=standing.place.ref)
    return standing


@transaction.atomic
def approve_standing_order(*, standing: StandingOrder, by: Viewer, at: datetime) -> None:
    """长期单通过: looked at once for all its days."""
    _permit_review(standing, by)
    if not may_be_served(standing.recipient, resolve(standing.place.chain), day_of(at)):
        raise NotEligible("还没有认定可以点单，或者认定已经到期，先看一看资格。")
    event = StandingOrderApproved(subject=standing.ref)
    _move(
        standing,
        StandingState.WAITING,
        StandingState.RUNNING,
        event,
        by,
        at,
        reviewed_by_id=by.person_id,
    )


@transaction.atomic
def refuse_standing_order(
    *, standing: StandingOrder, reason: str, by: Viewer, at: datetime
) -> None:
    """长期单不通过: with a reason."""
    _permit_review(standing, by)
    why = read_reason(reason)
    _move(
        standing,
        StandingState.WAITING,
        StandingState.REFUSED,
        StandingOrderRefused(subject=standing.ref, reason=why),
        by,
        at,
        reviewed_by_id=by.person_id,
        reason=why,
    )


@transaction.atomic
def pause_standing_order(*, standing: StandingOrder, by: Viewer, at: datetime) -> None:
    """先停: nothing new is laid; what is laid already is called off one by one."""
    _permit_holder(standing, by, at)
    event = StandingOrderPaused(subject=standing.ref)
    _move(standing, StandingState.RUNNING, StandingState.PAUSED, event, by, at)


@transaction.atomic
def resume_standing_order(*, standing: StandingOrder, by: Viewer, at: datetime) -> None:
    """接着排: from tomorrow on."""
    _permit_holder(standing, by, at)
    event = StandingOrderResumed(subject=standing.ref)
    _move(
        standing,
        StandingState.PAUSED,
        StandingState.RUNNING,
        event,
        by,
        at,
        laid_until=day_of(at),
    )


@transaction.atomic
def end_standing_order(*, standing: StandingOrder, by: Viewer, at: datetime) -> None:
    """结束长期单."""
    _permit_holder(standing, by, at)
    event = StandingOrderEnded(subject=standing.ref)
    _move(standing, standing.stands, StandingState.ENDED, event, by, at)


def lay_standing_orders(at: datetime) -> int:
    """排长期单: every running one is laid so many days ahead; says how many orders."""
    running = StandingOrder.objects.running().filter(ends_on__gte=day_of(at))
    found = running.select_related("place", "recipient__person", "known", "recipient__place")
    return sum(_lay(standing, at) for standing in found.order_by("pk"))


def _lay(standing: StandingOrder, at: datetime) -> int:
    options = resolve(standing.place.chain)
    service = service_called(standing.service, options[SERVICES])
    today = day_of(at)
    until = today + timedelta(days=options[STANDING_DAYS])
    if service is None or not may_be_served(standing.recipient, options, today):
        return 0
    since = max(today, (standing.laid_until or today - timedelta(days=1)) + timedelta(days=1))
    days = days_of(
        standing.rhythm,
        starts_on=standing.starts_on,
        ends_on=standing.ends_on,
        since=since,
        until=until,
    )
    laid = sum(_lay_day(standing, day, at) for day in list(days))
    StandingOrder.objects.filter(pk=standing.pk).update(laid_until=until)
    return laid


def _lay_day(standing: StandingOrder, day: date, at: datetime) -> bool:
    starts_at = start_of(day) + timedelta(minutes=standing.minute_of_day)
    if starts_at <= at:
        return False
    options = resolve(standing.place.chain)
    service = service_called(standing.service, options[SERVICES])
    if service is None:
        return False
    try:
        with transaction.atomic():
            order = lay_order(
                recipient=standing.recipient,
                service=service,
                wish=Wish(service=service.code, starts_at=starts_at, words=standing.words),
                ends_at=starts_at + timedelta(minutes=standing.minutes),
                channel=Channel.STANDING,
                asked_by_id=standing.asked_by_id,
                at=at,
                standing=standing,
            )
            _publish(order, standing, at)
    except IntegrityError:  # laid by another tick
        return False
    return True


def _publish(order: ServiceOrder, standing: StandingOrder, at: datetime) -> None:
    """It was looked at when the standing order was; the known one is asked before others."""
    take(OrderStep.SUBMIT, order, None, by=None, at=at)
    take(
        OrderStep.APPROVE,
        order,
        OrderApproved(subject=order.ref),
        by=None,
        at=at,
        reviewed_by_id=standing.reviewed_by_id,
    )
    paid_by = payer_of(order)
    held = paying.promise(order, paid_by, by=THE_HOUSE, at=at)
    take(
        OrderStep.PUBLISH,
        order,
        OrderPublished(subject=order.ref),
        by=None,
        at=at,
        published_at=at,
        paid_by=paid_by,
        credits=held,
    )
    known = standing.known
    if known is None or not _can(known, order):
        return
    until = min(at + timedelta(minutes=_patience(order)), order.starts_at)
    take(OrderStep.OFFER, order, OffersMade(subject=order.ref, count=1), by=None, at=at)
    Offer.objects.create(
        order=order,
        person=known,
        reasons=["老人认识您，一直是您去"],
        made_at=at,
        answer_by=until,
    )


def _can(known: Person, order: ServiceOrder) -> bool:
    lacks = who_can.lacking(known, kind_of(order), day_of(order.starts_at))
    return not lacks and not is_busy(known.pk, order)


def _patience(order: ServiceOrder) -> int:
    """The one whom the elder knows has a day to answer at least."""
    return max(24 * 60, rules_of(order)[OFFER_MINUTES])


def _permit_review(standing: StandingOrder, by: Viewer) -> None:
    if not by.keeps(standing.place.path) or standing.recipient.person_id in by.speaks_for:
        raise NotPermitted("长期单由那里的工作人员来看，自己的请换一位同事。")


def _permit_holder(standing: StandingOrder, by: Viewer, at: datetime) -> None:
    own = policies.may_order_for(by, standing.recipient.person, day_of(at))
    if not own and not policies.may_take_down(by, standing.place):
        raise NotPermitted("由本人、受托人，或那里的工作人员来办。")


def _move(
    standing: StandingOrder,
    seen: StandingState,
    state: StandingState,
    event: Event,
    by: Viewer,
    at: datetime,
    **changes: object,
) -> None:
    there = StandingOrder.objects.filter(pk=standing.pk, version=standing.version, state=seen)
    ended = standing.stands in (StandingState.ENDED, StandingState.REFUSED)
    if ended or not there.update(state=state, version=F("version") + 1, **changes):
        raise StandingMovedOn("这张长期单现在不能这样办，请看过再办。")
    standing.refresh_from_db()
    journal.record(event, by=by.ref, at=at, place=standing.place.ref)
