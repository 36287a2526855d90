"""盘点: one counts, another signs beside them; only then are the differences booked."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.people.viewer import Viewer
from linli.store import policies
from linli.store.actions.shelves import KEEPERS_ONLY, move
from linli.store.events import StockCounted, StocktakeDropped, StocktakeSigned
from linli.store.models import Shelf, Stocktake, StocktakeCount, Store
from linli.store.rules import MoveKind, TakeStep, take_after


class CountUnreadable(Unreadable):
    pass


class StocktakeRunning(Refusal):
    pass


class StocktakeMovedOn(Refusal):
    pass


class SignedAlone(NotPermitted):
    pass


@transaction.atomic
def count_stock(
    *, store: Store, counted: Mapping[Shelf, int], by: Viewer, at: datetime
) -> Stocktake:
    """清点: what lay on each shelf, beside what the book says at this moment."""
    if not policies.may_keep_store(by, store) or by.person_id is None:
        raise NotPermitted(KEEPERS_ONLY)
    if not counted or any(many < 0 for many in counted.values()):
        raise CountUnreadable("请写下每个货架的实点数，没有就写 0。")
    if any(shelf.store_id != store.pk for shelf in counted):
        raise CountUnreadable("只能盘这家店的货架。")
    try:
        with transaction.atomic():
            take = Stocktake.objects.create(store=store, counter_id=by.person_id, counted_at=at)
    except IntegrityError:
        raise StocktakeRunning("上一次盘点还等着签字，先签字或作废。") from None
    now = dict(store.shelves.values_list("pk", "on_hand"))
    rows = [
        StocktakeCount(stocktake=take, shelf=shelf, expected=now[shelf.pk], counted=many)
        for shelf, many in counted.items()
    ]
    StocktakeCount.objects.bulk_create(rows)
    event = StockCounted(
        subject=take.ref,
        shelves=len(rows),
        differences=sum(1 for row in rows if row.difference),
    )
    journal.record(event, by=by.ref, at=at, place=store.area.ref)
    return take


@transaction.atomic
def sign_stocktake(*, stocktake: Stocktake, reason: str, by: Viewer, at: datetime) -> None:
    """签字: a second one agrees; every difference becomes a correction under both names."""
    if by.person_id == stocktake.counter_id:
        raise SignedAlone("清点的人自己不能签字，要另一位同事一起看过。")
    if not policies.may_sign_stocktake(by, stocktake):
        raise NotPermitted(KEEPERS_ONLY)
    counts = list(stocktake.counts.select_related("shelf").order_by("shelf"))
    wrong = [count for count in counts if count.difference]
    if wrong and not reason.strip():
        raise CountUnreadable("有差异，请写一句是什么原因。")
    _move(
        stocktake,
        TakeStep.SIGN,
        signer_id=by.person_id,
        signed_at=at,
        reason=reason.strip(),
    )
    counter = f"person/{stocktake.counter_id}"
    for count in wrong:
        move(
            count.shelf,
            MoveKind.CORRECT,
            count.difference,
            order=stocktake.ref,
            reason=reason.strip(),
            approver=by.ref,
            by=counter,
            at=at,
        )
    event = StocktakeSigned(
        subject=stocktake.ref,
        counter=counter,
        signer=by.ref,
        differences=len(wrong),
        reason=reason.strip(),
    )
    journal.record(event, by=by.ref, at=at, place=stocktake.store.area.ref)


@transaction.atomic
def drop_stocktake(*, stocktake: Stocktake, reason: str, by: Viewer, at: datetime) -> None:
    """作废: it is counted again; nothing is booked."""
    if not policies.may_keep_store(by, stocktake.store):
        raise NotPermitted(KEEPERS_ONLY)
    if not reason.strip():
        raise CountUnreadable("请写一句为什么重盘。")
    _move(stocktake, TakeStep.DROP, reason=reason.strip())
    event = StocktakeDropped(subject=stocktake.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=stocktake.store.area.ref)


def _move(stocktake: Stocktake, step: TakeStep, **changes: object) -> None:
    goal = take_after(stocktake.standing, step)
    seen = Stocktake.objects.filter(pk=stocktake.pk, state=stocktake.state)
    if not seen.update(state=goal, **changes):
        raise StocktakeMovedOn("这次盘点刚刚办过了。")
    stocktake.refresh_from_db()
