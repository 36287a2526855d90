"""What was reserved is fetched by its code, given up, taken back, or lapses by itself."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import THE_SYSTEM, Ref
from linli.people.viewer import THE_HOUSE, Viewer
from linli.store import policies
from linli.store.actions.credits import (
    give_back,
    let_go,
    pay_for_goods,
)
from linli.store.actions.reserving import give_code, index_of
from linli.store.actions.shelves import move
from linli.store.events import (
    GoodsHandedOver,
    GoodsTakenBack,
    PickUpCodeRenewed,
    RedemptionGivenUp,
    RedemptionLapsed,
)
from linli.store.models import Redemption, Store
from linli.store.rules import MoveKind, Proof, State, Step, after

MOST_AT_ONCE = 200


class RedemptionMovedOn(Refusal):
    pass


class CodeUnknown(Refusal):
    status = 404


class PickUpLapsed(Refusal):
    pass


class ReasonForReturnMissing(Unreadable):
    pass


def redemption_under(code: str, store: Store) -> Redemption:
    """取货码: the redemption that waits in this store under the code."""
    said = "".join(digit for digit in code if digit.isdigit())
    waiting = Redemption.objects.reserved().filter(shelf__store=store)
    found = waiting.filter(code_index=index_of(said, store)).first() if said else None
    if not found:
        raise CodeUnknown("这家店没有等着这个取货码的兑换，请再对一遍，或看看是不是取过了。")
    return found


@transaction.atomic
def hand_over(*, redemption: Redemption, code: str, by: Viewer, at: datetime) -> None:
    """交货: whoever says the code has the goods; the hold is paid and the shelf is lighter."""
    if not policies.may_hand_over(by, redemption):
        raise NotPermitted("要由店里另一位同事交货，不能交给自己或自己家。")
    after(redemption.standing, Step.HAND_OVER)
    said = "".join(digit for digit in code if digit.isdigit())
    if index_of(said, redemption.shelf.store) != redemption.code_index:
        raise CodeUnknown("取货码不对，请再对一遍。")
    if day_of(at) > redemption.fetch_by:
        raise PickUpLapsed("过了最后一天（{day}），请重新兑换。", day=redemption.fetch_by)
    _move(redemption, Step.HAND_OVER, proof=Proof.CODE, keeper_id=by.person_id, ended_at=at)
    transfer = pay_for_goods(
        redemption.account,
        redemption.credits,
        key=f"goods/{redemption.number}",
        order=redemption.ref,
        hold=redemption.hold,
        by=by,
        at=at,
    )
    Redemption.objects.filter(pk=redemption.pk).update(
        state=State.HANDED_OVER, transfer=transfer
    )
    redemption.refresh_from_db()
    move(
        redemption.shelf,
        MoveKind.HAND_OVER,
        redemption.quantity,
        order=redemption.ref,
        by=by.ref,
        at=at,
    )
    tell_handed_over(redemption, by, at)


@transaction.atomic
def give_up(*, redemption: Redemption, by: Viewer, at: datetime) -> None:
    """放弃: the credits are free again and the goods go back onto the shelf."""
    if not policies.may_give_up(by, redemption):
        raise NotPermitted("只有兑换的人、受托人或店员可以放弃这次兑换。")
    _undo(redemption, Step.GIVE_UP, by, by.ref, at)
    event = RedemptionGivenUp(
        subject=redemption.ref,
        name=redemption.shelf.goods.name,
        credits=redemption.credits,
    )
    journal.record(event, by=by.ref, at=at, place=redemption.shelf.store.area.ref)


@transaction.atomic
def new_pick_up_code(*, redemption: Redemption, by: Viewer, at: datetime) -> None:
    """换取货码: the old one is lost; from now on only the new one counts."""
    if not policies.may_give_up(by, redemption):
        raise NotPermitted("只有兑换的人、受托人或店员可以换取货码。")
    give_code(redemption)
    _move(redemption, Step.NEW_CODE, code=redemption.code, code_index=redemption.code_index)
    event = PickUpCodeRenewed(subject=redemption.ref)
    journal.record(event, by=by.ref, at=at, place=redemption.shelf.store.area.ref)


@transaction.atomic
def take_back(*, redemption: Redemption, reason: str, by: Viewer, at: datetime) -> None:
    """退货: what is faulty comes back onto the shelf, and its credits are paid back."""
    if not policies.may_hand_over(by, redemption):
        raise NotPermitted("退货由店里的同事办，不能给自己或自己家办。")
    if not reason.strip():
        raise ReasonForReturnMissing("请写一句为什么退货。")
    _move(redemption, Step.TAKE_BACK, ended_at=at)
    assert redemption.transfer  # noqa: S101 - what was handed over is paid
    give_back(
        redemption.transfer,
        key=f"return/{redemption.number}",
        reason=reason.strip(),
        by=by,
        at=at,
    )
    move(
        redemption.shelf,
        MoveKind.TAKE_BACK,
        redemption.quantity,
        order=redemption.ref,
        reason=reason.strip(),
        by=by.ref,
        at=at,
    )
    event = GoodsTakenBack(
        subject=redemption.ref,
        name=redemption.shelf.goods.name,
        credits=redemption.credits,
        reason=reason.strip(),
    )
    journal.record(event, by=by.ref, at=at, place=redemption.shelf.store.area.ref)


def lapse_redemptions(at: datetime) -> int:
    """过期作废: what nobody fetched by its last day goes back; says how many."""
    late = Redemption.objects.reserved().filter(fetch_by__lt=day_of(at))
    found = late.select_related("shelf__store__area", "shelf__goods", "account__place", "hold")
    return sum(_lapse(one, at) for one in found.order_by("fetch_by", "pk")[:MOST_AT_ONCE])


def tell_handed_over(redemption: Redemption, by: Viewer, at: datetime) -> None:
    """记录交货, whether it was fetched by code or had at the counter."""
    event = GoodsHandedOver(
        subject=redemption.ref,
        name=redemption.shelf.goods.name,
        quantity=redemption.quantity,
        credits=redemption.credits,
        proof=Proof(redemption.proof).label,
        account=redemption.account.ref,
    )
    journal.record(event, by=by.ref, at=at, place=redemption.shelf.store.area.ref)


def _undo(redemption: Redemption, step: Step, by: Viewer, actor: Ref, at: datetime) -> None:
    _move(redemption, step, ended_at=at)
    let_go(redemption.hold, by, at)
    move(
        redemption.shelf,
        MoveKind.RELEASE,
        redemption.quantity,
        order=redemption.ref,
        by=actor,
        at=at,
    )


@transaction.atomic
def _lapse(redemption: Redemption, at: datetime) -> bool:
    try:
        _undo(redemption, Step.LAPSE, THE_HOUSE, THE_SYSTEM, at)
    except RedemptionMovedOn:
        return False
    event = RedemptionLapsed(
        subject=redemption.ref,
        name=redemption.shelf.goods.name,
        credits=redemption.credits,
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=redemption.shelf.store.area.ref)
    return True


def _move(redemption: Redemption, step: Step, **changes: object) -> None:
    """Take the step if nobody was first; a hand-over gets its transfer before it is one."""
    goal = after(redemption.standing, step)
    seen = Redemption.objects.filter(
        pk=redemption.pk, state=redemption.state, code_index=redemption.code_index
    )
    if step is Step.NEW_CODE:
        seen = Redemption.objects.filter(pk=redemption.pk, state=State.RESERVED)
    if goal is not State.RESERVED:
        changes |= {"code": "", "code_index": ""}
    if step is not Step.HAND_OVER:
        changes["state"] = goal
    if not seen.update(**changes):
        raise RedemptionMovedOn("这次兑换刚刚办过了。")
    redemption.refresh_from_db()
