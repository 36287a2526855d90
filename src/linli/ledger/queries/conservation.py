"""守恒: what was issued is somewhere, to the last credit."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from linli.ledger.models import LedgerAccount, Posting
from linli.ledger.rules import AccountKind, Book
from linli.places.models import Area

HELD_BY_PEOPLE = (AccountKind.PERSON, AccountKind.HOUSEHOLD, AccountKind.ORGANISATION)
POOLED = (AccountKind.POOL, AccountKind.PROJECT)
ON_THE_WAY = (AccountKind.CLEARING, AccountKind.SUSPENSE)


@dataclass(frozen=True, kw_only=True)
class Conservation:
    """Σ发放 = Σ 余额 + Σ 公共池 + Σ 专项池 + Σ 已兑换 + Σ 已过期 + Σ 待追回 + Σ 往来待查."""

    book: Book
    issued: int
    in_accounts: int
    pooled: int
    in_funds: int
    redeemed: int
    expired: int
    owed: int
    on_the_way: int
    accounts: int

    @property
    def found(self) -> int:
        return sum(
            (
                self.in_accounts,
                self.pooled,
                self.in_funds,
                self.redeemed,
                self.expired,
                self.owed,
                self.on_the_way,
            )
        )

    @property
    def holds(self) -> bool:
        return self.issued == self.found


def conservation_of(area: Area, book: Book) -> Conservation:
    """守恒: two questions: the balances that are kept, and the sums of those that keep none."""
    here = LedgerAccount.objects.in_area(area).filter(book=book)
    sums = _kept(here) | _added_up(here)
    return Conservation(
        book=book,
        issued=-sums.get(AccountKind.ISSUER, 0),
        in_accounts=_of(sums, HELD_BY_PEOPLE),
        pooled=_of(sums, POOLED),
        in_funds=sums.get(AccountKind.FUND, 0),
        redeemed=sums.get(AccountKind.REDEEMED, 0),
        expired=sums.get(AccountKind.EXPIRED, 0),
        owed=sums.get(AccountKind.CLAWBACK, 0),
        on_the_way=_of(sums, ON_THE_WAY),
        accounts=here.filter(kind__in=HELD_BY_PEOPLE).count(),
    )


def _kept(here: QuerySet[LedgerAccount]) -> dict[str, int]:
    kinds = here.filter(floor__isnull=False).values("kind").annotate(sum=Sum("posted"))
    return {row["kind"]: row["sum"] or 0 for row in kinds.order_by("kind")}


def _added_up(here: QuerySet[LedgerAccount]) -> dict[str, int]:
    unbounded = dict(here.filter(floor__isnull=True).values_list("pk", "kind"))
    sums: dict[str, int] = {}
    rows = Posting.objects.filter(account__in=list(unbounded)).values("account")
    for row in rows.annotate(sum=Sum("delta")).order_by("account"):
        kind = unbounded[row["account"]]
        sums[kind] = sums.get(kind, 0) + row["sum"]
    return sums


def _of(sums: Mapping[str, int], kinds: tuple[AccountKind, ...]) -> int:
    return sum(sums.get(kind, 0) for kind in kinds)
