"""Transfers as an auditor reads them, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from linli.kernel.words import Words
from linli.ledger.models import Transfer
from linli.ledger.rules import Book, Code
from linli.people.queries import names_of
from linli.people.viewer import Viewer
from linli.places.models import Area

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """一张凭证: what moved, who did it, who approved it."""

    transfer: Transfer
    what: Words
    book: Words
    amount: int
    actor: str
    approver: str
    is_reversed: bool


def transfers_in(area: Area, viewer: Viewer, *, before: int = 0) -> Sequence[TransferLine]:
    """凭证: one page of those whom the viewer may read, those before a number."""
    found = Transfer.objects.visible_to(viewer).in_area(area)
    if before:
        found = found.filter(pk__lt=before)
    moved = Sum("postings__delta", filter=Q(postings__delta__gt=0))
    rows = found.select_related("reversed_by").annotate(moved=moved).order_by("-pk")
    page: list[Any] = list(rows[:PER_PAGE])
    names = names_of({ref for row in page for ref in (row.actor, row.approver)}, viewer=viewer)
    return [
        TransferLine(
            transfer=row,
            what=Code(row.code).label,
            book=Book(row.book).label,
            amount=row.moved,
            actor=names[row.actor],
            approver=names[row.approver],
            is_reversed=hasattr(row, "reversed_by"),
        )
        for row in page
    ]
