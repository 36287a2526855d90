"""A volunteer (志愿者): who registered, what they can and wish, when they are free."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.rules.registration import (
    DAY_MINUTES,
    FreeTime,
    TraitKind,
    VolunteerState,
)


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Oneself, those one speaks for, those of one's desk or audit, those of one's team."""
        seen = Q(person__in=viewer.speaks_for)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(area__path__startswith=post.area_path)
        if viewer.is_known:
            seen |= Q(
                person__memberships__ended_on=None,
                person__memberships__organisation__team__leads__person=viewer.person_id,
                person__memberships__organisation__team__leads__ended_on=None,
            )
        return self.filter(pk__in=self.model.objects.filter(seen).values("pk"))

    def in_area(self, area: Area) -> Self:
        return self.filter(area__path__startswith=area.path)

    def active(self) -> Self:
        return self.filter(state=VolunteerState.ACTIVE)

    def listed(self) -> Self:
        """Those who agreed to be named in public (R06 §20: the default is not)."""
        return self.active().filter(is_listed=True)


class Volunteer(models.Model):
    """志愿者: `version` grows with every change; `number` is never the ID number (MZ/T 061).

    The number comes with the first acceptance and stays theirs whoever leaves and comes back.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="volunteer")
    area = models.ForeignKey(Area, models.PROTECT, related_name="volunteers")
    number = models.CharField(  # noqa: DJ001 - unique where there is one
        "志愿者编号", max_length=20, null=True, unique=True
    )
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=VolunteerState.APPLIED)
    is_listed = models.BooleanField("愿意公开姓名", default=False)

    stated_born_on = models.DateField("自己填的出生日期", null=True)
    occupation = models.CharField("职业", max_length=30, default="")
    radius = models.PositiveIntegerField("愿意走多远（米）", default=1000)
    words = models.CharField("想说的话", max_length=200, default="")

    applied_at = models.DateTimeField("登记时间")
    accepted_at = models.DateTimeField("通过时间", null=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("没有通过的原因", max_length=200, default="")
    ended_at = models.DateTimeField("退出时间", null=True)

    calendar_key = EncryptedTextField("日历地址里的暗号", default="")
    calendar_key_index = models.CharField(max_length=64, default="", db_index=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteer_state_known",
                condition=Q(state__in=[state.value for state in VolunteerState]),
            ),
            models.CheckConstraint(
                name="volunteer_active_has_number",
                condition=~Q(state="active")
                | Q(number__isnull=False, accepted_at__isnull=False, ended_at=None),
            ),
            models.CheckConstraint(
                name="volunteer_refused_has_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="volunteer_not_reviewed_by_self",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("person")),
            ),
        ]
        indexes = [models.Index(name="volunteer_by_area", fields=["area", "state"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> VolunteerState:
        return VolunteerState(self.state)

    @property
    def born_on(self) -> date | None:
        """What the register says, otherwise what they said themselves."""
        return self.person.born_on or self.stated_born_on


class VolunteerTrait(models.Model):
    """特长、服务意愿、语言: one code of the community's list, said by the volunteer."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="traits")
    kind = models.CharField("哪一类", max_length=10)
    code = models.CharField("代码", max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="trait_once", fields=["volunteer", "kind", "code"]),
            models.CheckConstraint(
                name="trait_kind_known",
                condition=Q(kind__in=[kind.value for kind in TraitKind]),
            ),
        ]
        indexes = [models.Index(name="trait_by_code", fields=["kind", "code"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.code}"


class Availability(models.Model):
    """可服务时间: a stretch of a weekday in minutes from midnight; stretches never overlap."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField("周几")
    begins = models.PositiveSmallIntegerField("从")
    ends = models.PositiveSmallIntegerField("到")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="availability_once", fields=["volunteer", "weekday", "begins"]
            ),
            models.CheckConstraint(
                name="availability_within_a_day",
                condition=Q(weekday__lt=7, begins__lt=models.F("ends"), ends__lte=DAY_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def free_time(self) -> FreeTime:
        return FreeTime(weekday=self.weekday, begins=self.begins, ends=self.ends)


class HealthStatement(models.Model):
    """健康声明: sensitive, dated, with the person's separate consent; the newest one counts.

    What was said is erased when the consent is taken back (个人信息保护法 15、47).
    """

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="health_statements")
    is_fit = models.BooleanField("身体健康")
    words = EncryptedTextField("说明", default="")
    stated_on = models.DateField("声明日期")
    erased_at = models.DateTimeField("删除时间", null=True)

    class Meta:
        indexes = [models.Index(name="health_newest", fields=["volunteer", "stated_on"])]

    def __str__(self) -> str:
        return f"#{self.pk}"


class GuardianConsent(models.Model):
    """监护人同意: a guardian lets a minor serve, on paper or in person; may take it back."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="guardian_consents")
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField("监护人", max_length=60)
    relation = models.CharField("与本人关系", max_length=20)
    evidence = models.CharField("凭据", max_length=80)
    given_on = models.DateField("同意日期")
    withdrawn_on = models.DateField("收回日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="guardian_consents_once",
                fields=["volunteer"],
                condition=Q(withdrawn_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RiskAgreement(models.Model):
    """风险告知书: read and agreed to, on a day, in these words (R06 §12、§13)."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="risk_agreements")
    risk = models.CharField("哪一种风险", max_length=30)
    digest = models.CharField("告知内容的摘要", max_length=64)
    agreed_at = models.DateTimeField("同意时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="risk_agreed_once", fields=["volunteer", "risk", "digest"]
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.risk}"


class Insurance(models.Model):
    """志愿者保险: who insures, under which number, from when until when (R06 §17)."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="insurances")
    insurer = models.CharField("保险公司", max_length=60)
    policy_number = models.CharField("保单号", max_length=60)
    valid_from = models.DateField("从哪天")
    valid_until = models.DateField("到哪天")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="insurance_once", fields=["volunteer", "insurer", "policy_number"]
            ),
            models.CheckConstraint(
                name="insurance_ends_after_it_begins",
                condition=Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
