"""Sheets of a hotline that came in: what each row said, and which matter it became."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area


class BatchState(models.TextChoices):
    STAGED = "staged", "待导入"
    COMMITTED = "committed", "已导入"
    DISCARDED = "discarded", "已放弃"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who keeps the registers of the community into which it goes."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers:
                seen |= Q(community__path__startswith=post.area_path)
        return self.filter(seen)


class ImportBatch(models.Model):
    """导入批次: one file, read and checked, until it is taken in whole or not at all."""

    file_name = models.CharField("文件", max_length=120)
    community = models.ForeignKey(Area, models.PROTECT, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, default=BatchState.STAGED)
    headings = models.JSONField("表头")
    columns = models.JSONField("列对照")
    row_count = models.PositiveIntegerField("行数")
    fault_count = models.PositiveIntegerField("毛病数")
    staged_at = models.DateTimeField("读入时间")
    settled_at = models.DateTimeField("导入或放弃的时间", null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_batch_state_known",
                condition=Q(state__in=["staged", "committed", "discarded"]),
            ),
        ]
        indexes = [models.Index(name="import_batch_recent", fields=["community", "-staged_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def state_word(self) -> str:
        return str(BatchState(self.state).label)

    @property
    def may_be_committed(self) -> bool:
        return self.state == BatchState.STAGED and not self.fault_count


class ImportRow(models.Model):
    """导入行: one row as it stood in the sheet, what was read of it, and what is wrong with it.

    Both texts are JSON. Once it is a matter, `raw` keeps only what a matter has no place for,
    `read` nothing: who called is then known to the register alone.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=60)
    line = models.PositiveIntegerField("行号")
    raw = EncryptedTextField("原样", default="")
    read = EncryptedTextField("读出", default="")
    outside_number = models.CharField("工单编号", max_length=60, default="")
    place = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    faults = models.JSONField("毛病", default=list)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="import_row_once_a_number",
                fields=["outside_number"],
                condition=Q(matter__isnull=False) & ~Q(outside_number=""),
            ),
        ]
        indexes = [models.Index(name="import_row_in_order", fields=["batch", "id"])]

    def __str__(self) -> str:
        return f"#{self.pk}"
