"""The pages of orders: three taps, a code at the door, the desk, and what nobody else sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
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
    OrderCall,
    Seat,
    ServiceOrder,
    ServiceRecipient,
    StandingOrder,
    Suspicion,
)
from linli.service_orders.rules import OrderState, Pattern, SeatState
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
