"""People, households, organisations and posts: who is who, and by what right."""

from datetime import date
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.rules import Obtained, OrganisationKind, OrganisationStatus, PostKind, Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Oneself, those who gave a mandate, and whom the desk of one's area serves."""
        mine = Q(pk__in=viewer.speaks_for)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                mine |= Q(home__path__startswith=post.area_path)
        if viewer.holds(PostKind.ADMINISTRATOR):
            mine |= Q(home=None)
        return self.filter(mine)

    def living_in(self, area: Area) -> Self:
        return self.filter(home__path__startswith=area.path, left_on=None)


class Person(models.Model):
    """人员: somebody with a name; phone and ID number are encrypted and found by keyed hash."""

    name = models.CharField("姓名", max_length=60)
    home = models.ForeignKey(Area, models.PROTECT, null=True, related_name="residents")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, related_name="+")
    phone = EncryptedTextField("电话", default="")
    phone_index = models.CharField(max_length=64, default="", db_index=True)
    id_number = EncryptedTextField("身份证号", default="")
    id_number_index = models.CharField(max_length=64, default="", db_index=True)
    born_on = models.DateField("出生日期", null=True)
    spoken_code = models.CharField("口令号", max_length=6, default="")
    registered_on = models.DateField("登记日期")
    left_on = models.DateField("迁出日期", null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="person_home_born", fields=["home", "born_on"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class PersonFact(models.Model):
    """个人事实: something dated about a person (laid off, living alone), with its purpose."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="facts")
    kind = models.CharField("事实", max_length=40)
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)
    purpose = models.CharField("用途", max_length=80)
    evidence = models.CharField("依据", max_length=80, default="")

    class Meta:
        indexes = [models.Index(name="fact_by_kind", fields=["kind", "person"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class Household(models.Model):
    """户: those who live together behind one door."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="households")
    began_on = models.DateField("立户日期")
    ended_on = models.DateField("销户日期", null=True)

    def __str__(self) -> str:
        return f"#{self.pk}"


class HouseholdMember(models.Model):
    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="households")
    relation = models.CharField("与户主关系", max_length=20)
    began_on = models.DateField("入户日期")
    ended_on = models.DateField("离户日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_household_at_a_time",
                fields=["person"],
                condition=Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Organisation(models.Model):
    """组织单位: committee, branch, property manager, department, partner unit, team."""

    name = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=30)
    status = models.CharField("登记状态", max_length=12)
    area = models.ForeignKey(Area, models.PROTECT, related_name="organisations")
    formed_on = models.DateField("成立日期", null=True)
    formed_here = models.BooleanField("在本平台成立", default=False)
    dissolved_on = models.DateField("撤销日期", null=True)
    phone = models.CharField("联系电话", max_length=20, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organisation_once", fields=["area", "kind", "name"]),
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=Q(kind__in=[kind.value for kind in OrganisationKind]),
            ),
            models.CheckConstraint(
                name="organisation_status_known",
                condition=Q(status__in=[status.value for status in OrganisationStatus]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class Membership(models.Model):
    """Somebody belongs to an organisation or team for a time."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    began_on = models.DateField("加入日期")
    ended_on = models.DateField("退出日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_membership_at_a_time",
                fields=["organisation", "person"],
                condition=Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Post(models.Model):
    """岗位: a seat with a task in an area; it stays when its holder goes."""

    kind = models.CharField("岗位", max_length=30)
    area = models.ForeignKey(Area, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="posts"
    )
    seat = models.PositiveSmallIntegerField("席位", default=1)
    abolished_on = models.DateField("撤销日期", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_kind_known",
                condition=Q(kind__in=[kind.value for kind in PostKind]),
            ),
            # Two, for SQLite knows no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                name="post_seat_once",
                fields=["kind", "area", "seat"],
                condition=Q(organisation__isnull=True),
            ),
            models.UniqueConstraint(
                name="post_seat_once_an_organisation",
                fields=["kind", "area", "organisation", "seat"],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class TermQuerySet(models.QuerySet["Term"]):
    def running(self, on: date) -> Self:
        """Terms that hold on that day: begun, and not ended before or on it."""
        return self.unfinished(on).filter(starts_on__lte=on)

    def unfinished(self, on: date) -> Self:
        """Terms that hold on that day or will hold later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on))


class Term(models.Model):
    """任期: who holds a post from when until when, and how they came to it."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms")
    obtained = models.CharField("取得方式", max_length=12)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True)
    end_reason = models.CharField("结束原因", max_length=80, default="")

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="term_obtained_known",
                condition=Q(obtained__in=[way.value for way in Obtained]),
            ),
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.UniqueConstraint(
                name="one_holder_at_a_time",
                fields=["post"],
                condition=Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Leave(models.Model):
    """请假: the holder is away and a deputy stands in, with the same rights for that time."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("原因", max_length=80, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leave_ends_after_it_starts",
                condition=Q(ends_on__gt=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Mandate(models.Model):
    """委托: somebody lets another act for them, for a purpose and a time."""

    principal = models.ForeignKey(Person, models.PROTECT, related_name="given_mandates")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="held_mandates")
    scope = models.CharField("事项范围", max_length=20, default="matters")
    evidence = models.CharField("凭据", max_length=80)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    revoked_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_for_another",
                condition=~Q(principal=models.F("delegate")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Consent(models.Model):
    """同意: somebody agrees to one purpose, and may take it back."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField("用途", max_length=40)
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_consent_at_a_time",
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=username)


class Account(AbstractBaseUser):
    """账号: the way in for one person; what they may do comes from posts, never from here."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="account")
    login = models.CharField("登录名", max_length=40, unique=True)
    totp_secret = EncryptedTextField("动态口令密钥", default="")
    totp_last_step = models.BigIntegerField("已用过的动态口令步", default=0)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "login"

    objects = AccountManager()

    def __str__(self) -> str:
        return f"#{self.pk}"


class SignInCode(models.Model):
    """One-time code sent to a phone; only its keyed hash is kept."""

    phone_index = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"#{self.pk}"


class Attempt(models.Model):
    """A try to sign in or to guess a code, counted per key (account, phone, address)."""

    key = models.CharField(max_length=80, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"#{self.pk}"
