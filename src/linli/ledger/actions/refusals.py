"""How the ledger says no."""

from linli.kernel.errors import Refusal, Unreadable


class KeyAlreadyUsed(Refusal):
    @classmethod
    def for_another(cls) -> "KeyAlreadyUsed":
        return cls("这个编号已经记过另一笔账，请从页面重新提交。")


class NotEnoughCredit(Refusal):
    pass


class NotRedeemableYet(Refusal):
    pass


class NotRedeemableFor(Refusal):
    pass


class AccountFrozen(Refusal):
    pass


class AccountNotFrozen(Refusal):
    pass


class AccountNotEmpty(Refusal):
    pass


class NoSuchMove(Refusal):
    pass


class WrongOwner(Refusal):
    pass


class LedgerMovedOn(Refusal):
    pass


class HoldEndedAlready(Refusal):
    pass


class MoreThanHeld(Refusal):
    pass


class ReversedAlready(Refusal):
    pass


class NotReversible(Refusal):
    pass


class NotKin(Refusal):
    pass


class KinshipNotVerified(Refusal):
    pass


class TooYoung(Refusal):
    pass


class NotForOneself(Refusal):
    pass


class SecondPersonMissing(Refusal):
    pass


class ReasonMissing(Unreadable):
    pass


class AmountUnreadable(Unreadable):
    pass


class NothingToTake(Refusal):
    pass
