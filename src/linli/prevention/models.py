"""A problem with the matters that hang on it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.prevention.rules import RUNNING, State

WHO_SEE_IT = (Reach.DESK, Reach.STAIRS, Reach.READ)


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who serves or audits where it lies, and who owns it; the board says less to all."""
        seen = Q(pk__in=[])
        if viewer.is_known:
            seen |= Q(owner=viewer.person_id)
        for post in viewer.posts:
            if post.reach in WHO_SEE_IT:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def running(self) -> Self:
        return self.filter(state__in=RUNNING)

    def spotted_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(spotted_at__lt=until)
        return begun.filter(spotted_at__gte=since) if since else begun


class Problem(models.Model):
    """问题: what lies behind matters of one kind from one place; `version` guards it.

    The kind is a route of the playbook. A season has the day it began on.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=14, default=State.SPOTTED)
    place = models.ForeignKey(Area, models.PROTECT, related_name="problems")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    route = models.CharField("分派规则", max_length=30)
    kind_label = models.CharField("哪类事", max_length=60)
    season_on = models.DateField("季节开始", null=True)
    options_digest = models.CharField("规则摘要", max_length=64)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cause = models.CharField("根子在哪里", max_length=500, default="")
    measures = models.CharField("办法", max_length=500, default="")
    spotted_at = models.DateTimeField("发现时间")
    due_at = models.DateTimeField("期限", null=True)
    measures_at = models.DateTimeField("定办法时间", null=True)
    quiet_until = models.DateTimeField("看到什么时候", null=True)
    reopenings = models.PositiveSmallIntegerField("重新找根子次数", default=0)
    ended_at = models.DateTimeField("结束时间", null=True)
    aside_why = models.CharField("不列的理由", max_length=300, default="")
    aside_asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    aside_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="problem_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(name="problem_has_a_kind", condition=~Q(route="")),
            models.CheckConstraint(
                name="problem_with_measures_knows_its_cause",
                condition=~Q(state__in=["measures_set", "checked"])
                | (~Q(cause="") & ~Q(measures="") & Q(quiet_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="problem_set_aside_by_two",
                condition=~Q(state="set_aside")
                | (
                    Q(aside_by__isnull=False, aside_asked_by__isnull=False)
                    & ~Q(aside_by=models.F("aside_asked_by"))
                    & ~Q(aside_why="")
                ),
            ),
            models.UniqueConstraint(
                name="one_running_problem_of_a_kind",
                fields=["place", "route"],
                condition=Q(state__in=["spotted", "taken_on", "measures_set"]),
            ),
            models.UniqueConstraint(
                name="problem_once_a_season",
                fields=["place", "route", "season_on"],
                condition=Q(season_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="problem_of_desk", fields=["desk", "state", "due_at"]),
            models.Index(
                name="problem_quiet",
                fields=["quiet_until"],
                condition=Q(state="measures_set"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> State:
        return State(self.state)


class HangingQuerySet(models.QuerySet["Hanging"]):
    def running(self) -> Self:
        return self.filter(until=None)


class Hanging(models.Model):
    """挂在问题上: a matter that is said to have this root; taken off, it stays off."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="hangings")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="hangings")
    by_hand = models.BooleanField("手工挂的", default=False)
    since = models.DateTimeField("从何时")
    until = models.DateTimeField("到何时", null=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matter_hangs_on_one_problem",
                fields=["matter"],
                condition=Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
