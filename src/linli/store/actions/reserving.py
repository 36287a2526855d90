"""Goods for credits: held and kept in one transaction, or neither; the answer is a code."""

from collections.abc import Iterator
from datetime import date, datetime
from secrets import randbelow

from django.db import transaction
from django.db.models import Sum

from linli.kernel import journal
from linli.kernel.dates import day_of, start_of
from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted, Refusal, Unreadable, WayOut
from linli.kernel.numbers import next_number, spoken_code
from linli.kernel.options import resolve
from linli.kernel.references import Ref
from linli.ledger.models import LedgerAccount
from linli.ledger.queries.balances import credits_served
from linli.ledger.rules import Book
from linli.people.viewer import Viewer
from linli.store import policies
from linli.store.actions.credits import (
    hold_credits,
    terms_here,
)
from linli.store.actions.shelves import move, refuse_goods_for, warn_if_low
from linli.store.events import (
    GoodsReserved,
)
from linli.store.models import Redemption, Shelf, Store
from linli.store.options import DAYS_TO_FETCH
from linli.store.rules import MoveKind, State, StockShort, fetch_by

PREFIX = "DH"
CODE_DIGITS = 6
MOST_PIECES = 99
PURPOSE = "pick-up"
COUNTING = (State.RESERVED, State.HANDED_OVER)


class QuantityUnreadable(Unreadable):
    pass


class SoldOut(Refusal):
    pass


class AboveTheLimit(Refusal):
    pass


class NotEnoughServed(Refusal):
    pass


class AnotherBook(Refusal):
    pass


class KeyUsedForAnother(Refusal):
    pass


@transaction.atomic
def reserve_goods(
    *,
    key: str,
    shelf: Shelf,
    quantity: int,
    account: LedgerAccount,
    by: Viewer,
    at: datetime,
) -> Redemption:
    """兑换: the credits are held and the goods are kept, or neither; the answer has a code.

    The same key with the same wish is answered with the first redemption.
    """
    if done := Redemption.objects.filter(key=key).first():
        return the_same(done, shelf, quantity, account)
    if not policies.is_of(by, account):
        raise NotPermitted("只有户主、同户的人或受托人可以用这个账户兑换。")
    price = refuse_unfit(shelf, quantity, account, at)
    redemption = Redemption(
        number=next_number(PREFIX, at.year),
        key=key,
        shelf=shelf,
        quantity=quantity,
        credits=price,
        account=account,
        asker_id=by.person_id,
        fetch_by=_last_day(shelf, at),
        asked_at=at,
    )
    give_code(redemption)
    redemption.save(force_insert=True)
    redemption.hold = hold_credits(
        account,
        price,
        key=f"redemption/{redemption.number}",
        order=redemption.ref,
        by=by,
        at=at,
    )
    redemption.save(update_fields=["hold"])
    left = keep(shelf, MoveKind.RESERVE, quantity, redemption.ref, by.ref, at)
    event = GoodsReserved(
        subject=redemption.ref,
        name=shelf.goods.name,
        quantity=quantity,
        credits=price,
        fetch_by=redemption.fetch_by.isoformat(),
        account=account.ref,
    )
    journal.record(event, by=by.ref, at=at, place=shelf.store.area.ref)
    warn_if_low(left, before=left.available + quantity, by=by.ref, at=at)
    return redemption


