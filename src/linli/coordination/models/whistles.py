"""A whistle: which units were called to a matter, who came when, and how they are judged."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.coordination.rules import (
    BEST,
    STILL_THERE,
    WORST,
    Coming,
    Ground,
    UnitState,
    WhistleState,
    coming,
)
from linli.kernel.references import Ref, ref
from linli.matters.models import NUMBER_OF_DESK, Involvement, Matter
from linli.matters.rules import Sensitivity
from linli.people.models import Organisation, Person
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


def units_of(viewer: Viewer) -> list[int]:
    """The organisations for which the viewer speaks."""
    posts = viewer.with_reach(Reach.UNIT)
    return [post.organisation_id for post in posts if post.organisation_id]


class WhistleQuerySet(models.QuerySet["Whistle"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The one door: a desk that it has come before, a unit that was called, an auditor."""
        seen = Q(pk__in=[])
        for post in viewer.posts:
            seen |= _seen_by(post)
        if units := units_of(viewer):
            seen |= Q(pk__in=CalledUnit.objects.filter(unit__in=units).values("whistle"))
        # Whom the matter concerns reads nothing of it; a complaint is never whistled for.
        mine = Q(matter__concerns=viewer.person_id, matter__concerns__isnull=False)
        open_to = ~mine & ~Q(matter__sensitivity=Sensitivity.COMPLAINT)
        return self.filter(seen & open_to)

    def in_area(self, area: Area) -> Self:
        return self.filter(matter__place__path__startswith=area.path)

    def blown_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(blown_at__lt=until)
        return begun.filter(blown_at__gte=since) if since else begun

    def open(self) -> Self:
        return self.exclude(state=WhistleState.ENDED)


def _seen_by(post: HeldPost) -> Q:
    inside = Q(matter__place__path__startswith=post.area_path)
    if post.reach is Reach.READ:
        return inside
    if post.reach is not Reach.DESK:
        return Q(pk__in=[])
    number = NUMBER_OF_DESK.get(post.area_kind, 0)
    return inside & (Q(level__gte=number) | Q(matter__level_reached__gte=number))


class Whistle(models.Model):
    """吹哨: a desk calls several units to one matter; one of them leads.

    `level` is the highest desk that it has come before, counted as in matters.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="whistles")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("到过的层级", default=0)
    ground = models.CharField("情形", max_length=12)
    asked = models.CharField("要各家做什么", max_length=300)
    state = models.CharField("状态", max_length=8, default=WhistleState.WORKING)
    version = models.PositiveIntegerField("版次", default=1)
    options_digest = models.CharField("规则摘要", max_length=64)
    blown_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    blown_at = models.DateTimeField("吹哨时间")
    judge_by = models.DateTimeField("评价期限", null=True)
    ended_at = models.DateTimeField("收哨时间", null=True)

    objects = WhistleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="whistle_state_known",
                condition=Q(state__in=[state.value for state in WhistleState]),
            ),
            models.CheckConstraint(
                name="whistle_ground_known",
                condition=Q(ground__in=[ground.value for ground in Ground]),
            ),
            models.CheckConstraint(
                name="whistle_ended_has_time",
                condition=~Q(state="ended") | Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_running_whistle_a_matter",
                fields=["matter"],
                condition=Q(state="working"),
            ),
        ]
        indexes = [
            models.Index(name="whistle_of_desk", fields=["desk", "state", "blown_at"]),
            models.Index(name="whistle_blown", fields=["blown_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> WhistleState:
        return WhistleState(self.state)


class CalledUnitQuerySet(models.QuerySet["CalledUnit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever sees the whistle sees all who were called: they work side by side."""
        return self.filter(whistle__in=Whistle.objects.visible_to(viewer).values("pk"))

    def still_there(self) -> Self:
        return self.filter(state__in=STILL_THERE)

    def called_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(called_at__lt=until)
        return begun.filter(called_at__gte=since) if since else begun

    def came_in_time(self) -> Self:
        return self.filter(arrived_at__lte=models.F("report_by"))

    def came_late(self) -> Self:
        return self.filter(arrived_at__gt=models.F("report_by"))

    def spared(self) -> Self:
        """Let go before they had to be there: they do not count."""
        return self.filter(arrived_at=None, released_at__lte=models.F("report_by"))

    def absent(self, at: datetime) -> Self:
        """Not there when they had to be, and never since."""
        return self.filter(arrived_at=None, report_by__lt=at).exclude(
            released_at__isnull=False, released_at__lte=models.F("report_by")
        )


