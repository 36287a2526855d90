"""What credits are given to: projects for elders in need; and who lets themselves be named."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.places.models import Area


class HelpProjectQuerySet(models.QuerySet["HelpProject"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def reaching(self, area: Area) -> Self:
        """Those of the area and of what it lies in."""
        return self.filter(area__in=[int(one.rpartition("/")[2]) for one in area.chain])


class HelpProject(models.Model):
    """助老项目: what donated credits are for; its account in the ledger is a project's."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="help_projects")
    name = models.CharField("名称", max_length=40)
    purpose = models.CharField("给谁用", max_length=120)
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True)

    objects = HelpProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="help_project_once", fields=["area", "name"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def ref(self) -> Ref:
        return ref(self)


class HonourListing(models.Model):
    """荣誉榜: who agreed to stand there by name, for what, until they take it back."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="honour_listings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="honour_listings")
    ground = models.CharField("凭什么", max_length=40)
    ground_label = models.CharField("称号", max_length=40)
    shown_name = models.CharField("怎么写", max_length=60)
    credits = models.PositiveIntegerField("当时累计")
    listed_on = models.DateField("上榜日期")
    withdrawn_on = models.DateField("撤下日期", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="honour_listed_once",
                fields=["person", "ground"],
                condition=Q(withdrawn_on=None),
            ),
        ]
        indexes = [models.Index(name="honours_of_area", fields=["area", "listed_on"])]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def ref(self) -> Ref:
        return ref(self)
