"""When nobody knows how long it was, two vouch; then both sides confirm."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.service_orders import actions
from linli.service_orders.actions import Proof
from linli.service_orders.actions.confirming import (
    MoreThanPlanned,
    NothingToReview,
    ProposedAlready,
    ReviewedAlready,
    TwoHaveToVouch,
)
from linli.service_orders.actions.ordering import TimeUnsound
from linli.service_orders.credits import credits_of
from linli.service_orders.models import Seat, ServiceOrder
from linli.service_orders.rules import OrderState, SeatState, Way
from linli.service_orders.rules.orders import OrderStepNotAllowed
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_done_order,
    a_wish,
    an_accepted_order,
    an_order_under_way,
    here,
)
from linli.volunteers.models import LateEntry, ServiceRecord
from linli.volunteers.queries import minutes_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def them() -> Here:
    return here()


def state_of(order: ServiceOrder) -> OrderState:
    return ServiceOrder.objects.get(pk=order.pk).stands


def unknown(them: Here) -> Seat:
    """The volunteer came and nobody noted when they left."""
    seat = an_order_under_way(them)
    actions.look_after_visits(TOMORROW + HOUR + timedelta(minutes=30))
    return Seat.objects.select_related("order__place", "order__recipient").get(pk=seat.pk)


def reviewed(them: Here, minutes: int = 60) -> Seat:
    seat = unknown(them)
    review = actions.propose_time(
        seat=seat,
        minutes=minutes,
        reason="两边都问过",
        by=them.by_clerk,
        at=TOMORROW + HOUR * 2,
    )
    actions.accept_time(review=review, by=them.by_colleague, at=TOMORROW + HOUR * 3)
    return Seat.objects.select_related("order__recipient__person", "order__place").get(
        pk=seat.pk
    )


class TestForgottenCheckOut:
    def test_it_brings_nothing_until_two_have_looked(self, them: Here) -> None:
        seat = unknown(them)

        with pytest.raises(OrderStepNotAllowed):
            actions.confirm_order(order=seat.order, by=them.by_elder, at=TOMORROW + HOUR * 2)

        assert credits_of(them.volunteer, seat.order.place) == 0
        assert not ServiceRecord.objects.exists()

    def test_one_proposes_and_another_agrees(self, them: Here) -> None:
        seat = reviewed(them)

        actions.confirm_order(order=seat.order, by=them.by_elder, at=TOMORROW + HOUR * 4)

        order = ServiceOrder.objects.get()
        assert (order.stands, order.was_reviewed) == (OrderState.CONFIRMED, True)
        assert minutes_of(them.volunteer) == 60

    def test_nobody_agrees_with_themselves(self, them: Here) -> None:
        seat = unknown(them)
        review = actions.propose_time(
            seat=seat, minutes=60, reason="问过", by=them.by_clerk, at=TOMORROW + HOUR * 2
        )

        with pytest.raises(NotPermitted):
            actions.accept_time(review=review, by=them.by_clerk, at=TOMORROW + HOUR * 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            type(review).objects.update(ruled_by=review.proposed_by_id)

    def test_never_more_than_was_agreed(self, them: Here) -> None:
        with pytest.raises(MoreThanPlanned):
            actions.propose_time(
                seat=unknown(them), minutes=61, reason="问过", by=them.by_clerk, at=TOMORROW
            )

    def test_one_proposal_at_a_time(self, them: Here) -> None:
        seat = unknown(them)
        actions.propose_time(
            seat=seat, minutes=60, reason="问过", by=them.by_clerk, at=TOMORROW + HOUR * 2
        )

        with pytest.raises(ProposedAlready):
            actions.propose_time(
                seat=seat, minutes=50, reason="问过", by=them.by_colleague, at=TOMORROW
            )

    def test_the_second_may_see_it_otherwise(self, them: Here) -> None:
        seat = unknown(them)
        at = TOMORROW + HOUR * 2
        review = actions.propose_time(
            seat=seat, minutes=60, reason="问过", by=them.by_clerk, at=at
        )
        actions.reject_time(review=review, reason="老人说半小时", by=them.by_colleague, at=at)

        with pytest.raises(ReviewedAlready):
            actions.accept_time(review=review, by=them.by_colleague, at=at)
        assert state_of(seat.order) is OrderState.UNKNOWN

    def test_no_minutes_is_a_no_show(self, them: Here) -> None:
        seat = reviewed(them, minutes=0)

        assert seat.stands is SeatState.NO_SHOW
        assert state_of(seat.order) is OrderState.MISSED

    def test_what_is_clear_needs_no_review(self, them: Here) -> None:
        seat = a_done_order(them)

        with pytest.raises(NothingToReview):
            actions.propose_time(
                seat=seat, minutes=60, reason="问过", by=them.by_clerk, at=TOMORROW + HOUR
            )

    def test_confirmed_after_days_two_have_to_vouch_and_it_is_marked(self, them: Here) -> None:
        seat = a_done_order(them)
        late = TOMORROW + timedelta(days=9)

        with pytest.raises(TwoHaveToVouch):
            actions.confirm_order(order=seat.order, by=them.by_elder, at=late)
        review = actions.propose_time(
            seat=seat, minutes=60, reason="到离都有", by=them.by_clerk, at=late
        )
        actions.accept_time(review=review, by=them.by_colleague, at=late)
        order = ServiceOrder.objects.select_related("recipient__person", "place").get()
        actions.confirm_order(order=order, by=them.by_elder, at=late)

        assert ServiceRecord.objects.get().is_late
        assert LateEntry.objects.get().ruled_by == them.station.colleague


class TestEnteredAfterwards:
    def test_a_paper_is_entered_by_one_and_vouched_for_by_another(self, them: Here) -> None:
        order = actions.enter_late_order(
            recipient=them.recipient,
            volunteer=them.volunteer,
            wish=a_wish(starts_at=NOON - timedelta(days=3)),
            evidence="纸质签到表",
            by=them.by_clerk,
            at=NOON,
        )
        assert (order.stands, order.is_late) == (OrderState.UNKNOWN, True)

        review = order.seats.get().reviews.get()
        actions.accept_time(review=review, by=them.by_colleague, at=NOON)
        order = ServiceOrder.objects.select_related("recipient__person", "place").get()
        actions.confirm_order(order=order, by=them.by_elder, at=NOON)

        assert minutes_of(them.volunteer) == 60

    def test_what_is_not_over_is_no_late_entry(self, them: Here) -> None:
        with pytest.raises(TimeUnsound):
            actions.enter_late_order(
                recipient=them.recipient,
                volunteer=them.volunteer,
                wish=a_wish(),
                evidence="纸",
                by=them.by_clerk,
                at=NOON,
            )

    def test_nobody_enters_their_own(self, them: Here) -> None:
        with pytest.raises(NotPermitted):
            actions.enter_late_order(
                recipient=them.recipient,
                volunteer=them.station.clerk,
                wish=a_wish(starts_at=NOON - timedelta(days=1)),
                evidence="纸",
                by=them.by_clerk,
                at=NOON,
            )


class TestConfirming:
    def test_the_desk_confirms_after_a_call(self, them: Here) -> None:
        seat = a_done_order(them)

        actions.confirm_order(order=seat.order, by=them.by_clerk, at=TOMORROW + HOUR)

        assert state_of(seat.order) is OrderState.CONFIRMED

    def test_never_who_noted_by_telephone_that_somebody_came(self, them: Here) -> None:
        seat = an_accepted_order(them)
        by_call = Proof(way=Way.CALL)
        actions.arrive(seat=seat, proof=by_call, by=them.by_clerk, at=TOMORROW)
        actions.leave(seat=seat, proof=by_call, by=them.by_clerk, at=TOMORROW + HOUR)

        with pytest.raises(NotPermitted):
            actions.confirm_order(order=seat.order, by=them.by_clerk, at=TOMORROW + HOUR)
        actions.confirm_order(order=seat.order, by=them.by_colleague, at=TOMORROW + HOUR)

        assert state_of(seat.order) is OrderState.CONFIRMED

    def test_never_who_served(self, them: Here) -> None:
        seat = a_done_order(them)

        with pytest.raises(NotPermitted):
            actions.confirm_order(order=seat.order, by=them.by_volunteer, at=TOMORROW + HOUR)

    def test_twice_is_once(self, them: Here) -> None:
        seat = a_confirmed_order(them)

        with pytest.raises(OrderStepNotAllowed):
            actions.confirm_order(order=seat.order, by=them.by_elder, at=TOMORROW + HOUR)

        assert credits_of(them.volunteer, seat.order.place) == 1

    def test_minutes_that_make_no_hour_are_kept_for_the_next(self, them: Here) -> None:
        for day in range(2):
            starts_at = TOMORROW + timedelta(days=day)
            a_confirmed_order(them, wish=a_wish(starts_at=starts_at, minutes=45))

        assert minutes_of(them.volunteer) == 90
        assert credits_of(them.volunteer, them.recipient.place) == 1
