"""What is in an account, and what its holder has served."""

from dataclasses import dataclass

from django.db.models import Sum

from linli.ledger.models import LedgerAccount, Posting, ServiceMinutes


@dataclass(frozen=True, kw_only=True)
class Balance:
    """余额: what was posted, what of it is held, and what can be used."""

    posted: int
    held: int

    @property
    def available(self) -> int:
        return self.posted - self.held


def balance_of(account: LedgerAccount) -> Balance:
    """余额: as it is now; of an account that keeps none, it is added up."""
    if account.floor is None:
        total = Posting.objects.filter(account=account).aggregate(sum=Sum("delta"))["sum"]
        return Balance(posted=total or 0, held=0)
    posted, held = LedgerAccount.objects.values_list("posted", "held").get(pk=account.pk)
    return Balance(posted=posted, held=held)


def credits_served(account: LedgerAccount) -> int:
    """累计服务: what all the services of the holder were worth, whatever became of it."""
    served = ServiceMinutes.objects.filter(account=account)
    return served.aggregate(sum=Sum("amount"))["sum"] or 0
