"""A meeting with whom it calls, who came, what stood on the agenda and what was agreed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.meetings.rules import Coming, Quorum, State
from linli.people.models import Organisation, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Point

WHO_SEE_ALL = (Reach.DESK, Reach.STAIRS, Reach.READ)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Public ones; others to whom they call, and to who serves where they are held."""
        seen = Q(is_public=True)
        if speaks_for := viewer.speaks_for:
            invited = Invitee.objects.filter(person__in=speaks_for).values("meeting")
            came = Attendance.objects.filter(person__in=speaks_for).values("meeting")
            seen |= Q(convener__in=speaks_for) | Q(pk__in=invited) | Q(pk__in=came)
        for post in viewer.posts:
            if post.reach in WHO_SEE_ALL:
                seen |= Q(place__path__startswith=post.area_path)
            if post.organisation_id:
                units = Invitee.objects.filter(organisation=post.organisation_id)
                seen |= Q(pk__in=units.values("meeting"))
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def planned(self) -> Self:
        return self.filter(state=State.PLANNED)

    def held(self) -> Self:
        return self.filter(state=State.HELD)

    def begun_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(starts_at__lt=until)
        return begun.filter(starts_at__gte=since) if since else begun


class Meeting(models.Model):
    """会议: `version` grows with every change; `convener` (召集人) is who has to hold it.

    What the kind is called, and its quorum, stay as they were when the meeting was called.
    A regular one is called by its rhythm, once for the period that begins on `period_on`.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=State.PLANNED)
    kind = models.CharField("种类", max_length=30)
    kind_label = models.CharField("当地叫法", max_length=30)
    kind_label_en = models.CharField("英文叫法", max_length=60)
    is_public = models.BooleanField("居民都可以来", default=False)
    quorum = models.CharField("到会人数", max_length=16, default=Quorum.NONE)

    title = models.CharField("会议名称", max_length=60)
    place = models.ForeignKey(Area, models.PROTECT, related_name="meetings")
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="meetings")
    venue = models.CharField("在哪里开", max_length=60, default="")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    convener = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField("召集时间")
    period_on = models.DateField("哪一期", null=True)

    minutes = models.TextField("纪要", default="")
    public_words = models.TextField("给大家看的话", default="")
    held_at = models.DateTimeField("记纪要时间", null=True)
    reason = models.CharField("取消的原因", max_length=200, default="")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="meeting_quorum_known",
                condition=Q(quorum__in=[quorum.value for quorum in Quorum]),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="meeting_held_has_minutes",
                condition=~Q(state="held") | (~Q(minutes="") & Q(held_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="meeting_once_a_period",
                fields=["place", "kind", "period_on"],
                condition=Q(period_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="meeting_by_place", fields=["place", "kind", "starts_at"]),
            models.Index(name="meeting_by_time", fields=["starts_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> State:
        return State(self.state)


def named(person_id: int | None, organisation_id: int | None) -> Ref:
    """Name a person, otherwise a unit, otherwise nobody."""
    if person_id:
        return f"person/{person_id}"
    return f"organisation/{organisation_id}" if organisation_id else ""


class Invitee(models.Model):
    """受邀: a person or an organisation that the meeting calls, and what they answered."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitees")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField("身份", max_length=30, default="")
    answer = models.CharField("回复", max_length=4, default="")
    words = models.CharField("留言", max_length=100, default="")
    answered_at = models.DateTimeField("回复时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitee_is_a_person_or_a_unit",
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
            ),
            models.CheckConstraint(
                name="invitee_answer_known",
                condition=Q(answer__in=["", *[answer.value for answer in Coming]]),
            ),
            models.UniqueConstraint(
                name="invitee_once_a_person",
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="invitee_once_a_unit",
                fields=["meeting", "organisation"],
                condition=Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def whom(self) -> Ref:
        return named(self.person_id, self.organisation_id)

    @property
    def name(self) -> str:
        found = self.person or self.organisation
        return found.name if found else ""


class Attendance(models.Model):
    """签到: somebody came; neighbours without a name are counted as so many heads.

    `organisation` is the unit for which they came.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    heads = models.PositiveSmallIntegerField("人数", default=1)
    came_at = models.DateTimeField("签到时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="attendance_of_somebody", condition=Q(heads__gte=1)),
            models.CheckConstraint(
                name="attendance_named_is_one",
                condition=Q(person__isnull=True) | Q(heads=1),
            ),
            models.UniqueConstraint(
                name="attendance_once_a_person",
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def stands_for(self) -> frozenset[Ref]:
        """The person who came and the unit for which they came; nobody for mere heads."""
        return frozenset(
            {named(self.person_id, None), named(None, self.organisation_id)} - {""}
        )


class AgendaItem(models.Model):
    """议题: what is talked about, of what thing (`subject`), and what was agreed.

    `responsible` are references of the persons and organisations that took it on.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=80)
    subject = models.CharField("关于", max_length=60, default="", db_index=True)
    is_public = models.BooleanField("可以公开", default=False)
    outcome = models.CharField("结果", max_length=1000, default="")
    responsible = models.JSONField("谁来办", default=list)
    due_on = models.DateField("期限", null=True)
    closed_at = models.DateTimeField("议定时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agenda_position_once", fields=["meeting", "position"]
            ),
            models.CheckConstraint(
                name="agenda_closed_has_outcome",
                condition=Q(closed_at=None) | ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Signature(models.Model):
    """签字: whoever was there confirms the minutes. Triggers refuse any change."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签字时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["meeting", "person"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
