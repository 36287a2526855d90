"""An order from the wish to the rating, and everything that is refused on the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.ratings.rules import Answer, Satisfied, Solved
from linli.service_orders import actions
from linli.service_orders.actions.common import NoSuchService, OrderMovedOn, ReasonMissing
from linli.service_orders.actions.ordering import PaperNeedsTheDesk, TimeUnsound
from linli.service_orders.actions.reviewing import NotEligible
from linli.service_orders.credits import credits_of
from linli.service_orders.models import ServiceOrder
from linli.service_orders.rules import Channel, OrderState
from linli.service_orders.rules.orders import OrderStepNotAllowed
from linli.service_orders.testing import (
    Here,
    a_confirmed_order,
    a_delegate,
    a_published_order,
    a_recipient,
    a_wish,
    an_order,
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
