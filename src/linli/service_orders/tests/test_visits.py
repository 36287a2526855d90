"""Who was there and for how long; when nobody knows; when two say different things."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.ledger.models import Posting
from linli.people.testing import a_clerk, a_person, viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions import Proof
from linli.service_orders.actions.confirming import (
    MoreThanPlanned,
    NothingToReview,
    ProposedAlready,
    ReviewedAlready,
    TwoHaveToVouch,
)
from linli.service_orders.actions.disputing import DisputedAlready, WordsMissing
from linli.service_orders.actions.ordering import TimeUnsound
from linli.service_orders.actions.visiting import (
    NotThereYet,
    NotTheTime,
    StampedAlready,
    TooEarlyToSay,
    TooManyWrongCodes,
    WrongCode,
)
from linli.service_orders.credits import credits_of
from linli.service_orders.models import Dispute, Seat, SeatSpan, ServiceOrder, Stamp
from linli.service_orders.rules import DisputeState, Moment, OrderState, SeatState, Way
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
    arrived,
    here,
    left,
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


class TestDifferentStories:
    def test_reply_evidence_and_a_third_who_rules_that_it_was_done(self, them: Here) -> None:
        seat = a_done_order(them)
        dispute = actions.raise_dispute(
            order=seat.order, words="只坐了十分钟", by=them.by_elder, at=TOMORROW + HOUR
        )
        actions.reply_to_dispute(
            dispute=dispute, words="中间出去买了药", by=them.by_volunteer, at=TOMORROW + HOUR
        )
        actions.add_evidence(
            dispute=dispute, words="药店小票", by=them.by_volunteer, at=TOMORROW + HOUR
        )
        actions.rule_it_was_done(
            dispute=dispute,
            minutes=40,
            reason="小票对得上",
            by=them.by_clerk,
            at=TOMORROW + HOUR,
        )

        assert dispute.stands is DisputeState.REJECTED
        assert state_of(seat.order) is OrderState.CONFIRMED
        assert minutes_of(them.volunteer) == 40

    def test_what_did_not_happen_is_taken_back_by_adding(self, them: Here) -> None:
        seat = a_confirmed_order(them)
        order = ServiceOrder.objects.select_related("recipient__person", "place").get()
        dispute = actions.raise_dispute(
            order=order, words="回访时老人说没来过", by=them.by_clerk, at=TOMORROW + HOUR * 2
        )
        actions.rule_it_was_not(
            dispute=dispute,
            reason="楼道监控里没有人",
            by=them.by_colleague,
            at=TOMORROW + HOUR * 3,
        )

        assert state_of(order) is OrderState.MISSED
        assert Seat.objects.get(pk=seat.pk).stands is SeatState.NO_SHOW
        assert minutes_of(them.volunteer) == 0
        assert credits_of(them.volunteer, order.place) == 0
        assert ServiceRecord.objects.count() == 2
        assert not SeatSpan.objects.exists()
        assert sum(Posting.objects.values_list("delta", flat=True)) == 0

    def test_neither_side_nor_who_raised_it_rules(self, them: Here) -> None:
        seat = a_done_order(them)
        dispute = actions.raise_dispute(
            order=seat.order, words="没有这么久", by=them.by_clerk, at=TOMORROW + HOUR
        )

        for by in (them.by_clerk, them.by_volunteer, them.by_elder):
            with pytest.raises(NotPermitted):
                actions.rule_it_was_not(dispute=dispute, reason="我说", by=by, at=TOMORROW)

    def test_who_replied_does_not_rule(self, them: Here) -> None:
        clerk = a_clerk(them.station.place.community, "罗新")
        seat = a_done_order(them)
        dispute = actions.raise_dispute(
            order=seat.order, words="没有这么久", by=them.by_elder, at=TOMORROW + HOUR
        )
        Dispute.objects.update(state="replied", replied_by=clerk)
        dispute.refresh_from_db()

        with pytest.raises(NotPermitted):
            actions.rule_it_was_not(dispute=dispute, reason="看", by=viewing(clerk), at=NOON)

    def test_one_at_a_time_and_not_without_words(self, them: Here) -> None:
        seat = a_done_order(them)
        with pytest.raises(WordsMissing):
            actions.raise_dispute(order=seat.order, words=" ", by=them.by_elder, at=TOMORROW)
        actions.raise_dispute(order=seat.order, words="短了", by=them.by_elder, at=TOMORROW)

        with pytest.raises(DisputedAlready):
            actions.raise_dispute(order=seat.order, words="再说", by=them.by_elder, at=TOMORROW)

    def test_only_the_other_side_replies(self, them: Here) -> None:
        seat = a_done_order(them)
        dispute = actions.raise_dispute(
            order=seat.order, words="短了", by=them.by_elder, at=TOMORROW
        )

        with pytest.raises(NotPermitted):
            actions.reply_to_dispute(
                dispute=dispute, words="我答", by=them.by_elder, at=TOMORROW
            )

    def test_whoever_came_and_found_nobody_may_say_so_later(self, them: Here) -> None:
        seat = an_accepted_order(them)
        actions.note_absent(seat=seat, by=them.by_elder, at=TOMORROW + HOUR)
        order = ServiceOrder.objects.select_related("recipient__person", "place").get()

        dispute = actions.raise_dispute(
            order=order, words="我在，敲门没人应", by=them.by_volunteer, at=TOMORROW + HOUR
        )
        actions.rule_it_was_done(
            dispute=dispute, minutes=30, reason="邻居作证", by=them.by_clerk, at=TOMORROW + HOUR
        )

        assert minutes_of(them.volunteer) == 30

    def test_a_ruling_is_rated_anew(self, them: Here) -> None:
        seat = a_done_order(them)
        dispute = actions.raise_dispute(
            order=seat.order, words="短了", by=them.by_elder, at=TOMORROW + HOUR
        )
        actions.rule_it_was_done(
            dispute=dispute, minutes=30, reason="商量好了", by=them.by_clerk, at=TOMORROW + HOUR
        )
        order = ServiceOrder.objects.select_related("recipient__person", "place").get()
        answer = Answer(solved=Solved.PARTLY, satisfied=Satisfied.FAIRLY)
        actions.rate_order(order=order, answer=answer, by=them.by_elder, at=TOMORROW + HOUR)

        assert state_of(order) is OrderState.RATED
