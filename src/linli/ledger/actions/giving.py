"""What holders do with their credits: give to kin, donate, redeem."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.references import Ref, kind, number
from linli.ledger import policies
from linli.ledger.actions.accounts import common_account
from linli.ledger.actions.booking import Booking, Flow, Slip, begin
from linli.ledger.actions.holding import end_hold, refuse_ended
from linli.ledger.actions.refusals import (
    KinshipNotVerified,
    MoreThanHeld,
    NotKin,
    NotRedeemableFor,
    NotRedeemableYet,
    TooYoung,
)
from linli.ledger.actions.replays import transfer_under
from linli.ledger.actions.terms import digest_of
from linli.ledger.actions.words import read_amount
from linli.ledger.events import CreditsDonated, CreditsGiven, CreditsRedeemed
from linli.ledger.models import Hold, LedgerAccount, Transfer
from linli.ledger.options import Kin, Terms
from linli.ledger.queries.balances import credits_served
from linli.ledger.rules import AccountKind, Book, Code, Use, years_between
from linli.people.models import Person
from linli.people.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Kinship:
    """亲属关系: what was verified, in which record, from which day until which."""

    record: Ref
    kin: Kin
    verified_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        begun = bool(self.record) and self.verified_on <= day
        return begun and (self.ends_on is None or day < self.ends_on)


@transaction.atomic
def gift(
    *,
    key: str,
    account: LedgerAccount,
    to: LedgerAccount,
    amount: int,
    kinship: Kinship,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """赠予: to a relative whose kinship somebody has verified; the lots stay what they are."""
    _refuse_others(by, account)
    asked = [account.ref, to.ref, read_amount(amount), kinship.record, kinship.kin]
    body = digest_of({"gift": asked})
    booking = begin(account.place, Book(account.book), at=at)
    booking.lock(account, to)
    if done := transfer_under(key, body):
        return done
    _refuse_stranger(kinship, to, booking)
    flow = Flow(source=account, target=to, amount=amount)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.GIFT,
        flows=[flow],
        actor=by.ref,
        on_behalf_of=_for_whom(by, account),
        basis=kinship.record,
    )
    transfer = booking.post_one(slip)
    event = CreditsGiven(subject=account.ref, amount=amount, transfer=transfer.ref, to=to.ref)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


@transaction.atomic
def donate(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    to: LedgerAccount | None = None,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """捐赠: to the pool of the community or to a project; the lots stay what they are."""
    _refuse_others(by, account)
    book = Book(account.book)
    target = to or common_account(book=book, kind=AccountKind.POOL, place=account.place, at=at)
    body = digest_of({"donate": [account.ref, target.ref, read_amount(amount)]})
    booking = begin(account.place, book, at=at)
    booking.lock(account, target)
    if done := transfer_under(key, body):
        return done
    flow = Flow(source=account, target=target, amount=amount)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.DONATE,
        flows=[flow],
        actor=by.ref,
        on_behalf_of=_for_whom(by, account),
    )
    transfer = booking.post_one(slip)
    event = CreditsDonated(subject=account.ref, amount=amount, transfer=transfer.ref)
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


@transaction.atomic
def redeem(
    *,
    key: str,
    account: LedgerAccount,
    amount: int,
    use: Use,
    order: Ref,
    hold: Hold | None = None,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """兑换: credits are used up for a service, goods or an honour; never for money.

    With a hold it pays what was held, and the rest of the hold is released.
    """
    _refuse_others(by, account)
    book = Book(account.book)
    held = hold.ref if hold else ""
    body = digest_of({"redeem": [account.ref, read_amount(amount), use, order, held]})
    booking = begin(account.place, book, at=at)
    target = common_account(book=book, kind=AccountKind.REDEEMED, place=account.place, at=at)
    booking.lock(account, target)
    if done := transfer_under(key, body):
        return done
    _refuse_too_early(account, use, booking.terms)
    if hold:
        _let_go(booking, hold, account, amount)
    flow = Flow(source=account, target=target, amount=amount, was_held=hold is not None)
    slip = Slip(
        key=key,
        body_hash=body,
        code=Code.REDEEM,
        flows=[flow],
        actor=by.ref,
        on_behalf_of=_for_whom(by, account),
        order=order,
    )
    [transfer] = booking.post(slip)
    if hold:
        end_hold(hold, "captured", transfer, by.ref, at)
    booking.write()
    event = CreditsRedeemed(
        subject=account.ref,
        use=use.label,
        amount=amount,
        transfer=transfer.ref,
        order=order,
    )
    journal.record(event, by=by.ref, at=at, place=account.place.ref)
    return transfer


def _refuse_others(by: Viewer, account: LedgerAccount) -> None:
    if not policies.may_spend(by, account):
        raise NotPermitted("只有户主、受托人或代办的工作人员可以用这个账户。")


def _refuse_stranger(kinship: Kinship, to: LedgerAccount, booking: Booking) -> None:
    if kinship.kin not in booking.terms.gift_kin:
        raise NotKin("按现在的规则，不能赠予这样的亲属；可以捐给公共池。")
    if not kinship.holds_on(booking.on):
        raise KinshipNotVerified("亲属关系还没有核实，请带户口簿等凭据到社区办理。")
    youngest = booking.terms.gift_receiver_age
    if youngest and kind(to.owner) == "person":
        born = Person.objects.values_list("born_on", flat=True).get(pk=number(to.owner))
        if born is None or years_between(born, booking.on) < youngest:
            raise TooYoung("受赠的亲属要满 {age} 周岁。", age=youngest)


def _refuse_too_early(account: LedgerAccount, use: Use, terms: Terms) -> None:
    if use not in terms.redeemable_for:
        raise NotRedeemableFor("按现在的规则，不能兑换{use}。", use=use.label)
    threshold = terms.redeem_from
    if threshold and credits_served(account) < threshold:
        raise NotRedeemableYet("累计服务满 {threshold} 才可以兑换。", threshold=threshold)


def _let_go(booking: Booking, hold: Hold, account: LedgerAccount, amount: int) -> None:
    refuse_ended(hold)
    if hold.account_id != account.pk or amount > hold.amount:
        raise MoreThanHeld("只冻结了 {held}，不能支付更多。", held=hold.amount)
    booking.hold(account, -hold.amount)


def _for_whom(by: Viewer, account: LedgerAccount) -> Ref:
    return "" if account.owner == by.ref else account.owner
