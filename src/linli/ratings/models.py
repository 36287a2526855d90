"""What those who brought a matter say of its outcome, and the slips on which they are asked."""

from typing import Self

from django.db import models

from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.ratings.rules import Rater, Satisfied, Solved, TakenBy


class RatingSlipQuerySet(models.QuerySet["RatingSlip"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those on which the viewer is asked, in person, under a mandate or by a receipt."""
        unnamed = models.Q(person=None, receipt_hash__in=viewer.receipts - {""})
        return self.filter(models.Q(person__in=viewer.speaks_for) | unnamed)

    def waiting(self) -> Self:
        return self.filter(closed_at=None, rating=None)


class RatingSlip(models.Model):
    """评价单: one person is asked about an outcome; a QR has the token.

    Who stays unnamed has a slip under the keyed hash of their receipt.
    `turn` counts how often the subject was finished: looked at again, everybody is asked anew.
    """

    subject = models.CharField("对象", max_length=60)
    turn = models.PositiveSmallIntegerField("第几次", default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    receipt_hash = models.CharField("回执", max_length=64, default="")
    token = models.CharField("评价码", max_length=24, unique=True)
    asked_at = models.DateTimeField("请评时间")
    close_at = models.DateTimeField("截止时间")
    closed_at = models.DateTimeField("关闭时间", null=True)

    objects = RatingSlipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="slip_once_a_person", fields=["subject", "turn", "person"]
            ),
            models.UniqueConstraint(
                name="slip_once_a_receipt",
                fields=["subject", "turn", "receipt_hash"],
                condition=models.Q(person__isnull=True),
            ),
            models.CheckConstraint(
                name="slip_by_name_or_receipt",
                condition=models.Q(person__isnull=True) | models.Q(receipt_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def rater(self) -> Rater:
        return Rater(self.person_id, self.receipt_hash)


class Rating(models.Model):
    """评价: the answer to one slip. Triggers refuse any change."""

    slip = models.OneToOneField(RatingSlip, models.PROTECT, related_name="rating")
    subject = models.CharField("对象", max_length=60, db_index=True)
    solved = models.CharField("解决了吗", max_length=8)
    satisfied = models.CharField("满意吗", max_length=8)
    comment = models.TextField("说明", default="")
    taken_by = models.CharField("途径", max_length=8)
    caller = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    rated_at = models.DateTimeField("评价时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rating_solved_known",
                condition=models.Q(solved__in=[answer.value for answer in Solved]),
            ),
            models.CheckConstraint(
                name="rating_satisfied_known",
                condition=models.Q(satisfied__in=[answer.value for answer in Satisfied]),
            ),
            models.CheckConstraint(
                name="rating_way_known",
                condition=models.Q(taken_by__in=[way.value for way in TakenBy]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.solved} {self.satisfied}"
