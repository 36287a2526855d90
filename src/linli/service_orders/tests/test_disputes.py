"""Two say different things of a service, and a third person rules."""

from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger.models import Posting
from linli.people.testing import a_clerk, viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions.disputing import DisputedAlready, WordsMissing
from linli.service_orders.credits import credits_of
from linli.service_orders.models import Dispute, Seat, SeatSpan, ServiceOrder
from linli.service_orders.rules import DisputeState, OrderState, SeatState
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_done_order,
    an_accepted_order,
    here,
)
from linli.volunteers.models import ServiceRecord
from linli.volunteers.queries import minutes_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def them() -> Here:
    return here()


def state_of(order: ServiceOrder) -> OrderState:
    return ServiceOrder.objects.get(pk=order.pk).stands


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
