"""A line to a WeCom group (群接口), what is said there, and which calls were answered."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.outreach.rules.groups import WordState
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Point


def _at_the_desk(viewer: Viewer, path: str) -> Q:
    seen = Q(pk__in=[])
    for post in viewer.with_reach(Reach.DESK):
        seen |= Q(**{f"{path}__startswith": post.area_path})
    return seen


class GroupLineQuerySet(models.QuerySet["GroupLine"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desks over the group's place."""
        return self.filter(_at_the_desk(viewer, "point__area__path"))

    def open(self) -> Self:
        return self.filter(closed_at=None)


class GroupLine(models.Model):
    """群接口: where WeCom calls for one group; the token and the key are sealed at rest."""

    point = models.ForeignKey(Point, models.PROTECT, related_name="lines")
    address = models.CharField("回调地址", max_length=32, unique=True)
    receiver = models.CharField("企业编号", max_length=64)
    token = EncryptedTextField("令牌")
    key = EncryptedTextField("密钥")
    opened_at = models.DateTimeField("接通时间")
    closed_at = models.DateTimeField("停用时间", null=True)

    objects = GroupLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="group_line_one_open", fields=["point"], condition=Q(closed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class GroupWordQuerySet(models.QuerySet["GroupWord"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desks over the group's place."""
        return self.filter(_at_the_desk(viewer, "line__point__area__path"))

    def waiting(self) -> Self:
        return self.filter(state=WordState.WAITING)


class GroupWord(models.Model):
    """群里的话: kept until a clerk takes it as a matter or sets it aside; never published."""

    line = models.ForeignKey(GroupLine, models.PROTECT, related_name="words")
    message_id = models.CharField("消息编号", max_length=64)
    sender = EncryptedTextField("谁说的", default="")
    words = EncryptedTextField("说的话", default="")
    state = models.CharField("状态", max_length=10, default=WordState.WAITING)
    heard_at = models.DateTimeField("收到时间")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("为什么不登记", max_length=100, default="")
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="+")

    objects = GroupWordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="group_word_once", fields=["line", "message_id"]),
            models.CheckConstraint(
                name="group_word_ends_as_it_says",
                condition=Q(state="waiting", ruled_at=None, matter=None)
                | Q(state="taken", ruled_at__isnull=False, matter__isnull=False)
                | (Q(state="set_aside", ruled_at__isnull=False, matter=None) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(name="group_word_waiting", fields=["state", "heard_at"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class AnsweredCall(models.Model):
    """收过的呼叫: its signature, for as long as the call would still be fresh."""

    line = models.ForeignKey(GroupLine, models.CASCADE, related_name="calls")
    signature = models.CharField("签名", max_length=64)
    at = models.DateTimeField("收到时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="call_answered_once", fields=["line", "signature"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
