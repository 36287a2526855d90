"""The ledger as plain text in the syntax of beancount: https://beancount.github.io/docs/."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from linli.ledger.models import LedgerAccount, Posting, Transfer
from linli.ledger.rules import AccountKind, Book, Code
from linli.places.models import Area

# Only these five may begin the name of an account.
ROOTS: Mapping[AccountKind, str] = {
    AccountKind.PERSON: "Assets:Person",
    AccountKind.HOUSEHOLD: "Assets:Household",
    AccountKind.ORGANISATION: "Assets:Organisation",
    AccountKind.PROJECT: "Assets:Project",
    AccountKind.FUND: "Assets:Fund",
    AccountKind.POOL: "Assets:Pool",
    AccountKind.CLAWBACK: "Assets:Clawback",
    AccountKind.CLEARING: "Assets:Clearing",
    AccountKind.ISSUER: "Equity:Issuer",
    AccountKind.SUSPENSE: "Equity:Suspense",
    AccountKind.REDEEMED: "Expenses:Redeemed",
    AccountKind.EXPIRED: "Expenses:Expired",
}
OTHERS = "Others"
OPENED = date(2000, 1, 1)  # a late entry may lie before the day on which its account was opened
AT_ONCE = 2000


def ledger_as_text(area: Area, book: Book) -> Iterator[str]:
    """总账: all accounts and transfers of an area in one book; people stand as numbers."""
    accounts = LedgerAccount.objects.in_area(area).filter(book=book)
    yield from _head(area.name, book)
    for account in accounts.order_by("pk").iterator(AT_ONCE):
        yield f"{OPENED} open {_name(account)} {_currency(book)}\n"
    postings = Posting.objects.filter(
        transfer__book=book, transfer__place__path__startswith=area.path
    )
    last = yield from _transfers(postings, book, mine=None)
    if last:
        for account in accounts.bounded().order_by("pk").iterator(AT_ONCE):
            yield _balance(account, last, account.posted)


def passbook_as_text(account: LedgerAccount) -> Iterator[str]:
    """存折: one account, and of the other side only what kind of account it is."""
    book = Book(account.book)
    yield from _head(f"{account.kind}-{account.pk}", book)
    yield f"{OPENED} open {_name(account)} {_currency(book)}\n"
    for kind in AccountKind:
        yield f"{OPENED} open {ROOTS[kind]}:{OTHERS} {_currency(book)}\n"
    mine = Transfer.objects.filter(postings__account=account)
    postings = Posting.objects.filter(transfer__in=mine)
    last = yield from _transfers(postings, book, mine=account)
    if last:
        yield _balance(account, last, account.posted)


def _head(title: str, book: Book) -> Iterator[str]:
    yield f'option "title" "{_quoted(title)}"\n'
    yield f'option "operating_currency" "{_currency(book)}"\n\n'


def _transfers(
    postings: QuerySet[Posting], book: Book, *, mine: LedgerAccount | None
) -> Generator[str, None, date | None]:
    """Tell each transfer; gives the last day of all, after which the balances are asserted."""
    last: date | None = None
    rows = postings.select_related("transfer", "account").order_by("transfer", "pk")
    for transfer, legs in groupby(rows.iterator(AT_ONCE), key=lambda row: row.transfer):
        last = max(transfer.effective_on, last or transfer.effective_on)
        yield from _told(transfer)
        for name, delta in _legs(legs, mine):
            yield f"  {name}  {_amount(delta, book)}\n"
    return last


def _told(transfer: Transfer) -> Iterator[str]:
    what = Code(transfer.code).label
    yield f'\n{transfer.effective_on} * "{what}" "{_quoted(transfer.reason)}"'
    yield f" ^transfer-{transfer.pk}\n"
    if transfer.order:
        yield f'  order: "{_quoted(transfer.order)}"\n'
    if transfer.reverses_id:
        yield f'  reverses: "transfer-{transfer.reverses_id}"\n'


def _legs(legs: Iterable[Posting], mine: LedgerAccount | None) -> Iterator[tuple[str, int]]:
    for leg in legs:
        if mine is None or leg.account_id == mine.pk:
            yield _name(leg.account), leg.delta
        else:
            yield f"{ROOTS[leg.account.what]}:{OTHERS}", leg.delta


def _balance(account: LedgerAccount, last: date, posted: int) -> str:
    # A balance is asserted for the beginning of its day.
    after = last + timedelta(days=1)
    return f"{after} balance {_name(account)}  {_amount(posted, Book(account.book))}\n"


def _name(account: LedgerAccount) -> str:
    return f"{ROOTS[account.what]}:A{account.pk}"


def _currency(book: Book) -> str:
    return book.value.upper()


def _amount(many: int, book: Book) -> str:
    if book is not Book.CNY:
        return f"{many} {_currency(book)}"
    sign, fen = "-" if many < 0 else "", abs(many)
    return f"{sign}{fen // 100}.{fen % 100:02d} CNY"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
