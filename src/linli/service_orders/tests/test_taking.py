"""Who is asked, who takes it, who goes back; of two at once one has it."""

from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions.offering import (
    BusyThen,
    CannotDoIt,
    SeatMovedOn,
    SomebodyWasFirst,
    TooLateToGiveBack,
    TooLateToTake,
)
from linli.service_orders.models import Offer, Seat, SeatSpan, ServiceOrder
from linli.service_orders.rules import OrderState, SeatState
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_helper,
    a_published_order,
    a_wish,
    an_accepted_order,
    an_eligible_recipient,
    here,
)

pytestmark = pytest.mark.django_db
CONTENT = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)


@pytest.fixture
def them() -> Here:
    return here()


def state_of(order: ServiceOrder) -> OrderState:
    return ServiceOrder.objects.get(pk=order.pk).stands


def codes_told(order: ServiceOrder) -> list[str]:
    told = Entry.objects.filter(subject=order.ref, code__startswith="orders.").order_by("pk")
    return [code.removeprefix("orders.") for code in told.values_list("code", flat=True)]


class TestOffers:
    def test_who_fits_is_asked_with_reasons_and_takes_it(self, them: Here) -> None:
        order = a_published_order(them)

        [offer] = actions.make_offers(order=order, by=them.by_clerk, at=NOON)
        actions.accept_order(order=order, by=them.by_volunteer, at=NOON)

        assert offer.person == them.volunteer
        assert "同一栋楼" in offer.reasons
        assert "会说本地话" in offer.reasons
        assert state_of(order) is OrderState.ACCEPTED
        assert not Offer.objects.standing(NOON).exists()

    def test_saying_no_costs_nothing_and_is_written_nowhere(self, them: Here) -> None:
        order = a_published_order(them)
        [offer] = actions.make_offers(order=order, by=them.by_clerk, at=NOON)
        lines = Entry.objects.count()

        actions.decline_offer(offer=offer, by=them.by_volunteer, at=NOON)

        assert state_of(order) is OrderState.PUBLISHED
        told = list(Entry.objects.order_by("pk"))[lines:]
        assert [(one.code, one.by) for one in told] == [("orders.offers_ended", "system/linli")]
        declined = Offer.objects.get(pk=offer.pk)
        assert declined.ended_at == declined.answer_by
        assert not Seat.objects.exists()

    def test_no_answer_ends_exactly_as_a_no(self, them: Here) -> None:
        order = a_published_order(them)
        [offer] = actions.make_offers(order=order, by=them.by_clerk, at=NOON)

        actions.lapse_offers(NOON + timedelta(minutes=121))

        lapsed = Offer.objects.get(pk=offer.pk)
        assert lapsed.ended_at == lapsed.answer_by
        assert state_of(order) is OrderState.PUBLISHED

    def test_nobody_is_asked_twice(self, them: Here) -> None:
        order = a_published_order(them)
        actions.make_offers(order=order, by=them.by_clerk, at=NOON)

        with pytest.raises(Refusal, match="没有找到"):
            actions.make_offers(order=order, by=them.by_clerk, at=NOON)

    def test_an_offer_is_answered_by_whom_it_was_made_to(self, them: Here) -> None:
        order = a_published_order(them)
        [offer] = actions.make_offers(order=order, by=them.by_clerk, at=NOON)

        with pytest.raises(NotPermitted):
            actions.decline_offer(offer=offer, by=them.by_elder, at=NOON)

    def test_the_house_asks_by_itself_what_waits(self, them: Here) -> None:
        order = a_published_order(them)

        assert actions.offer_by_itself(NOON) == 1
        assert actions.offer_by_itself(NOON) == 0
        assert state_of(order) is OrderState.OFFERED


