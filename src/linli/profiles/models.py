"""What is stated of a community with its source, its honours, and its campaigns."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from linli.kernel.references import Ref, ref
from linli.matters.models import Matter
from linli.places.models import Area
from linli.profiles.rules import ONE_AT_A_TIME, StatedKind


class ProfileFactQuerySet(models.QuerySet["ProfileFact"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class ProfileFact(models.Model):
    """填报的事实: area, founding year, history; typed with a source, for no row can tell it."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="profile_facts")
    kind = models.CharField("种类", max_length=12)
    value = models.CharField("内容", max_length=300)
    amount = models.PositiveIntegerField("数值", null=True)
    source = models.CharField("依据", max_length=120)
    as_of = models.DateField("哪天的情况")
    stated_at = models.DateTimeField("填报时间")
    taken_back_at = models.DateTimeField("撤下时间", null=True)

    objects = ProfileFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_fact_kind_known",
                condition=Q(kind__in=[kind.value for kind in StatedKind]),
            ),
            models.UniqueConstraint(
                name="one_profile_fact_at_a_time",
                fields=["area", "kind"],
                condition=Q(
                    taken_back_at__isnull=True,
                    kind__in=sorted(kind.value for kind in ONE_AT_A_TIME),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class Honour(models.Model):
    """荣誉: what the community was awarded, by whom, in which year."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="honours")
    title = models.CharField("荣誉", max_length=120)
    awarded_by = models.CharField("授予单位", max_length=80, default="")
    year = models.PositiveSmallIntegerField("年份")
    taken_back_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="honour_once",
                fields=["area", "title", "year"],
                condition=Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.year}"


class Campaign(models.Model):
    """专项: a campaign from above (城市提升年) under which matters are gathered."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="campaigns")
    name = models.CharField("名称", max_length=60)
    began_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="campaign_name_once", fields=["area", "name"]),
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("began_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class CampaignMatter(models.Model):
    """归入专项: a matter stands under a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tags")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="campaign_tags")
    tagged_at = models.DateTimeField("归入时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="campaign_matter_once", fields=["campaign", "matter"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
