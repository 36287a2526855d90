"""Records of service (服务记录): whole facts that are never changed, only added to."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models.teams import Team
from linli.volunteers.models.volunteers import Volunteer
from linli.volunteers.rules.service import Judgement, LateState, Source


class ServiceRecordQuerySet(models.QuerySet["ServiceRecord"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, those of one's desk or audit; who was served by their own context."""
        seen = Q(volunteer__person__in=viewer.speaks_for)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def services(self) -> Self:
        """Without the lines that correct another."""
        return self.filter(corrects=None)

    def ended_between(self, since: datetime | None, until: datetime) -> Self:
        ended = self.filter(ends_at__lt=until)
        return ended.filter(ends_at__gte=since) if since else ended


class ServiceRecord(models.Model):
    """服务记录: who, for whom (a reference), what, where, from when to when, whence.

    A correction is a line of its own that adds or takes away minutes, on the same day and from
    the same source; the sum of all lines is what holds. Triggers refuse any change.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="records")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="records")
    is_donate_only = models.BooleanField("只能捐赠", default=False)
    kind = models.CharField("服务种类", max_length=30)
    what = models.CharField("做了什么", max_length=60)
    recipient = models.CharField("服务对象", max_length=60, default="")
    place = models.ForeignKey(Area, models.PROTECT, related_name="service_records")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    minutes = models.IntegerField("分钟")
    source = models.CharField("来源", max_length=10)
    source_ref = models.CharField("来自哪里", max_length=60, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField("更正的原因", max_length=200, default="")
    recorded_by = models.CharField("谁记的", max_length=60)
    recorded_at = models.DateTimeField("记录时间")

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_source_known",
                condition=Q(source__in=[source.value for source in Source]),
            ),
            models.CheckConstraint(
                name="service_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="service_minutes_or_a_reason",
                condition=Q(corrects=None, minutes__gt=0)
                | (Q(corrects__isnull=False) & ~Q(minutes=0) & ~Q(reason="")),
            ),
            models.UniqueConstraint(
                name="service_once_a_source",
                fields=["volunteer", "source", "source_ref"],
                condition=Q(corrects=None) & ~Q(source_ref=""),
            ),
        ]
        indexes = [
            models.Index(name="service_by_volunteer", fields=["volunteer", "ends_at"]),
            models.Index(name="service_by_place", fields=["place", "ends_at"]),
            models.Index(name="service_by_source", fields=["source_ref"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def is_late(self) -> bool:
        """补录: marked wherever it is shown."""
        return self.source == Source.LATE


class ServiceSpan(models.Model):
    """占用时段: one service of one volunteer holds its time; the database lets none overlap.

    In minutes since 1970, half-open. A service that is taken back altogether frees its time.
    """

    record = models.OneToOneField(ServiceRecord, models.PROTECT, related_name="span")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="spans")
    begins = models.BigIntegerField("从")
    ends = models.BigIntegerField("到")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_forward", condition=Q(ends__gt=models.F("begins"))
            ),
        ]
        indexes = [models.Index(name="span_of_volunteer", fields=["volunteer", "begins"])]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ServiceDay(models.Model):
    """一天的服务: how many minutes a volunteer has on one day, which the daily limit guards."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="days")
    day = models.DateField("哪天")
    minutes = models.PositiveSmallIntegerField("分钟", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_day_once", fields=["volunteer", "day"]),
            models.CheckConstraint(
                name="service_day_is_a_day", condition=Q(minutes__gte=0, minutes__lte=1440)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class LateEntryQuerySet(models.QuerySet["LateEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, who entered it, and for desks and audit those of their area."""
        seen = Q(volunteer__person__in=viewer.speaks_for)
        if viewer.is_known:
            seen |= Q(entered_by=viewer.person_id)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def waiting(self) -> Self:
        return self.filter(state=LateState.WAITING)


class LateEntry(models.Model):
    """补录: written down by one long after, confirmed by another; neither is the volunteer."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="late_entries")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("服务种类", max_length=30)
    what = models.CharField("做了什么", max_length=60)
    recipient = models.CharField("服务对象", max_length=60, default="")
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    evidence = models.CharField("凭据", max_length=200)
    state = models.CharField("状态", max_length=10, default=LateState.WAITING)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("复核时间", null=True)
    reason = models.CharField("不通过的原因", max_length=200, default="")
    record = models.OneToOneField(
        ServiceRecord, models.PROTECT, null=True, related_name="late_entry"
    )

    objects = LateEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="late_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="late_ruled_by_a_second_person",
                condition=Q(ruled_by=None) | ~Q(ruled_by=models.F("entered_by")),
            ),
            models.CheckConstraint(
                name="late_ruled_as_it_says",
                condition=Q(state="waiting", ruled_at=None, record=None)
                | Q(state="confirmed", ruled_at__isnull=False, record__isnull=False)
                | (Q(state="refused", ruled_at__isnull=False, record=None) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> LateState:
        return LateState(self.state)


class ServiceJudgement(models.Model):
    """评价: how the one who was served found one service; never given by itself."""

    record = models.OneToOneField(ServiceRecord, models.PROTECT, related_name="judgement")
    verdict = models.CharField("评价", max_length=6)
    words = models.CharField("说了什么", max_length=200, default="")
    judged_by = models.CharField("谁评的", max_length=60)
    judged_at = models.DateTimeField("评价时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_verdict_known",
                condition=Q(verdict__in=[verdict.value for verdict in Judgement]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
