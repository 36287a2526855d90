"""The desk of orders, and what everybody may read of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from secrets import token_urlsafe

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.people.testing import a_browser_of, a_person
from linli.service_orders import actions
from linli.service_orders.models import (
    OrderCall,
    Seat,
    ServiceOrder,
    ServiceRecipient,
    Suspicion,
)
from linli.service_orders.rules import OrderState, Pattern
from linli.service_orders.testing import (
    TOMORROW,
    Here,
    a_confirmed_order,
    a_done_order,
    a_helper,
    a_published_order,
    an_accepted_order,
    an_order,
    an_order_under_way,
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


class TestTheDesk:
    def test_looks_passes_and_asks(self, them: Here) -> None:
        order = an_order(them)
        browser = a_browser_of(them.station.clerk)
        assert order.number not in page(browser, "desk")
        assert reverse("order", args=[order.number]) in page(browser, "order-desk")

        assert post(browser, "order-publication", order.number) == 303
        assert post(browser, "order-offers", order.number) == 303

        assert ServiceOrder.objects.get().stands is OrderState.OFFERED

    def test_takes_an_order_on_the_telephone(self, them: Here) -> None:
        browser = a_browser_of(them.station.clerk)
        assert "怎么来的" in page(browser, "phone-order")

        said = {
            "who": them.elder.name,
            "service": "meal_aid",
            "channel": "phone",
            "starts_on": "2026-03-03",
            "at": "11:30",
            "words": "少盐",
        }
        assert post(browser, "phone-order", **said) == 303
        assert ServiceOrder.objects.get().channel == "phone"

    def test_enters_what_was_done_and_a_colleague_agrees(self, them: Here) -> None:
        browser, other = map(a_browser_of, (them.station.clerk, them.station.colleague))
        said = {
            "who": them.elder.name,
            "volunteer": them.volunteer.name,
            "service": "meal_aid",
            "starts_on": "2026-03-01",
            "at": "11:30",
            "evidence": "签到表",
        }
        assert "谁去的" in page(browser, "late-order")
        assert post(browser, "late-order", **said) == 303
        order = ServiceOrder.objects.get()
        review = order.seats.get().reviews.get()
        assert post(browser, "order-agreement", order.number, review=review.pk) == 403
        assert order.number in page(other, "order-desk")
        assert post(other, "order-agreement", order.number, review=review.pk) == 303
        assert "补录" in page(other, "order", order.number)

    def test_says_how_long_it_was_when_nobody_noted_it(self, them: Here) -> None:
        seat = an_order_under_way(them)
        at = TOMORROW + timedelta(hours=2)
        actions.look_after_visits(at)
        browser, other = map(a_browser_of, (them.station.clerk, them.station.colleague))
        number = seat.order.number
        with clock_at(at):
            said = {"seat": seat.pk, "minutes": 60, "reason": "两边问过"}
            assert post(browser, "order-proposal", number, **said) == 303
            review = seat.reviews.get()
            said = {"review": review.pk, "reason": "再问问"}
            assert post(other, "order-disagreement", number, **said) == 303

    def test_writes_down_a_need_and_forgets_it(self, them: Here) -> None:
        browser, pk = a_browser_of(them.station.clerk), them.recipient.pk
        said = {
            "need": "low_income",
            "evidence": "低保证",
            "began_on": "2026-01-01",
            "valid_until": "2026-12-31",
        }
        assert post(browser, "recipient-need", pk, **said) == 409
        said["consented_on"] = "2026-03-01"
        assert post(browser, "recipient-need", pk, **said) == 303
        assert "低保" in page(browser, "recipient", pk)
        assert post(browser, "recipient-forgetting", pk) == 303
        assert post(browser, "recipient-decision", pk) == 303
        assert "没有一类对得上" in page(browser, "recipient", pk)

    def test_registers_somebody(self, them: Here) -> None:
        person = a_person("吴阿婆", them.station.place.unit, born_on=date(1940, 1, 1))
        browser = a_browser_of(them.station.clerk)

        assert post(browser, "new-recipient", who="吴阿婆") == 303
        assert ServiceRecipient.objects.filter(person=person).exists()
        assert "能不能点单" in browser.get(reverse("person", args=[person.pk])).content.decode()

    def test_calls_back_and_looks_at_a_pattern(self, them: Here) -> None:
        order = a_confirmed_order(them).order
        call = OrderCall.objects.create(order=order, ticket=1, share=100, drawn_at=NOON)
        suspicion = Suspicion.objects.create(
            pattern=Pattern.CIRCLE,
            digest="x",
            place=them.station.place.community,
            found_at=NOON,
        )
        suspicion.orders.add(order)
        browser = a_browser_of(them.station.clerk)
        assert "不要提示" in page(browser, "order-call", call.pk)
        assert post(browser, "order-call", call.pk, outcome="came") == 303
        assert "请人看一眼" in page(browser, "order-pattern", suspicion.pk)
        said = {"is_sound": "yes", "words": "两家是亲戚"}
        assert post(browser, "order-pattern", suspicion.pk, **said) == 303
        assert (
            a_browser_of(them.volunteer).get(reverse("order-call", args=[call.pk])).status_code
            == 403
        )

    def test_is_for_the_desk(self, them: Here) -> None:
        browser = a_browser_of(them.elder)

        for name in ("order-desk", "phone-order", "late-order"):
            assert browser.get(reverse(name)).status_code == 403

    def test_finds_somebody_else(self, them: Here) -> None:
        seat = an_accepted_order(them)
        a_helper(them.station, "孙丽")
        said = {"seat": seat.pk, "to": "孙丽", "agreed": "电话里答应的"}
        browser = a_browser_of(them.station.clerk)

        assert post(browser, "order-substitution", seat.order.number, **said) == 303
        assert Seat.objects.taken().get().person.name == "孙丽"

    def test_notes_after_a_call(self, them: Here) -> None:
        seat = an_accepted_order(them)
        with clock_at(TOMORROW):
            browser = a_browser_of(them.station.clerk)
            assert post(browser, "seat-called", seat.pk, "arrived") == 303


class TestEverybody:
    def test_reads_the_catalogue_and_numbers_only(self, them: Here) -> None:
        a_confirmed_order(them)

        shown = page(Client(), "service-catalogue")

        assert "做过 1 次" in shown
        assert them.elder.name not in shown
        assert them.volunteer.name not in shown

    def test_is_asked_to_sign_in_before_ordering(self) -> None:
        assert Client().get(reverse("orders")).status_code == 403

    def test_has_a_calendar_at_a_secret_address(self, them: Here) -> None:
        an_accepted_order(them)
        browser = a_browser_of(them.elder)
        page(browser, "order-calendar")
        made = browser.post(reverse("order-calendar")).content.decode()
        address = made.split("/orders/calendar/")[1].split(".ics")[0]

        feed = Client().get(reverse("order-feed", args=[address]))

        lines = feed.content.decode().split("\r\n")
        assert lines[0] == "BEGIN:VCALENDAR"
        assert "DTSTART:20260303T020000Z" in lines
        assert all(len(line.encode()) <= 75 for line in lines)
        assert them.elder.name not in feed.content.decode()
        assert Client().get(reverse("order-feed", args=["wrong"])).status_code == 404

    def test_what_waits_stands_on_the_first_page(self, them: Here) -> None:
        a_done_order(them)

        assert "等您确认" in a_browser_of(them.elder).get("/").content.decode()
        assert "我要点单" in a_browser_of(them.volunteer).get("/").content.decode()
        assert "点单台" in a_browser_of(them.station.clerk).get("/work/").content.decode()

    def test_is_asked_no_more_when_there_is_more(self, them: Here) -> None:
        desk, elder = a_browser_of(them.station.clerk), a_browser_of(them.elder)
        volunteer = a_browser_of(them.volunteer)
        pages = [(desk, "order-desk"), (elder, "orders"), (volunteer, "open-orders")]

        def asked() -> list[int]:
            counted = []
            for browser, name in pages:
                page(browser, name)
                with CaptureQueriesContext(connection) as captured:
                    page(browser, name)
                counted.append(len(captured))
            return counted

        an_order(them)
        a_published_order(them)
        few = asked()
        for _ in range(4):
            an_order(them)
            a_published_order(them)

        assert asked() == few
