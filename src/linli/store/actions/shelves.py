"""Stores open, goods come onto shelves, and every move of stock is written down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import Ref
from linli.ledger.rules import Book, Use
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import policies
from linli.store.actions.credits import terms_here
from linli.store.events import (
    GoodsListed,
    GoodsRepriced,
    GoodsWithdrawn,
    StockMoved,
    StockRanLow,
    StoreClosed,
    StoreOpened,
)
from linli.store.models import Goods, Shelf, StockMove, Store
from linli.store.rules import MoveKind, delta_of, moved

KEEPERS_ONLY = "只有看这家店的店员和那里的工作人员可以动库存。"
RUNNERS_ONLY = "开店、定商品和价格，由社区工作人员办。"


class StoreWordsMissing(Unreadable):
    pass


class StoreClosedAlready(Refusal):
    pass


class StoreNotEmpty(Refusal):
    pass


class GoodsNotAllowed(Refusal):
    pass


class GoodsWithdrawnAlready(Refusal):
    pass


class GoodsOfAnotherArea(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewGoods:
    """A kind of goods: its price in whole credits of that book, its cost in fen."""

    name: str
    book: Book
    price: int
    unit: str = "件"
    cost_fen: int = 0
    most_a_month: int = 0


@transaction.atomic
def open_store(
    *, area: Area, name: str, address: str, hours: str, by: Viewer, at: datetime
) -> Store:
    """开店: a place where goods are fetched, with its hours."""
    if not policies.may_run_store(by, area):
        raise NotPermitted(RUNNERS_ONLY)
    if not (name.strip() and address.strip() and hours.strip()):
        raise StoreWordsMissing("请写明店名、地址和营业时间。")
    store = Store.objects.create(
        area=area,
        name=name.strip(),
        address=address.strip(),
        hours=hours.strip(),
        opened_on=day_of(at),
    )
    event = StoreOpened(subject=store.ref, name=store.name, address=store.address)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return store


@transaction.atomic
def close_store(*, store: Store, reason: str, by: Viewer, at: datetime) -> None:
    """停业: once nothing lies there that is promised to somebody."""
    if not policies.may_run_store(by, store.area):
        raise NotPermitted(RUNNERS_ONLY)
    if store.shelves.filter(reserved__gt=0).exists():
        raise StoreNotEmpty("还有人兑换了没有来取，先交货或作废，再停业。")
    open_one = Store.objects.filter(pk=store.pk, closed_on=None)
    if not open_one.update(closed_on=day_of(at)):
        raise StoreClosedAlready("“{name}”已经停业了。", name=store.name)
    event = StoreClosed(subject=store.ref, reason=_read(reason))
    journal.record(event, by=by.ref, at=at, place=store.area.ref)


@transaction.atomic
def list_goods(*, area: Area, goods: NewGoods, by: Viewer, at: datetime) -> Goods:
    """定商品: what can be had and for how much, in a book that may be used for goods."""
    if not policies.may_run_store(by, area):
        raise NotPermitted(RUNNERS_ONLY)
    refuse_goods_for(area, goods.book, at)
    if goods.price < 1 or not goods.name.strip():
        raise StoreWordsMissing("请写商品名称；价格要是 1 或更大的整数。")
    listed = Goods.objects.create(
        area=area,
        name=goods.name.strip(),
        unit=goods.unit.strip() or "件",
        book=goods.book,
        price=goods.price,
        cost_fen=goods.cost_fen,
        most_a_month=goods.most_a_month,
    )
    event = GoodsListed(
        subject=listed.ref,
        name=listed.name,
        unit=listed.unit,
        price=listed.price,
        book=goods.book.label,
    )
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return listed


@transaction.atomic
def reprice_goods(*, goods: Goods, price: int, reason: str, by: Viewer, at: datetime) -> None:
    """改价: from now on; what is reserved keeps its price."""
    if not policies.may_run_store(by, goods.area):
        raise NotPermitted(RUNNERS_ONLY)
    if price < 1:
        raise StoreWordsMissing("价格要是 1 或更大的整数。")
    why = _read(reason)
    seen = Goods.objects.filter(pk=goods.pk, price=goods.price, withdrawn_on=None)
    if not seen.update(price=price):
        raise GoodsWithdrawnAlready("“{name}”刚刚改过或下架了。", name=goods.name)
    goods.price = price
    event = GoodsRepriced(subject=goods.ref, name=goods.name, price=price, reason=why)
    journal.record(event, by=by.ref, at=at, place=goods.area.ref)


@transaction.atomic
def withdraw_goods(*, goods: Goods, reason: str, by: Viewer, at: datetime) -> None:
    """下架: nobody can have it any more; what is reserved is still fetched."""
    if not policies.may_run_store(by, goods.area):
        raise NotPermitted(RUNNERS_ONLY)
    why = _read(reason)
    listed = Goods.objects.filter(pk=goods.pk, withdrawn_on=None)
    if not listed.update(withdrawn_on=day_of(at)):
        raise GoodsWithdrawnAlready("“{name}”已经下架了。", name=goods.name)
    event = GoodsWithdrawn(subject=goods.ref, name=goods.name, reason=why)
    journal.record(event, by=by.ref, at=at, place=goods.area.ref)


@transaction.atomic
def take_in(
    *,
    store: Store,
    goods: Goods,
    quantity: int,
    reason: str,
    low_at: int | None = None,
    by: Viewer,
    at: datetime,
) -> Shelf:
    """入库: so many pieces come onto the shelf; where from stands in the reason."""
    if not policies.may_keep_store(by, store):
        raise NotPermitted(KEEPERS_ONLY)
    if not store.area.lies_in(goods.area):
        raise GoodsOfAnotherArea("这种商品不是这个社区的。")
    shelf, _ = Shelf.objects.get_or_create(store=store, goods=goods)
    if low_at is not None:
        Shelf.objects.filter(pk=shelf.pk).update(low_at=max(0, low_at))
    shelf = move(shelf, MoveKind.IN, quantity, reason=_read(reason), by=by.ref, at=at)
    _told(shelf, MoveKind.IN, quantity, reason, by, at)
    return shelf


@transaction.atomic
def take_out(*, shelf: Shelf, quantity: int, reason: str, by: Viewer, at: datetime) -> None:
    """出库: broken, expired, given elsewhere; never what is promised to somebody."""
    if not policies.may_keep_store(by, shelf.store):
        raise NotPermitted(KEEPERS_ONLY)
    left = move(shelf, MoveKind.OUT, quantity, reason=_read(reason), by=by.ref, at=at)
    _told(left, MoveKind.OUT, quantity, reason, by, at)
    warn_if_low(left, before=left.available + quantity, by=by.ref, at=at)


def move(
    shelf: Shelf,
    kind: MoveKind,
    quantity: int,
    *,
    order: Ref = "",
    reason: str = "",
    approver: Ref = "",
    by: Ref,
    at: datetime,
) -> Shelf:
    """Move stock on a shelf inside a transaction; whoever comes second sees what is left.

    The first statement is the lock: it writes the row, so that the next one waits for it.
    """
    delta = delta_of(kind, quantity)
    Shelf.objects.filter(pk=shelf.pk).update(version=F("version") + 1)
    locked = Shelf.objects.select_related("store__area", "goods__area").get(pk=shelf.pk)
    after = moved(locked.stock, delta)
    locked.on_hand, locked.reserved = after.on_hand, after.reserved
    locked.save(update_fields=["on_hand", "reserved"])
    StockMove.objects.create(
        shelf=locked,
        version=locked.version,
        kind=kind,
        on_hand=delta.on_hand,
        reserved=delta.reserved,
        on_hand_after=after.on_hand,
        reserved_after=after.reserved,
        order=order,
        actor=by,
        approver=approver,
        reason=reason,
        moved_at=at,
    )
    return locked


def warn_if_low(shelf: Shelf, *, before: int, by: Ref, at: datetime) -> None:
    """快没货了: told once, when the level is crossed."""
    if before > shelf.low_at >= shelf.available:
        event = StockRanLow(subject=shelf.ref, name=shelf.goods.name, left=shelf.available)
        journal.record(event, by=by, at=at, place=shelf.store.area.ref)


def refuse_goods_for(area: Area, book: Book, at: datetime) -> None:
    """Refuse goods where the policy in force has no such use of the book (北京 2022)."""
    if book is Book.CNY:
        raise GoodsNotAllowed("积分超市不收钱，也不换钱。")
    terms = terms_here(area, book, day_of(at))
    if Use.GOODS not in terms.redeemable_for:
        raise GoodsNotAllowed(
            "按这里现在的规则，{book}不能兑换物品，可以兑换服务、赠予亲属或捐赠。",
            book=book.label,
        )


def _told(
    shelf: Shelf, kind: MoveKind, quantity: int, reason: str, by: Viewer, at: datetime
) -> None:
    event = StockMoved(
        subject=shelf.ref, kind=kind.label, quantity=quantity, reason=reason.strip()
    )
    journal.record(event, by=by.ref, at=at, place=shelf.store.area.ref)


def _read(reason: str) -> str:
    if not reason.strip():
        raise StoreWordsMissing("请写一句从哪里来、为什么。")
    return reason.strip()
