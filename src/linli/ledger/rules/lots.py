"""Lots: which are taken first, and how much of each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from linli.ledger.rules.books import Origin


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A lot (批次) as it lies in an account; `root` is the lot from which it comes."""

    pk: int
    root: int
    left: int
    expires_on: date | None
    origin: Origin


@dataclass(frozen=True)
class Taken:
    """So many credits of that lot."""

    lot: Slice
    amount: int


def first_to_expire(lots: Iterable[Slice], *, named: Collection[int] = ()) -> list[Slice]:
    """Order lots as they are used: those named, then what expires first, then the oldest."""
    return sorted(
        lots,
        key=lambda lot: (
            lot.pk not in named,
            lot.expires_on is None,
            lot.expires_on or date.max,
            lot.pk,
        ),
    )


def take(lots: Sequence[Slice], wanted: int) -> list[Taken]:
    """Take so many credits from the lots in their order; fewer if there are not so many."""
    taken: list[Taken] = []
    for lot in lots:
        part = min(wanted, lot.left)
        if part > 0:
            taken.append(Taken(lot, part))
            wanted -= part
    return taken
