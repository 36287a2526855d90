"""A matter (诉求): what a neighbour said, who has it, until when, and what came of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.kernel.search import GramField
from linli.matters.models.involvements import Involvement
from linli.matters.models.returns import Parking, Return
from linli.matters.models.voices import Voice
from linli.matters.rules import OPEN, UNFINISHED, ClosingKind, Sensitivity, State
from linli.people.models import Mandate, Organisation, Person
from linli.people.rules import HeldPost, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Point
from linli.places.rules import DESKS
from linli.ratings.rules import Rater, rater

NUMBER_OF_DESK = {kind: number for number, kind in enumerate(DESKS)}


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The one door: by being a party, by mandate, by a post, or by a receipt code."""
        seen = Q(pk__in=[])
        if speaks_for := viewer.speaks_for:
            joined = Voice.objects.filter(person__in=speaks_for).values("matter")
            seen |= Q(reporter__in=speaks_for) | Q(pk__in=joined)
            seen |= Q(handler=viewer.person_id) & ~Q(concerns=viewer.person_id)
        if viewer.is_known:
            together = Involvement.objects.of(viewer).values("matter")
            seen |= Q(pk__in=together) & ~Q(concerns=viewer.person_id)
        if viewer.receipts:
            seen |= Q(receipt_hash__in=viewer.receipts)
            seen |= Q(
                pk__in=Voice.objects.filter(receipt_hash__in=viewer.receipts).values("matter")
            )
        if desks := [post.area_id for post in viewer.with_reach(Reach.DESK)]:
            asked = Q(pk__in=Return.objects.filter(desk__in=desks).values("matter"))
            asked |= Q(pk__in=Parking.objects.filter(desk__in=desks).values("matter"))
            seen |= asked & ~Q(concerns=viewer.person_id)
        for post in viewer.posts:
            seen |= _seen_by(post) & ~Q(concerns=viewer.person_id)
        return self.filter(seen)

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self, at: datetime) -> Self:
        """Unfinished and late; asked by both ends as well, for the index of a desk's queue."""
        late = self.unfinished().filter(due_at__lt=at)
        return late.filter(finished_at=None, closed_at=None)

    def reported_between(self, since: datetime | None, until: datetime) -> Self:
        begun = self.filter(reported_at__lt=until)
        return begun.filter(reported_at__gte=since) if since else begun

    def escalated(self) -> Self:
        """上报街道: whatever has reached a desk above the community's."""
        return self.filter(level_reached__gt=0)

    def settled_by_community(self) -> Self:
        return self.filter(level_reached=0, state__in=(State.FINISHED, State.CLOSED))


def _seen_by(post: HeldPost) -> Q:
    inside = Q(place__path__startswith=post.area_path)
    match post.reach:
        case Reach.DESK:
            number = NUMBER_OF_DESK.get(post.area_kind, 0)
            here = inside & Q(level_reached__gte=number)
            # A complaint about somebody who serves here lies with the desk above.
            return here & (~Q(sensitivity=Sensitivity.COMPLAINT) | Q(lowest_desk__lte=number))
        case Reach.STAIRS:
            return inside & Q(sensitivity=Sensitivity.ORDINARY)
        case Reach.UNIT:
            return Q(unit=post.organisation_id) if post.organisation_id else Q(pk__in=[])
        case Reach.READ:
            return inside & ~Q(sensitivity=Sensitivity.COMPLAINT)
        case _:
            return Q(pk__in=[])


