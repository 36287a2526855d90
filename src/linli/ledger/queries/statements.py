"""存折: what went in and out of one account, newest first, and what waits or lapses in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from linli.kernel.words import Words
from linli.ledger.models import Hold, LedgerAccount, Lot, Posting
from linli.ledger.rules import Code
from linli.people.viewer import Viewer

PER_PAGE = 25
SOONEST = 3


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """一笔: what one transfer did to the account, and what was in it from then on."""

    on: date
    what: Words
    reason: str
    order: str
    delta: int
    balance: int
    transfer_id: int
    is_reversed: bool
    by_other: bool

    @property
    def signed(self) -> str:
        return f"{self.delta:+d}"


@dataclass(frozen=True, kw_only=True)
class Lapsing:
    """快过期的: so many credits on that day."""

    on: date
    amount: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """存折的一页: counted by the versions of the account, so that no page is ever counted."""

    account: LedgerAccount
    lines: Sequence[StatementLine]
    page: int
    pages: int
    holds: Sequence[Hold]
    lapsing: Sequence[Lapsing]

    @property
    def newer(self) -> int:
        return self.page - 1

    @property
    def older(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


def passbooks_of(viewer: Viewer) -> Sequence[LedgerAccount]:
    """我的存折: one's own, one's household's, those of whom one speaks for."""
    found = LedgerAccount.objects.of(viewer).select_related("place")
    return list(found.order_by("book", "kind", "owner", "pk"))


def statement(account: LedgerAccount, *, page: int = 1) -> Statement:
    """存折: three questions, however many postings the account has."""
    pages = max(1, -(-account.version // PER_PAGE))
    page = min(max(1, page), pages)
    upto = account.version - (page - 1) * PER_PAGE
    found = Posting.objects.filter(
        account=account, version__gt=upto - PER_PAGE, version__lte=upto
    )
    rows = found.select_related("transfer", "transfer__reversed_by").order_by("-version")
    return Statement(
        account=account,
        lines=[_line(posting, account) for posting in rows],
        page=page,
        pages=pages,
        holds=list(Hold.objects.open().filter(account=account).order_by("expires_at", "pk"))
        if account.held
        else [],
        lapsing=_lapsing(account),
    )


def _lapsing(account: LedgerAccount) -> Sequence[Lapsing]:
    lots = Lot.objects.filter(account=account, left__gt=0, expires_on__isnull=False)
    days = lots.values(on=F("expires_on")).annotate(amount=Sum("left")).order_by("on")
    return [Lapsing(**day) for day in days[:SOONEST]]


def _line(posting: Posting, account: LedgerAccount) -> StatementLine:
    transfer = posting.transfer
    return StatementLine(
        on=transfer.effective_on,
        what=Code(transfer.code).label,
        reason=transfer.reason,
        order=transfer.order,
        delta=posting.delta,
        balance=posting.balance or 0,
        transfer_id=transfer.pk,
        is_reversed=hasattr(transfer, "reversed_by"),
        by_other=transfer.on_behalf_of == account.owner,
    )
