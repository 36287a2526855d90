"""What those who brought a matter say of its outcome, and the slips on which they are asked."""

from django.db import models

from linli.people.models import Person
from linli.ratings.rules import Satisfied, Solved, TakenBy


class RatingSlip(models.Model):
    """评价单: one person is asked about an outcome; a QR has the token.

    `turn` counts how often the subject was finished: looked at again, everybody is asked anew.
    """

    subject = models.CharField("对象", max_length=60)
    turn = models.PositiveSmallIntegerField("第几次", default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    token = models.CharField("评价码", max_length=24, unique=True)
    asked_at = models.DateTimeField("请评时间")
    close_at = models.DateTimeField("截止时间")
    closed_at = models.DateTimeField("关闭时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="slip_once_a_person", fields=["subject", "turn", "person"]
            ),
            models.UniqueConstraint(
                name="slip_once_for_the_unnamed",
                fields=["subject", "turn"],
                condition=models.Q(person__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"


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
