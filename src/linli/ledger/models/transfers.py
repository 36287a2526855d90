"""A transfer (凭证) and its postings (分录). Triggers refuse any change of either."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.ledger.models.accounts import LedgerAccount
from linli.ledger.models.facts import LedgerPolicy
from linli.ledger.rules import Book, Code
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own accounts; those of the area to its desk and its auditor."""
        mine = LedgerAccount.objects.of(viewer).values("pk")
        seen = Q(pk__in=Posting.objects.filter(account__in=mine).values("transfer"))
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)


class Transfer(models.Model):
    """凭证: why credits moved, under which policy, who did it, for whom, approved by whom.

    Its row is written last: by then its postings are there, and a trigger adds them up.
    The same `key` with the same body is the same transfer.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("唯一编号", max_length=80, unique=True)
    body_hash = models.CharField("内容摘要", max_length=64)
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    book = models.CharField("账本", max_length=6)
    code = models.CharField("种类", max_length=10)
    policy = models.ForeignKey(LedgerPolicy, models.PROTECT, related_name="+")
    order = models.CharField("来自", max_length=60, default="", db_index=True)
    basis = models.CharField("依据", max_length=60, default="")
    actor = models.CharField("经手", max_length=60)
    on_behalf_of = models.CharField("代谁", max_length=60, default="")
    approver = models.CharField("复核", max_length=60, default="")
    reason = models.CharField("事由", max_length=200, default="")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )
    effective_on = models.DateField("发生日期")
    recorded_at = models.DateTimeField("记账时间")

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_book_known", condition=Q(book__in=[book.value for book in Book])
            ),
            models.CheckConstraint(
                name="transfer_code_known", condition=Q(code__in=[code.value for code in Code])
            ),
            models.CheckConstraint(
                name="transfer_reversal_says_of_what",
                condition=Q(code="reverse", reverses__isnull=False)
                | (~Q(code="reverse") & Q(reverses__isnull=True)),
            ),
            models.CheckConstraint(
                name="transfer_adjusted_by_two",
                condition=~Q(code="adjust")
                | (~Q(approver="") & ~Q(approver=models.F("actor")) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(name="transfer_by_place", fields=["place", "book", "id"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.code}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Posting(models.Model):
    """分录: what one transfer did to one account; `balance` is what is in it from then on.

    `version` numbers the postings of an account from 1 without a gap.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="postings")
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="postings", db_index=False
    )
    delta = models.BigIntegerField("增减")
    version = models.PositiveIntegerField("第几笔", null=True)
    balance = models.BigIntegerField("余额", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="posting_once_a_transfer", fields=["transfer", "account"]
            ),
            models.UniqueConstraint(name="posting_version_once", fields=["account", "version"]),
            models.CheckConstraint(name="posting_moves_something", condition=~Q(delta=0)),
            models.CheckConstraint(
                name="posting_balance_with_version",
                condition=Q(version__isnull=True, balance__isnull=True)
                | Q(version__gte=1, balance__isnull=False),
            ),
        ]
        indexes = [models.Index(name="posting_sum", fields=["account", "delta"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.delta:+d}"
