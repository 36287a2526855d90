"""A redemption (兑换): who gets which goods for how many credits, until when, by which code."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.ledger.models import Hold, LedgerAccount, Transfer
from linli.people.models import Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store.models.shelves import Shelf
from linli.store.rules import Proof, State


class RedemptionQuerySet(models.QuerySet["Redemption"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own accounts; those of the store to its keepers and its auditors."""
        seen = Q(account__in=LedgerAccount.objects.of(viewer).values("pk"))
        for post in viewer.posts:
            keeps = post.kind is PostKind.STORE_KEEPER or post.keeps_registers
            if keeps or post.reach is Reach.READ:
                seen |= Q(shelf__store__area__path__startswith=post.area_path)
        return self.filter(seen)

    def reserved(self) -> Self:
        return self.filter(state=State.RESERVED)

    def handed_over(self) -> Self:
        return self.filter(state=State.HANDED_OVER)

    def in_area(self, area: Area) -> Self:
        return self.filter(shelf__store__area__path__startswith=area.path)


class Redemption(models.Model):
    """兑换: the credits are held and the goods are kept until somebody fetches them.

    The code is encrypted and found by its keyed hash; once it is of no use it is erased.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    key = models.CharField("唯一编号", max_length=80, unique=True)
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="redemptions")
    quantity = models.PositiveSmallIntegerField("数量")
    credits = models.PositiveIntegerField("用去")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="redemptions")
    asker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hold = models.OneToOneField(Hold, models.PROTECT, null=True, related_name="+")
    transfer = models.OneToOneField(Transfer, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=12, default=State.RESERVED)
    code = EncryptedTextField("取货码", default="")
    code_index = models.CharField(max_length=64, default="")
    fetch_by = models.DateField("最后一天")
    proof = models.CharField("凭什么交货", max_length=10, default="")
    proof_note = models.CharField("凭据", max_length=80, default="")
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("兑换时间")
    ended_at = models.DateTimeField("了结时间", null=True)

    objects = RedemptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redemption_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="redemption_proof_known",
                condition=Q(proof__in=["", *(proof.value for proof in Proof)]),
            ),
            models.CheckConstraint(
                name="redemption_of_something",
                condition=Q(quantity__gt=0, credits__gt=0),
            ),
            models.CheckConstraint(
                name="redemption_handed_over_is_paid",
                condition=~Q(state="handed_over") | (Q(transfer__isnull=False) & ~Q(proof="")),
            ),
            models.CheckConstraint(
                name="redemption_code_while_reserved",
                condition=Q(state="reserved") | Q(code_index=""),
            ),
        ]
        indexes = [
            models.Index(name="redemption_by_code", fields=["code_index"]),
            models.Index(name="redemption_due", fields=["state", "fetch_by"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> State:
        return State(self.state)
