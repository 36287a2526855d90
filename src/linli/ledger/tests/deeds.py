"""What the tests of the ledger do over and over, through the real actions."""

from dataclasses import replace
from datetime import date
from typing import Any

from linli.kernel import options
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.actions import Kinship
from linli.ledger.models import Hold, LedgerAccount, Lot, ServiceMinutes, Transfer
from linli.ledger.options import TERMS, Kin, Terms
from linli.ledger.queries.balances import balance_of
from linli.ledger.rules import AccountKind, Book, Use
from linli.ledger.testing import (
    a_key,
    account_of,
)
from linli.people.testing import TODAY
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area


def terms_are(community: Area, **changed: Any) -> None:
    default = {one.book: one for one in TERMS.default}
    hour: Terms = replace(default[Book.HOUR], **changed)
    chosen = (hour, default[Book.POINT], default[Book.CNY])
    options.choose({TERMS: chosen}, place=community.ref, by="system/linli", at=NOON)


def common(kind: AccountKind, book: Book = Book.HOUR) -> int:
    """What is in the common accounts of that kind, wherever they stand."""
    found = LedgerAccount.objects.filter(kind=kind, book=book)
    return sum(balance_of(one).posted for one in found)


def left(account: LedgerAccount) -> int:
    return balance_of(account).available


def lots(account: LedgerAccount) -> list[tuple[int, str, date | None]]:
    found = Lot.objects.filter(account=account, left__gt=0).order_by("pk")
    return [(lot.left, lot.origin, lot.expires_on) for lot in found]


def served(account: LedgerAccount, minutes: int, **given: Any) -> ServiceMinutes:
    said: dict[str, Any] = {
        "key": a_key(),
        "served_on": TODAY,
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.earn(account=account, minutes=minutes, **said)


def held(account: LedgerAccount, amount: int, **given: Any) -> Hold:
    said: dict[str, Any] = {
        "key": a_key(),
        "order": "order/1",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.hold(account=account, amount=amount, **said)


def paid(hold: Hold, to: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {"key": a_key(), "by": THE_HOUSE, "at": NOON} | given
    return actions.capture(hold=hold, to=to, amount=amount, **said)


def undone(transfer: Transfer, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "录错了",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.reverse(transfer=transfer, **said)


def the_account_of(viewer: Viewer, community: Area) -> LedgerAccount:
    return account_of(viewer.ref, community, kind=AccountKind.PERSON)


def the_transfer(fact: ServiceMinutes) -> Transfer:
    assert fact.transfer
    return fact.transfer


def endowed(community: Area, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "议事会决定",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.endow_fund(place=community, amount=amount, **said)


def granted(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "expires_on": date(2026, 4, 1),
        "by": THE_HOUSE,
        "at": NOON,
    }
    return actions.grant(account=account, amount=amount, **said | given)


def given(
    account: LedgerAccount,
    to: LedgerAccount,
    amount: int,
    by: Viewer = THE_HOUSE,
    **said: Any,
) -> Transfer:
    known: dict[str, Any] = {
        "record": "kinship/1",
        "kin": Kin.PARENT,
        "verified_on": TODAY,
    } | said
    return actions.gift(
        key=a_key(),
        account=account,
        to=to,
        amount=amount,
        kinship=Kinship(**known),
        by=by,
        at=NOON,
    )


def redeemed(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "use": Use.GOODS,
        "order": "order/9",
        "by": THE_HOUSE,
        "at": NOON,
    }
    return actions.redeem(account=account, amount=amount, **said | given)


def clawed_back(account: LedgerAccount, amount: int) -> Transfer:
    return actions.claw_back(key=a_key(), account=account, amount=amount, by=THE_HOUSE, at=NOON)


def adjusted(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {"key": a_key(), "reason": "纸质旧账", "at": NOON} | given
    return actions.adjust(account=account, amount=amount, **said)


def settled(account: LedgerAccount, **given: Any) -> Transfer | None:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "老人去世",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.settle_account(account=account, **said)
