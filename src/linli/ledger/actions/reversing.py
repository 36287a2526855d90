"""冲正: what was posted is undone by posting its mirror; it never fails for want of credits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.ledger import policies
from linli.ledger.actions.booking import Booking, Flow, Mint, Slip, begin
from linli.ledger.actions.earning import spare_of
from linli.ledger.actions.ending import debt_account
from linli.ledger.actions.refusals import NotForOneself, NotReversible, ReversedAlready
from linli.ledger.actions.replays import transfer_under
from linli.ledger.actions.terms import digest_of
from linli.ledger.actions.words import read_reason
from linli.ledger.events import TransferReversed
from linli.ledger.models import (
    LedgerAccount,
    Lot,
    LotUse,
    Posting,
    ServiceMinutes,
    Transfer,
)
from linli.ledger.rules import (
    Book,
    Code,
    Origin,
    Rounding,
    State,
    first_to_expire,
    keeps_lots,
    take,
)
from linli.people.viewer import Viewer


@dataclass(kw_only=True)
class Mirror:
    """The mirror of a transfer: from whom how much can be taken, and what is missing."""

    flows: list[Flow]
    shortfall: int = 0


@transaction.atomic
def reverse(*, key: str, transfer: Transfer, reason: str, by: Viewer, at: datetime) -> Transfer:
    """冲正: every account is given back what the transfer took and gives back what it got.

    What has been spent meanwhile is owed: it is booked to the clawback account of whoever spent
    it. A transfer is reversed at most once, and a reversal never.
    """
    if not policies.may_keep_books(by, transfer.place):
        raise NotPermitted("只有那里记账的人可以冲正。")
    why = read_reason(reason)
    body = digest_of({"reverse": [transfer.ref, why]})
    booking = begin(transfer.place, Book(transfer.book), at=at)
    deltas = _deltas(transfer)
    booking.lock(*(posting.account for posting in deltas))
    if done := transfer_under(key, body):
        return done
    _refuse(transfer, deltas, by)
    mirror = _mirror(booking, transfer, deltas)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.REVERSE,
        flows=mirror.flows,
        actor=by.ref,
        order=transfer.order,
        reason=why,
        reverses_id=transfer.pk,
    )
    made = booking.post_one(slip)
    _take_minutes_back(transfer, made)
    event = TransferReversed(
        subject=mirror.flows[0].target.ref,
        amount=sum(flow.amount for flow in mirror.flows),
        shortfall=mirror.shortfall,
        reversed=transfer.ref,
        transfer=made.ref,
        reason=why,
    )
    journal.record(event, by=by.ref, at=at, place=transfer.place.ref)
    return made


def _deltas(transfer: Transfer) -> list[Posting]:
    found = Posting.objects.filter(transfer=transfer).select_related("account__place")
    return list(found.order_by("account"))


def _refuse(transfer: Transfer, deltas: list[Posting], by: Viewer) -> None:
    if transfer.code == Code.REVERSE or sum(one.delta < 0 for one in deltas) != 1:
        raise NotReversible("冲正本身不能再冲正，请另记一笔。")
    if Transfer.objects.filter(reverses=transfer).exists():
        raise ReversedAlready("这笔账已经冲正过了。")
    if any(one.delta < 0 and policies.is_own(by, one.account) for one in deltas):
        raise NotForOneself("不能给自己记，请换一位同事。")


def _mirror(booking: Booking, transfer: Transfer, deltas: list[Posting]) -> Mirror:
    [back] = [one.account for one in deltas if one.delta < 0]
    if back.standing is State.CLOSED:
        # What comes back after an account was settled waits there for who settles it again.
        LedgerAccount.objects.filter(pk=back.pk).update(state=State.FROZEN)
        back.state = State.FROZEN
    mirror = Mirror(flows=[])
    made = _lots_made(transfer)
    used: dict[int, int] = {}
    for posting in deltas:
        if posting.delta > 0:
            _take_from(booking, posting, back, made, used, mirror)
    if keeps_lots(booking.book, back.what):
        mirror.flows = list(_with_lots(mirror.flows, _returns(transfer, used)))
    return mirror


def _take_from(
    booking: Booking,
    posting: Posting,
    back: LedgerAccount,
    made: Mapping[int, list[int]],
    used: dict[int, int],
    mirror: Mirror,
) -> None:
    """Take back what is still there, of the lots that the transfer made before any other."""
    account, named = posting.account, made.get(posting.account_id, [])
    part = posting.delta
    if account.floor is not None:
        part = min(part, max(0, account.available - account.floor))
    if part:
        flow = Flow(source=account, target=back, amount=part, named=named)
        mirror.flows.append(flow)
        if keeps_lots(booking.book, account.what):
            for one in take(first_to_expire(booking.lots_of(account), named=named), part):
                used[one.lot.root] = used.get(one.lot.root, 0) + one.amount
    if missing := posting.delta - part:
        owed = debt_account(account, booking.at)
        booking.lock(owed)
        mirror.flows.append(Flow(source=owed, target=back, amount=missing))
        mirror.shortfall += missing


def _lots_made(transfer: Transfer) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for account, pk in Lot.objects.filter(transfer=transfer).values_list("account", "pk"):
        found.setdefault(account, []).append(pk)
    return found


def _returns(transfer: Transfer, used: Mapping[int, int]) -> Iterator[Mint]:
    """What comes back: with expiry and origin as they were, and under its root as far as that
    root is free again; the rest was paid by somebody's debt and is a root of its own.
    """
    free = dict(used)
    uses = list(LotUse.objects.filter(transfer=transfer).select_related("lot").order_by("pk"))
    for use in uses:
        root = use.lot.slice.root
        free[root] = free.get(root, 0) + use.quantity
    for lot in Lot.objects.filter(transfer=transfer, root__isnull=False):
        free[lot.root_id or 0] = free.get(lot.root_id or 0, 0) - lot.quantity
    for use in uses:
        root = use.lot.slice.root
        under = min(use.quantity, max(0, free.get(root, 0)))
        free[root] = free.get(root, 0) - under
        kept = Mint(origin=Origin(use.lot.origin), expires_on=use.lot.expires_on)
        if under:
            yield replace(kept, root=root, amount=under)
        if rest := use.quantity - under:
            yield replace(kept, amount=rest)


def _with_lots(flows: list[Flow], returns: Iterator[Mint]) -> Iterator[Flow]:
    """Share out what comes back among the flows that bring it."""
    waiting = list(returns)
    for flow in flows:
        mints, rest = [], flow.amount
        while rest:
            mint = waiting.pop(0)
            part = min(rest, mint.amount)
            mints.append(replace(mint, amount=part))
            if part < mint.amount:
                waiting.insert(0, replace(mint, amount=mint.amount - part))
            rest -= part
        yield replace(flow, mints=mints)


def _take_minutes_back(transfer: Transfer, made: Transfer) -> None:
    fact = ServiceMinutes.objects.filter(transfer=transfer).first()
    if fact is None:
        return
    per = int(transfer.policy.terms["minutes_a_credit"])
    keeps = transfer.policy.terms["rounding"] == Rounding.KEEP and transfer.code == Code.EARN
    spare = spare_of(fact.account)
    ServiceMinutes.objects.create(
        key=f"reversal/{made.pk}",
        body_hash=made.body_hash,
        account=fact.account,
        minutes=-fact.minutes,
        amount=-fact.amount,
        kept=-fact.kept,
        spare=spare - (fact.minutes - fact.amount * per) if keeps else spare,
        policy=fact.policy,
        transfer=made,
        order=fact.order,
        served_on=fact.served_on,
        recorded_at=made.recorded_at,
    )
