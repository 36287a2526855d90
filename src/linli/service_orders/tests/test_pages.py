"""The pages of who orders and who helps: three taps, a code at the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import token_urlsafe

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.people.models import Mandate
from linli.people.testing import a_browser_of, a_person
from linli.service_orders import actions
from linli.service_orders.models import (
    Offer,
    Seat,
    ServiceOrder,
    StandingOrder,
)
from linli.service_orders.rules import OrderState, SeatState
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_delegate,
    a_done_order,
    a_helper,
    a_published_order,
    an_accepted_order,
    an_order,
    here,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def them() -> Here:
    return here()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("linli.kernel.clock.now", lambda: moment)
        yield


def post(browser: Client, name: str, *args: object, **said: object) -> int:
    said.setdefault("key", token_urlsafe())
    answer = browser.post(reverse(name, args=args), said)
    return answer.status_code


def page(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


class TestTheElder:
    def test_orders_with_three_taps(self, them: Here) -> None:
        browser = a_browser_of(them.elder)
        assert reverse("new-order", args=["errand"]) in page(browser, "orders")
        assert "明天" in page(browser, "new-order", "errand")

        status = post(browser, "new-order", "errand", person=them.elder.pk, day=1, hour=9)

        order = ServiceOrder.objects.get()
        assert (status, order.state, order.service) == (303, "submitted", "errand")
        assert order.starts_at == NOON + timedelta(hours=21)
        assert "帮我买菜" in page(browser, "order", order.number)

    def test_a_double_tap_is_one_order(self, them: Here) -> None:
        browser = a_browser_of(them.elder)
        for _ in range(2):
            said = {"key": "once" * 5, "person": them.elder.pk, "day": 1, "hour": 9}
            post(browser, "new-order", "errand", **said)

        assert ServiceOrder.objects.count() == 1

    def test_reads_the_codes_aloud(self, them: Here) -> None:
        seat = an_accepted_order(them)
        browser = a_browser_of(them.elder)

        shown = page(browser, "order", seat.order.number)

        assert " ".join(seat.order.arrival_code) in shown
        assert " ".join(seat.code) in shown
        assert " ".join(seat.order.leaving_code) not in shown
        assert f"{them.volunteer.name}接了单" in shown

    def test_notes_that_somebody_came_by_their_code(self, them: Here) -> None:
        seat = an_accepted_order(them)
        with clock_at(TOMORROW):
            status = post(
                a_browser_of(them.elder), "seat-said", seat.pk, "arrived", code=seat.code
            )

        assert status == 303
        assert ServiceOrder.objects.get().stands is OrderState.ARRIVED

    def test_confirms_and_rates(self, them: Here) -> None:
        seat = a_done_order(them)
        browser, number = a_browser_of(them.elder), seat.order.number
        with clock_at(seat.order.ends_at):
            assert post(browser, "order-confirmation", number) == 303
            assert "评一评" in page(browser, "order", number)
            said = {"solved": "yes", "satisfied": "very"}
            assert post(browser, "order-rating", number, **said) == 303

        assert ServiceOrder.objects.get().stands is OrderState.RATED

    def test_a_rating_is_not_filled_in_beforehand(self, them: Here) -> None:
        seat = a_confirmed_order(them)
        shown = page(a_browser_of(them.elder), "order", seat.order.number)

        assert "checked" not in shown

    def test_cancels_with_a_reason(self, them: Here) -> None:
        order = an_order(them)
        browser = a_browser_of(them.elder)

        assert post(browser, "order-cancellation", order.number, reason="") == 422
        assert post(browser, "order-cancellation", order.number, reason="女儿来") == 303
        assert ServiceOrder.objects.get().stands is OrderState.CANCELLED

    def test_says_that_it_was_otherwise_and_a_third_rules(self, them: Here) -> None:
        number = a_done_order(them).order.number
        elder, volunteer = a_browser_of(them.elder), a_browser_of(them.volunteer)
        desk = a_browser_of(them.station.clerk)
        with clock_at(TOMORROW + timedelta(hours=2)):
            assert post(elder, "order-dispute", number, words="只来了十分钟") == 303
            assert post(volunteer, "order-reply", number, words="中间去买了药") == 303
            assert post(volunteer, "order-evidence", number, words="小票") == 303
            assert "中间去买了药" in page(desk, "order", number)
            said = {"minutes": 40, "reason": "小票对得上"}
            assert post(desk, "order-was-done", number, **said) == 303

        assert Seat.objects.get().minutes == 40

    def test_sees_in_words_why_they_may_order(self, them: Here) -> None:
        shown = page(a_browser_of(them.elder), "recipient", them.recipient.pk)

        assert "可以点单，因为" in shown
        assert "独居" in shown

    def test_lets_the_daughter_order_and_asks_for_every_other_day(self, them: Here) -> None:
        a_person("李小红", them.station.place.unit)
        browser = a_browser_of(them.station.clerk)
        said = {"delegate": "李小红", "evidence": "委托书", "ends_on": "2026-12-31"}
        assert post(browser, "recipient-mandate", them.recipient.pk, **said) == 303
        assert Mandate.objects.get().scope == "orders"

        elder = a_browser_of(them.elder)
        assert "隔天" in page(elder, "new-standing-order")
        said = {
            "person": str(them.elder.pk),
            "service": "errand",
            "beat": "every_other_day",
            "starts_on": "2026-03-03",
            "ends_on": "2026-06-30",
            "at": "09:00",
        }
        assert post(elder, "new-standing-order", **said) == 303
        standing = StandingOrder.objects.get()
        assert post(browser, "standing-step", standing.pk, "approve") == 303
        assert post(elder, "standing-step", standing.pk, "pause") == 303


class TestTheDaughter:
    def test_orders_for_her_mother_and_follows_it(self, them: Here) -> None:
        daughter = a_delegate(them)
        browser = a_browser_of(daughter)

        said = {"person": them.elder.pk, "day": 2, "hour": 14}
        assert post(browser, "new-order", "accompany", **said) == 303

        order = ServiceOrder.objects.get()
        assert (order.channel, order.asked_by) == ("delegate", daughter)
        assert order.number in page(browser, "orders")

    def test_without_a_mandate_she_sees_nothing(self, them: Here) -> None:
        order = an_order(them)
        browser = a_browser_of(a_person("李小红", them.station.place.unit))

        assert browser.get(reverse("order", args=[order.number])).status_code == 404
        assert browser.get(reverse("recipient", args=[them.recipient.pk])).status_code == 404


class TestTheVolunteer:
    def test_sees_what_waits_without_name_and_door(self, them: Here) -> None:
        order = a_published_order(them)
        browser = a_browser_of(them.volunteer)

        for shown in (page(browser, "open-orders"), page(browser, "open-order", order.number)):
            assert "陪我说说话" in shown
            assert them.elder.name not in shown
        assert browser.get(reverse("order", args=[order.number])).status_code == 404

    def test_reads_why_they_are_asked_and_may_say_no(self, them: Here) -> None:
        order = a_published_order(them)
        actions.make_offers(order=order, by=them.by_clerk, at=NOON)
        browser = a_browser_of(them.volunteer)

        assert "同一栋楼" in page(browser, "open-order", order.number)
        assert post(browser, "offer-declining", order.number) == 303
        assert Offer.objects.get().ended_at is not None

    def test_takes_it_comes_and_goes(self, them: Here) -> None:
        order = a_published_order(them)
        browser = a_browser_of(them.volunteer)
        assert post(browser, "order-acceptance", order.number) == 303
        seat = Seat.objects.get()
        assert them.elder.name in page(browser, "seat", seat.pk)
        with clock_at(TOMORROW):
            assert post(browser, "seat-arrival", seat.pk, code="0000") == 409
            assert post(browser, "seat-arrival", seat.pk, code=order.arrival_code) == 303
        with clock_at(order.ends_at):
            assert post(browser, "seat-leaving", seat.pk, code=order.leaving_code) == 303

        seat.refresh_from_db()
        assert (seat.stands, seat.wrong_codes) == (SeatState.CAME, 1)
        assert "走了" in page(browser, "seat", seat.pk)

    def test_scans_the_door(self, them: Here) -> None:
        seat = an_accepted_order(them)
        browser = a_browser_of(them.volunteer)
        with clock_at(TOMORROW):
            door = browser.get(reverse("order-door", args=[them.recipient.door_code]))
            assert door.status_code == 303
            shown = browser.get(door.headers["Location"]).content.decode()
            assert "扫了门上的码" in shown
            said = {"code": them.recipient.door_code, "door": "1"}
            assert post(browser, "seat-arrival", seat.pk, **said) == 303

    def test_a_door_without_an_order_is_nobodys(self, them: Here) -> None:
        browser = a_browser_of(them.volunteer)

        door = browser.get(reverse("order-door", args=[them.recipient.door_code]))
        assert door.status_code == 404

    def test_who_was_second_reads_whom_to_help_instead(self, them: Here) -> None:
        wanted = a_published_order(them)
        other = a_helper(them.station, "孙丽").person
        actions.accept_order(order=wanted, by=them.by_volunteer, at=NOON)
        waiting = a_published_order(them)

        browser = a_browser_of(other)
        answer = browser.post(
            reverse("order-acceptance", args=[wanted.number]), {"key": "x" * 20}
        )

        assert answer.status_code == 409
        assert reverse("open-order", args=[waiting.number]) in answer.content.decode()

    def test_gives_back(self, them: Here) -> None:
        seat = an_accepted_order(them)

        assert post(a_browser_of(them.volunteer), "seat-return", seat.pk, reason="病了") == 303
        assert Seat.objects.get().stands is SeatState.GIVEN_BACK

    def test_found_nobody(self, them: Here) -> None:
        seat = an_accepted_order(them)
        with clock_at(TOMORROW + timedelta(minutes=30)):
            said = {"seat": seat.pk}
            number = seat.order.number
            assert (
                post(a_browser_of(them.volunteer), "order-nobody-home", number, **said) == 303
            )

        assert ServiceOrder.objects.get().stands is OrderState.TURNED_AWAY
