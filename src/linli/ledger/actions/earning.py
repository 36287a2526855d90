"""What brings credits into being: services that were done, deeds, and grants from a fund."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.portable import inserting, rows_of
from linli.kernel.references import Ref
from linli.ledger import policies
from linli.ledger.actions.accounts import common_account
from linli.ledger.actions.booking import Booking, Flow, Mint, Slip, begin
from linli.ledger.actions.refusals import NotForOneself
from linli.ledger.actions.replays import minutes_under, transfer_under
from linli.ledger.actions.terms import digest_of
from linli.ledger.actions.words import read_amount, read_reason
from linli.ledger.events import CreditsAwarded, CreditsEarned, CreditsGranted, FundEndowed
from linli.ledger.models import LedgerAccount, ServiceMinutes, Transfer
from linli.ledger.rules import (
    AccountKind,
    Book,
    Code,
    Origin,
    add_months,
    counted,
    room_left,
)
from linli.people.viewer import Viewer
from linli.places.models import Area

SPARE = "SELECT spare FROM ledger_serviceminutes WHERE account_id = %s ORDER BY id DESC LIMIT 1"
FACT_FIELDS = tuple(one.name for one in ServiceMinutes._meta.fields if not one.primary_key)
FACT_COLUMNS = tuple(one.attname for one in ServiceMinutes._meta.fields if not one.primary_key)


@dataclass(frozen=True, kw_only=True)
class Share:
    """What of some credits goes to the account, and what over the caps goes to the pool."""

    kept: int
    surplus: int


@transaction.atomic
def earn(
    *,
    key: str,
    account: LedgerAccount,
    minutes: int,
    served_on: date,
    order: Ref = "",
    by: Viewer,
    at: datetime,
) -> ServiceMinutes:
    """存入: minutes of service become whole credits; what is over a cap goes to the pool.

    A service that was done is never refused. The same key with the same words is answered with
    what was written the first time.
    """
    _refuse_to_credit(by, account, order)
    asked = [account.ref, read_amount(minutes), served_on, order]
    body = digest_of({"earn": asked})
    booking = begin(account.place, Book(account.book), at=at, on=served_on)
    booking.lock(account)
    if done := minutes_under(key, body):
        return done
    worth = counted(
        minutes,
        spare=spare_of(account),
        per=booking.terms.minutes_a_credit,
        rounding=booking.terms.rounding,
    )
    share = share_of(worth.amount, account, booking)
    fact = ServiceMinutes(
        key=key,
        body_hash=body,
        account=account,
        minutes=minutes,
        amount=worth.amount,
        kept=share.kept,
        spare=worth.spare,
        policy_id=booking.rules.policy_id,
        order=order,
        served_on=served_on,
        recorded_at=at,
    )
    if worth.amount:
        slip = Slip(
            key=key,
            body_hash=body,
            code=Code.EARN,
            flows=_minted(booking, account, share),
            actor=by.ref,
            order=order,
        )
        [fact.transfer] = booking.post(slip)
    row = [getattr(fact, name) for name in FACT_COLUMNS]
    [fact.pk] = booking.write(*inserting(ServiceMinutes, FACT_FIELDS, [row]))
    _tell(fact, by)
    return fact


@transaction.atomic
def award(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    reason: str,
    order: Ref = "",
    by: Viewer,
    at: datetime,
) -> Transfer:
    """奖励积分: points for what a person or a household did for the community."""
    _refuse_to_credit(by, account, order)
    why = read_reason(reason)
    body = digest_of({"award": [account.ref, read_amount(amount), why, order]})
    booking = begin(account.place, Book.POINT, at=at)
    booking.lock(account)
    if done := transfer_under(key, body):
        return done
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.EARN,
        flows=[_flow(booking, account, amount, Origin.AWARD)],
        actor=by.ref,
        order=order,
        reason=why,
    )
    transfer = booking.post_one(slip)
    event = CreditsAwarded(
        subject=account.ref, amount=amount, reason=why, transfer=transfer.ref
    )
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


@transaction.atomic
def endow_fund(
    *,
    key: str,
    place: Area,
    amount: int,
    reason: str,
    book: Book = Book.HOUR,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """注入专项池: by a decision the fund has credits to grant to those who cannot earn."""
    if not policies.may_keep_books(by, place):
        raise NotPermitted("只有那里记账的人可以注入专项池。")
    why = read_reason(reason)
    body = digest_of({"endow": [place.ref, book, read_amount(amount), why]})
    booking = begin(place, book, at=at)
    fund = common_account(book=book, kind=AccountKind.FUND, place=place, at=at)
    booking.lock(fund)
    if done := transfer_under(key, body):
        return done
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.ENDOW,
        flows=[Flow(source=_issuer(booking), target=fund, amount=amount)],
        actor=by.ref,
        reason=why,
    )
    transfer = booking.post_one(slip)
    event = FundEndowed(subject=fund.ref, amount=amount, reason=why, transfer=transfer.ref)
    journal.record(event, by=by.ref, at=at, place=place.ref)
    return transfer


@transaction.atomic
def grant(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    expires_on: date,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """发放: the fund pays credits to somebody who cannot earn them; they lapse on that day."""
    if not policies.may_keep_books(by, account.place):
        raise NotPermitted("只有那里记账的人可以发放。")
    if policies.is_own(by, account):
        raise NotForOneself("不能给自己记，请换一位同事。")
    body = digest_of({"grant": [account.ref, read_amount(amount), expires_on]})
    booking = begin(account.place, Book(account.book), at=at)
    fund = common_account(book=booking.book, kind=AccountKind.FUND, place=account.place, at=at)
    booking.lock(account, fund)
    if done := transfer_under(key, body):
        return done
    mint = Mint(origin=Origin.GRANT, expires_on=expires_on)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.GRANT,
        flows=[Flow(source=fund, target=account, amount=amount, mints=[mint])],
        actor=by.ref,
    )
    transfer = booking.post_one(slip)
    event = CreditsGranted(subject=account.ref, amount=amount, transfer=transfer.ref)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


def share_of(amount: int, account: LedgerAccount, booking: Booking) -> Share:
    """封顶: how much of earned credits a locked account may keep by the terms of the day."""
    terms = booking.terms
    if account.what is AccountKind.POOL:
        return Share(kept=amount, surplus=0)
    earned = ServiceMinutes.objects.filter(account=account)
    today = earned.filter(served_on=booking.on)
    kept = room_left(
        amount,
        (terms.daily_cap, _sum(today) if terms.daily_cap else 0),
        (terms.lifetime_cap, _sum(earned) if terms.lifetime_cap else 0),
        (terms.balance_cap, account.posted),
    )
    return Share(kept=kept, surplus=amount - kept)


def expiry_of(booking: Booking) -> date | None:
    """Say when a credit of that day lapses, if it does."""
    months = booking.terms.expiry_months
    return add_months(booking.on, months) if months else None


def origin_for(account: LedgerAccount) -> Origin:
    """Say what the hours of an account are: a team's stay a team's."""
    return Origin.TEAM if account.what is AccountKind.ORGANISATION else Origin.SERVICE


def spare_of(account: LedgerAccount) -> int:
    """零头: the minutes of a locked account that have not made a whole credit yet."""
    for (spare,) in rows_of(SPARE, [account.pk]):
        return int(spare)
    return 0


def _refuse_to_credit(by: Viewer, account: LedgerAccount, order: Ref) -> None:
    if policies.is_own(by, account):
        raise NotForOneself("不能给自己记，请换一位同事。")
    if not policies.may_credit(by, account, order):
        raise NotPermitted("要由记账的人，或确认服务的人来记。")


def _sum(rows: QuerySet[ServiceMinutes]) -> int:
    return rows.aggregate(sum=Sum("kept"))["sum"] or 0


def the_pool(booking: Booking) -> LedgerAccount:
    """公共池: locked last, when something goes there."""
    pool = common_account(
        book=booking.book, kind=AccountKind.POOL, place=booking.place, at=booking.at
    )
    booking.lock(pool)
    return pool


def _issuer(booking: Booking) -> LedgerAccount:
    issuer = common_account(
        book=booking.book, kind=AccountKind.ISSUER, place=booking.place, at=booking.at
    )
    booking.lock(issuer)
    return issuer


def _minted(booking: Booking, account: LedgerAccount, share: Share) -> list[Flow]:
    origin = origin_for(account)
    flows = []
    if share.kept:
        flows.append(_flow(booking, account, share.kept, origin))
    if share.surplus:
        flows.append(_flow(booking, the_pool(booking), share.surplus, origin))
    return flows


def _flow(booking: Booking, target: LedgerAccount, amount: int, origin: Origin) -> Flow:
    mint = Mint(origin=origin, expires_on=expiry_of(booking))
    return Flow(source=_issuer(booking), target=target, amount=amount, mints=[mint])


def _tell(fact: ServiceMinutes, by: Viewer) -> None:
    event = CreditsEarned(
        subject=fact.account.ref,
        amount=fact.kept,
        surplus=fact.amount - fact.kept,
        minutes=fact.minutes,
        transfer=fact.transfer.ref if fact.transfer else "",
        order=fact.order,
    )
    journal.record(event, by=by.ref, at=fact.recorded_at, place=fact.account.place.ref)
