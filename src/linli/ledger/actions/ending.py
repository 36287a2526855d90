"""What the house does with credits: lets them lapse, corrects by adding, settles an account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.references import THE_SYSTEM, Ref
from linli.ledger import policies
from linli.ledger.actions.accounts import common_account
from linli.ledger.actions.booking import Booking, Flow, Mint, Slip, begin
from linli.ledger.actions.refusals import (
    AccountNotEmpty,
    AccountNotFrozen,
    NotForOneself,
    NothingToTake,
    SecondPersonMissing,
)
from linli.ledger.actions.replays import transfer_under
from linli.ledger.actions.terms import digest_of
from linli.ledger.actions.words import read_amount, read_reason
from linli.ledger.events import (
    CreditsAdjusted,
    CreditsClawedBack,
    CreditsExpired,
    EstateSettled,
)
from linli.ledger.models import LedgerAccount, Lot, Transfer
from linli.ledger.queries.balances import balance_of
from linli.ledger.rules import AccountKind, Book, Code, Origin, State
from linli.people.viewer import Viewer

MOST_AT_ONCE = 500


def expire_lots(at: datetime) -> int:
    """过期: what was not used by its day lapses; what is held waits. Says how many accounts."""
    today = day_of(at)
    lapsed = Lot.objects.filter(left__gt=0, expires_on__lte=today)
    ids = lapsed.order_by("account").values_list("account", flat=True).distinct()
    accounts = LedgerAccount.objects.filter(pk__in=list(ids[:MOST_AT_ONCE]))
    return sum(_expire(one, today, at) for one in accounts.select_related("place"))


@transaction.atomic
def claw_back(
    *, key: str, account: LedgerAccount, amount: int, by: Viewer, at: datetime
) -> Transfer:
    """追回: what a reversal could not take, for it was spent, is taken from what came since."""
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以追回。")
    body = digest_of({"claw back": [account.ref, read_amount(amount)]})
    booking = begin(account.place, Book(account.book), at=at)
    owed = debt_account(account, at)
    booking.lock(account, owed)
    if done := transfer_under(key, body):
        return done
    if amount > -balance_of(owed).posted:
        raise NothingToTake("待追回的没有这么多。")
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.CLAWBACK,
        flows=[Flow(source=account, target=owed, amount=amount)],
        actor=by.ref,
    )
    transfer = booking.post_one(slip)
    event = CreditsClawedBack(subject=account.ref, amount=amount, transfer=transfer.ref)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


@transaction.atomic
def adjust(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    reason: str,
    by: Viewer,
    approver: Viewer,
    at: datetime,
) -> Transfer:
    """双人调整: two people correct an account against the suspense account, with a reason.

    A negative number takes away. Nobody corrects their own account or approves it.
    """
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以调整。")
    if not policies.may_approve(approver, account.place, by):
        raise SecondPersonMissing("调整要有另一位记账或审计的人复核。")
    if policies.is_own(by, account) or policies.is_own(approver, account):
        raise NotForOneself("不能给自己记，请换一位同事。")
    why = read_reason(reason)
    read_amount(abs(amount))
    body = digest_of({"adjust": [account.ref, amount, why]})
    book = Book(account.book)
    booking = begin(account.place, book, at=at)
    suspense = common_account(book=book, kind=AccountKind.SUSPENSE, place=account.place, at=at)
    booking.lock(account, suspense)
    if done := transfer_under(key, body):
        return done
    source, target = (suspense, account) if amount > 0 else (account, suspense)
    flow = Flow(
        source=source, target=target, amount=abs(amount), mints=[Mint(origin=Origin.OPENING)]
    )
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.ADJUST,
        flows=[flow],
        actor=by.ref,
        approver=approver.ref,
        reason=why,
    )
    transfer = booking.post_one(slip)
    event = CreditsAdjusted(
        subject=account.ref,
        amount=amount,
        approver=approver.ref,
        transfer=transfer.ref,
        reason=why,
    )
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


@transaction.atomic
def settle_account(
    *,
    key: str,
    account: LedgerAccount,
    to: LedgerAccount | None = None,
    basis: Ref = "",
    reason: str,
    by: Viewer,
    at: datetime,
) -> Transfer | None:
    """结清: a frozen account of somebody who died or left goes to who is named, or to the pool.

    Granted credits are not left to anybody: they lapse. `basis` is the record in which the heir
    or the new place is proven.
    """
    _refuse_to_settle(by, account, to)
    why = read_reason(reason)
    book = Book(account.book)
    target = to or common_account(book=book, kind=AccountKind.POOL, place=account.place, at=at)
    body = digest_of({"settle": [account.ref, target.ref, why, basis]})
    booking = begin(account.place, book, at=at)
    booking.lock(account, target)
    if done := transfer_under(key, body):
        return done
    if account.standing is not State.FROZEN:
        raise AccountNotFrozen("先冻结账户，再结清。")
    if account.held:
        raise AccountNotEmpty("还有冻结的 {held}，先解除或支付。", held=account.held)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.SETTLE,
        flows=[],
        actor=by.ref,
        basis=basis,
        reason=why,
    )
    lapsing, left = _lapsing(booking, account, slip)
    flow = Flow(source=account, target=target, amount=left)
    rest = [replace(slip, flows=[flow])] if left else []
    made = booking.post(*lapsing, *rest)
    booking.write()
    transfer = made[-1] if left else None
    LedgerAccount.objects.filter(pk=account.pk).update(state=State.CLOSED)
    account.state = State.CLOSED
    event = EstateSettled(
        subject=account.ref,
        amount=left,
        transfer=transfer.ref if transfer else "",
        reason=why,
    )
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


def _refuse_to_settle(by: Viewer, account: LedgerAccount, to: LedgerAccount | None) -> None:
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以结清账户。")
    if to is not None and policies.is_own(by, to):
        raise NotForOneself("不能给自己记，请换一位同事。")


def debt_account(account: LedgerAccount, at: datetime) -> LedgerAccount:
    """待追回账户: what the holder of an account owes after a reversal."""
    return common_account(
        book=Book(account.book),
        kind=AccountKind.CLAWBACK,
        place=account.place,
        owner=account.owner,
        at=at,
    )


@transaction.atomic
def _expire(account: LedgerAccount, today: date, at: datetime) -> bool:
    booking = begin(account.place, Book(account.book), at=at)
    expired = common_account(
        book=booking.book, kind=AccountKind.EXPIRED, place=account.place, at=at
    )
    booking.lock(account, expired)
    lots = booking.lots_of(account)
    lapsed = [lot for lot in lots if lot.expires_on and lot.expires_on <= today]
    amount = min(sum(lot.left for lot in lapsed), account.available)
    if not amount:
        return False
    key = f"expire/{account.pk}/{account.version}"
    flow = Flow(source=account, target=expired, amount=amount, named=[lot.pk for lot in lapsed])
    slip = Slip(
        key=key,
        body_hash=digest_of({"expire": key}),
        code=Code.EXPIRE,
        flows=[flow],
        actor=THE_SYSTEM,
    )
    transfer = booking.post_one(slip)
    event = CreditsExpired(subject=account.ref, amount=amount, transfer=transfer.ref)
    journal.record(event, by=THE_SYSTEM, at=at, place=account.place.ref)
    return True


def _lapsing(
    booking: Booking, account: LedgerAccount, slip: Slip
) -> tuple[Sequence[Slip], int]:
    """Give the slip by which what was granted lapses, if anything was, and what is left."""
    granted = [lot for lot in booking.lots_of(account) if lot.origin is Origin.GRANT]
    amount = sum(lot.left for lot in granted)
    if not amount:
        return [], account.posted
    expired = common_account(
        book=booking.book, kind=AccountKind.EXPIRED, place=booking.place, at=booking.at
    )
    booking.lock(expired)
    named = [lot.pk for lot in granted]
    flow = Flow(source=account, target=expired, amount=amount, named=named)
    key = f"settle/{account.pk}/{account.version}"
    return [replace(slip, key=key, code=Code.EXPIRE, flows=[flow])], account.posted - amount