class TestTaking:
    def test_of_two_the_second_is_told_whom_to_help_instead(self, them: Here) -> None:
        other = a_helper(them.station, "孙丽").person
        wanted = a_published_order(them)
        stale = ServiceOrder.objects.get(pk=wanted.pk)
        later = a_wish(starts_at=TOMORROW + timedelta(hours=5))
        waiting = a_published_order(them, wish=later)
        actions.accept_order(order=wanted, by=them.by_volunteer, at=NOON)

        with pytest.raises(SomebodyWasFirst) as refused:
            actions.accept_order(order=stale, by=viewing(other), at=NOON)

        assert refused.value.next_step is not None
        assert refused.value.next_step.url == f"/orders/open/{waiting.number}/"
        assert Seat.objects.filter(order=wanted).count() == 1
        assert codes_told(wanted).count("accepted") == 1

    def test_two_at_once_are_two_places_of_a_two_person_order(self, them: Here) -> None:
        order = a_published_order(them)
        ServiceOrder.objects.filter(pk=order.pk).update(people=2)
        order.refresh_from_db()
        other = a_helper(them.station, "孙丽").person

        first = actions.accept_order(order=order, by=them.by_volunteer, at=NOON)
        assert state_of(order) is OrderState.PUBLISHED
        second = actions.accept_order(order=order, by=viewing(other), at=NOON)

        assert (first.position, second.position) == (1, 2)
        assert state_of(order) is OrderState.ACCEPTED

    def test_who_takes_it_twice_has_it_once(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(SomebodyWasFirst, match="已经是您的"):
            actions.accept_order(order=seat.order, by=them.by_volunteer, at=NOON)

    def test_nobody_takes_their_own_or_what_they_ordered(self, them: Here) -> None:
        order = a_published_order(them)

        with pytest.raises(NotPermitted):
            actions.accept_order(order=order, by=them.by_elder, at=NOON)

    def test_who_is_no_volunteer_is_shown_the_way(self, them: Here) -> None:
        order = a_published_order(them)
        neighbour = a_person("赵强", them.station.place.unit)

        with pytest.raises(CannotDoIt) as refused:
            actions.accept_order(order=order, by=viewing(neighbour), at=NOON)

        assert refused.value.next_step is not None

    def test_what_somebody_lacks_is_said_in_words(self, them: Here) -> None:
        order = a_published_order(them)
        them.volunteer.volunteer.risk_agreements.filter(risk="home_visit").delete()

        with pytest.raises(CannotDoIt, match="风险告知"):
            actions.accept_order(order=order, by=them.by_volunteer, at=NOON)

    def test_nobody_is_in_two_places_at_once(self, them: Here) -> None:
        an_accepted_order(them)
        other = an_eligible_recipient(them.station, "吴阿婆")
        second = actions.place_order(
            recipient=other,
            wish=a_wish(starts_at=TOMORROW + timedelta(minutes=30)),
            by=viewing(other.person),
            at=NOON,
        )
        actions.approve_order(order=second, by=them.by_clerk, at=NOON)
        actions.publish_order(order=second, by=them.by_clerk, at=NOON)

        with pytest.raises(BusyThen):
            actions.accept_order(order=second, by=them.by_volunteer, at=NOON)

        assert state_of(second) is OrderState.PUBLISHED

    def test_a_day_has_only_so_many_hours(self, them: Here) -> None:
        an_accepted_order(them, wish=a_wish(starts_at=TOMORROW, minutes=450))
        late = a_wish(starts_at=TOMORROW + timedelta(hours=8))
        second = a_published_order(them, wish=late)

        with pytest.raises(Refusal, match="30 分钟"):
            actions.accept_order(order=second, by=them.by_volunteer, at=NOON)

    def test_what_has_begun_is_not_taken(self, them: Here) -> None:
        order = a_published_order(them)

        with pytest.raises(TooLateToTake):
            actions.accept_order(order=order, by=them.by_volunteer, at=TOMORROW)


class TestGoingBack:
    def test_in_time_is_nothing_and_the_order_waits_again(self, them: Here) -> None:
        seat = an_accepted_order(them)

        actions.give_back(seat=seat, reason="孙子病了", by=them.by_volunteer, at=NOON)

        assert seat.stands is SeatState.GIVEN_BACK
        assert state_of(seat.order) is OrderState.PUBLISHED
        assert not SeatSpan.objects.exists()

    def test_shortly_before_stands_as_a_late_drop_out_and_no_no_show(self, them: Here) -> None:
        seat = an_accepted_order(them)
        at = TOMORROW - timedelta(minutes=119)

        actions.give_back(seat=seat, reason="堵车", by=them.by_volunteer, at=at)

        assert seat.stands is SeatState.DROPPED_OUT
        assert "dropped_out" in codes_told(seat.order)

    def test_not_when_it_has_begun(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(TooLateToGiveBack):
            actions.give_back(seat=seat, reason="忘了", by=them.by_volunteer, at=TOMORROW)

    def test_only_ones_own(self, them: Here) -> None:
        seat = an_accepted_order(them)

        with pytest.raises(NotPermitted):
            actions.give_back(seat=seat, reason="不要了", by=them.by_elder, at=NOON)

    def test_once(self, them: Here) -> None:
        seat = an_accepted_order(them)
        actions.give_back(seat=seat, reason="孙子病了", by=them.by_volunteer, at=NOON)

        with pytest.raises(SeatMovedOn):
            actions.give_back(seat=seat, reason="再退", by=them.by_volunteer, at=NOON)

    def test_the_desk_finds_somebody_who_agreed(self, them: Here) -> None:
        seat = an_accepted_order(them)
        other = a_helper(them.station, "孙丽").person

        new = actions.substitute(
            seat=seat, to=other, agreed="电话里答应的", by=them.by_clerk, at=NOON
        )

        assert (new.person, new.position) == (other, 1)
        assert state_of(seat.order) is OrderState.ACCEPTED
        with pytest.raises(NotPermitted):
            actions.substitute(
                seat=new, to=them.volunteer, agreed="我说的", by=viewing(other), at=NOON
            )
