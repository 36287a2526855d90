"""Volunteer teams (志愿服务队) and letters of appointment (聘书)."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Organisation, Person, Term
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.rules.teams import TeamKind


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, _: Viewer) -> Self:
        """Everybody: a team stands in public; its members do not."""
        return self.all()

    def in_area(self, area: Area) -> Self:
        return self.filter(organisation__area__path__startswith=area.path)

    def standing(self) -> Self:
        return self.filter(organisation__dissolved_on=None)


class Team(models.Model):
    """志愿服务队: an organisation of volunteers; its members are memberships with terms.

    Whether its hours can only be donated stays as it was when it was formed.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="team")
    kind = models.CharField("种类", max_length=10)
    is_donate_only = models.BooleanField("时数只能捐赠", default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="team_kind_known",
                condition=Q(kind__in=[kind.value for kind in TeamKind]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def area(self) -> Area:
        return self.organisation.area

    @property
    def sort(self) -> TeamKind:
        return TeamKind(self.kind)


class TeamLead(models.Model):
    """队长: who leads the team, from when until when."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="leads")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_leader_at_a_time", fields=["team"], condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AppointmentLetter(models.Model):
    """聘书: that somebody holds a post, on paper; an appointment is no registration (SC15)."""

    number = models.CharField("编号", max_length=20, unique=True)
    term = models.OneToOneField(Term, models.PROTECT, related_name="letter")
    words = models.CharField("聘书上的话", max_length=300, default="")
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("签发日期")

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)
