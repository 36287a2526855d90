"""积分超市: who gets what, who does not, and what is told to them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger import actions as ledger
from linli.ledger.actions import AccountFrozen, NotEnoughCredit
from linli.ledger.models import LedgerAccount
from linli.ledger.options import TERMS
from linli.ledger.rules import AccountKind, Book, Use
from linli.ledger.testing import account_of, with_credits
from linli.people.actions import give_mandate
from linli.people.testing import a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.store import actions
from linli.store.actions import (
    AboveTheLimit,
    AnotherBook,
    CodeUnknown,
    GoodsNotAllowed,
    KeyUsedForAnother,
    NotEnoughServed,
    QuantityUnreadable,
    SoldOut,
)
from linli.store.events import StockRanLow
from linli.store.models import Redemption, Shelf, StockMove
from linli.store.rules import MoveKind, State
from linli.store.testing import (
    Here,
    a_household,
    a_redemption,
    a_shelf,
    account_with,
    points_of,
    terms_here_are,
)

pytestmark = pytest.mark.django_db


def left(account: LedgerAccount) -> tuple[int, int]:
    account.refresh_from_db()
    return account.posted, account.held


def stock(shelf: Shelf) -> tuple[int, int]:
    shelf.refresh_from_db()
    return shelf.on_hand, shelf.reserved


def wish(them: Here, shelf: Shelf, account: LedgerAccount, **other: Any) -> dict[str, Any]:
    said = {"key": "k", "shelf": shelf, "quantity": 1, "account": account, "at": NOON}
    return said | {"by": viewing(them.wang)} | other


def test_the_last_one_goes_to_one_and_the_other_hears_what_else_there_is(them: Here) -> None:
    last = a_shelf(them, "食用油", pieces=1)
    a_shelf(them, "毛巾", pieces=2)
    first, second = account_with(them, them.wang), account_with(them, them.daughter)
    a_redemption(last, first)

    with pytest.raises(SoldOut) as refusal, transaction.atomic():
        a_redemption(last, second)

    assert "毛巾" in str(refusal.value)
    assert refusal.value.next_step
    assert (left(second), stock(last)) == ((120, 0), (1, 1))


def test_an_empty_store_says_so(them: Here) -> None:
    last = a_shelf(them, "食用油", pieces=1)
    a_redemption(last, account_with(them, them.wang))

    with pytest.raises(SoldOut, match="过几天"), transaction.atomic():
        a_redemption(last, account_with(them, them.daughter))


def test_a_second_tap_is_the_first_wish(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    first = actions.reserve_goods(**wish(them, shelf, account))

    assert actions.reserve_goods(**wish(them, shelf, account)) == first
    with pytest.raises(KeyUsedForAnother):
        actions.reserve_goods(**wish(them, shelf, account, quantity=2))
    assert (left(account), stock(shelf)) == ((120, 5), (3, 1))


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_number_of_pieces_is_a_number(them: Here, quantity: int) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    with pytest.raises(QuantityUnreadable):
        actions.reserve_goods(**wish(them, shelf, account, quantity=quantity))


def test_nobody_uses_the_account_of_another(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.daughter)
    with pytest.raises(NotPermitted):
        actions.reserve_goods(**wish(them, shelf, account))


def test_a_daughter_with_a_mandate_does_it_for_her_mother(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    give_mandate(
        principal=them.wang,
        delegate=them.daughter,
        evidence="纸",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        by=viewing(them.wang),
        at=NOON,
    )

    made = actions.reserve_goods(**wish(them, shelf, account, by=viewing(them.daughter)))

    assert (made.asker, made.account.owner) == (them.daughter, them.wang.ref)


def test_more_than_there_is_in_the_passbook_is_refused_whole(them: Here) -> None:
    shelf, account = a_shelf(them, price=121), account_with(them, them.wang)

    with pytest.raises(NotEnoughCredit), transaction.atomic():
        a_redemption(shelf, account)
    assert (left(account), stock(shelf)) == ((120, 0), (3, 0))
    assert not Redemption.objects.exists()


def test_below_the_threshold_nothing_is_redeemed(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang, hours=99)

    with pytest.raises(NotEnoughServed, match="99"):
        a_redemption(shelf, account)
    with_credits(account, 1)
    a_redemption(shelf, account)


def test_a_frozen_account_redeems_nothing(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    ledger.freeze_account(account=account, reason="核对", by=viewing(them.clerk), at=NOON)

    with pytest.raises(AccountFrozen), transaction.atomic():
        a_redemption(shelf, account)


def test_hours_of_a_team_are_for_giving_and_not_for_goods(them: Here) -> None:
    team = account_of("organisation/1", them.place.community, kind=AccountKind.ORGANISATION)
    with_credits(team, 200)

    with pytest.raises(NotPermitted):
        actions.reserve_goods(**wish(them, a_shelf(them), team, by=viewing(them.clerk)))


def test_points_buy_nothing_that_is_priced_in_hours(them: Here) -> None:
    points = points_of(them, a_household(them))
    with pytest.raises(AnotherBook):
        actions.reserve_goods(**wish(them, a_shelf(them), points))


def test_the_points_of_a_household_are_used_by_whoever_lives_there(them: Here) -> None:
    home = a_household(them, them.wang, them.daughter)
    points, shelf = points_of(them, home), a_shelf(them, price=8, book=Book.POINT)

    made = actions.reserve_goods(**wish(them, shelf, points, by=viewing(them.daughter)))
    actions.hand_over(redemption=made, code=made.code, by=viewing(them.keeper), at=NOON)

    assert left(points) == (12, 0)


def test_so_many_a_month_and_no_more(them: Here) -> None:
    shelf, account = a_shelf(them, most_a_month=2), account_with(them, them.wang)
    a_redemption(shelf, account)
    second = a_redemption(shelf, account)

    with pytest.raises(AboveTheLimit, match="2"):
        a_redemption(shelf, account)
    actions.give_up(redemption=second, by=viewing(them.wang), at=NOON)
    a_redemption(shelf, account)


def test_where_hours_are_not_for_goods_there_is_no_way_to_buy_or_to_price(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    waiting = a_redemption(shelf, account)
    hour = replace(TERMS.default[0], redeemable_for=(Use.SERVICE, Use.HONOUR))
    terms_here_are(them.place.county, hour)

    with pytest.raises(GoodsNotAllowed):
        a_redemption(shelf, account)
    with pytest.raises(GoodsNotAllowed):
        a_shelf(them, "牙膏")
    a_shelf(them, "牙膏", book=Book.POINT)
    assert waiting.standing is State.RESERVED


def test_nothing_is_ever_for_money(them: Here) -> None:
    with pytest.raises(GoodsNotAllowed):
        a_shelf(them, "牙膏", book=Book.CNY)


def test_what_is_withdrawn_or_closed_is_not_had_any_more(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    actions.withdraw_goods(goods=shelf.goods, reason="快到期", by=viewing(them.clerk), at=NOON)
    shelf = Shelf.objects.select_related("goods", "store").get(pk=shelf.pk)

    with pytest.raises(SoldOut):
        a_redemption(shelf, account)


def test_a_lost_code_is_replaced(them: Here) -> None:
    redemption = a_redemption(a_shelf(them), account_with(them, them.wang))
    old = redemption.code

    with pytest.raises(NotPermitted):
        actions.new_pick_up_code(redemption=redemption, by=viewing(them.daughter), at=NOON)
    actions.new_pick_up_code(redemption=redemption, by=viewing(them.wang), at=NOON)

    assert redemption.code not in ("", old)
    with pytest.raises(CodeUnknown):
        actions.redemption_under(old, them.store)
    assert actions.redemption_under(redemption.code, them.store) == redemption


def test_running_low_is_told_once(them: Here) -> None:
    shelf, account = a_shelf(them, low_at=1), account_with(them, them.wang)
    for _ in range(3):
        a_redemption(shelf, account)

    [told] = journal.events(StockRanLow, subject=shelf.ref)
    assert told.left == 1


def test_what_moved_stays_written(them: Here) -> None:
    a_shelf(them)

    with pytest.raises(DatabaseError), transaction.atomic():
        StockMove.objects.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        StockMove.objects.all().delete()


def test_the_shelf_itself_promises_no_more_than_it_has(them: Here) -> None:
    shelf = a_shelf(them)

    with pytest.raises(IntegrityError), transaction.atomic():
        Shelf.objects.filter(pk=shelf.pk).update(reserved=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMove.objects.create(
            shelf=shelf,
            version=9,
            kind=MoveKind.CORRECT,
            on_hand=1,
            on_hand_after=4,
            reserved_after=0,
            actor="person/1",
            approver="person/1",
            moved_at=NOON,
        )


def test_who_sees_a_redemption(them: Here) -> None:
    redemption = a_redemption(a_shelf(them), account_with(them, them.wang))
    stranger = a_person("路人", them.place.unit)

    seen = [
        (them.wang, True),
        (them.keeper, True),
        (them.clerk, True),
        (them.daughter, False),
        (stranger, False),
    ]
    for who, sees in seen:
        rows = Redemption.objects.visible_to(viewing(who))
        assert rows.filter(pk=redemption.pk).exists() == sees, who
    assert Redemption.objects.visible_to(THE_HOUSE).exists()
