"""What pages and other contexts ask of the ledger."""

from linli.ledger.queries.balances import Balance, balance_of, credits_served
from linli.ledger.queries.conservation import Conservation, conservation_of
from linli.ledger.queries.export import ledger_as_text, passbook_as_text
from linli.ledger.queries.places import books_kept_in, places_with_a_ledger, terms_of
from linli.ledger.queries.statements import (
    Lapsing,
    Statement,
    StatementLine,
    passbooks_of,
    statement,
)
from linli.ledger.queries.transfers import PER_PAGE, TransferLine, transfers_in
from linli.ledger.queries.verification import (
    PROMISES,
    Fault,
    Verification,
    verify_ledger,
)

__all__ = [
    "PER_PAGE",
    "PROMISES",
    "Balance",
    "Conservation",
    "Fault",
    "Lapsing",
    "Statement",
    "StatementLine",
    "TransferLine",
    "Verification",
    "balance_of",
    "books_kept_in",
    "conservation_of",
    "credits_served",
    "ledger_as_text",
    "passbook_as_text",
    "passbooks_of",
    "places_with_a_ledger",
    "statement",
    "terms_of",
    "transfers_in",
    "verify_ledger",
]
