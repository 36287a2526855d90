"""The poll: what is asked of a sealed roll, by which rule, until when, and who counts."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.options import read_as
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.voting.models.rolls import Roll, RollEntry, serving
from linli.voting.rules import (
    Asking,
    Channel,
    Extension,
    PollState,
    Rule,
    Secrecy,
)


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Once opened everybody sees that it is asked; before that who serves there."""
        begun = ~Q(state=PollState.DRAFT) & ~Q(opens_at=None)
        mine = Q(organiser__in=viewer.speaks_for)
        return self.filter(begun | mine | serving(viewer))


class Poll(models.Model):
    """投票: `house_half` and the counters' codes together open the ballots; see ADR 60.

    What can change later (extension, who sees the turnout) is declared before it opens.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=PollState.DRAFT)
    title = models.CharField("题目", max_length=80)
    words = models.TextField("说明", default="")
    place = models.ForeignKey(Area, models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="polls")
    organiser = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    secrecy = models.CharField("记名方式", max_length=8)
    channels = models.JSONField("渠道", default=list)
    drafted_at = models.DateTimeField("筹备时间")
    opens_at = models.DateTimeField("开始时间", null=True)
    closes_at = models.DateTimeField("截止时间")
    extension_times = models.PositiveSmallIntegerField("最多延长几次", default=0)
    extension_days = models.PositiveSmallIntegerField("每次延长几天", default=0)
    extended = models.PositiveSmallIntegerField("已延长几次", default=0)
    proxy_limit = models.PositiveSmallIntegerField("一人最多代几票", default=0)
    shows_turnout = models.BooleanField("投票中公开参与率", default=False)

    public_key = models.CharField("封票的钥匙", max_length=64, default="")
    house_half = EncryptedTextField("开票的一半钥匙", null=True)
    codes_needed = models.PositiveSmallIntegerField("要几个口令", default=0)

    closed_at = models.DateTimeField("结束时间", null=True)
    counted_at = models.DateTimeField("计票时间", null=True)
    reason = models.CharField("撤回的原因", max_length=200, default="")

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="poll_state_known",
                condition=Q(state__in=[state.value for state in PollState]),
            ),
            models.CheckConstraint(
                name="poll_secrecy_known",
                condition=Q(secrecy__in=[one.value for one in Secrecy]),
            ),
            models.CheckConstraint(
                name="poll_open_has_key", condition=~Q(state="open") | ~Q(public_key="")
            ),
            models.CheckConstraint(
                name="poll_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at__gt=models.F("opens_at")),
            ),
            models.CheckConstraint(
                name="poll_extended_as_declared",
                condition=Q(extended__lte=models.F("extension_times")),
            ),
            models.CheckConstraint(
                name="poll_counted_forgets_its_key",
                condition=~Q(state__in=("counted", "withdrawn")) | Q(house_half__isnull=True),
            ),
        ]
        indexes = [models.Index(name="poll_by_close", fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> PollState:
        return PollState(self.state)

    @property
    def is_secret(self) -> bool:
        return Secrecy(self.secrecy) is Secrecy.SECRET

    @property
    def ways(self) -> frozenset[Channel]:
        return frozenset(Channel(channel) for channel in self.channels)

    @property
    def extension(self) -> Extension:
        return Extension(times=self.extension_times, days=self.extension_days)


class PollQuestion(models.Model):
    """一题: what is asked, what can be chosen, and by which rule it is decided."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField("次序")
    words = models.CharField("问题", max_length=200)
    options = models.JSONField("选项")
    rule: Any = models.JSONField("规则")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="poll_question_once", fields=["poll", "position"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @cached_property
    def law(self) -> Rule:
        return read_as(Rule, self.rule)

    @property
    def asking(self) -> Asking:
        return self.law.asking


class SwornCounter(models.Model):
    """监票计票人: sworn for one poll; opens and counts it and sees the full bundle."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="counters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sworn_at = models.DateTimeField("宣誓时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="counter_once_a_poll", fields=["poll", "person"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BallotProxy(models.Model):
    """投票委托: one entry's vote in the hands of another, in writing, for this poll alone."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="proxies")
    entry = models.ForeignKey(RollEntry, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    evidence = models.CharField("书面凭据", max_length=80)
    given_at = models.DateTimeField("委托时间")
    revoked_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="proxy_one_at_a_time",
                fields=["poll", "entry"],
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(name="proxy_in_writing", condition=~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