class CalledUnit(models.Model):
    """被吹哨单位: one unit that was called, from the call to its result."""

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="calls")
    involvement = models.ForeignKey(
        Involvement, models.PROTECT, null=True, related_name="called_units"
    )
    is_lead = models.BooleanField("牵头", default=False)
    state = models.CharField("状态", max_length=8, default=UnitState.CALLED)
    times_passed_up = models.PositiveSmallIntegerField("上报次数", default=0)
    called_at = models.DateTimeField("吹哨时间")
    report_by = models.DateTimeField("报到期限")
    arrived_at = models.DateTimeField("到场时间", null=True)
    arrived_where = models.CharField("到场地点", max_length=60, default="")
    arrived_who = models.CharField("到场的人", max_length=40, default="")
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    result_by = models.DateTimeField("结果期限", null=True)
    result = models.CharField("结果", max_length=500, default="")
    result_at = models.DateTimeField("结果时间", null=True)
    released_at = models.DateTimeField("撤出时间", null=True)
    release_reason = models.CharField("撤出理由", max_length=300, default="")

    objects = CalledUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="unit_called_once", fields=["whistle", "unit"]),
            models.UniqueConstraint(
                name="one_leading_unit", fields=["whistle"], condition=Q(is_lead=True)
            ),
            models.CheckConstraint(
                name="called_unit_state_known",
                condition=Q(state__in=[state.value for state in UnitState]),
            ),
            models.CheckConstraint(
                name="called_unit_present_has_come",
                condition=~Q(state__in=["present", "done"]) | Q(arrived_at__isnull=False),
            ),
            models.CheckConstraint(
                name="called_unit_done_has_result",
                condition=~Q(state="done") | (~Q(result="") & Q(result_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="called_unit_released_has_reason",
                condition=~Q(state="released")
                | (~Q(release_reason="") & Q(released_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="called_unit_comes_after_the_call",
                condition=Q(arrived_at=None) | Q(arrived_at__gte=models.F("called_at")),
            ),
        ]
        indexes = [
            models.Index(name="called_unit_of_unit", fields=["unit", "state", "called_at"]),
            models.Index(name="called_unit_called", fields=["called_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> UnitState:
        return UnitState(self.state)

    def coming_at(self, now: datetime) -> Coming:
        """Whether it came in time, as of that moment."""
        return coming(
            report_by=self.report_by,
            arrived_at=self.arrived_at,
            released_at=self.released_at,
            now=now,
        )


class UnitJudgementQuerySet(models.QuerySet["UnitJudgement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desks that see the whistle, and the unit that was judged; no other unit."""
        theirs = Q(called__unit__in=units_of(viewer))
        desks = [post for post in viewer.posts if post.reach in (Reach.DESK, Reach.READ)]
        if desks:
            whistles = Whistle.objects.visible_to(viewer).values("pk")
            areas = Q(pk__in=[])
            for post in desks:
                areas |= Q(called__whistle__matter__place__path__startswith=post.area_path)
            theirs |= Q(called__whistle__in=whistles) & areas
        return self.filter(theirs)


class UnitJudgement(models.Model):
    """联合评价: how the desk that whistled judges one unit. Triggers refuse changes."""

    called = models.OneToOneField(CalledUnit, models.PROTECT, related_name="judgement")
    response = models.PositiveSmallIntegerField("响应")
    outcome = models.PositiveSmallIntegerField("效果")
    attitude = models.PositiveSmallIntegerField("态度")
    words = models.CharField("评语", max_length=200, default="")
    judge = models.ForeignKey(Person, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("评价时间")

    objects = UnitJudgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name=f"unit_judgement_{field}_from_one_to_five",
                condition=Q(**{f"{field}__gte": WORST, f"{field}__lte": BEST}),
            )
            for field in ("response", "outcome", "attitude")
        ]
        indexes = [models.Index(name="unit_judgement_at", fields=["judged_at", "id"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def total(self) -> int:
        return self.response + self.outcome + self.attitude
