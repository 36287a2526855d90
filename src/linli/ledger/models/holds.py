"""Holds (冻结): credits that wait for a service, until it is paid, dropped or too late."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from linli.kernel.references import Ref, ref
from linli.ledger.models.accounts import LedgerAccount
from linli.ledger.models.transfers import Transfer


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> "HoldQuerySet":
        return self.filter(~Exists(HoldEnd.objects.filter(hold=OuterRef("pk"))))


class Hold(models.Model):
    """冻结: so many credits of an account are set aside for an order. Triggers keep it."""

    key = models.CharField("唯一编号", max_length=80, unique=True)
    body_hash = models.CharField("内容摘要", max_length=64)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="holds")
    amount = models.BigIntegerField("数量")
    order = models.CharField("来自", max_length=60, default="", db_index=True)
    actor = models.CharField("经手", max_length=60)
    made_at = models.DateTimeField("冻结时间")
    expires_at = models.DateTimeField("到期时间", db_index=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_of_something", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.amount}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class HoldEnd(models.Model):
    """解冻: how a hold ended; its key is the hold's, so that it ends once."""

    hold = models.OneToOneField(Hold, models.PROTECT, primary_key=True, related_name="end")
    kind = models.CharField("方式", max_length=8)
    transfer = models.OneToOneField(Transfer, models.PROTECT, null=True, related_name="+")
    actor = models.CharField("经手", max_length=60)
    ended_at = models.DateTimeField("解冻时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_end_captured_has_transfer",
                condition=Q(kind="captured", transfer__isnull=False)
                | Q(kind__in=["voided", "expired"], transfer__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
