"""Shifts (轮值) with several places, and who holds them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models.records import ServiceRecord
from linli.volunteers.models.teams import Team
from linli.volunteers.models.volunteers import Volunteer
from linli.volunteers.rules.shifts import HELD, PlaceState, ShiftState


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, _: Viewer) -> Self:
        """Everybody: a shift is announced so that people come; who holds it is not shown."""
        return self.all()

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def open(self) -> Self:
        return self.filter(state=ShiftState.OPEN)

    def coming(self, at: datetime) -> Self:
        return self.open().filter(ends_at__gt=at)


class Shift(models.Model):
    """轮值: when and where so many hands are wanted; `taken` counts the places held."""

    number = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("做什么", max_length=60)
    kind = models.CharField("服务种类", max_length=30)
    place = models.ForeignKey(Area, models.PROTECT, related_name="shifts")
    venue = models.CharField("在哪里", max_length=60, default="")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="shifts")
    risk = models.CharField("哪一种风险", max_length=30, default="ordinary")
    certificate = models.CharField("要有什么证", max_length=30, default="")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    places = models.PositiveSmallIntegerField("几个人")
    taken = models.PositiveSmallIntegerField("有几个人了", default=0)
    state = models.CharField("状态", max_length=10, default=ShiftState.OPEN)
    reason = models.CharField("取消的原因", max_length=200, default="")
    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField("发布时间")
    closed_at = models.DateTimeField("结束后清点时间", null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_state_known",
                condition=Q(state__in=[state.value for state in ShiftState]),
            ),
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="shift_has_places",
                condition=Q(places__gte=1, taken__lte=models.F("places")),
            ),
        ]
        indexes = [
            models.Index(name="shift_by_place", fields=["place", "starts_at"]),
            models.Index(name="shift_by_time", fields=["state", "ends_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> ShiftState:
        return ShiftState(self.state)

    @property
    def free(self) -> int:
        return self.places - self.taken


class ShiftPlace(models.Model):
    """班次: one volunteer on one shift; attendance is confirmed, no-show or not known."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="holders")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="shift_places")
    state = models.CharField("状态", max_length=12, default=PlaceState.TAKEN)
    taken_at = models.DateTimeField("报班时间")
    ended_at = models.DateTimeField("退班或清点时间", null=True)
    reason = models.CharField("原因", max_length=100, default="")
    reminded_at = models.DateTimeField("提醒时间", null=True)
    record = models.OneToOneField(
        ServiceRecord, models.PROTECT, null=True, related_name="shift_place"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_place_state_known",
                condition=Q(state__in=[state.value for state in PlaceState]),
            ),
            models.UniqueConstraint(
                name="shift_place_once",
                fields=["shift", "volunteer"],
                condition=Q(state__in=[state.value for state in HELD]),
            ),
        ]
        indexes = [models.Index(name="shift_place_by_state", fields=["volunteer", "state"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def standing(self) -> PlaceState:
        return PlaceState(self.state)
