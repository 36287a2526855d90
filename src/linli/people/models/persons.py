"""Persons, what is kept of them, and the households that they live in."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.encryption import EncryptedTextField
from linli.kernel.references import Ref, ref
from linli.people.rules import PostKind, Reach
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
    phone_verified_at = models.DateTimeField("电话核实时间", null=True)
    id_number = EncryptedTextField("身份证号", default="")
    id_number_index = models.CharField(max_length=64, default="", db_index=True)
    born_on = models.DateField("出生日期", null=True)
    spoken_code = models.CharField("口令号", max_length=6, default="")
    registered_on = models.DateField("登记日期")
    left_on = models.DateField("迁出日期", null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_verified_has_a_phone",
                condition=Q(phone_verified_at=None) | ~Q(phone_index=""),
            ),
        ]
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


class Origin(models.Model):
    """来源地: the village, and in it the town, from which households were resettled here."""

    town = models.ForeignKey("self", models.PROTECT, null=True, related_name="villages")
    name = models.CharField("名称", max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="origin_once_a_town", fields=["town", "name"]),
            models.UniqueConstraint(
                name="origin_town_once", fields=["name"], condition=Q(town__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"


class Household(models.Model):
    """户: those who live together behind one door; numbered where several share it."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="households")
    number = models.CharField("户号", max_length=20, default="")
    origin = models.ForeignKey(Origin, models.PROTECT, null=True, related_name="households")
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
