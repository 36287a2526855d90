"""Persons who stand on the register twice: found, merged, or told apart."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.encryption import EncryptedTextField
from linli.people.models.persons import Person


class MergerQuerySet(models.QuerySet["Merger"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class Merger(models.Model):
    """合并: two rows were one person; the one that was taken in stays, empty, for its story.

    `before` is what the empty row held, sealed; `filled` is what the other got from it.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=120)
    merged_at = models.DateTimeField("合并时间")
    before = EncryptedTextField("合并以前", null=True)
    filled = models.JSONField("补上的", default=list)
    undone_at = models.DateTimeField("撤回时间", null=True)

    objects = MergerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="merger_of_two", condition=~Q(kept=F("gone"))),
            models.UniqueConstraint(
                name="merger_once_until_undone", fields=["gone"], condition=Q(undone_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class MovedRow(models.Model):
    """移过的一行: one row that went over in a merger, so that it finds its way back."""

    merger = models.ForeignKey(Merger, models.CASCADE, related_name="moved_rows")
    table = models.CharField("表", max_length=60)
    column = models.CharField("列", max_length=60)
    row = models.CharField("行", max_length=40)

    def __str__(self) -> str:
        return f"#{self.pk} {self.table} {self.row}"


class Distinction(models.Model):
    """不是同一人: somebody looked at two persons and found them to be two; lower id first."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    told_at = models.DateTimeField("认定时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="distinction_once", fields=["one", "other"]),
            models.CheckConstraint(
                name="distinction_lower_first", condition=Q(one__lt=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
