"""An order from outside (外部工单): under which number another platform waits for an answer."""

from django.db import models
from django.db.models import Q

from linli.matters.models.matters import Matter


class OutsideOrder(models.Model):
    """外部工单: whose number it is, until when they want an answer, and our own deadline.

    `own_due_at` is what our rules alone would have promised; the earlier of both binds.
    """

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="outside")
    source = models.CharField("来源", max_length=20)
    number = models.CharField("外部编号", max_length=60)
    due_at = models.DateTimeField("对方的期限", null=True)
    own_due_at = models.DateTimeField("自己的期限", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="outside_order_once_a_number", fields=["source", "number"]
            ),
            models.CheckConstraint(
                name="outside_order_has_a_number", condition=~Q(source="") & ~Q(number="")
            ),
        ]
        indexes = [models.Index(name="outside_order_by_number", fields=["number"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.source}"
