"""Accounts, transfers with postings, lots, holds, and the policies they were made under."""

from linli.ledger.models.accounts import LedgerAccount, LedgerAccountQuerySet
from linli.ledger.models.facts import LedgerPolicy, ServiceMinutes
from linli.ledger.models.holds import Hold, HoldEnd
from linli.ledger.models.lots import Lot, LotUse
from linli.ledger.models.transfers import Posting, Transfer, TransferQuerySet

__all__ = [
    "Hold",
    "HoldEnd",
    "LedgerAccount",
    "LedgerAccountQuerySet",
    "LedgerPolicy",
    "Lot",
    "LotUse",
    "Posting",
    "ServiceMinutes",
    "Transfer",
    "TransferQuerySet",
]
