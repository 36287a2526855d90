"""Stars by hours with notice and objections, honours, and proofs of service."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models.volunteers import Volunteer
from linli.volunteers.rules.stars import ObjectionState, StarState


class StarAwardQuerySet(models.QuerySet["StarAward"]):
    def visible_to(self, _: Viewer) -> Self:
        """Everybody while it is on notice and afterwards; names only as the page masks them."""
        return self.all()

    def in_area(self, area: Area) -> Self:
        return self.filter(volunteer__area__path__startswith=area.path)

    def on_notice(self) -> Self:
        return self.filter(state=StarState.NOTICED)

    def granted(self) -> Self:
        return self.filter(state=StarState.GRANTED)


class StarAward(models.Model):
    """星级评定: noticed in public for some working days, then granted, refused, or revoked."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="stars")
    star = models.PositiveSmallIntegerField("几星")
    minutes = models.PositiveIntegerField("公示时的分钟")
    state = models.CharField("状态", max_length=10, default=StarState.NOTICED)
    version = models.PositiveIntegerField("版次", default=1)
    noticed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    noticed_at = models.DateTimeField("公示时间")
    closes_at = models.DateTimeField("公示到")
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("评定时间", null=True)
    reason = models.CharField("不评定或撤销的原因", max_length=200, default="")

    objects = StarAwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="star_state_known",
                condition=Q(state__in=[state.value for state in StarState]),
            ),
            models.CheckConstraint(name="star_at_least_one", condition=Q(star__gte=1)),
            models.CheckConstraint(
                name="star_notice_has_length",
                condition=Q(closes_at__gt=models.F("noticed_at")),
            ),
            models.CheckConstraint(
                name="star_taken_away_with_a_reason",
                condition=~Q(state__in=["refused", "revoked"]) | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                name="star_once",
                fields=["volunteer", "star"],
                condition=Q(state__in=["noticed", "granted"]),
            ),
        ]
        indexes = [models.Index(name="star_by_state", fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.star}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> StarState:
        return StarState(self.state)

    def is_open(self, at: datetime) -> bool:
        return self.standing is StarState.NOTICED and at < self.closes_at


class StarObjection(models.Model):
    """异议: somebody says why a star should not be granted; ruled on by another person."""

    award = models.ForeignKey(StarAward, models.PROTECT, related_name="objections")
    objector = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = EncryptedTextField("为什么")
    made_at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=10, default=ObjectionState.OPEN)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("处理时间", null=True)
    ruling = models.CharField("处理意见", max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objection_open_once",
                fields=["award", "objector"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="objection_ruled_by_another",
                condition=Q(ruled_by=None) | ~Q(ruled_by=models.F("objector")),
            ),
            models.CheckConstraint(
                name="objection_ruled_as_it_says",
                condition=Q(state="open", ruled_at=None)
                | (
                    Q(state__in=["upheld", "dismissed"], ruled_at__isnull=False) & ~Q(ruling="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class StarExclusion(models.Model):
    """取消评定资格: for a false report, for one to three years (R08)."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="exclusions")
    from_on = models.DateField("从哪天")
    until_on = models.DateField("到哪天")
    reason = models.CharField("原因", max_length=200)
    excluded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exclusion_has_length", condition=Q(until_on__gt=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Commendation(models.Model):
    """表彰: what a volunteer was honoured with, by whom, on which day."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="commendations")
    title = models.CharField("称号", max_length=60)
    awarded_by = models.CharField("谁表彰的", max_length=60)
    awarded_on = models.DateField("日期")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commended_once", fields=["volunteer", "title", "awarded_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RecordProof(models.Model):
    """志愿服务记录证明: the five kinds of information as they stood, under a code to check.

    Free of charge (R06 §19). What it says is kept as it was given out, encrypted; the page
    behind the code shows exactly that.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="proofs")
    code = models.CharField("验证码", max_length=16, unique=True)
    since = models.DateField("从哪天", null=True)
    until = models.DateField("到哪天")
    content = EncryptedTextField("证明上写的")
    issued_by = models.CharField("谁开的", max_length=60)
    issued_at = models.DateTimeField("开具时间")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)
