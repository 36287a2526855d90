"""Notices (通知): what is said to an area or a group, from draft to withdrawal."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from linli.kernel.dates import day_of
from linli.kernel.references import Ref, ref
from linli.notices.models.documents import Version
from linli.notices.rules import Audience, Kind, State
from linli.people.models import Organisation, Person
from linli.people.rules import PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import ids_on

OPEN_TO_READ = (State.SENT, State.WITHDRAWN)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Public ones to all; others to whom they are addressed, and to who serves there."""
        told = Q(state__in=OPEN_TO_READ)
        seen = told & Q(is_public=True)
        if viewer.is_known:
            addressed = Q(recipients__person__in=viewer.speaks_for, pk=OuterRef("pk"))
            mine = Notice.objects.filter(addressed)
            seen |= (told & Exists(mine)) | Q(issued_by=viewer.person_id)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(area__path__startswith=post.area_path)
            elif post.reach is Reach.STAIRS:
                around = Q(area__in=ids_on(post.area_path))
                inside = Q(area__path__startswith=post.area_path)
                seen |= told & Q(is_for_all=True) & (around | inside)
        return self.filter(seen)

    def sent(self) -> Self:
        return self.filter(state=State.SENT)

    def on_the_board(self, at: datetime) -> Self:
        """What hangs on the public page: sent, not withdrawn, and still valid."""
        return self.sent().filter(is_public=True, board_until__gte=day_of(at))

    def in_area(self, area: Area) -> Self:
        return self.filter(area__path__startswith=area.path)


class Notice(models.Model):
    """通知. `version` counts every change of the draft and of the state.

    `desk` is the community (or the level above) that answers for it; `area` is where whom it
    means is sought. A draft that corrects another reaches whoever the other one reached, and is
    `is_for_all` or for a group as that one was: who belongs to a group only desks know.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=8)
    state = models.CharField("状态", max_length=10)
    version = models.PositiveIntegerField("版次", default=1)
    title = models.CharField("标题", max_length=80)
    text = models.TextField("内容")
    signed_as = models.CharField("落款", max_length=60)
    area = models.ForeignKey(Area, models.PROTECT, related_name="notices")
    desk = models.ForeignKey(Area, models.PROTECT, related_name="+")
    audience = models.CharField("告知范围", max_length=10)
    is_for_all = models.BooleanField("告诉所有住户")
    post_kind = models.CharField("岗位", max_length=30, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    fact = models.CharField("情况", max_length=40, default="")
    valid_until = models.DateField("有效期至", null=True)
    board_until = models.DateField("张贴至", null=True)
    must_acknowledge = models.BooleanField("要回“知道了”", default=False)
    is_urgent = models.BooleanField("紧急", default=False)
    is_public = models.BooleanField("公开", default=False)
    by_sms = models.BooleanField("发短信", default=False)
    by_robot = models.BooleanField("发到工作群", default=False)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    passes_on = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="passed_on_by"
    )
    drafted_at = models.DateTimeField("起草时间")
    sent_at = models.DateTimeField("发出时间", null=True)
    people = models.PositiveIntegerField("通知人数", default=0)
    doors = models.PositiveIntegerField("通知户数", default=0)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawal_reason = models.CharField("撤回原因", max_length=200, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_kind_known",
                condition=Q(kind__in=[kind.value for kind in Kind]),
            ),
            models.CheckConstraint(
                name="notice_state_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="notice_audience_known",
                condition=Q(audience__in=[audience.value for audience in Audience]),
            ),
            models.CheckConstraint(
                name="notice_sent_has_its_time",
                condition=Q(state__in=[State.DRAFT, State.DISCARDED], sent_at__isnull=True)
                | Q(state__in=[State.SENT, State.WITHDRAWN], sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_sent_to_somebody",
                condition=~Q(state=State.SENT) | Q(people__gt=0),
            ),
            # A group is never named in public: who is told as one of it would be known.
            models.CheckConstraint(
                name="notice_public_to_all",
                condition=Q(is_public=False) | Q(is_for_all=True),
            ),
            models.CheckConstraint(
                name="notice_group_named",
                condition=(~Q(audience=Audience.POSTS) | ~Q(post_kind=""))
                & (~Q(audience=Audience.MEMBERS) | Q(organisation__isnull=False))
                & (~Q(audience=Audience.FACT) | ~Q(fact=""))
                & (~Q(audience=Audience.SAME) | Q(corrects__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="notice_in_area", fields=["area", "-sent_at"]),
            models.Index(
                name="notice_on_the_board",
                fields=["board_until"],
                condition=Q(is_public=True, state="sent"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number} {self.state}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> State:
        return State(self.state)

    @property
    def meant(self) -> Audience:
        return Audience(self.audience)

    @property
    def post(self) -> PostKind | None:
        return PostKind(self.post_kind) if self.post_kind else None
