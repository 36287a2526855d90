"""How a matter is taken on: who claims it, by what plan, who helps, and what each did."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.matters.claims import OfferState, OfferTo, PlanKind
from linli.matters.models.involvements import Involvement
from linli.meetings.models import Meeting
from linli.people.models import Membership, Organisation, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on


def units_of(viewer: Viewer) -> models.QuerySet[Organisation]:
    """The units for which the viewer speaks, and the organisations to which they belong."""
    spoken_for = [post.organisation_id for post in viewer.posts if post.organisation_id]
    belongs = Membership.objects.filter(person=viewer.person_id, ended_on=None)
    mine = Q(pk__in=spoken_for) | Q(pk__in=belongs.values("organisation"))
    return Organisation.objects.filter(mine, dissolved_on=None).select_related("area")


class ClaimOfferQuerySet(models.QuerySet["ClaimOffer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The desk that offered it, whom it was put to, and who has claimed it."""
        desks = [post.area_id for post in viewer.with_reach(Reach.DESK)]
        seen = Q(desk__in=desks)
        if viewer.is_known:
            seen |= Q(asked=viewer.person_id) | Q(claimed_by=viewer.person_id)
        return self.filter(seen)

    def put_to(self, viewer: Viewer) -> Self:
        """Open offers that the viewer may claim: asked in person, or for whom they belong to.

        Such a viewer reads the offer, never the matter. Neighbours are asked apart.
        """
        if not viewer.is_known:
            return self.none()
        put = Q(asked=viewer.person_id)
        for unit in units_of(viewer):
            around = Q(desk__path__startswith=unit.area.path)
            around |= Q(desk__in=ids_on(unit.area.path))
            wanted = Q(kinds="") | Q(kinds__contains=f",{unit.kind},")
            put |= Q(to=OfferTo.PARTNERS) & around & wanted
        return self.open().filter(put)

    def put_to_neighbours(self, viewer: Viewer) -> Self:
        """Where the viewer lives, neighbours are asked to lend a hand."""
        here = Q(to=OfferTo.NEIGHBOURS, desk__in=ids_on(viewer.home_path))
        return self.open().filter(here) if viewer.is_known else self.none()

    def open(self) -> Self:
        return self.filter(state=OfferState.OPEN)

    def lapsed(self, at: datetime) -> Self:
        return self.open().filter(until__lte=at)


class ClaimOffer(models.Model):
    """领办单: a matter is put to one person, to units and members, or to neighbours.

    `words` is all that those read to whom it is put; `kinds` which units, between commas;
    `until` is when it goes back to the desk.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="claim_offers")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    to = models.CharField("请谁", max_length=12)
    asked = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.CharField("公开的说法", max_length=200)
    kinds = models.CharField("哪些单位", max_length=300, default="")
    state = models.CharField("状态", max_length=12, default=OfferState.OPEN)
    offered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField("发出时间")
    until = models.DateTimeField("等到何时")
    claimed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    claimed_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("认领时间", null=True)
    promised_on = models.DateField("承诺日期", null=True)
    why = models.CharField("为什么", max_length=200, default="")
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = ClaimOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_offer_state_known",
                condition=Q(state__in=[state.value for state in OfferState]),
            ),
            models.CheckConstraint(
                name="claim_offer_to_known", condition=Q(to__in=[to.value for to in OfferTo])
            ),
            models.CheckConstraint(
                name="claim_offer_one_is_named",
                condition=Q(to="one", asked__isnull=False)
                | (~Q(to="one") & Q(asked__isnull=True)),
            ),
            models.CheckConstraint(
                name="claim_offer_claimed_by_somebody",
                condition=~Q(state="claimed")
                | Q(claimed_by__isnull=False, promised_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="claim_offer_open_once",
                fields=["matter", "to"],
                condition=Q(state="open"),
            ),
        ]
        indexes = [
            models.Index(name="claim_offer_of_desk", fields=["desk", "state", "until"]),
            models.Index(name="claim_offer_to_lapse", fields=["state", "until"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> OfferState:
        return OfferState(self.state)

    @property
    def audience(self) -> OfferTo:
        return OfferTo(self.to)


class HelpingHand(models.Model):
    """搭把手: a neighbour who wants to help; the desk alone reads the name."""

    offer = models.ForeignKey(ClaimOffer, models.PROTECT, related_name="hands")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.CharField("能帮什么", max_length=200, default="")
    signed_up_at = models.DateTimeField("报名时间")
    confirmed_at = models.DateTimeField("社区确认时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="helping_hand_once", fields=["offer", "person"])
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class HandlingPlan(models.Model):
    """办理方案: what a members' meeting decided for a matter, or a social worker wrote."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="plans")
    kind = models.CharField("种类", max_length=10)
    goal = models.CharField("要达到什么", max_length=300)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("定下时间")
    review_on = models.DateField("回看日期")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handling_plan_kind_known",
                condition=Q(kind__in=[kind.value for kind in PlanKind]),
            ),
            models.CheckConstraint(
                name="handling_plan_of_a_meeting",
                condition=~Q(kind="meeting") | Q(meeting__isnull=False),
            ),
        ]
        indexes = [models.Index(name="handling_plan_made", fields=["kind", "made_at"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def sort(self) -> PlanKind:
        return PlanKind(self.kind)


class PlanStep(models.Model):
    """One step of a plan, due on its day."""

    plan = models.ForeignKey(HandlingPlan, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField("顺序")
    due_on = models.DateField("哪天前")
    words = models.CharField("做什么", max_length=200)
    done_at = models.DateTimeField("做到时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_step_once", fields=["plan", "position"])
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Contribution(models.Model):
    """参与结果: what somebody who takes part did, in their own line; a tracker, what he saw."""

    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="contributions")
    words = models.CharField("做了什么", max_length=300)
    written_at = models.DateTimeField("写下时间")

    class Meta:
        indexes = [
            models.Index(name="contribution_in_time", fields=["involvement", "written_at"])
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
