"""派单、接单: who fits is asked and may say no; of two who take it at once one has it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import randbelow

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.numbers import spoken_code
from linli.kernel.words import Moment, say
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies, who_can
from linli.service_orders.actions.common import (
    OrderMovedOn,
    read_reason,
    rules_of,
    service_of,
    take,
    tell,
)
from linli.service_orders.actions.ordering import end_offers
from linli.service_orders.events import (
    OffersEnded,
    OffersMade,
    OrderAccepted,
    SeatDroppedOut,
    SeatGivenBack,
    SeatSubstituted,
)
from linli.service_orders.matching import THE_MATCHER, Matcher
from linli.service_orders.models import Offer, Seat, SeatSpan, ServiceOrder
from linli.service_orders.options import CANCEL_HOURS, OFFER_MINUTES, OFFERS_AT_ONCE
from linli.service_orders.queries.orders import kind_of, next_to_help
from linli.service_orders.rules import SEATED, OrderState, OrderStep, SeatState
from linli.service_orders.rules.orders import OPEN, is_in_time
from linli.service_orders.rules.presence import CODE_DIGITS

NOT_YOURS = "自己的单、自己代点的单不能自己接，请别的邻居来帮。"


class NobodyFits(Refusal):
    pass


class SomebodyWasFirst(Refusal):
    pass


class CannotDoIt(Refusal):
    pass


class BusyThen(Refusal):
    pass


class DayIsFull(Refusal):
    pass


class TooLateToTake(Refusal):
    pass


class SeatMovedOn(Refusal):
    pass


class TooLateToGiveBack(Refusal):
    pass


@transaction.atomic
def make_offers(
    *, order: ServiceOrder, by: Viewer, at: datetime, matcher: Matcher = THE_MATCHER
) -> Sequence[Offer]:
    """派单: a few who fit are asked, each with the reasons; nobody is sent (R06 §25)."""
    if not policies.may_review(by, order):
        raise NotPermitted("派单由那里的工作人员来做，自己的单请换一位同事。")
    offers = _ask(order, matcher, by=by, at=at)
    if not offers:
        raise NobodyFits("现在没有找到那个时间合适的人；单子还挂着，谁合适都可以接。")
    return offers


def offer_by_itself(at: datetime, matcher: Matcher = THE_MATCHER) -> int:
    """自动派单: who fits is asked for what waits and was put to nobody yet; says how many."""
    waiting = ServiceOrder.objects.filter(state=OrderState.PUBLISHED, starts_at__gt=at)
    found = waiting.select_related("place", "recipient__person").order_by("starts_at", "pk")
    return sum(_asked_by_itself(order, matcher, at) for order in found[:100])


@transaction.atomic
def decline_offer(*, offer: Offer, by: Viewer, at: datetime) -> None:
    """婉拒: costs nothing and stands nowhere: the offer ends as if nobody had answered."""
    if by.person_id != offer.person_id:
        raise NotPermitted("这份邀约不是给您的。")
    # No line in the journal: whoever reads it could count refusals (R06 §25).
    Offer.objects.filter(pk=offer.pk, ended_at=None).update(ended_at=offer.answer_by)
    _let_lapse_if_nobody_is_left(offer.order, at)


def lapse_offers(at: datetime) -> int:
    """邀约过期: nobody answered in time, so others are asked; says how many ended."""
    late = Offer.objects.filter(ended_at=None, answer_by__lte=at)
    orders = list(late.values_list("order", flat=True).distinct())
    ended = late.update(ended_at=F("answer_by"))
    found = ServiceOrder.objects.filter(pk__in=orders, state=OrderState.OFFERED)
    for order in found.select_related("place", "recipient__person"):
        _let_lapse_if_nobody_is_left(order, at)
    return ended


def accept_order(*, order: ServiceOrder, by: Viewer, at: datetime) -> Seat:
    """接单: one has the place, and who came second is told whom to help instead."""
    if not policies.may_take(by, order):
        raise NotPermitted(NOT_YOURS)
    person = Person.objects.select_related("home").get(pk=by.person_id or 0)
    _refuse_unfit(order, person, at)
    for _ in range(order.people + 1):
        if order.stands not in OPEN:
            break
        try:
            return _take_a_seat(order, person, by, at)
        except OrderMovedOn:
            order.refresh_from_db()
    raise _somebody_was_first(order, person, at)


@transaction.atomic
def give_back(*, seat: Seat, reason: str, by: Viewer, at: datetime) -> None:
    """退单: early enough it is nothing, later it stands as a late drop-out; never a no-show."""
    if not policies.may_serve_seat(by, seat):
        raise NotPermitted("只有接了这张单的人可以退。")
    order, why = seat.order, read_reason(reason)
    if order.starts_at <= at:
        raise TooLateToGiveBack("时间已经到了，请打电话给社区，一起想办法。")
    hours = rules_of(order)[CANCEL_HOURS]
    early = is_in_time(starts_at=order.starts_at, at=at, hours=hours)
    step = OrderStep.GIVE_BACK if early else OrderStep.DROP_OUT
    told = SeatGivenBack if early else SeatDroppedOut
    _leave_seat(seat, SeatState.GIVEN_BACK if early else SeatState.DROPPED_OUT, why, at)
    event = told(subject=order.ref, volunteer=seat.person.ref, reason=why)
    take(step, order, event, by=by, at=at, alarmed_at=None, reminded_at=None)


@transaction.atomic
def substitute(*, seat: Seat, to: Person, agreed: str, by: Viewer, at: datetime) -> Seat:
    """换人: the desk has found somebody who agreed; `agreed` says how they did."""
    order = seat.order
    if not policies.may_call_in(by, order):
        raise NotPermitted("换人由那里的工作人员来办，要先得到来的人答应。")
    why = read_reason(agreed)
    _refuse_unfit(order, to, at)
    _leave_seat(seat, SeatState.REPLACED, why, at)
    event = SeatSubstituted(subject=order.ref, from_=seat.person.ref, to=to.ref)
    take(OrderStep.SUBSTITUTE, order, event, by=by, at=at)
    return _sit_down(order, to, seat.position, by, at)


def let_unfit_go(*, person: Person, at: datetime) -> int:
    """证书过期: what somebody may no longer do goes back; it is no fault of theirs."""
    held = Seat.objects.filter(person=person, state=SeatState.HELD, order__starts_at__gt=at)
    seats = held.select_related("order__place", "order__recipient", "person")
    return sum(_let_go_if_unfit(seat, at) for seat in seats.order_by("pk"))


@transaction.atomic
def _let_go_if_unfit(seat: Seat, at: datetime) -> bool:
    order = seat.order
    lacks = who_can.lacking(seat.person, service_of(order), day_of(order.starts_at))
    if not lacks:
        return False
    why = lacks[0]
    _leave_seat(seat, SeatState.GIVEN_BACK, why, at)
    event = SeatGivenBack(subject=order.ref, volunteer=seat.person.ref, reason=why)
    take(OrderStep.GIVE_BACK, order, event, by=None, at=at, alarmed_at=None, reminded_at=None)
    return True


def _ask(
    order: ServiceOrder, matcher: Matcher, *, by: Viewer | None, at: datetime
) -> list[Offer]:
    options = rules_of(order)
    asked = set(order.offers.values_list("person", flat=True))
    seated = set(order.seats.values_list("person", flat=True))
    but = {order.recipient.person_id, order.asked_by_id, *asked, *seated}
    found = matcher.offers(order, kind_of(order), most=options[OFFERS_AT_ONCE], but=but)
    if not found:
        return []
    until = min(at + timedelta(minutes=options[OFFER_MINUTES]), order.starts_at)
    take(
        OrderStep.OFFER,
        order,
        OffersMade(subject=order.ref, count=len(found)),
        by=by,
        at=at,
    )
    return Offer.objects.bulk_create(
        Offer(
            order=order,
            person_id=one.person_id,
            reasons=list(one.reasons),
            made_at=at,
            answer_by=until,
        )
        for one in found
    )


@transaction.atomic
def _asked_by_itself(order: ServiceOrder, matcher: Matcher, at: datetime) -> bool:
    try:
        return bool(_ask(order, matcher, by=None, at=at))
    except OrderMovedOn:
        return False


def _let_lapse_if_nobody_is_left(order: ServiceOrder, at: datetime) -> None:
    if order.stands is not OrderState.OFFERED or order.offers.standing(at).exists():
        return
    try:
        with transaction.atomic():
            take(OrderStep.LET_LAPSE, order, OffersEnded(subject=order.ref), by=None, at=at)
    except OrderMovedOn:
        return


def _refuse_unfit(order: ServiceOrder, person: Person, at: datetime) -> None:
    if order.starts_at <= at:
        raise TooLateToTake("时间已经到了，接不了了；还有别的人等着帮忙。")
    if not who_can.is_one(person.pk):
        way = WayOut(label=say("去登记做志愿者"), url="/volunteers/join/")
        raise CannotDoIt("登记做志愿者以后就可以接单。", next_step=way)
    lacks = who_can.lacking(person, service_of(order), day_of(order.starts_at))
    if lacks:
        raise CannotDoIt("这张单您现在还接不了：{lacking}", lacking="".join(lacks))
    room = who_can.room_that_day(person.pk, order)
    if room < order.minutes:
        raise DayIsFull(
            "那天已经排了不少，只剩 {room} 分钟，够歇一歇了；换一天再帮。", room=room
        )


@transaction.atomic
def _take_a_seat(order: ServiceOrder, person: Person, by: Viewer, at: datetime) -> Seat:
    taken = set(order.seats.taken().values_list("position", flat=True))
    free = [one for one in range(1, order.people + 1) if one not in taken]
    if not free:
        raise OrderMovedOn("这张单刚刚有人接满了。")
    last = len(free) == 1
    take(OrderStep.ACCEPT if last else OrderStep.TAKE_A_SEAT, order, None, by=by, at=at)
    seat = _sit_down(order, person, free[0], by, at)
    if last:
        end_offers(order, at)
    else:
        order.offers.filter(person=person, ended_at=None).update(ended_at=at)
    event = OrderAccepted(subject=order.ref, volunteer=person.ref, seat=seat.pk)
    tell(order, event, by=by, at=at)
    return seat


def _sit_down(
    order: ServiceOrder, person: Person, position: int, by: Viewer, at: datetime
) -> Seat:
    paying.open_for(person, order.place, by=by, at=at)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                order=order,
                position=position,
                person=person,
                code=spoken_code(CODE_DIGITS, choose=randbelow),
                taken_at=at,
            )
            SeatSpan.objects.create(
                seat=seat,
                person=person,
                begins=who_can.minute_of(order.starts_at),
                ends=who_can.minute_of(order.ends_at),
            )
    except IntegrityError:
        raise BusyThen("那个时间您已经接了另一张单，一个人不能同时在两处。") from None
    return seat


def _leave_seat(seat: Seat, state: SeatState, why: str, at: datetime) -> None:
    held = Seat.objects.filter(pk=seat.pk, state=SeatState.HELD)
    if not held.update(state=state, ended_at=at, reason=why):
        raise SeatMovedOn("这个位置刚刚有了变动，请看过再办。")
    SeatSpan.objects.filter(seat=seat).delete()
    seat.refresh_from_db(fields=["state", "ended_at", "reason"])


def _somebody_was_first(order: ServiceOrder, person: Person, at: datetime) -> Refusal:
    if order.seats.filter(person=person, state__in=SEATED).exists():
        return SomebodyWasFirst("这张单已经是您的了，在“我接的单”里。")
    other = next_to_help(person, at, but=order.pk)
    if other is None:
        return SomebodyWasFirst("这张单刚刚有人接了，谢谢您。现在没有别的等着，有了会告诉您。")
    starts = Moment(other.starts_at.isoformat())
    way = WayOut(
        label=say(
            "去帮这一家：{service}，{starts}",
            service=say(kind_of(other).label),
            starts=starts,
        ),
        url=f"/orders/open/{other.number}/",
    )
    return SomebodyWasFirst("这张单刚刚有人接了，谢谢您。还有一家也在等：", next_step=way)
