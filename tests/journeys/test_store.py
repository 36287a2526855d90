"""Goods for hours: an elder in large print wishes, the keeper hands over, the desk looks on."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from linli.kernel.testing import NOON
from linli.ledger.rules import Book
from linli.people.rules import KinRelation
from linli.people.testing import viewing
from linli.store import actions
from linli.store.models import Redemption
from linli.store.rules import State
from linli.store.testing import (
    Here,
    a_deed,
    a_fetched_redemption,
    a_help_project,
    a_household,
    a_redemption,
    a_shelf,
    account_with,
    here,
    points_of,
    verified_kin,
)
from tests.journeys.desk_story import faults_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LINLI_SHOTS", "")


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for pictures."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def a_shop() -> Here:
    them = here()
    account = account_with(them, them.daughter)
    verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    points_of(them, a_household(them))
    shelf = a_shelf(them, "洗洁精", pieces=12)
    a_shelf(them, "食用油", pieces=1, price=40, low_at=2)
    a_shelf(them, "抽纸", price=4, pieces=6, book=Book.POINT)
    a_help_project(them)
    a_fetched_redemption(them, shelf, account)
    a_redemption(shelf, account)
    return them


def test_an_elder_in_large_print_wishes_and_the_keeper_hands_over(
    phone: Page, desk: Page, live_server: object
) -> None:
    them = a_shop()
    account_with(them, them.wang)
    sign_in(phone, them.wang, live_server)
    phone.goto("/store/?size=large")
    assert faults_on(phone) == []
    shot(phone, "store-elder")
    phone.get_by_role("link", name="兑换洗洁精").click()
    shot(phone, "wish-elder")
    phone.get_by_role("button", name="兑换").click()
    expect(phone.locator(".code")).to_be_visible()
    assert faults_on(phone) == []
    shot(phone, "redemption-elder")
    one = Redemption.objects.order_by("-pk")[0]

    sign_in(desk, them.keeper, live_server)
    desk.goto(f"/store/{them.store.pk}/counter/")
    assert faults_on(desk) == []
    shot(desk, "counter-desk")
    desk.get_by_label("取货码").fill(" ".join(one.code))
    desk.get_by_role("button", name="对码，交货").click()
    expect(desk.get_by_text("交货了：洗洁精")).to_be_visible()

    one.refresh_from_db()
    assert one.standing is State.HANDED_OVER


def test_a_daughter_gives_and_the_desk_looks_at_stock_debt_and_rules(
    phone: Page, desk: Page, live_server: object
) -> None:
    them = a_shop()
    sign_in(phone, them.daughter, live_server)
    phone.goto("/credits/")
    assert faults_on(phone) == []
    shot(phone, "credits-phone")
    phone.locator("#gift_amount").fill("3")
    phone.get_by_role("button", name="赠予").click()
    expect(phone.get_by_text("赠出去了")).to_be_visible()
    for name in ("points", "honours", "kinship", "timebank/policies"):
        phone.goto(f"/{name}/")
        assert faults_on(phone) == [], name
        shot(phone, f"{name.rpartition('/')[2]}-phone")

    shelf = Redemption.objects.order_by("pk")[0].shelf
    actions.count_stock(store=them.store, counted={shelf: 9}, by=viewing(them.keeper), at=NOON)
    a_deed(them, a_household(them, them.daughter, number="202"), "report")
    sign_in(desk, them.clerk, live_server)
    for name in (
        f"store/{them.store.pk}/stock",
        "store/liability",
        "points",
        "timebank/policies",
    ):
        desk.goto(f"/{name}/")
        assert faults_on(desk) == [], name
        shot(desk, f"{name.rpartition('/')[2]}-desk")
    desk.goto(f"/store/redemptions/{Redemption.objects.order_by('pk')[0].number}/slip/")
    shot(desk, "slip-desk")
