"""Whom a notice was sent to, once and for all, and who sees to it that it reaches them."""

from typing import Self

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from linli.kernel.references import Ref, ref
from linli.messaging.models import Dispatch
from linli.messaging.rules import DispatchState, Way
from linli.notices.models.notices import Notice
from linli.notices.rules import Told
from linli.people.models import Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area

KNOWS = Q(acknowledged_at__isnull=False)


def as_reference(what: str, field: str) -> Concat:
    """Say in SQL what `ref` says: "person/12"."""
    return Concat(Value(f"{what}/"), Cast(F(field), CharField()), output_field=CharField())


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Oneself and whom one speaks for; their neighbours to who serves where they live.

        Who is told as one of a group is known to desks alone.
        """
        mine = Q(person__in=viewer.speaks_for)
        for post in viewer.posts:
            here = Q(area__path__startswith=post.area_path)
            if post.keeps_registers or post.reach is Reach.READ:
                mine |= here | Q(area=None, notice__area__path__startswith=post.area_path)
            elif post.reach is Reach.STAIRS:
                mine |= here & Q(notice__is_for_all=True)
        if viewer.holds(PostKind.ADMINISTRATOR):
            mine |= Q(area=None)
        return self.filter(mine)

    def with_reached(self) -> Self:
        """通知到: `reached` says of each whether the notice has come to them.

        Where "知道了" is asked for, only that counts; elsewhere opening it or a sent SMS does.
        """
        return self.annotate(
            reached=Case(
                When(KNOWS, then=Value(value=True)),
                When(notice__must_acknowledge=True, then=Value(value=False)),
                When(seen_at__isnull=False, then=Value(value=True)),
                default=Exists(_texted()),
                output_field=models.BooleanField(),
            )
        )

    def reached(self) -> Self:
        return self.with_reached().filter(reached=True)

    def behind_silent_doors(self) -> Self:
        """没有通知到的户: those behind whose door nobody has been reached."""
        neighbours = Recipient.objects.filter(notice=OuterRef("notice"), door=OuterRef("door"))
        return self.filter(~Exists(neighbours.reached()))


def _texted() -> models.QuerySet[Dispatch]:
    def outer(what: str, field: str) -> Concat:
        number = Cast(OuterRef(field), CharField())
        return Concat(Value(f"{what}/"), number, output_field=CharField())

    return Dispatch.objects.filter(
        mailing__subject=outer("notice", "notice_id"),
        to=outer("person", "person_id"),
        way=Way.SMS,
        state=DispatchState.SENT,
    )


class Reaching(models.Model):
    """补通知: who has to reach what is left behind which doors, and until when."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reachings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    remind_at = models.DateTimeField("提醒时间")
    due_at = models.DateTimeField("期限")
    calendar_version = models.CharField("日历版本", max_length=40)
    is_provisional = models.BooleanField("暂定", default=False)
    why = models.CharField("怎么算的", max_length=200)
    passed_on_at = models.DateTimeField("交回时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reaching_once_an_area", fields=["notice", "area"]),
        ]
        indexes = [
            models.Index(
                name="reaching_of_holder", fields=["holder"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Recipient(models.Model):
    """被通知的人: one of those whom the notice was sent to, as they lived on that day.

    `door` is the household, or the person where none is registered: who shares it is reached
    together.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="recipients")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    door = models.CharField("户", max_length=40)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    reaching = models.ForeignKey(Reaching, models.PROTECT, null=True, related_name="recipients")
    seen_at = models.DateTimeField("看过时间", null=True)
    acknowledged_at = models.DateTimeField("知道了的时间", null=True)
    acknowledged_way = models.CharField("怎么知道的", max_length=8, default="")
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    calls = models.PositiveSmallIntegerField("打过几次", default=0)
    last_call_at = models.DateTimeField("上次打电话", null=True)
    last_answer = models.CharField("上次的结果", max_length=12, default="")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recipient_once", fields=["notice", "person"]),
            models.CheckConstraint(
                name="recipient_knows_somehow",
                condition=Q(acknowledged_at__isnull=True, acknowledged_way="")
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_way__in=[told.value for told in Told],
                ),
            ),
        ]
        indexes = [
            models.Index(name="recipient_door", fields=["notice", "door"]),
            models.Index(name="recipient_mine", fields=["person", "-notice"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.door}"

    @property
    def ref(self) -> Ref:
        return ref(self)
