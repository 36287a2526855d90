"""Who was there and for how long, by codes, the door or a call; and who was not."""

from datetime import timedelta

import pytest
from django.db import transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.service_orders import actions
from linli.service_orders.actions import Proof
from linli.service_orders.actions.visiting import (
    NotThereYet,
    NotTheTime,
    StampedAlready,
    TooEarlyToSay,
    TooManyWrongCodes,
    WrongCode,
)
from linli.service_orders.models import Seat, ServiceOrder, Stamp
from linli.service_orders.rules import Moment, OrderState, SeatState, Way
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_helper,
    a_published_order,
    an_accepted_order,
    an_order_under_way,
    arrived,
    here,
    left,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def them() -> Here:
    return here()


def state_of(order: ServiceOrder) -> OrderState:
    return ServiceOrder.objects.get(pk=order.pk).stands


class TestArriving:
    def test_by_the_code_that_the_elder_says(self, them: Here) -> None:
        seat = an_order_under_way(them)

        stamp = Stamp.objects.get()
        assert (stamp.moment, stamp.way, stamp.at) == (Moment.ARRIVED, "their_code", TOMORROW)
        assert state_of(seat.order) is OrderState.ARRIVED

    def test_by_the_code_that_the_volunteer_says(self, them: Here) -> None:
        seat = an_accepted_order(them)
        said = " ".join(seat.code)

        proof = Proof(way=Way.MY_CODE, code=said)
        actions.arrive(seat=seat, proof=proof, by=them.by_elder, at=TOMORROW)

        assert state_of(seat.order) is OrderState.ARRIVED

    def test_by_the_code_on_the_door(self, them: Here) -> None:
        seat = an_accepted_order(them)

        proof = Proof(way=Way.DOOR, code=them.recipient.door_code)
        actions.arrive(seat=seat, proof=proof, by=them.by_volunteer, at=TOMORROW)

        assert state_of(seat.order) is OrderState.ARRIVED

    def test_by_a_call_of_the_desk(self, them: Here) -> None:
        seat = an_accepted_order(them)

        actions.arrive(seat=seat, proof=Proof(way=Way.CALL), by=them.by_clerk, at=TOMORROW)

        assert Stamp.objects.get().noted_by == them.station.clerk

    @pytest.mark.parametrize("way", Way)
    def test_a_passer_by_notes_nothing(self, them: Here, way: Way) -> None:
        seat = an_accepted_order(them)
        stranger = viewing(a_person("路人", them.station.place.unit))

        with pytest.raises(NotPermitted):
            actions.arrive(seat=seat, proof=Proof(way=way), by=stranger, at=TOMORROW)

    def test_who_serves_cannot_use_their_own_code(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(NotPermitted):
            actions.arrive(
                seat=seat,
                proof=Proof(way=Way.MY_CODE, code=seat.code),
                by=them.by_volunteer,
                at=TOMORROW,
            )

    def test_a_wrong_code_is_refused_and_five_end_it(self, them: Here) -> None:
        seat = an_accepted_order(them)
        wrong = Proof(way=Way.THEIR_CODE, code="nope")

        for _ in range(5):
            with pytest.raises(WrongCode):
                actions.arrive(seat=seat, proof=wrong, by=them.by_volunteer, at=TOMORROW)
        with pytest.raises(TooManyWrongCodes):
            arrived(seat)

    def test_not_hours_before_whatever_the_phone_says(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(NotTheTime):
            arrived(seat, at=TOMORROW - timedelta(minutes=61))

    def test_a_double_tap_is_one_arrival(self, them: Here) -> None:
        seat = an_order_under_way(them)

        with pytest.raises(StampedAlready):
            arrived(seat)

        assert Stamp.objects.count() == 1

    def test_a_stamp_is_never_changed(self, them: Here) -> None:
        an_order_under_way(them)

        with pytest.raises(Exception, match=r"append|only"), transaction.atomic():
            Stamp.objects.update(at=NOON)


class TestLeaving:
    def test_not_before_arriving(self, them: Here) -> None:
        with pytest.raises(NotThereYet):
            left(an_accepted_order(them))

    def test_not_with_the_code_of_the_arrival(self, them: Here) -> None:
        seat = an_order_under_way(them)

        with pytest.raises(WrongCode):
            actions.leave(
                seat=seat,
                proof=Proof(way=Way.THEIR_CODE, code=seat.order.arrival_code),
                by=them.by_volunteer,
                at=TOMORROW + HOUR,
            )

    def test_longer_than_agreed_counts_as_agreed(self, them: Here) -> None:
        seat = an_order_under_way(them)

        left(seat, at=TOMORROW + HOUR * 5)

        assert seat.minutes == 60

    def test_of_two_the_last_to_leave_ends_it(self, them: Here) -> None:
        order = a_published_order(them)
        ServiceOrder.objects.filter(pk=order.pk).update(people=2)
        order.refresh_from_db()
        other = a_helper(them.station, "孙丽").person
        first = actions.accept_order(order=order, by=them.by_volunteer, at=NOON)
        second = actions.accept_order(order=order, by=viewing(other), at=NOON)
        for seat in (first, second):
            seat.order = order
            arrived(seat)

        left(first)
        assert state_of(order) is OrderState.ARRIVED
        left(second)
        assert state_of(order) is OrderState.DONE


class TestNobodyCame:
    def test_after_a_quarter_of_an_hour_somebody_is_told_once(self, them: Here) -> None:
        seat = an_accepted_order(them)
        at = TOMORROW + timedelta(minutes=15)

        assert actions.look_after_visits(TOMORROW + timedelta(minutes=14)) == 0
        assert actions.look_after_visits(at) == 1
        assert actions.look_after_visits(at) == 0
        assert Entry.objects.filter(code="orders.visit_missed").count() == 1
        assert state_of(seat.order) is OrderState.ACCEPTED

    def test_who_waited_says_that_nobody_came(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(TooEarlyToSay):
            actions.note_absent(seat=seat, by=them.by_elder, at=TOMORROW)
        actions.note_absent(seat=seat, by=them.by_elder, at=TOMORROW + HOUR)

        assert seat.stands is SeatState.NO_SHOW
        assert state_of(seat.order) is OrderState.MISSED

    def test_who_was_there_was_not_absent(self, them: Here) -> None:
        seat = an_order_under_way(them)

        with pytest.raises(StampedAlready):
            actions.note_absent(seat=seat, by=them.by_elder, at=TOMORROW + HOUR)

    def test_who_stood_at_the_door_says_that_nobody_was_home(self, them: Here) -> None:
        seat = an_accepted_order(them)

        actions.note_nobody_home(seat=seat, by=them.by_volunteer, at=TOMORROW + HOUR / 2)

        assert state_of(seat.order) is OrderState.TURNED_AWAY
        assert Seat.objects.get().stands is SeatState.CALLED_OFF

    def test_neither_side_says_it_for_the_other(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(NotPermitted):
            actions.note_absent(seat=seat, by=them.by_volunteer, at=TOMORROW + HOUR)
        with pytest.raises(NotPermitted):
            actions.note_nobody_home(seat=seat, by=them.by_elder, at=TOMORROW + HOUR)

    def test_when_nobody_says_anything_it_is_not_known(self, them: Here) -> None:
        seat = an_accepted_order(them)

        actions.look_after_visits(TOMORROW + HOUR * 2)

        assert state_of(seat.order) is OrderState.UNKNOWN
        assert Seat.objects.get().stands is SeatState.UNKNOWN
