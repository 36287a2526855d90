"""A dispute (纠纷) that a committee mediates: how it stands and until when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.mediation.models.parties import Mediator, Party
from linli.mediation.rules import SETTLED, FailedBecause, Fulfilment, State
from linli.people.models import Organisation, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The one door: a party, who mediates, who leads the committee, the desk, an auditor.

        It opens the case and how it stands; what was said in it has doors of its own.
        """
        seen = Q(pk__in=[])
        if speaks_for := viewer.speaks_for:
            parties = Party.objects.filter(
                Q(person__in=speaks_for) | Q(guardian__in=speaks_for)
            )
            seen |= Q(pk__in=parties.values("case"))
        if viewer.is_known:
            running = Mediator.objects.running().filter(person=viewer.person_id)
            seen |= Q(pk__in=running.values("case"))
            seen |= Q(committee__composition__head=viewer.person_id) & ~_about(viewer)
        for post in viewer.posts:
            if post.reach in (Reach.DESK, Reach.READ):
                seen |= Q(place__path__startswith=post.area_path) & ~_about(viewer)
        return self.filter(seen)

    def of(self, viewer: Viewer) -> Self:
        """Those in which the viewer mediates or is a party."""
        running = Mediator.objects.running().filter(person=viewer.person_id).values("case")
        theirs = Q(person__in=viewer.speaks_for) | Q(guardian__in=viewer.speaks_for)
        parties = Party.objects.filter(theirs).values("case")
        return self.filter(Q(pk__in=running) | Q(pk__in=parties))

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def taken(self) -> Self:
        """受理: every party wanted it mediated, so that it really began."""
        return self.filter(accepted_at__isnull=False)

    def accepted_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.taken().filter(accepted_at__lt=until)
        return begun.filter(accepted_at__gte=since) if since else begun

    def settled(self) -> Self:
        return self.filter(state__in=SETTLED)


def _about(viewer: Viewer) -> Q:
    """Whom the matter concerns from which the dispute came."""
    return Q(matter__concerns=viewer.person_id, matter__concerns__isnull=False)


class Case(models.Model):
    """纠纷: `version` grows with every change; a page that saw another one is stale.

    `words` is what was said of it at the beginning, for those who mediate alone.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=State.OPENED)
    kind = models.CharField("种类", max_length=20)
    kind_label = models.CharField("当地叫法", max_length=30)
    kind_label_en = models.CharField("英文叫法", max_length=60)
    words = EncryptedTextField("纠纷情况", default="")

    place = models.ForeignKey(Area, models.PROTECT, related_name="disputes")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="disputes")
    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="disputes")
    options_digest = models.CharField("规则摘要", max_length=64)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    opened_at = models.DateTimeField("登记时间")
    accepted_at = models.DateTimeField("各方同意时间", null=True)
    due_at = models.DateTimeField("期限")
    extensions = models.PositiveSmallIntegerField("延长次数", default=0)
    ended_at = models.DateTimeField("调解结束时间", null=True)
    failed_because = models.CharField("没有调成的原因", max_length=10, default="")
    visit_by = models.DateField("回访期限", null=True)
    fulfilment = models.CharField("履行情况", max_length=10, default="")
    closed_at = models.DateTimeField("归档时间", null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="case_failed_says_why",
                condition=Q(state="failed", failed_because__in=list(FailedBecause))
                | (~Q(state="failed") & Q(failed_because="")),
            ),
            models.CheckConstraint(
                name="case_mediated_was_accepted",
                condition=~Q(state__in=["accepted", "in_talks", "agreed", "failed", "closed"])
                | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_fulfilment_known",
                condition=Q(fulfilment__in=["", *[one.value for one in Fulfilment]]),
            ),
            models.CheckConstraint(
                name="case_closed_was_looked_after",
                condition=~Q(state="closed") | (~Q(fulfilment="") & Q(closed_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_running_case_a_matter",
                fields=["matter"],
                condition=Q(state__in=["opened", "accepted", "in_talks"]),
            ),
        ]
        indexes = [
            models.Index(name="case_by_place", fields=["place", "state", "opened_at"]),
            models.Index(name="case_accepted", fields=["accepted_at", "id"]),
            models.Index(name="case_of_committee", fields=["committee", "state"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> State:
        return State(self.state)
