"""库存: what comes in and goes out, who may, and a stocktake that two sign."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import a_holder, a_person, viewing
from linli.store import actions
from linli.store.actions import (
    CountUnreadable,
    GoodsOfAnotherArea,
    GoodsWithdrawnAlready,
    SignedAlone,
    StocktakeMovedOn,
    StocktakeRunning,
    StoreClosedAlready,
    StoreNotEmpty,
    StoreWordsMissing,
)
from linli.store.events import StocktakeSigned
from linli.store.models import Shelf, Stocktake
from linli.store.rules import StockShort, TakeState, TakeStepNotAllowed
from linli.store.testing import (
    Here,
    a_redemption,
    a_shelf,
    account_with,
    here,
    some_goods,
)

pytestmark = pytest.mark.django_db


def on_hand(shelf: Shelf) -> int:
    shelf.refresh_from_db()
    return shelf.on_hand


def test_a_store_says_where_and_when(them: Here) -> None:
    said: dict[str, Any] = {"area": them.place.community, "name": "二店", "at": NOON}

    with pytest.raises(StoreWordsMissing):
        actions.open_store(**said, address="", hours="周六", by=viewing(them.clerk))
    for who in (them.keeper, them.wang, them.walker):
        with pytest.raises(NotPermitted):
            actions.open_store(**said, address="南门", hours="周六", by=viewing(who))


def test_prices_and_goods_are_the_desks(them: Here) -> None:
    goods, by = some_goods(them), viewing(them.clerk)

    with pytest.raises(NotPermitted):
        actions.reprice_goods(
            goods=goods, price=1, reason="x", by=viewing(them.keeper), at=NOON
        )
    with pytest.raises(StoreWordsMissing):
        actions.reprice_goods(goods=goods, price=0, reason="x", by=by, at=NOON)
    with pytest.raises(StoreWordsMissing):
        some_goods(them, " ")
    actions.reprice_goods(goods=goods, price=6, reason="进价涨了", by=by, at=NOON)
    actions.withdraw_goods(goods=goods, reason="不进了", by=by, at=NOON)
    with pytest.raises(GoodsWithdrawnAlready):
        actions.withdraw_goods(goods=goods, reason="不进了", by=by, at=NOON)
    with pytest.raises(GoodsWithdrawnAlready):
        actions.reprice_goods(goods=goods, price=7, reason="x", by=by, at=NOON)


def test_a_new_price_is_for_the_next_one(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    before = a_redemption(shelf, account)
    by = viewing(them.clerk)
    actions.reprice_goods(goods=shelf.goods, price=9, reason="涨", by=by, at=NOON)

    assert a_redemption(shelf, account).credits == 9
    before.refresh_from_db()
    assert before.credits == 5


def test_stock_is_moved_by_who_keeps_the_store_with_a_word(them: Here) -> None:
    shelf, goods = a_shelf(them), some_goods(them, "毛巾")
    said: dict[str, Any] = {"store": them.store, "goods": goods, "quantity": 2, "at": NOON}

    for who in (them.wang, them.walker, a_person("路人")):
        with pytest.raises(NotPermitted):
            actions.take_in(**said, reason="采购", by=viewing(who))
        with pytest.raises(NotPermitted):
            actions.take_out(shelf=shelf, quantity=1, reason="坏", by=viewing(who), at=NOON)
    with pytest.raises(StoreWordsMissing):
        actions.take_in(**said, reason=" ", by=viewing(them.keeper))
    actions.take_out(shelf=shelf, quantity=1, reason="漏了", by=viewing(them.keeper), at=NOON)
    assert on_hand(shelf) == 2


def test_what_is_promised_does_not_go_out(them: Here) -> None:
    shelf = a_shelf(them, pieces=2)
    a_redemption(shelf, account_with(them, them.wang))

    with pytest.raises(StockShort), transaction.atomic():
        actions.take_out(shelf=shelf, quantity=2, reason="坏", by=viewing(them.keeper), at=NOON)
    assert on_hand(shelf) == 2


def test_goods_of_another_community_do_not_come_onto_this_shelf(them: Here) -> None:
    elsewhere = here()
    with pytest.raises(GoodsOfAnotherArea):
        actions.take_in(
            store=them.store,
            goods=some_goods(elsewhere),
            quantity=1,
            reason="借",
            by=viewing(them.keeper),
            at=NOON,
        )


def test_a_store_closes_once_nothing_waits(them: Here) -> None:
    shelf, by = a_shelf(them), viewing(them.clerk)
    redemption = a_redemption(shelf, account_with(them, them.wang))

    with pytest.raises(NotPermitted):
        actions.close_store(store=them.store, reason="装修", by=viewing(them.keeper), at=NOON)
    with pytest.raises(StoreNotEmpty):
        actions.close_store(store=them.store, reason="装修", by=by, at=NOON)
    actions.give_up(redemption=redemption, by=viewing(them.wang), at=NOON)
    actions.close_store(store=them.store, reason="装修", by=by, at=NOON)
    with pytest.raises(StoreClosedAlready):
        actions.close_store(store=them.store, reason="装修", by=by, at=NOON)


def counted(them: Here, shelf: Shelf, many: int, by: Person | None = None) -> Stocktake:
    who = viewing(by or them.keeper)
    return actions.count_stock(store=them.store, counted={shelf: many}, by=who, at=NOON)


def test_a_difference_is_booked_when_two_have_signed(them: Here) -> None:
    shelf = a_shelf(them, pieces=5)
    take = counted(them, shelf, 3)
    assert on_hand(shelf) == 5

    with pytest.raises(SignedAlone):
        actions.sign_stocktake(stocktake=take, reason="x", by=viewing(them.keeper), at=NOON)
    with pytest.raises(NotPermitted):
        actions.sign_stocktake(stocktake=take, reason="x", by=viewing(them.wang), at=NOON)
    with pytest.raises(CountUnreadable):
        actions.sign_stocktake(stocktake=take, reason="", by=viewing(them.clerk), at=NOON)
    actions.sign_stocktake(stocktake=take, reason="两瓶漏了", by=viewing(them.clerk), at=NOON)

    assert on_hand(shelf) == 3
    move = shelf.moves.get(kind="correct")
    assert (move.actor, move.approver, move.on_hand) == (them.keeper.ref, them.clerk.ref, -2)
    [told] = journal.events(StocktakeSigned, subject=take.ref)
    assert told.differences == 1


def test_what_moves_between_counting_and_signing_is_not_lost(them: Here) -> None:
    shelf = a_shelf(them, pieces=5)
    take = counted(them, shelf, 4)
    actions.take_out(
        shelf=shelf, quantity=2, reason="送去二店", by=viewing(them.clerk), at=NOON
    )

    actions.sign_stocktake(stocktake=take, reason="少一", by=viewing(them.clerk), at=NOON)

    assert on_hand(shelf) == 2


def test_a_count_that_agrees_needs_no_reason(them: Here) -> None:
    take = counted(them, a_shelf(them, pieces=5), 5)
    actions.sign_stocktake(stocktake=take, reason="", by=viewing(them.clerk), at=NOON)

    assert take.standing is TakeState.SIGNED
    with pytest.raises(TakeStepNotAllowed):
        actions.sign_stocktake(stocktake=take, reason="", by=viewing(them.clerk), at=NOON)


def test_two_sign_it_once(them: Here) -> None:
    take = counted(them, a_shelf(them, pieces=5), 5)
    stale = Stocktake.objects.select_related("store__area").get()
    actions.sign_stocktake(stocktake=take, reason="", by=viewing(them.clerk), at=NOON)

    with pytest.raises(StocktakeMovedOn):
        actions.sign_stocktake(stocktake=stale, reason="", by=viewing(them.colleague), at=NOON)


def test_one_stocktake_at_a_time_and_only_of_this_store(them: Here) -> None:
    shelf = a_shelf(them)
    foreign = a_shelf(here())
    with pytest.raises(CountUnreadable):
        counted(them, foreign, 1)
    with pytest.raises(CountUnreadable):
        counted(them, shelf, -1)
    with pytest.raises(NotPermitted):
        counted(them, shelf, 1, by=them.wang)
    take = counted(them, shelf, 3)

    with pytest.raises(StocktakeRunning):
        counted(them, shelf, 3)
    with pytest.raises(CountUnreadable):
        actions.drop_stocktake(stocktake=take, reason="", by=viewing(them.keeper), at=NOON)
    with pytest.raises(NotPermitted):
        actions.drop_stocktake(stocktake=take, reason="x", by=viewing(them.wang), at=NOON)
    actions.drop_stocktake(stocktake=take, reason="数错", by=viewing(them.keeper), at=NOON)
    counted(them, shelf, 3)


def test_a_correction_never_takes_what_is_promised(them: Here) -> None:
    shelf = a_shelf(them, pieces=2)
    a_redemption(shelf, account_with(them, them.wang), quantity=2)
    take = counted(them, shelf, 1)

    with pytest.raises(StockShort), transaction.atomic():
        actions.sign_stocktake(stocktake=take, reason="少了", by=viewing(them.clerk), at=NOON)
    take.refresh_from_db()
    assert take.standing is TakeState.COUNTED


def test_the_table_itself_refuses_one_who_signs_alone(them: Here) -> None:
    take = counted(them, a_shelf(them), 3)

    with pytest.raises(IntegrityError), transaction.atomic():
        Stocktake.objects.filter(pk=take.pk).update(state="signed", signer=them.keeper)


def test_who_sees_the_shelves(them: Here) -> None:
    shelf = a_shelf(them)
    auditor = a_holder(PostKind.AUDITOR, them.place.county, "审计")

    for who, sees in ((them.keeper, 1), (them.clerk, 1), (auditor, 1), (them.wang, 0)):
        assert Shelf.objects.visible_to(viewing(who)).filter(pk=shelf.pk).count() == sees
        assert Stocktake.objects.visible_to(viewing(who)).count() == 0
