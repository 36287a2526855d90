"""What sessions leave behind: reports back on what was said, answers that experts gave."""

from django.db import models

from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.meetings.models import Meeting
from linli.people.models import Person


class ReportBack(models.Model):
    """反馈: at this session the neighbours heard what came of the matter."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reports_back")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="reports_back")
    was_finished = models.BooleanField("那时办结了", default=False)
    told_at = models.DateTimeField("反馈时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reported_back_once", fields=["meeting", "matter"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Answered(models.Model):
    """答疑: at a tea talk one expert answered so many people on one thing (人次)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="answered")
    expert = models.ForeignKey(Person, models.PROTECT, related_name="+")
    topic = models.CharField("问的什么", max_length=60)
    people = models.PositiveSmallIntegerField("答了几人次")
    noted_at = models.DateTimeField("记录时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="answered_somebody", condition=models.Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)
