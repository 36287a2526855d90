"""Organisations with their members, posts with their terms and leaves."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models.persons import Person
from linli.people.rules import Obtained, OrganisationKind, OrganisationStatus, PostKind
from linli.places.models import Area


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
