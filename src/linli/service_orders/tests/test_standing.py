"""Every other day: laid ahead, the known one first, paused, ended."""

from datetime import date, timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_person, viewing
from linli.service_orders import actions
from linli.service_orders.actions.reviewing import NotEligible
from linli.service_orders.actions.standing import StandingMovedOn, StandingUnsound
from linli.service_orders.models import Offer, ServiceOrder, StandingOrder
from linli.service_orders.rules import Beat, OrderState, StandingState
from linli.service_orders.testing import Here, a_helper, a_recipient, a_wish, here

pytestmark = pytest.mark.django_db
FROM = date(2026, 3, 3)


@pytest.fixture
def them() -> Here:
    return here()


def asked(
    them: Here, *, known: Person | None = None, ends_on: date = date(2026, 12, 31)
) -> StandingOrder:
    return actions.ask_for_standing_order(
        recipient=them.recipient,
        wish=a_wish("errand"),
        beat=Beat.EVERY_OTHER_DAY,
        starts_on=FROM,
        ends_on=ends_on,
        known=known,
        by=them.by_elder,
        at=NOON,
    )


def running(them: Here, **more: object) -> StandingOrder:
    standing = asked(them, **more)  # type: ignore[arg-type]
    actions.approve_standing_order(standing=standing, by=them.by_clerk, at=NOON)
    return standing


def days(standing: StandingOrder) -> list[int]:
    orders = ServiceOrder.objects.filter(standing=standing).order_by("starts_at")
    return [order.starts_at.day for order in orders]


def test_every_other_day_is_laid_a_week_ahead_once(them: Here) -> None:
    standing = running(them)

    assert actions.lay_standing_orders(NOON) == 4
    assert actions.lay_standing_orders(NOON) == 0
    assert days(standing) == [3, 5, 7, 9]
    assert actions.lay_standing_orders(NOON + timedelta(days=2)) == 1
    assert days(standing) == [3, 5, 7, 9, 11]


def test_whom_the_elder_knows_is_asked_first_and_has_a_day(them: Here) -> None:
    a_helper(them.station, "孙丽")
    running(them, known=them.volunteer)

    actions.lay_standing_orders(NOON)

    assert set(Offer.objects.values_list("person", flat=True)) == {them.volunteer.pk}
    assert {one.stands for one in ServiceOrder.objects.all()} == {OrderState.OFFERED}
    later = Offer.objects.filter(order__starts_at__gt=NOON + timedelta(days=2))
    assert {one.answer_by for one in later} == {NOON + timedelta(days=1)}


def test_nothing_is_laid_before_the_desk_has_looked(them: Here) -> None:
    asked(them)

    assert actions.lay_standing_orders(NOON) == 0


def test_nothing_for_who_may_not_order(them: Here) -> None:
    plain = a_recipient(them.station, "周文", born_on=date(1980, 1, 1))
    standing = actions.ask_for_standing_order(
        recipient=plain,
        wish=a_wish(),
        beat=Beat.WEEKLY,
        starts_on=FROM,
        ends_on=FROM,
        by=viewing(plain.person),
        at=NOON,
    )

    with pytest.raises(NotEligible):
        actions.approve_standing_order(standing=standing, by=them.by_clerk, at=NOON)
    actions.refuse_standing_order(
        standing=standing, reason="先看资格", by=them.by_clerk, at=NOON
    )
    assert standing.stands is StandingState.REFUSED


def test_paused_it_stands_still_and_resumed_it_goes_on(them: Here) -> None:
    standing = running(them)
    actions.pause_standing_order(standing=standing, by=them.by_elder, at=NOON)
    assert actions.lay_standing_orders(NOON) == 0

    actions.resume_standing_order(standing=standing, by=them.by_elder, at=NOON)
    assert actions.lay_standing_orders(NOON) == 4

    actions.end_standing_order(standing=standing, by=them.by_elder, at=NOON)
    with pytest.raises(StandingMovedOn):
        actions.resume_standing_order(standing=standing, by=them.by_elder, at=NOON)


def test_a_stranger_neither_asks_nor_ends_and_nobody_passes_their_own(them: Here) -> None:
    standing = asked(them)
    stranger = viewing(a_person("路人", them.station.place.unit))

    with pytest.raises(NotPermitted):
        actions.end_standing_order(standing=standing, by=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        actions.approve_standing_order(standing=standing, by=them.by_elder, at=NOON)


@pytest.mark.parametrize("ends_on", [date(2026, 3, 1), date(2028, 1, 1)])
def test_from_now_on_and_for_a_year_at_most(them: Here, ends_on: date) -> None:
    with pytest.raises(StandingUnsound):
        asked(them, ends_on=ends_on)
