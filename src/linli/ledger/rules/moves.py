"""Which transfers there are: from which kinds of account to which, and by what origin."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from linli.ledger.rules.books import AccountKind as Kind
from linli.ledger.rules.books import Book, Code, Origin

PEOPLE = frozenset({Kind.PERSON, Kind.HOUSEHOLD})
EARNERS = PEOPLE | {Kind.ORGANISATION}
POOLS = frozenset({Kind.POOL, Kind.PROJECT})
LOT_KEEPERS = EARNERS | POOLS
CREDITS = frozenset({Book.HOUR, Book.POINT})

type Kinds = frozenset[Kind]

# Nothing here leads from money to credits or back: a transfer lies in one book, and money has
# no issuer, no holder and no redemption. 虹口 2024-10: top-ups for "time coins" were a fraud.
MOVES: Mapping[Code, tuple[frozenset[Book], Kinds, Kinds]] = MappingProxyType(
    {
        Code.EARN: (CREDITS, frozenset({Kind.ISSUER}), EARNERS | {Kind.POOL}),
        Code.ENDOW: (CREDITS, frozenset({Kind.ISSUER}), frozenset({Kind.FUND})),
        Code.GRANT: (CREDITS, frozenset({Kind.FUND}), PEOPLE),
        Code.CAPTURE: (CREDITS, LOT_KEEPERS, EARNERS | {Kind.POOL}),
        Code.GIFT: (CREDITS, frozenset({Kind.PERSON}), frozenset({Kind.PERSON})),
        Code.DONATE: (CREDITS, EARNERS | {Kind.POOL}, POOLS),
        Code.REDEEM: (CREDITS, PEOPLE, frozenset({Kind.REDEEMED})),
        Code.EXPIRE: (CREDITS, LOT_KEEPERS, frozenset({Kind.EXPIRED})),
        Code.CLAWBACK: (CREDITS, LOT_KEEPERS, frozenset({Kind.CLAWBACK})),
        Code.SETTLE: (CREDITS, frozenset({Kind.PERSON}), POOLS | {Kind.PERSON}),
        Code.REVERSE: (CREDITS, frozenset(Kind), frozenset(Kind)),
    }
)
# Corrected is only against the suspense account, so that the difference stays in sight.
ADJUSTED = LOT_KEEPERS | {Kind.FUND}
# In these a lot keeps its root, its expiry and its origin wherever it goes.
CARRYING = frozenset({Code.GIFT, Code.DONATE, Code.SETTLE})
# What may leave an account that is frozen: what the house does, not what its holder wishes.
LEAVES_NO_FROZEN_ACCOUNT = frozenset({Code.GIFT, Code.DONATE, Code.REDEEM})

EVERY_ORIGIN = frozenset(Origin)
HOUSEKEEPING = frozenset({Code.EXPIRE, Code.REVERSE, Code.CLAWBACK, Code.ADJUST})
GIVEN_TO_BE_USED = frozenset({Origin.GRANT})


def may_move(code: Code, book: Book, source: Kind, target: Kind) -> bool:
    """Say whether credits may go from such an account to such an account under that code."""
    if code is Code.ADJUST:
        return _is_adjustment(book, source, target)
    books, sources, targets = MOVES[code]
    return book in books and source in sources and target in targets


def carries_lots(code: Code) -> bool:
    """Say whether the lots themselves go over, and are not used up."""
    return code in CARRYING


def may_be_spent(code: Code, source: Kind, *, team_donates_only: bool) -> Collection[Origin]:
    """Name the origins whose credits that code may take from such an account.

    Granted credits are for being served: they cannot be given on, donated or redeemed. Hours of
    a team can only be donated where the policy says so (南京 2019). A pool may use what it has.
    """
    if source in POOLS or code in HOUSEKEEPING:
        return EVERY_ORIGIN
    left = set(EVERY_ORIGIN)
    if code in (Code.GIFT, Code.DONATE, Code.REDEEM, Code.SETTLE):
        left -= GIVEN_TO_BE_USED
    if team_donates_only and code not in (Code.DONATE, Code.SETTLE):
        left -= {Origin.TEAM}
    return frozenset(left)


def _is_adjustment(book: Book, source: Kind, target: Kind) -> bool:
    if book is Book.CNY:
        kinds = frozenset({Kind.FUND, Kind.PROJECT, Kind.CLEARING})
    else:
        kinds = ADJUSTED
    if source is Kind.SUSPENSE:
        return target in kinds
    return target is Kind.SUSPENSE and source in kinds
