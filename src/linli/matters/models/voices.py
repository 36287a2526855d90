"""Who else has the same trouble, and what it looks like."""

from django.db import models
from django.db.models import Q

from linli.kernel.models import Attachment
from linli.people.models import Person
from linli.ratings.rules import Rater, rater


class Voice(models.Model):
    """附议: somebody has the same trouble, is told of everything and may rate."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="voices")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="voices")
    receipt_hash = models.CharField("回执", max_length=64, default="")
    words = models.TextField("补充", default="")
    joined_at = models.DateTimeField("附议时间")
    merged_from = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="voice_once_a_person",
                fields=["matter", "person"],
                condition=Q(person__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="voice_receipt", fields=["receipt_hash"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def rater(self) -> Rater:
        return rater(self.person_id, self.receipt_hash)


class Photo(models.Model):
    """A photo of a matter: before, on the way or after; shown in public only when so marked."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    when = models.CharField("时机", max_length=8, default="before")

    def __str__(self) -> str:
        return f"#{self.pk}"
