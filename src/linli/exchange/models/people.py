"""Registers of households that came in: what each row says, and what is wrong with it."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area


class RegisterState(models.TextChoices):
    CHECKING = "checking", "核对中"
    CHECKED = "checked", "核对完"
    ORDERED = "ordered", "等着写入"
    COMMITTED = "committed", "已导入"
    DISCARDED = "discarded", "已放弃"


class Standing(models.TextChoices):
    NEW = "new", "新登记"
    CHANGED = "changed", "有改动"
    SAME = "same", "没有变"
    BAD = "bad", "有毛病"


class RegisterBatchQuerySet(models.QuerySet["RegisterBatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who keeps the registers of the area into which it goes."""
        seen = Q(pk__in=[])
        for path in viewer.kept_paths:
            seen |= Q(within__path__startswith=path)
        return self.filter(seen)


class RegisterBatch(models.Model):
    """人户登记册一份: one file, checked row by row, until it is taken in whole or given up."""

    file_name = models.CharField("文件", max_length=120)
    within = models.ForeignKey(Area, models.PROTECT, related_name="+")
    brought_by = models.CharField("经手", max_length=60)
    opens_rooms = models.BooleanField("登记新的房号", default=False)
    state = models.CharField("状态", max_length=10, default=RegisterState.CHECKING)
    headings = models.JSONField("表头")
    columns = models.JSONField("列对照")
    row_count = models.PositiveIntegerField("行数")
    checked_count = models.PositiveIntegerField("核对过的行数", default=0)
    bad_count = models.PositiveIntegerField("有毛病的行数", default=0)
    new_count = models.PositiveIntegerField("新登记", default=0)
    changed_count = models.PositiveIntegerField("有改动", default=0)
    same_count = models.PositiveIntegerField("没有变", default=0)
    room_count = models.PositiveIntegerField("新的房号", default=0)
    staged_at = models.DateTimeField("读入时间")
    settled_at = models.DateTimeField("导入或放弃的时间", null=True)

    objects = RegisterBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="register_batch_state_known",
                condition=Q(
                    state__in=["checking", "checked", "ordered", "committed", "discarded"]
                ),
            ),
            models.CheckConstraint(
                name="register_checks_no_more_than_there_are",
                condition=Q(checked_count__lte=models.F("row_count")),
            ),
        ]
        indexes = [models.Index(name="register_batch_recent", fields=["within", "-staged_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def state_word(self) -> str:
        return str(RegisterState(self.state).label)

    @property
    def may_be_committed(self) -> bool:
        return self.state == RegisterState.CHECKED and not self.bad_count


class RegisterRow(models.Model):
    """人户登记册一行: as it stood in the sheet and as it was read, both encrypted JSON.

    The keyed hashes find what stands twice in one file; the rows go once the file is settled.
    """

    batch = models.ForeignKey(RegisterBatch, models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=60)
    line = models.PositiveIntegerField("行号")
    raw = EncryptedTextField("原样", default="")
    read = EncryptedTextField("读出", default="")
    home = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    id_index = models.CharField("身份证号索引", max_length=64, default="")
    name_index = models.CharField("姓名住处索引", max_length=64, default="")
    door_index = models.CharField("户索引", max_length=64, default="")
    origin_index = models.CharField("来源地索引", max_length=64, default="")
    relation = models.CharField("与户主关系", max_length=20, default="")
    opens_room = models.BooleanField("房号是新的", default=False)
    joins = models.BooleanField("加入组织", default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    standing = models.CharField("核对结果", max_length=8, default="")
    changes = models.JSONField("改动", default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="register_row_standing_known",
                condition=Q(standing__in=["", "new", "changed", "same", "bad"]),
            ),
        ]
        indexes = [
            models.Index(name="register_row_in_order", fields=["batch", "id"]),
            models.Index(name="register_row_by_standing", fields=["batch", "standing", "id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RegisterFault(models.Model):
    """毛病: what is wrong in which column; what the sentence quotes is encrypted."""

    batch = models.ForeignKey(RegisterBatch, models.CASCADE, related_name="faults")
    row = models.ForeignKey(RegisterRow, models.CASCADE, related_name="faults")
    column = models.CharField("列", max_length=20)
    sentence = models.CharField("怎么不对", max_length=120)
    facts = EncryptedTextField("引用", default="")

    class Meta:
        indexes = [
            models.Index(name="register_fault_by_kind", fields=["batch", "column", "sentence"])
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.column}"
