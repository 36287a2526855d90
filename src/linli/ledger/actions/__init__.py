"""Everything that changes the ledger. Nothing else in the system does.

Nothing here takes money for credits or pays money for them, and no credit bears interest.
"""

from linli.ledger.actions.accounts import freeze_account, open_account, thaw_account
from linli.ledger.actions.earning import award, earn, endow_fund, grant
from linli.ledger.actions.ending import adjust, claw_back, expire_lots, settle_account
from linli.ledger.actions.giving import Kinship, donate, gift, redeem
from linli.ledger.actions.holding import capture, expire_holds, hold, void_hold
from linli.ledger.actions.refusals import (
    AccountFrozen,
    AccountNotEmpty,
    AccountNotFrozen,
    AmountUnreadable,
    HoldEndedAlready,
    KeyAlreadyUsed,
    KinshipNotVerified,
    LedgerMovedOn,
    MoreThanHeld,
    NoSuchMove,
    NotEnoughCredit,
    NotForOneself,
    NothingToTake,
    NotKin,
    NotRedeemableFor,
    NotRedeemableYet,
    NotReversible,
    ReasonMissing,
    ReversedAlready,
    SecondPersonMissing,
    TooYoung,
    WrongOwner,
)
from linli.ledger.actions.reversing import reverse

__all__ = [
    "AccountFrozen",
    "AccountNotEmpty",
    "AccountNotFrozen",
    "AmountUnreadable",
    "HoldEndedAlready",
    "KeyAlreadyUsed",
    "Kinship",
    "KinshipNotVerified",
    "LedgerMovedOn",
    "MoreThanHeld",
    "NoSuchMove",
    "NotEnoughCredit",
    "NotForOneself",
    "NotKin",
    "NotRedeemableFor",
    "NotRedeemableYet",
    "NotReversible",
    "NothingToTake",
    "ReasonMissing",
    "ReversedAlready",
    "SecondPersonMissing",
    "TooYoung",
    "WrongOwner",
    "adjust",
    "award",
    "capture",
    "claw_back",
    "donate",
    "earn",
    "endow_fund",
    "expire_holds",
    "expire_lots",
    "freeze_account",
    "gift",
    "grant",
    "hold",
    "open_account",
    "redeem",
    "reverse",
    "settle_account",
    "thaw_account",
    "void_hold",
]
