"""What is held, paid, let go; and what the one who was served says of it."""

from datetime import date, timedelta

import pytest

from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.options import choose
from linli.kernel.testing import NOON
from linli.ledger.actions import endow_fund
from linli.ledger.models import Hold, LedgerAccount
from linli.people.testing import viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions import Proof
from linli.service_orders.actions.confirming import NotAskedToRate
from linli.service_orders.credits import credits_of
from linli.service_orders.models import Seat, SeatSpan, ServiceOrder, ServiceRecipient
from linli.service_orders.options import FUND_PAYS
from linli.service_orders.rules import OrderState, SeatState, Way
from linli.service_orders.rules.orders import OrderStepNotAllowed
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_done_order,
    a_helper,
    a_published_order,
    a_wish,
    an_accepted_order,
    an_order_under_way,
    here,
)

pytestmark = pytest.mark.django_db
CONTENT = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)


@pytest.fixture
def them() -> Here:
    return here()


def state_of(order: ServiceOrder) -> OrderState:
    return ServiceOrder.objects.get(pk=order.pk).stands


class TestCancelling:
    def test_the_elder_cancels_and_everything_is_free_again(self, them: Here) -> None:
        seat = an_accepted_order(them)

        actions.cancel_order(order=seat.order, reason="女儿来了", by=them.by_elder, at=NOON)

        assert state_of(seat.order) is OrderState.CANCELLED
        assert Seat.objects.get().stands is SeatState.CALLED_OFF
        assert not SeatSpan.objects.exists()

    def test_never_by_who_serves(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(NotPermitted):
            actions.cancel_order(
                order=seat.order, reason="不想去", by=them.by_volunteer, at=NOON
            )

    def test_not_when_somebody_is_there(self, them: Here) -> None:
        seat = an_order_under_way(them)

        with pytest.raises(OrderStepNotAllowed):
            actions.cancel_order(order=seat.order, reason="算了", by=them.by_elder, at=TOMORROW)

    def test_what_nobody_took_ends_by_itself(self, them: Here) -> None:
        order = a_published_order(them)

        assert actions.expire_orders(TOMORROW) == 1
        assert state_of(order) is OrderState.EXPIRED


class TestWhoPays:
    def test_who_has_earned_pays_and_the_hold_is_paid_out(self, them: Here) -> None:
        payer = earned(them)
        order = actions.place_order(
            recipient=payer,
            wish=a_wish(starts_at=TOMORROW + timedelta(days=2)),
            by=viewing(payer.person),
            at=NOON + timedelta(days=2),
        )
        at = NOON + timedelta(days=2)
        actions.approve_order(order=order, by=them.by_clerk, at=at)
        actions.publish_order(order=order, by=them.by_clerk, at=at)

        assert (order.paid_by, order.credits) == ("self", 1)
        assert credits_of(payer.person, order.place) == 0

        actions.cancel_order(order=order, reason="不用了", by=viewing(payer.person), at=at)

        assert credits_of(payer.person, order.place) == 1
        assert not Hold.objects.open().exists()

    def test_the_credits_go_from_the_one_to_the_other(self, them: Here) -> None:
        payer = earned(them)
        at, starts_at = NOON + timedelta(days=2), TOMORROW + timedelta(days=2)
        other = a_helper(them.station, "孙丽").person
        order = actions.place_order(
            recipient=payer, wish=a_wish(starts_at=starts_at), by=viewing(payer.person), at=at
        )
        actions.approve_order(order=order, by=them.by_clerk, at=at)
        actions.publish_order(order=order, by=them.by_clerk, at=at)
        seat = actions.accept_order(order=order, by=viewing(other), at=at)
        by_other = viewing(other)
        arriving = Proof(way=Way.THEIR_CODE, code=order.arrival_code)
        actions.arrive(seat=seat, proof=arriving, by=by_other, at=starts_at)
        leaving = Proof(way=Way.THEIR_CODE, code=order.leaving_code)
        actions.leave(seat=seat, proof=leaving, by=by_other, at=order.ends_at)
        actions.confirm_order(order=seat.order, by=viewing(payer.person), at=order.ends_at)

        assert credits_of(other, order.place) == 1
        assert credits_of(payer.person, order.place) == 0
        issued = LedgerAccount.objects.filter(kind="person").values_list("posted", flat=True)
        assert sum(issued) == 1

    def test_the_fund_pays_for_who_comes_first_where_it_is_so_set(self, them: Here) -> None:
        fund_pays(them)
        endow_fund(
            key="fund/1",
            place=them.station.place.community,
            amount=5,
            reason="区里拨的",
            by=them.by_clerk,
            at=NOON,
        )

        order = a_published_order(them)

        assert (order.paid_by, order.credits) == ("fund", 1)

    def test_an_empty_fund_publishes_nothing(self, them: Here) -> None:
        fund_pays(them)

        with pytest.raises(Refusal):
            a_published_order(them)


class TestRating:
    def test_nobody_rates_for_the_one_who_was_served(self, them: Here) -> None:
        seat = a_confirmed_order(them)

        with pytest.raises(NotPermitted):
            actions.rate_order(
                order=seat.order, answer=CONTENT, by=them.by_volunteer, at=seat.order.ends_at
            )

    def test_once(self, them: Here) -> None:
        seat = a_confirmed_order(them)
        at = seat.order.ends_at
        actions.rate_order(order=seat.order, answer=CONTENT, by=them.by_elder, at=at)

        with pytest.raises(NotAskedToRate):
            actions.rate_order(order=seat.order, answer=CONTENT, by=them.by_elder, at=at)

    def test_who_does_not_rate_has_not_rated(self, them: Here) -> None:
        seat = a_confirmed_order(them)
        after = seat.order.ends_at + timedelta(days=15)

        assert actions.close_ratings(after) == 1
        assert state_of(seat.order) is OrderState.CONFIRMED
        with pytest.raises(NotAskedToRate):
            actions.rate_order(order=seat.order, answer=CONTENT, by=them.by_elder, at=after)

    def test_never_before_it_is_confirmed(self, them: Here) -> None:
        seat = a_done_order(them)

        with pytest.raises(NotAskedToRate):
            actions.rate_order(
                order=seat.order, answer=CONTENT, by=them.by_elder, at=seat.order.ends_at
            )


def earned(them: Here) -> ServiceRecipient:
    """The volunteer of yesterday, who has an hour and wants to be served."""
    a_confirmed_order(them)
    payer = actions.register_recipient(person=them.volunteer, by=them.by_volunteer, at=NOON)
    them.volunteer.born_on = date(1960, 5, 1)
    actions.decide_eligibility(
        recipient=payer, by=them.by_volunteer, at=NOON + timedelta(days=2)
    )
    return payer


def fund_pays(them: Here) -> None:
    choose({FUND_PAYS: True}, place=them.station.place.community.ref, by="x/1", at=NOON)
