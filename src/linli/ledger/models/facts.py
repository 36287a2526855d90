"""What stands beside the ledger: its policies, and the minutes that were served."""

from django.db import models
from django.db.models import Q

from linli.ledger.models.accounts import LedgerAccount
from linli.ledger.rules import Book


class LedgerPolicy(models.Model):
    """规则: the terms of a book as they stood; named by their digest, never changed.

    Every transfer says under which it was made, so that an old credit can be explained anew.
    """

    digest = models.CharField("摘要", max_length=64, unique=True)
    book = models.CharField("账本", max_length=6)
    code = models.CharField("代号", max_length=40)
    terms = models.JSONField("内容")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ledger_policy_book_known",
                condition=Q(book__in=[book.value for book in Book]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.code}"


class ServiceMinutes(models.Model):
    """服务时长: the minutes of one service, and what they counted for. It cannot be spent.

    Of the `credits` that they were worth `kept` went to the account, the rest over a cap to the
    pool. `spare` are the minutes that are left over for the next time. The transfer is empty
    where the minutes did not make a whole credit; a reversal takes minutes back.
    """

    key = models.CharField("唯一编号", max_length=80, unique=True)
    body_hash = models.CharField("内容摘要", max_length=64)
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="minutes")
    minutes = models.IntegerField("分钟")
    amount = models.IntegerField("折算")
    kept = models.IntegerField("存入")
    spare = models.IntegerField("余下分钟")
    policy = models.ForeignKey(LedgerPolicy, models.PROTECT, related_name="+")
    transfer = models.OneToOneField(
        "ledger.Transfer", models.PROTECT, null=True, related_name="service_minutes"
    )
    order = models.CharField("来自", max_length=60, default="", db_index=True)
    served_on = models.DateField("服务日期")
    recorded_at = models.DateTimeField("记账时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_minutes_not_none", condition=~Q(minutes=0)),
        ]
        indexes = [
            models.Index(name="service_minutes_of", fields=["account", "id"]),
            models.Index(name="service_minutes_on", fields=["account", "served_on"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.minutes}"
