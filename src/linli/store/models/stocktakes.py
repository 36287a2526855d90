"""A stocktake (盘点): what one counted on each shelf, and who signed beside them."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.store.models.shelves import Shelf, Store
from linli.store.rules import TakeState


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To who keeps the store, the desk above it, and who audits there."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            keeps = post.kind is PostKind.STORE_KEEPER or post.keeps_registers
            if keeps or post.reach is Reach.READ:
                seen |= Q(store__area__path__startswith=post.area_path)
        return self.filter(seen)


class Stocktake(models.Model):
    """盘点: two sign it, and they are two; the table refuses one who signs alone."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="stocktakes")
    state = models.CharField("状态", max_length=8, default=TakeState.COUNTED)
    counter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField("盘点时间")
    signer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("签字时间", null=True)
    reason = models.CharField("差异原因", max_length=120, default="")

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stocktake_state_known",
                condition=Q(state__in=[state.value for state in TakeState]),
            ),
            models.CheckConstraint(
                name="stocktake_signed_by_two",
                condition=~Q(state="signed")
                | (Q(signer__isnull=False) & ~Q(signer=F("counter"))),
            ),
            models.UniqueConstraint(
                name="stocktake_one_at_a_time",
                fields=["store"],
                condition=Q(state="counted"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> TakeState:
        return TakeState(self.state)


class StocktakeCount(models.Model):
    """清点: what the book said of a shelf at that moment, and what lay there."""

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="counts")
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField("账上")
    counted = models.PositiveIntegerField("实点")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="count_once_a_shelf", fields=["stocktake", "shelf"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.counted}"

    @property
    def difference(self) -> int:
        return self.counted - self.expected
