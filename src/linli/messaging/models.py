"""Messages (消息) in an inbox, and dispatches (发送单) to whoever has to be reached outside."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.messaging.rules import BY_MACHINE, DispatchState, Way


class Message(models.Model):
    """Laid before a person once; `about` is the journal entry that it tells of."""

    to = models.CharField("收信人", max_length=60)
    about = models.BigIntegerField("事件", null=True)
    subject = models.CharField("对象", max_length=60)
    sentence = models.CharField("内容", max_length=300)
    url = models.CharField("去看", max_length=200, default="")
    told_at = models.DateTimeField("告知时间")
    seen_at = models.DateTimeField("看过时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="message_once_a_person",
                fields=["to", "about"],
                condition=models.Q(about__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="message_inbox", fields=["to", "-told_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Mailing(models.Model):
    """发送批: one text that goes out to many; withdrawn, what still waits stays here."""

    subject = models.CharField("对象", max_length=60, unique=True)
    title = models.CharField("标题", max_length=80)
    text = models.CharField("内容", max_length=300)
    url = models.CharField("去看", max_length=200, default="")
    is_urgent = models.BooleanField("紧急", default=False)
    quiet_since = models.CharField("安静时段起", max_length=5, default="")
    quiet_until = models.CharField("安静时段止", max_length=5, default="")
    place = models.CharField("地点", max_length=60)
    queued_at = models.DateTimeField("排队时间")
    ended_at = models.DateTimeField("发完时间", null=True)

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def queued(self) -> Self:
        return self.filter(state=DispatchState.QUEUED)

    def due(self, at: datetime) -> Self:
        """What can be claimed: its time has come and nobody holds it, or no longer."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.queued().filter(free, due_at__lte=at)


class Dispatch(models.Model):
    """发送单: one text to one person by one way. The address is looked up when it is sent.

    `calling_at` stands while a provider is asked: found on a row whose worker was killed, it
    says that the parcel may have gone out; `repeats` counts how often that was so.
    """

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="dispatches")
    to = models.CharField("收信人", max_length=60)
    way = models.CharField("途径", max_length=8)
    state = models.CharField("状态", max_length=10)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    repeats = models.PositiveSmallIntegerField("重发次数", default=0)
    due_at = models.DateTimeField("应发时间")
    claimed_by = models.CharField("领取", max_length=24, default="")
    claimed_until = models.DateTimeField("领取至", null=True)
    calling_at = models.DateTimeField("呼出时间", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    provider_id = models.CharField("服务商编号", max_length=80, default="")
    reason = models.CharField("没有发出的原因", max_length=200, default="")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="dispatch_once_a_way", fields=["mailing", "to", "way"]
            ),
            models.CheckConstraint(
                name="dispatch_state_known",
                condition=Q(state__in=[state.value for state in DispatchState]),
            ),
            models.CheckConstraint(
                name="dispatch_by_machine",
                condition=Q(way__in=[way.value for way in BY_MACHINE]),
            ),
            models.CheckConstraint(
                name="dispatch_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                name="dispatch_waiting",
                fields=["way", "due_at", "id"],
                condition=Q(state="queued"),
            ),
            models.Index(
                name="dispatch_claimed",
                fields=["claimed_by"],
                condition=~Q(claimed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.way} {self.state}"

    @property
    def key(self) -> str:
        """The number by which a provider recognises it when it comes twice."""
        return f"linli-{self.pk}"


class Pace(models.Model):
    """节奏: when an outlet that bears only so much a minute may speak again."""

    outlet = models.CharField("出口", max_length=60, unique=True)
    free_at = models.DateTimeField("可再发时间")

    def __str__(self) -> str:
        return self.outlet


class Declined(models.Model):
    """谢绝: somebody does not want to be reached by this way (个人信息保护法 15)."""

    to = models.CharField("收信人", max_length=60)
    way = models.CharField("途径", max_length=8)
    since = models.DateTimeField("起于")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="declined_once_a_way", fields=["to", "way"]),
            models.CheckConstraint(
                name="declined_way_known", condition=Q(way__in=[way.value for way in Way])
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.way}"
