"""Kinship (亲属关系): who is whose relative, said by one, seen in papers by another."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.people.models.persons import Person
from linli.people.rules import KinRelation, KinshipState
from linli.people.viewer import Viewer


class KinshipQuerySet(models.QuerySet["Kinship"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """To the two of them and who speaks for them, and to the desk where either lives."""
        mine = viewer.speaks_for
        seen = Q(person__in=mine) | Q(relative__in=mine)
        for path in viewer.kept_paths:
            seen |= Q(person__home__path__startswith=path)
            seen |= Q(relative__home__path__startswith=path)
        return self.filter(seen)

    def holding_on(self, day: date) -> Self:
        """核实了、当天有效的."""
        valid = self.filter(state=KinshipState.VERIFIED, valid_from__lte=day)
        return valid.filter(Q(valid_until=None) | Q(valid_until__gt=day))


class Kinship(models.Model):
    """亲属关系: `relation` is what the relative is to the person (child: the person's child).

    Whoever proposed it does not verify it, and neither of the two does: the table refuses it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="kin")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="kin_of")
    relation = models.CharField("关系", max_length=12)
    evidence = models.CharField("凭据", max_length=120)
    state = models.CharField("状态", max_length=10, default=KinshipState.PROPOSED)
    proposer = models.CharField("提出人", max_length=60)
    proposed_at = models.DateTimeField("提出时间")
    verifier = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField("核实时间", null=True)
    valid_from = models.DateField("有效起", null=True)
    valid_until = models.DateField("有效止", null=True)
    reason = models.CharField("理由", max_length=120, default="")

    objects = KinshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="kinship_of_two", condition=~Q(person=F("relative"))),
            models.CheckConstraint(
                name="kinship_state_known",
                condition=Q(state__in=[state.value for state in KinshipState]),
            ),
            models.CheckConstraint(
                name="kinship_relation_known",
                condition=Q(relation__in=[one.value for one in KinRelation]),
            ),
            models.CheckConstraint(
                name="kinship_verified_by_another",
                condition=~Q(state="verified")
                | (
                    Q(verifier__isnull=False, valid_from__isnull=False)
                    & ~Q(verifier=F("person"))
                    & ~Q(verifier=F("relative"))
                ),
            ),
            models.UniqueConstraint(
                name="kinship_once_at_a_time",
                fields=["person", "relative"],
                condition=Q(state__in=["proposed", "verified"]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> KinshipState:
        return KinshipState(self.state)
