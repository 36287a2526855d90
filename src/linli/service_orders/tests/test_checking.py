"""What is looked at afterwards: the draw, the calls, the patterns, reminders, lapses."""

from datetime import date, timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.people.testing import viewing
from linli.service_orders import actions
from linli.service_orders.actions import checking
from linli.service_orders.actions.checking import CalledAlready, LookedAtAlready, ticket_of
from linli.service_orders.models import OrderCall, ServiceOrder, Suspicion
from linli.service_orders.queries.checking import risk_of
from linli.service_orders.rules import Called, Need, OrderState, Pattern
from linli.service_orders.rules.checking import Risky
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_recipient,
    a_wish,
    an_accepted_order,
    arrived,
    here,
    left,
    with_need,
)

pytestmark = pytest.mark.django_db
AFTERWARDS = TOMORROW + timedelta(hours=2)


@pytest.fixture
def them() -> Here:
    return here()


def drawn(them: Here, monkeypatch: pytest.MonkeyPatch) -> OrderCall:
    """An order whose ticket came up."""
    a_confirmed_order(them)
    monkeypatch.setattr(checking, "is_drawn", lambda *_: True)
    assert actions.draw_calls(AFTERWARDS) == 1
    return OrderCall.objects.select_related("order__place", "order__recipient").get()


class TestTheDraw:
    def test_the_same_order_has_the_same_ticket_every_time(self, them: Here) -> None:
        order = a_confirmed_order(them).order

        assert ticket_of(order) == ticket_of(ServiceOrder.objects.get())
        assert 0 <= ticket_of(order) < 10_000

    def test_it_is_drawn_once(self, them: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn(them, monkeypatch)

        assert actions.draw_calls(AFTERWARDS) == 0

    def test_what_is_risky_is_known(self, them: Here) -> None:
        first = a_confirmed_order(them).order
        second = a_confirmed_order(them, wish=a_wish(starts_at=TOMORROW + timedelta(days=1)))

        assert risk_of(first) == Risky(is_first_of_pair=True)
        assert risk_of(second.order) == Risky()

    def test_who_was_there_does_not_call(
        self, them: Here, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call = drawn(them, monkeypatch)

        with pytest.raises(NotPermitted):
            actions.call_back(
                call=call, outcome=Called.CAME, words="", by=them.by_volunteer, at=AFTERWARDS
            )
        assert not OrderCall.objects.visible_to(them.by_volunteer).exists()

    def test_the_desk_calls_once(self, them: Here, monkeypatch: pytest.MonkeyPatch) -> None:
        call = drawn(them, monkeypatch)
        said = {"outcome": Called.CAME, "words": "来过，聊得很好"}
        actions.call_back(call=call, by=them.by_clerk, at=AFTERWARDS, **said)  # type: ignore[arg-type]

        assert call.outcome == Called.CAME
        with pytest.raises(CalledAlready):
            actions.call_back(call=call, by=them.by_clerk, at=AFTERWARDS, **said)  # type: ignore[arg-type]


def one_phone_for_both(them: Here) -> Suspicion:
    seat = an_accepted_order(them)
    arrived(seat)
    left(seat)
    actions.confirm_order(
        order=seat.order, by=them.by_elder, at=seat.order.ends_at, device="phone-a"
    )
    assert actions.find_patterns(AFTERWARDS) == 1
    return Suspicion.objects.select_related("place").get()


class TestPatterns:
    def test_one_device_for_two_is_found_once(self, them: Here) -> None:
        suspicion = one_phone_for_both(them)

        assert suspicion.what is Pattern.SAME_DEVICE
        assert actions.find_patterns(AFTERWARDS) == 0

    def test_somebody_looks_and_says_what_they_saw(self, them: Here) -> None:
        suspicion = one_phone_for_both(them)

        actions.look_at_pattern(
            suspicion=suspicion,
            is_sound=True,
            words="老人没手机，借志愿者的按的",
            by=them.by_clerk,
            at=AFTERWARDS,
        )

        with pytest.raises(LookedAtAlready):
            actions.look_at_pattern(
                suspicion=suspicion, is_sound=True, words="再看", by=them.by_clerk, at=NOON
            )

    def test_never_who_it_is_about(self, them: Here) -> None:
        suspicion = one_phone_for_both(them)

        with pytest.raises(NotPermitted):
            actions.look_at_pattern(
                suspicion=suspicion, is_sound=True, words="没事", by=them.by_volunteer, at=NOON
            )
        assert not Suspicion.objects.visible_to(them.by_volunteer).exists()
        assert Suspicion.objects.visible_to(them.by_clerk).count() == 1


class TestRounds:
    def test_both_are_reminded_once(self, them: Here) -> None:
        an_accepted_order(them)

        assert actions.remind_of_visits(NOON) == 0
        assert actions.remind_of_visits(TOMORROW - timedelta(hours=18)) == 1
        assert actions.remind_of_visits(TOMORROW - timedelta(hours=17)) == 0
        assert Entry.objects.filter(code="orders.reminded").count() == 1

    def test_who_may_no_longer_do_it_goes_back_without_a_fault(self, them: Here) -> None:
        seat = an_accepted_order(them)
        assert actions.let_unfit_go(person=them.volunteer, at=NOON) == 0
        them.volunteer.volunteer.health_statements.update(is_fit=False)

        assert actions.let_unfit_go(person=them.volunteer, at=NOON) == 1

        seat.refresh_from_db()
        assert (seat.state, seat.order.state) == ("given_back", "published")
        assert ServiceOrder.objects.get().stands is OrderState.PUBLISHED

    def test_younger_for_older_reads_the_needs_of_that_day(self, them: Here) -> None:
        plain = a_recipient(them.station, "吴阿婆", born_on=date(1940, 1, 1))
        with_need(them.station, plain, Need.DISABLED_ELDER)

        assert plain.needs.holding(date(2026, 12, 31)).count() == 1


def test_a_calendar_is_made_for_oneself(them: Here) -> None:
    first = actions.make_calendar(person=them.elder, by=them.by_elder, at=NOON)

    assert first != actions.make_calendar(person=them.elder, by=them.by_elder, at=NOON)
    with pytest.raises(NotPermitted):
        actions.make_calendar(person=them.elder, by=viewing(them.volunteer), at=NOON)
