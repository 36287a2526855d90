"""帮我买菜，明天上午: three taps of an elder, a volunteer at the door, a word afterwards."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linli.kernel.testing import NOON
from linli.service_orders import actions
from linli.service_orders.models import ServiceOrder
from linli.service_orders.rules import OrderState
from linli.service_orders.testing import (
    Here,
    a_done_order,
    a_published_order,
    an_accepted_order,
    here,
)
from tests.journeys.desk_story import faults_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("LINLI_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep what is seen, when somebody wants to look at it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_an_elder_orders_with_three_taps_in_large_print(
    phone: Page, live_server: object
) -> None:
    them = here()
    sign_in(phone, them.elder, live_server)
    phone.goto("/?size=large")
    phone.get_by_role("link", name="我要点单").click()
    picture(phone, "1-catalogue")

    phone.get_by_role("link", name="帮我买菜").click()
    picture(phone, "2-when")
    assert faults_on(phone) == []
    phone.get_by_role("button", name="就点这个").click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("帮我买菜")
    picture(phone, "3-ordered")
    order = ServiceOrder.objects.get()
    assert order.stands is OrderState.SUBMITTED
    assert order.starts_at == NOON + timedelta(hours=21)


def test_a_volunteer_takes_it_and_reads_where_to_go(phone: Page, live_server: object) -> None:
    them = here()
    order = _published(them)
    sign_in(phone, them.volunteer, live_server)
    phone.goto("/orders/open/")
    picture(phone, "4-open")
    phone.get_by_role("link", name="陪我说说话").click()
    picture(phone, "5-why")
    expect(phone.get_by_text("同一栋楼").first).to_be_visible()
    phone.get_by_role("button", name="我来").click()

    expect(phone.get_by_text(them.elder.name).first).to_be_visible()
    picture(phone, "6-seat")
    assert faults_on(phone) == []
    assert ServiceOrder.objects.get(pk=order.pk).stands is OrderState.ACCEPTED


def test_the_elder_reads_the_code_aloud(phone: Page, live_server: object) -> None:
    them = here()
    seat = an_accepted_order(them)
    sign_in(phone, them.elder, live_server)
    phone.goto(f"/orders/{seat.order.number}/?size=large")

    expect(phone.locator(".code")).to_have_text(" ".join(seat.order.arrival_code))
    picture(phone, "7-code")
    assert faults_on(phone) == []


def test_what_was_done_waits_for_her_word_and_the_desk_sees_it(
    phone: Page, desk: Page, live_server: object
) -> None:
    them = here()
    seat = a_done_order(them)
    sign_in(phone, them.elder, live_server)
    phone.goto(f"/orders/{seat.order.number}/")
    picture(phone, "8-confirm")
    sign_in(desk, them.station.clerk, live_server)
    desk.goto("/orders/desk/")
    picture(desk, "9-desk")
    expect(desk.get_by_text("等您确认").first).to_be_visible()
    assert faults_on(desk) == []
    desk.goto(f"/orders/recipients/{them.recipient.pk}/")
    picture(desk, "10-recipient")
    assert faults_on(desk) == []
    desk.goto("/services/")
    picture(desk, "11-services")
    assert faults_on(desk) == []


def _published(them: Here) -> ServiceOrder:
    order = a_published_order(them)
    actions.make_offers(order=order, by=them.by_clerk, at=NOON)
    return order
