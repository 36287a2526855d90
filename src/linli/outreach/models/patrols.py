"""A round of the doors (巡楼走访), what each door told, what the register is to correct."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.outreach.rules.patrols import CorrectionState, Found
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling


class PatrolQuerySet(models.QuerySet["Patrol"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and for the desks those of their area."""
        seen = Q(walker=viewer.person_id) if viewer.is_known else Q(pk__in=[])
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.DESK:
                seen |= Q(area__path__startswith=post.area_path)
        return self.filter(seen)

    def under_way(self) -> Self:
        return self.filter(ended_at=None)

    def in_area(self, area: Area) -> Self:
        return self.filter(area__path__startswith=area.path)


class Patrol(models.Model):
    """巡楼: one walker, the doors of one area, from the first to the end of the round."""

    walker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="patrols")
    begun_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    doors = models.PositiveIntegerField("门数", default=0)
    reached = models.PositiveIntegerField("到了几门", default=0)

    objects = PatrolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="patrol_one_at_a_time",
                fields=["walker", "area"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="patrol_reached_of_doors", condition=Q(reached__lte=models.F("doors"))
            ),
        ]
        indexes = [models.Index(name="patrol_by_area", fields=["area", "ended_at"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class DoorVisitQuerySet(models.QuerySet["DoorVisit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those at the doors whose register one keeps."""
        seen = Q(walker=viewer.person_id) if viewer.is_known else Q(pk__in=[])
        for path in viewer.kept_paths:
            seen |= Q(dwelling__area__path__startswith=path)
        return self.filter(seen)

    def of_households(self) -> Self:
        """走访: on a way of its own, outside every round."""
        return self.filter(patrol=None)


class DoorVisit(models.Model):
    """敲门、走访: what was found at one door, by whom, who was met and what was said.

    In a round a later tap takes the earlier's place; a visit of its own (走访) has no round.
    """

    patrol = models.ForeignKey(Patrol, models.PROTECT, null=True, related_name="visits")
    walker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="+")
    found = models.CharField("怎样", max_length=8)
    met = EncryptedTextField("见到了谁", default="")
    words = EncryptedTextField("说了什么", default="")
    visited_at = models.DateTimeField("敲门时间")

    objects = DoorVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="door_once_a_round", fields=["patrol", "dwelling"]),
            models.CheckConstraint(
                name="door_found_known", condition=Q(found__in=[one.value for one in Found])
            ),
        ]
        indexes = [
            models.Index(name="door_visited", fields=["dwelling", "visited_at"]),
            models.Index(name="door_visited_by", fields=["walker", "visited_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who proposed it, and who keeps that register."""
        seen = Q(proposed_by=viewer.person_id) if viewer.is_known else Q(pk__in=[])
        for path in viewer.kept_paths:
            seen |= Q(dwelling__area__path__startswith=path)
        return self.filter(seen)

    def waiting(self) -> Self:
        return self.filter(state=CorrectionState.PROPOSED)


class Correction(models.Model):
    """登记更正: proposed at the door, accepted or refused by whoever keeps the register."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="+")
    found = models.CharField("怎样", max_length=8)
    words = EncryptedTextField("门口听说的", default="")
    state = models.CharField("状态", max_length=10, default=CorrectionState.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("为什么不改", max_length=100, default="")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="correction_waits_once",
                fields=["dwelling", "found"],
                condition=Q(state="proposed"),
            ),
            models.CheckConstraint(
                name="correction_found_corrects", condition=Q(found__in=["moved", "new"])
            ),
            models.CheckConstraint(
                name="correction_ruled_as_it_says",
                condition=Q(state="proposed", ruled_at=None)
                | Q(state="accepted", ruled_at__isnull=False)
                | (Q(state="refused", ruled_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)
