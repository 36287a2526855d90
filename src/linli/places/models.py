"""Areas of any depth, from the county down to the stairwell, and the dwellings in them."""

from datetime import date
from typing import Self

from django.db import models

from linli.kernel.references import Ref, ref
from linli.places.rules import AreaKind, ids_on


class AreaQuerySet(models.QuerySet["Area"]):
    def within(self, area: "Area") -> Self:
        """Everything that lies in the area, itself included."""
        return self.filter(path__startswith=area.path)

    def standing(self, on: date) -> Self:
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gt=on))

    def of_kind(self, kind: AreaKind) -> Self:
        return self.filter(kind=kind)


class Area(models.Model):
    """区域: a county, street, community, grid, compound, building, stairwell or spot.

    `path` is derived: the ids from the outermost area down to this one. References are ids.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField("层级", max_length=200, default="", db_index=True)
    kind = models.CharField("种类", max_length=12)
    name = models.CharField("名称", max_length=60)
    division_code = models.CharField(  # noqa: DJ001 - unique where there is one
        "区划代码", max_length=12, null=True, unique=True
    )
    phone = models.CharField("值班电话", max_length=20, default="")
    began_on = models.DateField("启用日期", null=True)
    ended_on = models.DateField("停用日期", null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_kind_known",
                condition=models.Q(kind__in=[kind.value for kind in AreaKind]),
            ),
            models.UniqueConstraint(name="area_name_once", fields=["parent", "kind", "name"]),
            models.UniqueConstraint(
                name="outermost_area_name_once",
                fields=["kind", "name"],
                condition=models.Q(parent__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def chain(self) -> tuple[Ref, ...]:
        """Itself and what it lies in, nearest first, as references."""
        return tuple(f"area/{pk}" for pk in reversed(ids_on(self.path)))

    def lies_in(self, other: "Area") -> bool:
        return self.path.startswith(other.path)

    @property
    def ref(self) -> Ref:
        return ref(self)


class Dwelling(models.Model):
    """住宅: one home behind one door."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="dwellings")
    number = models.CharField("房号", max_length=20)
    floor_area = models.PositiveIntegerField("面积（平方分米）", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dwelling_once", fields=["area", "number"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"


class PointKind(models.TextChoices):
    TALK_ROOM = "talk_room", "说事室"
    TALK_KIOSK = "talk_kiosk", "说事亭"
    TALK_BOX = "talk_box", "说事箱"
    CHAT_GROUP = "chat_group", "微信群"
    DOOR = "door", "门口二维码"
    REST_POINT = "rest_point", "休息点"
    STATION = "station", "便民驿站"
    ROOM = "room", "功能室"
    CLASSROOM = "classroom", "课堂"


class Point(models.Model):
    """说事点: a room, kiosk, station or door where a word is taken in; its QR has `code`."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="points")
    kind = models.CharField("种类", max_length=12)
    name = models.CharField("名称", max_length=60)
    code = models.CharField("二维码编号", max_length=12, unique=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="point_kind_known",
                condition=models.Q(kind__in=PointKind.values),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"
