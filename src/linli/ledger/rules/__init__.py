"""Books, accounts, what moves between which, and the arithmetic of credits. No Django here."""

from linli.ledger.rules.books import (
    COMMON_KINDS,
    HOLDER_KINDS,
    UNBOUNDED_KINDS,
    AccountKind,
    Book,
    Code,
    Origin,
    State,
    Use,
    keeps_lots,
    owners_kind,
)
from linli.ledger.rules.counting import (
    Counted,
    Rounding,
    add_months,
    counted,
    room_left,
    years_between,
)
from linli.ledger.rules.lots import Slice, Taken, first_to_expire, take
from linli.ledger.rules.moves import (
    LEAVES_NO_FROZEN_ACCOUNT,
    carries_lots,
    may_be_spent,
    may_move,
)

__all__ = [
    "COMMON_KINDS",
    "HOLDER_KINDS",
    "LEAVES_NO_FROZEN_ACCOUNT",
    "UNBOUNDED_KINDS",
    "AccountKind",
    "Book",
    "Code",
    "Counted",
    "Origin",
    "Rounding",
    "Slice",
    "State",
    "Taken",
    "Use",
    "add_months",
    "carries_lots",
    "counted",
    "first_to_expire",
    "keeps_lots",
    "may_be_spent",
    "may_move",
    "owners_kind",
    "room_left",
    "take",
    "years_between",
]
