"""After the end: who was called and not reached, and what is left out of the rates."""

from django.db import models
from django.db.models import F, Q

from linli.matters.rules import AskedState, CallEnd
from linli.people.models import Person


class CallAttempt(models.Model):
    """回访记录: somebody was called back and gave no answer; who answers has a rating."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="call_attempts")
    turn = models.PositiveSmallIntegerField("第几次办结")
    end = models.CharField("结果", max_length=12)
    words = models.CharField("说明", max_length=200, default="")
    caller = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField("回访时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_end_known", condition=Q(end__in=[end.value for end in CallEnd])
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Exclusion(models.Model):
    """剔除: a rating is left out of the rates, by a second person, with a public reason."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="exclusions")
    turn = models.PositiveSmallIntegerField("第几次办结")
    ground = models.CharField("理由", max_length=20)
    words = models.CharField("说明", max_length=300)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("提出时间")
    decide_by = models.DateTimeField("决定期限")
    state = models.CharField("状态", max_length=8, default=AskedState.ASKED)
    answer = models.CharField("意见", max_length=300, default="")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exclusion_state_known",
                condition=Q(state__in=[state.value for state in AskedState]),
            ),
            models.CheckConstraint(
                name="exclusion_by_a_second_person",
                condition=Q(asked_by=None) | Q(decided_by=None) | ~Q(asked_by=F("decided_by")),
            ),
            models.UniqueConstraint(
                name="exclusion_once_a_turn",
                fields=["matter", "turn"],
                condition=~Q(state="refused"),
            ),
        ]
        indexes = [
            models.Index(
                name="exclusion_to_decide", fields=["decide_by"], condition=Q(state="asked")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
