"""Lots (批次): where the credits in an account come from and when they lapse."""

from django.db import models
from django.db.models import F, Q

from linli.ledger.models.accounts import LedgerAccount
from linli.ledger.models.transfers import Transfer
from linli.ledger.rules import Origin, Slice


class Lot(models.Model):
    """批次: credits that came in together; `root` is the lot from which they first came.

    A lot that goes on to another account keeps its root's expiry and origin, so that granted,
    expiring or a team's hours stay what they are.
    """

    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="offspring")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="lots")
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lots")
    quantity = models.BigIntegerField("数量")
    left = models.BigIntegerField("剩余")
    expires_on = models.DateField("到期日期", null=True)
    origin = models.CharField("来源", max_length=8)

    class Meta:
        constraints = [
            models.CheckConstraint(name="lot_holds_something", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="lot_left_within_quantity",
                condition=Q(left__gte=0, left__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="lot_origin_known",
                condition=Q(origin__in=[origin.value for origin in Origin]),
            ),
        ]
        indexes = [
            models.Index(
                name="lot_to_use", fields=["account", "expires_on"], condition=Q(left__gt=0)
            ),
            models.Index(name="lot_lapsing", fields=["expires_on"], condition=Q(left__gt=0)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.left}/{self.quantity}"

    @property
    def slice(self) -> Slice:
        return Slice(
            pk=self.pk,
            root=self.root_id or self.pk,
            left=self.left,
            expires_on=self.expires_on,
            origin=Origin(self.origin),
        )


class LotUse(models.Model):
    """批次的使用: so much of a lot left its account with that transfer. Triggers keep it."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lot_uses")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="uses")
    quantity = models.BigIntegerField("数量")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="lot_use_once", fields=["transfer", "lot"]),
            models.CheckConstraint(name="lot_use_of_something", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.quantity}"
