"""A duty: who owes what by when; the holder's clock, whatever the subject is."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.people.models import Organisation, Person
from linli.places.models import Area


class DutyQuerySet(models.QuerySet["Duty"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)

    def overdue(self, at: datetime) -> Self:
        return self.running().filter(due_at__lt=at)

    def wanting_a_look(self, at: datetime) -> Self:
        return self.running().filter(next_look_at__lte=at).order_by("next_look_at", "pk")


class Duty(models.Model):
    """责任时限: the clock of one holder, from dispatch until it ends or moves on."""

    subject = models.CharField("对象", max_length=60)
    kind = models.CharField("应办", max_length=20)
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="duties")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="duties")
    began_at = models.DateTimeField("起算时间")
    accept_by = models.DateTimeField("应签收时间", null=True)
    accepted_at = models.DateTimeField("签收时间", null=True)
    accepted_by_itself = models.BooleanField("自动签收", default=False)
    remind_at = models.DateTimeField("提醒时间")
    reminded_at = models.DateTimeField("已提醒时间", null=True)
    due_at = models.DateTimeField("期限")
    overdue_told_at = models.DateTimeField("超期告知时间", null=True)
    give_up_at = models.DateTimeField("上报时间", null=True)
    given_up_at = models.DateTimeField("已上报时间", null=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    ended_at = models.DateTimeField("结束时间", null=True)
    next_look_at = models.DateTimeField("下次查看", null=True)
    calendar_version = models.CharField("日历版本", max_length=40)
    is_provisional = models.BooleanField("暂定", default=False)
    why = models.CharField("怎么算的", max_length=200)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_running_duty_of_a_kind",
                fields=["subject", "kind"],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                name="duty_to_look_at",
                fields=["next_look_at", "id"],
                condition=Q(ended_at__isnull=True, next_look_at__isnull=False),
            ),
            models.Index(name="duty_of_subject", fields=["subject", "id"]),
            models.Index(
                name="duty_of_holder",
                fields=["holder", "due_at"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject} {self.kind}"
