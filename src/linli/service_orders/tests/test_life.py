"""An order from the wish to the rating, and everything that is refused on the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.ledger.actions import endow_fund
from linli.ledger.models import Hold, LedgerAccount
from linli.people.testing import a_person, viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions import Proof
from linli.service_orders.actions.common import NoSuchService, OrderMovedOn, ReasonMissing
from linli.service_orders.actions.confirming import NotAskedToRate
from linli.service_orders.actions.offering import (
    BusyThen,
    CannotDoIt,
    SeatMovedOn,
    SomebodyWasFirst,
    TooLateToGiveBack,
    TooLateToTake,
)
from linli.service_orders.actions.ordering import PaperNeedsTheDesk, TimeUnsound
from linli.service_orders.actions.reviewing import NotEligible
from linli.service_orders.credits import credits_of
from linli.service_orders.models import Offer, Seat, SeatSpan, ServiceOrder
from linli.service_orders.rules import Channel, OrderState, SeatState, Way
from linli.service_orders.rules.orders import OrderStepNotAllowed
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_delegate,
    a_done_order,
    a_helper,
    a_published_order,
    a_recipient,
    a_wish,
    an_accepted_order,
    an_eligible_recipient,
    an_order,
    an_order_under_way,
    here,
)
from linli.volunteers.models import ServiceJudgement, ServiceRecord

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


class TestFromTheWishToTheRating:
    def test_an_hour_of_company_is_ordered_done_confirmed_and_rated(self, them: Here) -> None:
        seat = a_confirmed_order(them)
        order = seat.order
        actions.rate_order(order=order, answer=CONTENT, by=them.by_elder, at=order.ends_at)

        assert state_of(order) is OrderState.RATED
        assert codes_told(order) == [
            "drafted",
            "submitted",
            "approved",
            "published",
            "accepted",
            "arrived",
            "left",
            "done",
            "confirmed",
            "rated",
        ]
        assert (seat.minutes, seat.credited) == (60, 1)
        assert credits_of(them.volunteer, order.place) == 1
        assert ServiceRecord.objects.get().minutes == 60
        assert ServiceJudgement.objects.get().verdict == "good"

    def test_a_draft_is_changed_and_handed_in(self, them: Here) -> None:
        order = actions.draft_order(
            recipient=them.recipient, wish=a_wish(), by=them.by_elder, at=NOON
        )
        actions.change_order(order=order, wish=a_wish("accompany"), by=them.by_elder, at=NOON)
        actions.submit_order(order=order, by=them.by_elder, at=NOON)

        assert (order.service, order.minutes, order.stands) == (
            "accompany",
            120,
            OrderState.SUBMITTED,
        )

    def test_what_was_looked_at_is_not_changed_any_more(self, them: Here) -> None:
        order = a_published_order(them)

        with pytest.raises(OrderStepNotAllowed):
            actions.change_order(order=order, wish=a_wish(), by=them.by_elder, at=NOON)

    @pytest.mark.parametrize("hours", [-1, 24 * 61])
    def test_not_in_the_past_and_not_in_the_far_future(self, them: Here, hours: int) -> None:
        with pytest.raises(TimeUnsound):
            an_order(them, wish=a_wish(starts_at=NOON + timedelta(hours=hours)))

    def test_only_what_stands_in_the_catalogue(self, them: Here) -> None:
        with pytest.raises(NoSuchService):
            an_order(them, wish=a_wish("surgery"))

    def test_an_old_page_changes_nothing(self, them: Here) -> None:
        order = an_order(them)
        old = ServiceOrder.objects.get(pk=order.pk)
        actions.approve_order(order=order, by=them.by_clerk, at=NOON)

        with pytest.raises(OrderMovedOn):
            actions.refuse_order(order=old, reason="重复了", by=them.by_clerk, at=NOON)


class TestWhoOrders:
    def test_the_daughter_orders_under_a_mandate_for_orders(self, them: Here) -> None:
        daughter = a_delegate(them)

        order = an_order(them, by=viewing(daughter))

        assert (order.asked_by, order.stands) == (daughter, OrderState.SUBMITTED)

    def test_a_mandate_for_matters_is_none_for_orders(self, them: Here) -> None:
        with pytest.raises(NotPermitted, match="代点单"):
            an_order(them, by=viewing(a_delegate(them, scope="matters")))

    def test_a_mandate_that_has_run_out_is_none(self, them: Here) -> None:
        daughter = viewing(a_delegate(them, ends_on=date(2026, 3, 5)))
        later = NOON + timedelta(days=4)

        with pytest.raises(NotPermitted):
            actions.place_order(
                recipient=them.recipient,
                wish=a_wish(starts_at=later + timedelta(hours=5)),
                by=daughter,
                at=later,
            )

    def test_the_desk_takes_an_order_down_on_the_telephone(self, them: Here) -> None:
        order = an_order(them, channel=Channel.PHONE, by=them.by_clerk)

        actions.approve_order(order=order, by=them.by_clerk, at=NOON)

        assert state_of(order) is OrderState.APPROVED

    def test_paper_is_entered_by_one_and_checked_by_another(self, them: Here) -> None:
        order = an_order(them, channel=Channel.PAPER, by=them.by_clerk)

        with pytest.raises(NotPermitted):
            actions.approve_order(order=order, by=them.by_clerk, at=NOON)
        actions.approve_order(order=order, by=them.by_colleague, at=NOON)

        assert state_of(order) is OrderState.APPROVED

    def test_the_database_itself_wants_a_second_pair_of_eyes(self, them: Here) -> None:
        order = an_order(them, channel=Channel.PAPER, by=them.by_clerk)

        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceOrder.objects.filter(pk=order.pk).update(reviewed_by=order.asked_by_id)

    def test_no_stranger_takes_orders_down(self, them: Here) -> None:
        stranger = viewing(a_person("路人", them.station.place.unit))

        with pytest.raises(NotPermitted):
            an_order(them, by=stranger)
        with pytest.raises(PaperNeedsTheDesk):
            an_order(them, channel=Channel.PHONE, by=stranger)


class TestTheDeskLooks:
    def test_refused_with_a_reason(self, them: Here) -> None:
        order = an_order(them)

        with pytest.raises(ReasonMissing):
            actions.refuse_order(order=order, reason=" ", by=them.by_clerk, at=NOON)
        actions.refuse_order(order=order, reason="要爬高，不安全", by=them.by_clerk, at=NOON)

        assert state_of(order) is OrderState.REFUSED

    def test_nobody_looks_at_their_own(self, them: Here) -> None:
        order = an_order(them)

        with pytest.raises(NotPermitted):
            actions.approve_order(order=order, by=them.by_elder, at=NOON)

    def test_who_belongs_to_no_class_is_not_passed_and_told_where_to_look(
        self, them: Here
    ) -> None:
        plain = a_recipient(them.station, "周文", born_on=date(1980, 1, 1))
        order = actions.place_order(
            recipient=plain, wish=a_wish(), by=viewing(plain.person), at=NOON
        )

        with pytest.raises(NotEligible) as refused:
            actions.approve_order(order=order, by=them.by_clerk, at=NOON)

        assert refused.value.next_step is not None

    def test_a_decision_that_has_run_out_passes_nobody(self, them: Here) -> None:
        at = NOON + timedelta(days=400)
        order = actions.place_order(
            recipient=them.recipient,
            wish=a_wish(starts_at=at + timedelta(hours=5)),
            by=them.by_elder,
            at=at,
        )

        with pytest.raises(NotEligible):
            actions.approve_order(order=order, by=them.by_clerk, at=at)


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


def earned(them: Here):  # type: ignore[no-untyped-def]
    """The volunteer of yesterday, who has an hour and wants to be served."""
    a_confirmed_order(them)
    payer = actions.register_recipient(person=them.volunteer, by=them.by_volunteer, at=NOON)
    them.volunteer.born_on = date(1960, 5, 1)
    actions.decide_eligibility(
        recipient=payer, by=them.by_volunteer, at=NOON + timedelta(days=2)
    )
    return payer


def fund_pays(them: Here) -> None:
    from linli.kernel.options import choose  # noqa: PLC0415
    from linli.service_orders.options import FUND_PAYS  # noqa: PLC0415

    choose({FUND_PAYS: True}, place=them.station.place.community.ref, by="x/1", at=NOON)
