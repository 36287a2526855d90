"""Persons who stand on the register twice: found, merged, or told apart."""

from django.db import models
from django.db.models import F, Q

from linli.people.models.persons import Person


class Merger(models.Model):
    """合并: two rows were one person; the one that was taken in stays, empty, for its story."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.OneToOneField(Person, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=120)
    merged_at = models.DateTimeField("合并时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="merger_of_two", condition=~Q(kept=F("gone"))),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


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
