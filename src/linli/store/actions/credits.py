"""The one seam to the ledger: whose account pays, what is held, paid, let go and given back."""

from datetime import date, datetime

from linli.kernel.options import resolve
from linli.kernel.references import Ref, kind
from linli.ledger import actions as ledger
from linli.ledger.models import Hold, LedgerAccount, Transfer
from linli.ledger.options import TERMS, Terms, terms_on
from linli.ledger.rules import AccountKind, Book, Code, Use
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on

KINDS = {
    "person": AccountKind.PERSON,
    "household": AccountKind.HOUSEHOLD,
    "organisation": AccountKind.ORGANISATION,
    "helpproject": AccountKind.PROJECT,
}


def terms_here(area: Area, book: Book, on: date) -> Terms:
    """现行规则: what the city and the community say of that book on that day."""
    return terms_on(resolve(area.chain)[TERMS], book, on)


def community_of(area: Area) -> Area:
    """The community in which an area lies; the area itself where there is none."""
    above = Area.objects.filter(pk__in=ids_on(area.path), kind=AreaKind.COMMUNITY)
    return above.first() or area


def account_for(owner: Ref, area: Area, *, book: Book, at: datetime) -> LedgerAccount:
    """账户: the owner's account in that book in the community; opened if there is none."""
    return ledger.open_account(
        book=book,
        kind=KINDS[kind(owner)],
        owner=owner,
        place=community_of(area),
        by=THE_HOUSE,
        at=at,
    )


def hold_credits(
    account: LedgerAccount, amount: int, *, key: str, order: Ref, by: Viewer, at: datetime
) -> Hold:
    """冻结: set aside until the goods are fetched."""
    return ledger.hold(
        key=key,
        account=account,
        amount=amount,
        order=order,
        purpose=Code.REDEEM,
        by=by,
        at=at,
    )


def pay_for_goods(
    account: LedgerAccount,
    amount: int,
    *,
    key: str,
    order: Ref,
    hold: Hold | None = None,
    by: Viewer,
    at: datetime,
) -> Transfer:
    """The credits are used up; who stands at the counter acts for the house."""
    return ledger.redeem(
        key=key,
        account=account,
        amount=amount,
        use=Use.GOODS,
        order=order,
        hold=hold,
        by=_books(by, account),
        at=at,
    )


def let_go(hold: Hold | None, by: Viewer, at: datetime) -> None:
    """解除冻结; what lapsed in the ledger before is free already."""
    if hold is None:
        return
    try:
        ledger.void_hold(hold=hold, by=_books(by, hold.account), at=at)
    except ledger.HoldEndedAlready:
        return


def give_back(transfer: Transfer, *, key: str, reason: str, by: Viewer, at: datetime) -> None:
    """冲正: goods that came back are paid back."""
    ledger.reverse(key=key, transfer=transfer, reason=reason, by=_books(by, None), at=at)


def _books(by: Viewer, account: LedgerAccount | None) -> Viewer:
    """Whoever holds the account or keeps the books acts; a keeper of the store has no books.

    For a keeper the house acts, and the event of the store names who stood there.
    """
    if account is not None and by.keeps(account.place.path):
        return by
    if account is not None and LedgerAccount.objects.of(by).filter(pk=account.pk).exists():
        return by
    return THE_HOUSE
