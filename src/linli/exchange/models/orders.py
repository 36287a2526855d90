"""Sheets of orders that went back out (回传): the last one says what has changed since."""

from django.db import models

from linli.kernel.references import Ref, ref
from linli.places.models import Area


class OrdersExport(models.Model):
    """回传: which source's orders of which area left the house, when, and how many."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=20)
    rows = models.PositiveIntegerField("行数")
    only_changed = models.BooleanField("只导变动的", default=False)
    taken_at = models.DateTimeField("导出时间")

    class Meta:
        indexes = [
            models.Index(name="orders_export_last", fields=["area", "source", "-taken_at"])
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.source}"

    @property
    def ref(self) -> Ref:
        return ref(self)