class Matter(models.Model):
    """诉求: `version` grows with every change; a page that saw another one is stale.

    The reporter's clock runs from `reported_at` to `finished_at` and never stops; the holder's
    clock is the running duty of this subject.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    spoken_code = models.CharField("受理号", max_length=6)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=12, default=State.RECEIVED)

    title = models.CharField("事项", max_length=40)
    words = models.TextField("原话")
    grams = GramField("检索")
    place = models.ForeignKey(Area, models.PROTECT, related_name="matters")
    spot = models.CharField("具体位置", max_length=60, default="")
    channel = models.CharField("渠道", max_length=20)
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="matters")
    topic = models.CharField("内容类别", max_length=20, default="")
    sensitivity = models.CharField("敏感度", max_length=10, default=Sensitivity.ORDINARY)
    lowest_desk = models.PositiveSmallIntegerField("最低受理层级", default=0)
    concerns = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    reporter = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="reported_matters"
    )
    recorder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    receipt_hash = models.CharField("回执", max_length=64, default="")
    contact = EncryptedTextField("怎么联系", default="")
    contact_index = models.CharField("按电话找", max_length=32, default="")
    may_publish = models.BooleanField("同意公开", default=False)
    joined = models.PositiveIntegerField("附议人数", default=0)

    route = models.CharField("分派规则", max_length=30, default="")
    route_why = models.CharField("分派理由", max_length=200, default="")
    tier = models.CharField("等级", max_length=20, default="")
    mode = models.CharField("办理方式", max_length=20, default="")
    requirement = models.CharField("工作要求", max_length=200, default="")
    options_digest = models.CharField("规则摘要", max_length=64)
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    level_reached = models.PositiveSmallIntegerField("到过的层级", default=0)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="handled_matters"
    )
    ruling = models.CharField("上级意见", max_length=300, default="")

    measure = models.CharField("办理措施", max_length=4000, default="")
    outcome = models.CharField("办理结果", max_length=4000, default="")
    closing_kind = models.CharField("办结方式", max_length=10, default="")
    closing_basis = models.CharField("办结依据", max_length=30, default="")
    turn = models.PositiveSmallIntegerField("办结次数", default=0)
    reopenings = models.PositiveSmallIntegerField("重办次数", default=0)
    returns = models.PositiveSmallIntegerField("退单次数", default=0)
    state_before = models.CharField("原来的状态", max_length=12, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    solved = models.CharField("解决了吗", max_length=8, default="")
    satisfied = models.CharField("满意吗", max_length=8, default="")
    called_in_vain = models.CharField("回访没有结果", max_length=12, default="")
    excluded_at = models.DateTimeField("剔除时间", null=True)
    handled_before = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    reported_at = models.DateTimeField("说事时间")
    answered_at = models.DateTimeField("首次联系时间", null=True)
    due_at = models.DateTimeField("办理期限")
    finished_at = models.DateTimeField("办结时间", null=True)
    rate_by = models.DateTimeField("评价截止", null=True)
    closed_at = models.DateTimeField("归档时间", null=True)
    public_on = models.DateField("公开日期", null=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matter_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="matter_sensitivity_known",
                condition=Q(sensitivity__in=[kind.value for kind in Sensitivity]),
            ),
            models.CheckConstraint(
                name="matter_in_hands_has_handler",
                condition=~Q(state__in=["dispatched", "working", "parked", "returned"])
                | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_set_aside_comes_back",
                condition=~Q(state__in=["returned", "merged", "split"])
                | Q(state_before__in=["received", "dispatched", "working"]),
            ),
            models.CheckConstraint(
                name="matter_merged_into_another",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="matter_finished_has_outcome",
                condition=~Q(state__in=["finished", "closed"])
                | (~Q(outcome="") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="matter_closing_kind_known",
                condition=Q(closing_kind__in=["", *[kind.value for kind in ClosingKind]]),
            ),
            models.CheckConstraint(
                name="matter_not_handled_by_whom_it_concerns",
                condition=Q(concerns=None) | Q(handler=None) | ~Q(concerns=models.F("handler")),
            ),
            models.CheckConstraint(
                name="matter_not_handled_by_its_reporter",
                condition=Q(reporter=None) | Q(handler=None) | ~Q(reporter=models.F("handler")),
            ),
        ]
        indexes = [
            # By its ends and not by its state: SQLite cannot tell from the parameters of a
            # query that a state is one of several, that something is null it can.
            models.Index(
                name="matter_desk_queue",
                fields=["desk", "due_at", "id"],
                condition=Q(finished_at=None, closed_at=None),
            ),
            models.Index(name="matter_desk_state", fields=["desk", "state", "due_at", "id"]),
            models.Index(
                name="matter_unrated", fields=["desk", "state", "solved", "finished_at", "id"]
            ),
            models.Index(
                name="matter_by_place_open",
                fields=["place", "reported_at"],
                condition=Q(state__in=[state.value for state in UNFINISHED]),
            ),
            models.Index(name="matter_reported", fields=["reported_at", "id"]),
            # Of the finished alone: else SQLite looks up "not finished" here, and sorts what
            # the index of a desk's queue has in order.
            models.Index(
                name="matter_finished",
                fields=["finished_at", "id"],
                condition=Q(finished_at__isnull=False),
            ),
            # All that the board counts by, so that it reads no row for it.
            models.Index(
                name="matter_counted",
                fields=[
                    "finished_at",
                    "sensitivity",
                    "state",
                    "satisfied",
                    "place",
                    "due_at",
                    "reported_at",
                    "closed_at",
                    "excluded_at",
                    "called_in_vain",
                    "closing_kind",
                ],
                condition=Q(finished_at__isnull=False),
            ),
            models.Index(name="matter_public", fields=["public_on", "id"]),
            models.Index(name="matter_by_contact", fields=["contact_index"]),
            models.Index(name="matter_spoken", fields=["spoken_code"]),
            # Whole: SQLite does not see that a code that was asked for is not empty.
            models.Index(name="matter_receipt", fields=["receipt_hash"]),
            models.Index(
                name="matter_to_lapse", fields=["rate_by"], condition=Q(state="finished")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def rater(self) -> Rater:
        """说事人: whose answer settles it."""
        return rater(self.reporter_id, self.receipt_hash)

    @property
    def standing(self) -> State:
        return State(self.state)
