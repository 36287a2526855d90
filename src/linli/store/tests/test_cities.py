"""城市规则: four cities side by side; adopted from a day on; kept by each transfer."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger.models import Transfer
from linli.ledger.options import Kin
from linli.ledger.rules import Use
from linli.ledger.testing import an_account, with_credits
from linli.people.testing import a_subdistrict_clerk, viewing
from linli.places.testing import a_neighbourhood
from linli.store import actions
from linli.store.actions import CityPolicyUnknown, GoodsNotAllowed, TermsBeginTooEarly
from linli.store.queries.cities import (
    ROWS,
    city_pack,
    city_packs,
    policy_here,
    said_of,
    side_by_side,
)
from linli.store.testing import Here, a_redemption, a_shelf, account_with

TODAY = date(2026, 3, 2)
CITIES = ["guangzhou_2019", "nanjing_2019", "beijing_2022", "shanghai_2026"]


def test_the_four_cities_are_there_with_sources_that_say_what_was_not_read() -> None:
    assert sorted(one.code for one in city_packs()) == sorted(CITIES)
    for pack in city_packs():
        assert pack.policy.sources, pack.code
        assert pack.policy.is_unverified, pack.code
        assert not pack.hours.checked, pack.code
        assert set(pack.policy.stated) <= {name for name, _, _ in ROWS}, pack.code


def test_what_the_cities_say_is_what_was_found() -> None:
    hours = {pack.code: pack.hours for pack in city_packs()}

    assert (hours["guangzhou_2019"].balance_cap, hours["guangzhou_2019"].redeem_from) == (
        1500,
        100,
    )
    assert Use.GOODS in hours["guangzhou_2019"].redeemable_for
    assert Use.GOODS not in hours["beijing_2022"].redeemable_for
    assert hours["nanjing_2019"].team_donates_only
    assert Kin.FRIEND in hours["shanghai_2026"].gift_kin
    assert Kin.FRIEND not in hours["guangzhou_2019"].gift_kin


def test_side_by_side_every_thing_has_a_word_in_every_city() -> None:
    rows = side_by_side()

    assert len(rows) == len(ROWS)
    for row in rows:
        assert len(row.cells) == 4
        assert all(cell.words for _, cell in row.cells), row.label
    silent = {row.label for row in rows for _, cell in row.cells if not cell.stated}
    assert "过期" in silent


with_rows = pytest.mark.django_db


@with_rows
def test_a_place_adopts_a_city_from_a_day_on_and_each_transfer_keeps_its_own(
    them: Here,
) -> None:
    before = an_account(them.wang, them.place.community)
    with_credits(before, 1)
    by = viewing(a_subdistrict_clerk(them.place.subdistrict))
    tomorrow = TODAY + timedelta(days=1)

    actions.adopt_city_policy(
        code="beijing_2022", area=them.place.subdistrict, starts_on=tomorrow, by=by, at=NOON
    )
    with_credits(before, 1, served_on=tomorrow)

    codes = list(Transfer.objects.order_by("pk").values_list("policy__code", flat=True))
    assert codes == ["linli", "beijing_2022"]
    terms, policy = policy_here(them.place.unit, tomorrow)
    assert (terms.credit_name, policy.city) == ("时间币", "北京")
    assert policy_here(them.place.unit, TODAY)[0].code == "linli"
    assert any("不换物品" in words for _, words in said_of(terms, policy))


@with_rows
def test_where_goods_are_not_for_hours_the_store_has_no_way_to_sell_them(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    by = viewing(a_subdistrict_clerk(them.place.subdistrict))
    actions.adopt_city_policy(
        code="nanjing_2019", area=them.place.subdistrict, starts_on=TODAY, by=by, at=NOON
    )

    with pytest.raises(GoodsNotAllowed), transaction.atomic():
        a_redemption(shelf, account)
    with pytest.raises(GoodsNotAllowed):
        a_shelf(them, "毛巾")


@with_rows
def test_a_policy_never_reaches_back_and_is_not_invented(them: Here) -> None:
    by = viewing(them.clerk)
    area = them.place.community

    with pytest.raises(TermsBeginTooEarly):
        actions.adopt_city_policy(
            code="nanjing_2019",
            area=area,
            starts_on=TODAY - timedelta(days=1),
            by=by,
            at=NOON,
        )
    with pytest.raises(CityPolicyUnknown):
        actions.adopt_city_policy(code="atlantis_1", area=area, starts_on=TODAY, by=by, at=NOON)
    for who in (them.wang, them.keeper, them.walker):
        with pytest.raises(NotPermitted):
            actions.adopt_city_policy(
                code="nanjing_2019", area=area, starts_on=TODAY, by=viewing(who), at=NOON
            )
    with pytest.raises(NotPermitted):
        actions.adopt_city_policy(
            code="nanjing_2019",
            area=a_neighbourhood().community,
            starts_on=TODAY,
            by=by,
            at=NOON,
        )


@with_rows
def test_a_second_policy_takes_the_place_of_one_that_has_not_begun(them: Here) -> None:
    by, area = viewing(them.clerk), them.place.community
    later = TODAY + timedelta(days=30)
    for code in ("nanjing_2019", "guangzhou_2019"):
        actions.adopt_city_policy(code=code, area=area, starts_on=later, by=by, at=NOON)

    assert policy_here(area, later)[0].code == "guangzhou_2019"
    assert policy_here(area, TODAY)[0].code == "linli"
    assert city_pack("guangzhou_2019")
