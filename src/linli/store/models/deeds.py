"""Points of a household (户积分): what it did, who saw it, who looked twice."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.ledger.models import Transfer
from linli.people.models import Household, HouseholdMember, Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store.rules import DeedState


class HouseholdDeedQuerySet(models.QuerySet["HouseholdDeed"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To the household, and to who serves where it lives."""
        living = HouseholdMember.objects.filter(person__in=viewer.speaks_for, ended_on=None)
        seen = Q(household__in=living.values("household"))
        for post in viewer.posts:
            if post.knows_neighbours:
                seen |= Q(place__path__startswith=post.area_path)
        return self.filter(seen)

    def awarded(self) -> Self:
        return self.filter(state=DeedState.AWARDED)

    def proposed(self) -> Self:
        return self.filter(state=DeedState.PROPOSED)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)


class HouseholdDeed(models.Model):
    """户积分事项: a listed thing that a household did that day, with what shows it."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="deeds")
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    kind = models.CharField("事项", max_length=40)
    kind_label = models.CharField("事项名称", max_length=40)
    points = models.PositiveSmallIntegerField("积分")
    done_on = models.DateField("哪天做的")
    evidence = models.CharField("凭什么", max_length=120)
    proposer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, default=DeedState.PROPOSED)
    needs_two = models.BooleanField("要两人", default=False)
    reason = models.CharField("为什么不记", max_length=120, default="")
    transfer = models.OneToOneField(Transfer, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("了结时间", null=True)

    objects = HouseholdDeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deed_once_a_day",
                fields=["household", "kind", "done_on"],
                condition=~Q(state="refused"),
            ),
            models.CheckConstraint(
                name="deed_state_known",
                condition=Q(state__in=[state.value for state in DeedState]),
            ),
            models.CheckConstraint(name="deed_worth_something", condition=Q(points__gt=0)),
            models.CheckConstraint(
                name="deed_above_the_limit_seen_by_two",
                condition=~Q(state="awarded", needs_two=True)
                | (Q(confirmer__isnull=False) & ~Q(confirmer=F("proposer"))),
            ),
        ]
        indexes = [models.Index(name="deed_by_place", fields=["place", "state", "done_on"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> DeedState:
        return DeedState(self.state)
