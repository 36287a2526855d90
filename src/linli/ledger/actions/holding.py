"""Holds: credits set aside for an order, then paid, let go, or lapsed; each ends once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.references import THE_SYSTEM, Ref
from linli.ledger import policies
from linli.ledger.actions.booking import Booking, Flow, Mint, Slip, begin
from linli.ledger.actions.earning import (
    Share,
    expiry_of,
    origin_for,
    share_of,
    spare_of,
    the_pool,
)
from linli.ledger.actions.refusals import (
    AccountFrozen,
    HoldEndedAlready,
    KeyAlreadyUsed,
    MoreThanHeld,
    NoSuchMove,
    NotEnoughCredit,
)
from linli.ledger.actions.replays import hold_under, transfer_under
from linli.ledger.actions.terms import digest_of
from linli.ledger.actions.words import read_amount
from linli.ledger.events import CreditsHeld, HoldCaptured, HoldExpired, HoldVoided
from linli.ledger.models import Hold, HoldEnd, LedgerAccount, ServiceMinutes, Transfer
from linli.ledger.rules import Book, Code, State
from linli.people.viewer import Viewer

MOST_AT_ONCE = 500


@transaction.atomic
def hold(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    order: Ref,
    purpose: Code = Code.CAPTURE,
    by: Viewer,
    at: datetime,
) -> Hold:
    """冻结: set credits aside for an order that will be paid or redeemed."""
    if not policies.may_spend(by, account):
        raise NotPermitted("只有户主、受托人或代办的工作人员可以用这个账户。")
    body = digest_of({"hold": [account.ref, read_amount(amount), order, purpose]})
    booking = begin(account.place, Book(account.book), at=at)
    booking.lock(account)
    if done := hold_under(key, body):
        return done
    if account.standing is not State.OPEN:
        raise AccountFrozen("这个账户已经冻结或结清，请联系社区。")
    _refuse_unusable(booking, account, amount, purpose)
    booking.hold(account, amount)
    made = _lay(
        Hold(
            key=key,
            body_hash=body,
            account=account,
            amount=amount,
            order=order,
            actor=by.ref,
            made_at=at,
            expires_at=at + timedelta(days=booking.terms.hold_days),
        )
    )
    booking.write()
    event = CreditsHeld(subject=account.ref, amount=amount, hold=made.ref, order=order)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return made


@transaction.atomic
def capture(
    *,
    key: str,
    hold: Hold,
    to: LedgerAccount,
    amount: int,
    minutes: int = 0,
    served_on: date | None = None,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """支付服务: pay what was held, or a part of it; the rest of the hold is released.

    Who served has it as a service of that day, with its own expiry; what is over their caps
    goes to the pool.
    """
    if not policies.may_spend(by, hold.account):
        raise NotPermitted("要由付积分的一方、受托人或代办的工作人员确认。")
    day = served_on or day_of(at)
    body = digest_of({"capture": [hold.ref, to.ref, read_amount(amount), minutes, day]})
    booking = begin(hold.account.place, Book(hold.account.book), at=at, on=day)
    payer = hold.account
    booking.lock(payer, to)
    if done := transfer_under(key, body):
        return done
    refuse_ended(hold)
    if to.pk == payer.pk:
        raise NoSuchMove("不能支付给自己。")
    if amount > hold.amount:
        raise MoreThanHeld("只冻结了 {held}，不能支付更多。", held=hold.amount)
    share = share_of(amount, to, booking)
    booking.hold(payer, -hold.amount)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.CAPTURE,
        flows=_paid(booking, payer, to, share),
        actor=by.ref,
        order=hold.order,
    )
    [transfer] = booking.post(slip)
    end_hold(hold, "captured", transfer, by.ref, at)
    booking.write()
    if minutes:
        _note_minutes(transfer, to, minutes, share)
    event = HoldCaptured(
        subject=payer.ref,
        amount=amount,
        held=hold.amount,
        hold=hold.ref,
        transfer=transfer.ref,
        order=hold.order,
    )
    journal.record(event, by=by.ref, at=at, place=payer.place.ref)
    return transfer


@transaction.atomic
def void_hold(*, hold: Hold, by: Viewer, at: datetime) -> None:
    """解除冻结: the order came to nothing, and the credits are free again."""
    if not policies.may_spend(by, hold.account):
        raise NotPermitted("只有户主、受托人或代办的工作人员可以解除。")
    _release(hold, "voided", by.ref, at)
    event = HoldVoided(subject=hold.account.ref, amount=hold.amount, hold=hold.ref)
    journal.record(event, by=by.ref, at=at, place=hold.account.place.ref)


def expire_holds(at: datetime) -> int:
    """冻结到期: what nobody paid or let go in time is free again; says how many."""
    late = Hold.objects.open().filter(expires_at__lte=at).order_by("expires_at", "pk")
    found = late.select_related("account__place")[:MOST_AT_ONCE]
    return sum(_expire(one, at) for one in found)


def end_hold(
    hold: Hold, kind: str, transfer: Transfer | None, actor: Ref, at: datetime
) -> None:
    """结束冻结: its account is locked, so whoever comes second has been told."""
    end = HoldEnd(hold=hold, kind=kind, transfer=transfer, actor=actor, ended_at=at)
    end.save(force_insert=True)


def refuse_ended(hold: Hold) -> None:
    """Refuse a hold that is paid, let go or lapsed already."""
    if HoldEnd.objects.filter(hold=hold).exists():
        raise HoldEndedAlready("这笔冻结已经结清了。")


@transaction.atomic
def _expire(hold: Hold, at: datetime) -> bool:
    try:
        _release(hold, "expired", THE_SYSTEM, at)
    except HoldEndedAlready:
        return False
    event = HoldExpired(subject=hold.account.ref, amount=hold.amount, hold=hold.ref)
    journal.record(event, by=THE_SYSTEM, at=at, place=hold.account.place.ref)
    return True


def _release(hold: Hold, kind: str, actor: Ref, at: datetime) -> None:
    account = hold.account
    booking = begin(account.place, Book(account.book), at=at)
    booking.lock(account)
    refuse_ended(hold)
    end_hold(hold, kind, None, actor, at)
    booking.hold(account, -hold.amount)
    booking.write()


def _lay(hold: Hold) -> Hold:
    try:
        hold.save(force_insert=True)
    except IntegrityError:
        raise KeyAlreadyUsed.for_another() from None
    return hold


def _refuse_unusable(
    booking: Booking, account: LedgerAccount, amount: int, purpose: Code
) -> None:
    """Refuse to promise what this purpose may not take: a team's hours, a grant for goods."""
    usable = booking.usable(purpose, account)
    lots = booking.lots_of(account)
    there = sum(lot.left for lot in lots if lot.origin in usable) - account.held
    if there < amount:
        raise NotEnoughCredit(
            "能用于“{code}”的只有 {available}，不够 {wanted}。",
            code=purpose.label,
            available=max(0, there),
            wanted=amount,
        )


def _paid(
    booking: Booking, payer: LedgerAccount, to: LedgerAccount, share: Share
) -> Sequence[Flow]:
    mint = Mint(origin=origin_for(to), expires_on=expiry_of(booking))
    parts = [(to, share.kept)] if share.kept else []
    if share.surplus:
        parts.append((the_pool(booking), share.surplus))
    return [
        Flow(source=payer, target=target, amount=part, mints=[mint], was_held=True)
        for target, part in parts
    ]


def _note_minutes(transfer: Transfer, to: LedgerAccount, minutes: int, share: Share) -> None:
    ServiceMinutes.objects.create(
        key=transfer.key,
        body_hash=transfer.body_hash,
        account=to,
        minutes=minutes,
        amount=share.kept + share.surplus,
        kept=share.kept,
        spare=spare_of(to),
        policy_id=transfer.policy_id,
        transfer=transfer,
        order=transfer.order,
        served_on=transfer.effective_on,
        recorded_at=transfer.recorded_at,
    )
