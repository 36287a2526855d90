"""The pages of the store: who gets in, what is done there, and the notice against fraud."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.kernel.testing import NOON
from linli.ledger.models import Transfer
from linli.ledger.rules import Book
from linli.people.models import Kinship
from linli.people.rules import KinRelation, PostKind
from linli.people.testing import a_browser_of, a_holder, a_person, viewing
from linli.store import actions
from linli.store.models import HonourListing, HouseholdDeed, Redemption, Shelf, Stocktake
from linli.store.rules import DeedState, State, TakeState
from linli.store.testing import (
    Here,
    a_deed,
    a_fetched_redemption,
    a_help_project,
    a_household,
    a_redemption,
    a_shelf,
    account_with,
    points_of,
    verified_kin,
)

pytestmark = pytest.mark.django_db

NO_MONEY = "不能充值，不能提现，没有利息，拉人没有奖励"


def sent(**said: Any) -> dict[str, Any]:
    return {"key": "k", **said}


def test_an_elder_wishes_shows_the_code_and_has_the_goods(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    hers, keeper = a_browser_of(them.wang), a_browser_of(them.keeper)
    assert "洗洁精" in hers.get(reverse("store")).text

    answer = hers.post(
        reverse("store-wish", args=[shelf.pk]), sent(account=account.pk, quantity=1)
    )
    one = Redemption.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        reverse("redemption", args=[one.number]),
    )
    seen = hers.get(reverse("redemption", args=[one.number])).text
    assert " ".join(one.code) in seen
    assert "2026-03-16" in seen

    counter = reverse("store-counter", args=[them.store.pk])
    assert one.code not in keeper.get(reverse("redemption", args=[one.number])).text
    assert one.number in keeper.get(counter).text
    done = keeper.post(reverse("store-handing-over", args=[them.store.pk]), sent(code=one.code))
    assert done.status_code == 303
    assert "交货了" in keeper.get(done.headers["Location"]).text
    one.refresh_from_db()
    assert one.standing is State.HANDED_OVER


def test_a_double_tap_is_one_wish(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    hers, url = a_browser_of(them.wang), reverse("store-wish", args=[shelf.pk])

    first = hers.post(url, sent(account=account.pk, quantity=1))
    again = hers.post(url, sent(account=account.pk, quantity=1))

    assert first.headers["Location"] == again.headers["Location"]
    assert Redemption.objects.count() == 1


def test_what_is_refused_stands_above_the_form_with_what_was_typed(them: Here) -> None:
    shelf, account = a_shelf(them, price=100), account_with(them, them.wang)
    hers = a_browser_of(them.wang)

    answer = hers.post(
        reverse("store-wish", args=[shelf.pk]), sent(account=account.pk, quantity=2)
    )

    assert answer.status_code == 409
    assert "不够" in answer.text
    assert not Redemption.objects.exists()


def test_nobody_picks_the_passbook_of_another(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    other = a_browser_of(them.daughter)
    url = reverse("store-wish", args=[shelf.pk])

    assert "还没有可以用的账户" in other.get(url).text
    assert other.post(url, sent(account=account.pk, quantity=1)).status_code == 422


def test_a_wrong_code_is_told_at_the_counter(them: Here) -> None:
    a_redemption(a_shelf(them), account_with(them, them.wang))
    keeper = a_browser_of(them.keeper)

    answer = keeper.post(
        reverse("store-handing-over", args=[them.store.pk]), sent(code="123 456")
    )

    assert answer.status_code == 404
    assert "没有等着这个取货码的兑换" in answer.text


def test_a_stranger_finds_no_counter_no_stock_and_no_redemption(them: Here) -> None:
    one = a_redemption(a_shelf(them), account_with(them, them.wang))
    pages = [
        reverse("store-counter", args=[them.store.pk]),
        reverse("store-stock", args=[them.store.pk]),
        reverse("redemption", args=[one.number]),
        reverse("redemption-slip", args=[one.number]),
        reverse("store-liability"),
    ]
    for browser in (a_browser_of(them.daughter), a_browser_of(a_person("路人"))):
        for url in pages:
            assert browser.get(url).status_code == 404, url
    for url in pages:
        assert Client().get(url).status_code in (403, 404), url


def test_who_has_no_telephone_is_served_with_a_slip(them: Here) -> None:
    shelf, keeper = a_shelf(them), a_browser_of(them.keeper)
    account_with(them, them.wang)
    code = them.wang.spoken_code
    url = reverse("store-people", args=[them.store.pk])
    said = sent(person=code, shelf=shelf.pk, quantity=1, proof="card", words=code)

    by_name = keeper.post(url, said | {"person": "王秀英"})
    assert (by_name.status_code, "口令号" in by_name.text) == (422, True)
    answer = keeper.post(url, said | {"key": "k2"})

    one = Redemption.objects.get()
    assert answer.headers["Location"] == reverse("redemption-slip", args=[one.number])
    slip = keeper.get(answer.headers["Location"]).text
    assert "兑换小票" in slip
    assert "本人（受托人）签名" in slip


def test_what_is_not_wanted_or_faulty_goes_back(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    one, fetched = a_redemption(shelf, account), a_fetched_redemption(them, shelf, account)
    hers, keeper = a_browser_of(them.wang), a_browser_of(them.keeper)
    old = one.code

    hers.post(reverse("redemption-code", args=[one.number]), sent(key="a"))
    one.refresh_from_db()
    assert one.code != old
    hers.post(reverse("redemption-giving-up", args=[one.number]), sent(key="b"))
    one.refresh_from_db()
    assert one.standing is State.GIVEN_UP

    url = reverse("redemption-return", args=[fetched.number])
    assert keeper.post(url, sent(key="c", reason="")).status_code == 422
    keeper.post(url, sent(key="d", reason="漏的"))
    fetched.refresh_from_db()
    assert fetched.standing is State.TAKEN_BACK


def test_the_keeper_takes_in_takes_out_and_counts_and_another_signs(them: Here) -> None:
    shelf, keeper = a_shelf(them), a_browser_of(them.keeper)
    url = reverse("store-stock", args=[them.store.pk])
    goods = sent(key="a", goods=shelf.goods_id, quantity=4, low_at=1, reason="街道送来")
    keeper.post(reverse("store-in", args=[them.store.pk]), goods)
    out = sent(key="b", shelf=shelf.pk, quantity=1, reason="漏了")
    keeper.post(reverse("store-out", args=[them.store.pk]), out)
    counted = sent(key="c") | {f"shelf_{shelf.pk}": 5}
    keeper.post(reverse("store-counting", args=[them.store.pk]), counted)
    take = Stocktake.objects.get()
    assert "等另一位同事签字" in keeper.get(url).text

    sign = reverse("stocktake-signature", args=[take.pk])
    assert keeper.post(sign, sent(key="d", reason="少一")).status_code == 403
    desk = a_browser_of(them.clerk)
    desk.post(sign, sent(key="e", reason="少一瓶"))

    take.refresh_from_db()
    shelf.refresh_from_db()
    assert (take.standing, shelf.on_hand) == (TakeState.SIGNED, 5)
    assert "盘点更正" in desk.get(url).text


def test_the_desk_prices_goods_and_the_keeper_does_not(them: Here) -> None:
    url = reverse("store-goods", args=[them.store.pk])
    said = sent(name="毛巾", unit="条", book="hour", price=3, cost="4.50", most_a_month=2)

    assert a_browser_of(them.keeper).post(url, said).status_code == 403
    assert a_browser_of(them.clerk).post(url, said).status_code == 303
    assert Shelf.objects.count() == 0


def test_a_stocktake_is_dropped_with_a_reason(them: Here) -> None:
    shelf = a_shelf(them)
    take = actions.count_stock(
        store=them.store, counted={shelf: 1}, by=viewing(them.keeper), at=NOON
    )
    desk, url = a_browser_of(them.clerk), reverse("stocktake-dropping", args=[take.pk])

    assert desk.post(url, sent(reason="")).status_code == 422
    assert desk.post(url, sent(key="k2", reason="数错了")).status_code == 303


def test_what_is_owed_stands_against_stock_and_budget(them: Here) -> None:
    a_shelf(them, pieces=3)
    account_with(them, them.wang)
    auditor = a_browser_of(a_holder(PostKind.AUDITOR, them.place.county, "审计"))

    page = auditor.get(reverse("store-liability")).text

    assert "12%" in page  # 15 of 120
    assert "24.00" in page


def test_a_daughter_gives_and_donates_on_her_page(them: Here) -> None:
    account, project = account_with(them, them.daughter), a_help_project(them)
    hers = a_browser_of(them.daughter)
    assert "只能赠给核实过的直系亲属" in hers.get(reverse("credits")).text
    verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)

    given = sent(key="a", account=account.pk, to=them.wang.pk, amount=5)
    assert hers.post(reverse("credit-gifts"), given).status_code == 303
    gift = sent(key="b", account=account.pk, project=project.pk, amount=5)
    assert hers.post(reverse("credit-donations"), gift).status_code == 303
    too_much = sent(key="c", account=account.pk, amount=500)
    assert hers.post(reverse("credit-donations"), too_much).status_code == 409

    assert Transfer.objects.filter(code__in=["gift", "donate"]).count() == 2
    assert "谢谢您" in hers.get(reverse("credits") + "?donated=1").text


def test_a_title_is_accepted_and_taken_back(them: Here) -> None:
    account_with(them, them.daughter)
    hers, url = a_browser_of(them.daughter), reverse("honours")

    hers.post(url, sent(ground="hundred"))
    assert "周**" in Client().get(url).text
    listing = HonourListing.objects.get()
    theirs = a_browser_of(them.wang)
    withdrawal = reverse("honour-withdrawal", args=[listing.pk])
    assert theirs.post(withdrawal, sent(key="b")).status_code == 404
    hers.post(withdrawal, sent(key="c"))
    assert "周**" not in Client().get(url).text
    assert hers.post(url, sent(key="d", ground="giver")).status_code == 409


def test_kinship_is_proposed_by_code_and_verified_by_the_desk(them: Here) -> None:
    hers, desk = a_browser_of(them.daughter), a_browser_of(them.clerk)
    url = reverse("kinship")
    said = sent(relation="parent", evidence="户口簿", person="周小燕")

    assert hers.post(url, said | {"relative": "王秀英"}).status_code == 422
    answer = hers.post(url, said | {"key": "b", "relative": them.wang.spoken_code})
    assert answer.status_code == 303
    kinship = Kinship.objects.get()
    assert "王**" in hers.get(url).text
    assert "看过凭据，核实" in desk.get(url).text
    verification = reverse("kinship-verification", args=[kinship.pk])
    assert hers.post(verification, sent(key="c")).status_code == 403
    assert desk.post(verification, sent(key="d")).status_code == 303
    assert "王秀英" in hers.get(url).text


def test_a_kinship_is_refused_with_a_reason(them: Here) -> None:
    hers, desk = a_browser_of(them.daughter), a_browser_of(them.clerk)
    said = {"relation": "parent", "evidence": "x", "person": "周小燕"}
    hers.post(reverse("kinship"), sent(**said, relative=them.wang.spoken_code))
    url = reverse("kinship-refusal", args=[Kinship.objects.get().pk])

    assert desk.post(url, sent(key="a", reason="")).status_code == 422
    assert desk.post(url, sent(key="b", reason="没有凭据")).status_code == 303
    assert "没有凭据" in hers.get(reverse("kinship")).text


def test_a_grid_worker_notes_and_the_desk_confirms(them: Here) -> None:
    home = a_household(them)
    walker, desk = a_browser_of(them.walker), a_browser_of(them.clerk)
    hers = a_browser_of(them.wang)
    url = reverse("points")
    said = sent(
        person=them.wang.spoken_code, kind="report", done_on="2026-03-01", evidence="照片 3"
    )

    assert hers.post(url, said).status_code == 422
    assert walker.post(url, said | {"person": "王秀英"}).status_code == 422
    assert walker.post(url, said | {"key": "b"}).status_code == 303
    deed = HouseholdDeed.objects.get()
    confirmation = reverse("deed-confirmation", args=[deed.pk])
    assert walker.post(confirmation, sent(key="c")).status_code == 403
    assert "等我复核的" in desk.get(url).text
    assert desk.post(confirmation, sent(key="d")).status_code == 303

    deed.refresh_from_db()
    assert deed.standing is DeedState.AWARDED
    assert "报告安全隐患并属实" in hers.get(url).text
    assert points_of(them, home, 1).posted


def test_a_deed_is_refused_with_a_reason(them: Here) -> None:
    deed = a_deed(them, a_household(them), "report")
    desk, url = a_browser_of(them.clerk), reverse("deed-refusal", args=[deed.pk])

    assert desk.post(url, sent(reason="")).status_code == 422
    assert desk.post(url, sent(key="b", reason="没有隐患")).status_code == 303


def test_four_cities_stand_side_by_side_for_everybody(them: Here) -> None:
    page = Client().get(reverse("city-policies")).text

    for city in ("广州2019", "南京2019", "北京2022", "上海2026"):
        assert city in page
    assert "未核实" in page
    assert "在这里采用一套" not in page
    english = Client().get(reverse("city-policies") + "?language=en", follow=True)
    assert english.status_code == 200


def test_the_desk_adopts_a_city_on_the_page(them: Here) -> None:
    desk, url = a_browser_of(them.clerk), reverse("city-policies")
    said = sent(code="beijing_2022", area=them.place.community.pk, starts_on="2026-03-02")

    assert desk.post(url, said | {"starts_on": "2026-03-01"}).status_code == 409
    assert desk.post(url, said | {"key": "b"}).status_code == 303
    assert "北京" in a_browser_of(them.wang).get(url).text


def test_the_fixed_notice_stands_wherever_credits_are_shown(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    one = a_redemption(shelf, account)
    hers, keeper = a_browser_of(them.wang), a_browser_of(them.keeper)
    desk = a_browser_of(them.clerk)
    shown = [
        (Client(), reverse("store")),
        (Client(), reverse("city-policies")),
        (hers, reverse("store")),
        (hers, reverse("store-wish", args=[shelf.pk])),
        (hers, reverse("redemption", args=[one.number])),
        (hers, reverse("redemption-slip", args=[one.number])),
        (hers, reverse("credits")),
        (hers, reverse("points")),
        (keeper, reverse("store-counter", args=[them.store.pk])),
        (desk, reverse("store-liability")),
    ]
    for browser, url in shown:
        assert NO_MONEY in browser.get(url).text, url


def test_every_page_opens_in_large_print_and_asks_no_more_for_more(them: Here) -> None:
    account_with(them, them.wang)
    points_of(them, a_household(them))
    a_shelf(them, price=4, book=Book.POINT)
    hers, desk = a_browser_of(them.wang), a_browser_of(them.clerk)
    for name in ("store", "credits", "points", "honours", "kinship", "city-policies"):
        assert hers.get(reverse(name) + "?size=large", follow=True).status_code == 200, name
    for name in ("store", "points", "kinship", "store-liability", "city-policies", "work"):
        assert desk.get(reverse(name)).status_code == 200, name
    assert "等我去取" not in hers.get("/").text
    a_redemption(a_shelf(them, "毛巾"), account_with(them, them.wang, 0))
    assert "等我去取" in hers.get("/").text