def refuse_unfit(shelf: Shelf, quantity: int, account: LedgerAccount, at: datetime) -> int:
    """Say how many credits it takes, or why this account cannot have it."""
    goods, store = shelf.goods, shelf.store
    if not 0 < quantity <= MOST_PIECES:
        raise QuantityUnreadable("一次兑换 1 到 {most} 件。", most=MOST_PIECES)
    if store.closed_on or goods.withdrawn_on:
        raise SoldOut("“{name}”已经下架了，看看还有什么。", name=goods.name, next_step=_else())
    if account.book != goods.book:
        raise AnotherBook(
            "“{name}”要用{book}兑换。", name=goods.name, book=Book(goods.book).label
        )
    refuse_goods_for(store.area, Book(goods.book), at)
    terms = terms_here(account.place, Book(goods.book), day_of(at))
    if terms.redeem_from and credits_served(account) < terms.redeem_from:
        raise NotEnoughServed(
            "累计服务满 {threshold} 才可以兑换，现在是 {served}。",
            threshold=terms.redeem_from,
            served=credits_served(account),
        )
    if goods.most_a_month:
        _refuse_more(shelf, quantity, account, at)
    return goods.price * quantity


def index_of(code: str, store: Store) -> str:
    """The keyed hash under which a code of this store is found."""
    return blind_index(f"{store.pk}/{code}", PURPOSE)


def the_same(
    done: Redemption, shelf: Shelf, quantity: int, account: LedgerAccount
) -> Redemption:
    """The same key again: the same wish gets the first answer, another one is refused."""
    asked = (shelf.pk, quantity, account.pk)
    if (done.shelf_id, done.quantity, done.account_id) != asked:
        raise KeyUsedForAnother("这张表单已提交过，请刷新后再填。")
    return done


def _refuse_more(shelf: Shelf, quantity: int, account: LedgerAccount, at: datetime) -> None:
    """Lock the account's redemptions of the goods by its own row: the ledger does it next."""
    goods, first = shelf.goods, day_of(at).replace(day=1)
    LedgerAccount.objects.select_for_update().get(pk=account.pk)
    mine = Redemption.objects.filter(account=account, shelf__goods=goods, state__in=COUNTING)
    had = mine.filter(asked_at__gte=start_of(first)).aggregate(sum=Sum("quantity"))["sum"] or 0
    if had + quantity > goods.most_a_month:
        raise AboveTheLimit(
            "“{name}”每月每户（人）限兑 {most} 件，这个月已经兑换 {had} 件。",
            name=goods.name,
            most=goods.most_a_month,
            had=had,
        )


def keep(
    shelf: Shelf, kind: MoveKind, quantity: int, order: Ref, by: Ref, at: datetime
) -> Shelf:
    """Move stock for somebody, or say what else there is."""
    try:
        return move(shelf, kind, quantity, order=order, by=by, at=at)
    except StockShort:
        others = "、".join(_what_else(shelf))
        if others:
            raise SoldOut(
                "“{name}”刚刚被兑换完了，店里还有：{others}。",
                name=shelf.goods.name,
                others=others,
                next_step=_else(),
            ) from None
        raise SoldOut(
            "“{name}”刚刚被兑换完了，店里暂时没有别的，过几天再来看看。",
            name=shelf.goods.name,
            next_step=_else(),
        ) from None


def _what_else(shelf: Shelf) -> Iterator[str]:
    there = Shelf.objects.on_offer().filter(store=shelf.store, goods__book=shelf.goods.book)
    names = there.exclude(pk=shelf.pk).order_by("goods__price", "pk")
    yield from names.values_list("goods__name", flat=True)[:3]


def _else() -> WayOut:
    return WayOut(label="看看还有什么", url="/store/")


def _last_day(shelf: Shelf, at: datetime) -> date:
    days = resolve(shelf.store.area.chain)[DAYS_TO_FETCH]
    terms = terms_here(shelf.store.area, Book(shelf.goods.book), day_of(at))
    return fetch_by(day_of(at), days=days, hold_days=terms.hold_days)


def give_code(redemption: Redemption) -> None:
    """取货码: six digits that nobody else waits under in this store."""
    store = redemption.shelf.store
    waiting = Redemption.objects.reserved().filter(shelf__store=store)
    while True:
        code = spoken_code(CODE_DIGITS, choose=randbelow)
        hashed = index_of(code, store)
        if not waiting.filter(code_index=hashed).exists():
            redemption.code, redemption.code_index = code, hashed
            return
