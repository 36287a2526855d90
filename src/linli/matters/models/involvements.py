"""Who takes part in a matter beside its handler."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.matters.rules import Role
from linli.people.models import Organisation, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def running(self) -> Self:
        return self.filter(until=None)

    def of(self, viewer: Viewer) -> Self:
        """What the viewer takes part in, in person or for the unit for which they speak."""
        units = [post.organisation_id for post in viewer.with_reach(Reach.UNIT)]
        theirs = Q(person=viewer.person_id) | Q(organisation__in=[u for u in units if u])
        return self.running().filter(theirs)


class Involvement(models.Model):
    """参与承办: who takes part in a matter beside its handler, in what role, from when on."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="involvements")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="involvements"
    )
    role = models.CharField("角色", max_length=8)
    why = models.CharField("为什么请", max_length=300)
    since = models.DateTimeField("从何时")
    until = models.DateTimeField("到何时", null=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="involvement_role_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
            models.CheckConstraint(
                name="involvement_of_person_or_organisation",
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
            ),
            models.UniqueConstraint(
                name="involvement_once_a_person",
                fields=["matter", "person", "role"],
                condition=Q(until__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="involvement_once_an_organisation",
                fields=["matter", "organisation", "role"],
                condition=Q(until__isnull=True, organisation__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="involvement_running_person",
                fields=["person", "matter"],
                condition=Q(until__isnull=True),
            ),
            models.Index(
                name="involvement_running_unit",
                fields=["organisation", "matter"],
                condition=Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def who(self) -> Person | Organisation:
        found = self.person or self.organisation
        assert found  # noqa: S101 - the constraint says so
        return found

    @property
    def part(self) -> Role:
        return Role(self.role)
