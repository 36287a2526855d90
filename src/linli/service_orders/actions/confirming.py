"""两边确认: who served left stamps, who was served confirms; then hours and credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable, WayOut
from linli.kernel.words import Words, say
from linli.people.models import Person
from linli.people.viewer import THE_HOUSE, Viewer
from linli.ratings.actions import ask_for_ratings, close_slips, take_rating
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Rater
from linli.service_orders import credits as paying
from linli.service_orders import policies, who_can
from linli.service_orders.actions.common import read_reason, rules_of, take, tell
from linli.service_orders.events import (
    OrderConfirmed,
    OrderRated,
    TimeNotAgreed,
    TimeProposed,
    TimeReviewed,
)
from linli.service_orders.models import Seat, ServiceOrder, TimeReview
from linli.service_orders.options import RATING_DAYS
from linli.service_orders.queries.orders import kind_of
from linli.service_orders.rules import Moment, OrderState, OrderStep, SeatState
from linli.service_orders.who_can import Done

CONFIRMED_HERE = Words("自己确认")
CONFIRMED_BY_CALL = Words("社区打电话问过")
AFTER_A_RULING = Words("有不同说法，判断以后")


class MoreThanPlanned(Unreadable):
    pass


class NothingToReview(Refusal):
    pass


class ProposedAlready(Refusal):
    pass


class ReviewedAlready(Refusal):
    pass


class TwoHaveToVouch(Refusal):
    pass


class NotAskedToRate(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """How many minutes one who came is credited with, and who vouched for them."""

    seat: Seat
    minutes: int
    reviewers: Sequence[Person] = ()


@transaction.atomic
def propose_time(
    *, seat: Seat, minutes: int, reason: str, by: Viewer, at: datetime
) -> TimeReview:
    """提出时间: both sides were asked; never more than was agreed (R09)."""
    order, why = seat.order, read_reason(reason)
    if not policies.may_call_in(by, order):
        raise NotPermitted("时间由那里的工作人员问过两边再提出，自己在里面的请换一位。")
    if not _wants_a_review(order, seat, at):
        raise NothingToReview("这次的到离都记清楚了，不用复核。")
    if not 0 <= minutes <= order.minutes:
        raise MoreThanPlanned("最多按约好的 {most} 分钟算。", most=order.minutes)
    try:
        with transaction.atomic():
            review = TimeReview.objects.create(
                seat=seat,
                minutes=minutes,
                reason=why,
                proposed_by_id=by.person_id or 0,
                proposed_at=at,
            )
    except IntegrityError:
        raise ProposedAlready("已经有人提出了，等另一位同事复核。") from None
    tell(order, TimeProposed(subject=order.ref, minutes=minutes, reason=why), by=by, at=at)
    return review


@transaction.atomic
def accept_time(*, review: TimeReview, by: Viewer, at: datetime) -> None:
    """复核同意: a second person vouches; the order is marked as reviewed by two for good."""
    _rule(review, by, at, is_accepted=True)
    seat, order = review.seat, review.seat.order
    came = SeatState.CAME if review.minutes else SeatState.NO_SHOW
    Seat.objects.filter(pk=seat.pk).update(state=came, minutes=review.minutes)
    event = TimeReviewed(subject=order.ref, minutes=review.minutes)
    if order.seats.filter(state=SeatState.UNKNOWN).exists():
        tell(order, event, by=by, at=at)
        return
    if order.seats.filter(state=SeatState.CAME).exists():
        take(OrderStep.SETTLE, order, event, by=by, at=at, was_reviewed=True)
        return
    take(OrderStep.NOTE_ABSENT, order, event, by=by, at=at, was_reviewed=True, ended_at=at)
    paying.let_go(order, by=by, at=at)


@transaction.atomic
def reject_time(*, review: TimeReview, reason: str, by: Viewer, at: datetime) -> None:
    """复核不同意: with a reason; somebody proposes anew."""
    why = read_reason(reason)
    _rule(review, by, at, is_accepted=False)
    order = review.seat.order
    tell(order, TimeNotAgreed(subject=order.ref, reason=why), by=by, at=at)


@transaction.atomic
def confirm_order(*, order: ServiceOrder, by: Viewer, at: datetime, device: str = "") -> None:
    """确认: by who was served, a delegate, or the desk that asked them; then it counts."""
    if not policies.may_confirm(by, order, day_of(at)):
        raise NotPermitted(
            "由服务对象、受托人，或打电话问过的工作人员来确认；来服务的人、替他记到离的同事不行。"
        )
    own = policies.may_order_for(by, order.recipient.person, day_of(at))
    vouched = vouched_for(order)
    _refuse_alone_and_late(order, vouched, at)
    event = OrderConfirmed(
        subject=order.ref,
        minutes=sum(one.minutes for one in vouched),
        way=CONFIRMED_HERE if own else CONFIRMED_BY_CALL,
    )
    take(
        OrderStep.CONFIRM,
        order,
        event,
        by=by,
        at=at,
        confirmed_at=at,
        confirmed_by_id=by.person_id,
        confirming_device=device,
        ended_at=at,
    )
    credit(order, vouched, by=by, at=at)
    ask_to_rate(order, at)


@transaction.atomic
def rate_order(*, order: ServiceOrder, answer: Answer, by: Viewer, at: datetime) -> None:
    """评单: by the one who was served or who speaks for them; by phone never who served."""
    if not policies.may_speak(by, order, day_of(at)):
        raise NotPermitted("由服务对象、受托人来评，或由工作人员打电话问了代记。")
    slip = RatingSlip.objects.waiting().filter(subject=order.ref).first()
    if slip is None:
        raise NotAskedToRate("这张单现在不用评，或者已经评过、过了时间。")
    take_rating(slip=slip, answer=answer, by=by, handler_id=None, place=order.place.ref, at=at)
    event = OrderRated(
        subject=order.ref, solved=answer.solved.label, satisfied=answer.satisfied.label
    )
    take(OrderStep.RATE, order, event, by=by, at=at)
    for seat in order.seats.filter(state=SeatState.CAME):
        who_can.judge(order.ref, seat.person_id, content=answer.satisfied, by=by, at=at)


def close_ratings(at: datetime) -> int:
    """评单截止: who has not rated has not rated; nothing is filled in."""
    over = RatingSlip.objects.waiting().filter(
        subject__startswith="serviceorder/", close_at__lte=at
    )
    found = list(over.values_list("subject", flat=True)[:500])
    for subject in found:
        close_slips(subject=subject, at=at)
    return len(found)


def vouched_for(order: ServiceOrder) -> list[Vouched]:
    """What each who came is to be credited with, by their stamps or by two reviewers."""
    came = order.seats.filter(state=SeatState.CAME).select_related("person__home")
    return [
        Vouched(seat=seat, minutes=seat.minutes, reviewers=_reviewers(seat))
        for seat in came.order_by("position")
    ]


def credit(
    order: ServiceOrder, vouched: Sequence[Vouched], *, by: Viewer, at: datetime
) -> None:
    """记服务、存积分: each who came has the service on record and the credits for it."""
    for one in vouched:
        seat, on = one.seat, day_of(order.starts_at)
        done = Done(
            order=order.ref,
            person_id=seat.person_id,
            recipient=order.recipient.person.ref,
            kind=order.service,
            what=kind_of(order).label,
            place=order.place,
            starts_at=_began(order, seat),
            minutes=one.minutes,
        )
        minutes = who_can.record(done, by=by, at=at, reviewers=one.reviewers)
        worth = paying.settle(order, seat, minutes=minutes, on=on, by=by, at=at)
        Seat.objects.filter(pk=seat.pk).update(minutes=minutes, credited=worth)
    paying.let_go(order, by=THE_HOUSE, at=at)


def ask_to_rate(order: ServiceOrder, at: datetime) -> None:
    """请评单: one slip for the one who was served."""
    days = rules_of(order)[RATING_DAYS]
    turn = RatingSlip.objects.filter(subject=order.ref).count() + 1
    ask_for_ratings(
        subject=order.ref,
        turn=turn,
        raters=[Rater(order.recipient.person_id)],
        close_at=at + timedelta(days=days),
        at=at,
    )


def _began(order: ServiceOrder, seat: Seat) -> datetime:
    """When it began: at the stamp where there is one, for the minutes of two at the plan."""
    arrived = seat.stamps.filter(moment=Moment.ARRIVED).first()
    if arrived is None or seat.reviews.filter(is_accepted=True).exists():
        return order.starts_at
    return arrived.at


def _reviewers(seat: Seat) -> list[Person]:
    review = seat.reviews.filter(is_accepted=True).order_by("-pk").first()
    if review is None or review.ruled_by is None:
        return []
    return [review.proposed_by, review.ruled_by]


def _wants_a_review(order: ServiceOrder, seat: Seat, at: datetime) -> bool:
    if order.stands is OrderState.UNKNOWN:
        return seat.stands is SeatState.UNKNOWN
    late = who_can.is_late(order.place, order.ends_at, at)
    return order.stands is OrderState.DONE and late


def _refuse_alone_and_late(
    order: ServiceOrder, vouched: Sequence[Vouched], at: datetime
) -> None:
    alone = [one for one in vouched if not one.reviewers]
    if alone and who_can.is_late(order.place, order.ends_at, at):
        way = WayOut(label=say("请两位同事复核"), url=f"/orders/{order.number}/")
        raise TwoHaveToVouch(
            "过了这么多天才确认，时间要先由两位同事复核，再确认。", next_step=way
        )


def _rule(review: TimeReview, by: Viewer, at: datetime, *, is_accepted: bool) -> None:
    if not policies.may_rule_time(by, review):
        raise NotPermitted("要由提出的人以外的另一位工作人员来复核，两边的人都不行。")
    waiting = TimeReview.objects.filter(pk=review.pk, ruled_at=None)
    if not waiting.update(ruled_by=by.person_id, ruled_at=at, is_accepted=is_accepted):
        raise ReviewedAlready("这一条刚刚复核过了。")
    review.refresh_from_db()
