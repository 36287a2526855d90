"""What is done at once: asked for at the door (即办件), or put right on the way (随手办)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.matters.instants import RUNNING, InstantState, Way
from linli.people.models import Membership, Organisation, Person
from linli.people.rules import OrganisationKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

WHO_SEE_ALL = (Reach.DESK, Reach.READ)
VOLUNTEER_TEAMS = (
    OrganisationKind.VOLUNTEER_TEAM,
    OrganisationKind.PARTNER_VOLUNTEER_TEAM,
    OrganisationKind.ELDER_VOLUNTEER_TEAM,
)


def teams_of(viewer: Viewer) -> models.QuerySet[Organisation]:
    """The volunteer teams to which the viewer belongs."""
    belongs = Membership.objects.filter(person=viewer.person_id, ended_on=None)
    teams = Organisation.objects.filter(kind__in=VOLUNTEER_TEAMS, dissolved_on=None)
    return teams.filter(pk__in=belongs.values("organisation"))


def is_volunteer_at(viewer: Viewer, place: Area) -> bool:
    """Whether a volunteer team of the viewer has the place in its area."""
    return viewer.is_known and teams_of(viewer).filter(area__in=ids_on(place.path)).exists()


def _covered(viewer: Viewer) -> Q:
    """Whatever lies where the viewer has a desk or reads."""
    seen = Q(pk__in=[])
    for post in viewer.posts:
        if post.reach in WHO_SEE_ALL:
            seen |= Q(place__path__startswith=post.area_path)
    return seen


class QuickFixQuerySet(models.QuerySet["QuickFix"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and for desks all of their area."""
        own = Q(by=viewer.person_id) if viewer.is_known else Q(pk__in=[])
        return self.filter(own | _covered(viewer))

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def fixed_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(fixed_at__lt=until)
        return begun.filter(fixed_at__gte=since) if since else begun


class QuickFix(models.Model):
    """随手办: seen and put right by the same person; nobody asked for it, nobody rates it."""

    kind = models.CharField("种类", max_length=20)
    kind_label = models.CharField("当时的叫法", max_length=30)
    words = models.CharField("做了什么", max_length=200, default="")
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField("办好时间")

    objects = QuickFixQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="quickfix_by_place", fields=["place", "fixed_at"]),
            models.Index(name="quickfix_by_person", fields=["by", "fixed_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class InstantMatterQuerySet(models.QuerySet["InstantMatter"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whom it is for, who took it in or has it, and the desks of the place."""
        seen = _covered(viewer)
        if viewer.is_known:
            seen |= Q(taken_in_by=viewer.person_id) | Q(clerk=viewer.person_id)
            seen |= Q(resident__in=viewer.speaks_for)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def running(self) -> Self:
        return self.filter(state__in=RUNNING)

    def taken_in_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(taken_in_at__lt=until)
        return begun.filter(taken_in_at__gte=since) if since else begun


class InstantMatter(models.Model):
    """即办件: taken in at the door, done by whoever is free, told to the resident again.

    `visits` says how often the resident had to come: none or once (最多跑一次); more often
    wants a reason. `version` grows with every change.
    """

    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=InstantState.WAITING)
    kind = models.CharField("事项", max_length=20)
    kind_label = models.CharField("当时的叫法", max_length=40)
    words = models.CharField("补充说明", max_length=300, default="")
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    resident = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact = EncryptedTextField("怎么联系", default="")
    taken_in_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField("受理时间")
    due_at = models.DateTimeField("承诺时间")
    clerk = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("结果", max_length=300, default="")
    visits = models.PositiveSmallIntegerField("跑了几次", default=0)
    why_visits = models.CharField("为什么多跑", max_length=200, default="")
    done_at = models.DateTimeField("办好时间", null=True)
    way = models.CharField("怎么反馈", max_length=10, default="")
    told = models.CharField("反馈的话", max_length=300, default="")
    reported_at = models.DateTimeField("反馈时间", null=True)

    objects = InstantMatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instant_state_known",
                condition=Q(state__in=[state.value for state in InstantState]),
            ),
            models.CheckConstraint(
                name="instant_way_known",
                condition=Q(way__in=["", *[way.value for way in Way]]),
            ),
            models.CheckConstraint(
                name="instant_in_hands_has_clerk",
                condition=Q(state="waiting") | Q(clerk__isnull=False),
            ),
            models.CheckConstraint(
                name="instant_done_has_outcome",
                condition=~Q(state__in=["done", "reported"])
                | (~Q(outcome="") & Q(done_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="instant_visits_explained",
                condition=Q(visits__lte=1) | ~Q(why_visits=""),
            ),
        ]
        indexes = [
            models.Index(name="instant_queue", fields=["desk", "state", "due_at"]),
            models.Index(name="instant_by_place", fields=["place", "taken_in_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> InstantState:
        return InstantState(self.state)
