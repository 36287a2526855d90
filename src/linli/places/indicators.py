"""Figures of the map: how many areas and points of a kind stand in a place."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.places.models import Area, Point, PointKind
from linli.places.rules import AreaKind

STRUCTURE = "登记在册、在窗口结束那一刻没有停用的{what}。它只是把登记过的数出来。"


def areas_of(kind: AreaKind) -> Callable[[Ref, Window], QuerySet[Area]]:
    def rows(place: Ref, window: Window) -> QuerySet[Area]:
        path = Area.objects.get(pk=number(place)).path
        standing = Area.objects.filter(path__startswith=path).standing(day_of(window.until))
        return standing.of_kind(kind).order_by("path")

    return rows


def points_of(*kinds: PointKind) -> Callable[[Ref, Window], QuerySet[Point]]:
    def rows(place: Ref, window: Window) -> QuerySet[Point]:
        on = day_of(window.until)
        path = Area.objects.get(pk=number(place)).path
        open_then = Q(closed_on=None) | Q(closed_on__gt=on)
        points = Point.objects.filter(open_then, kind__in=kinds, opened_on__lt=on)
        inside = points.filter(area__path__startswith=path)
        return inside.select_related("area__parent").order_by("area__path", "pk")

    return rows


COMMUNITIES = Indicator(
    code="places.communities",
    label="社区",
    unit="个",
    definition=STRUCTURE,
    what="社区",
    rows=areas_of(AreaKind.COMMUNITY),
    echo=True,
)
COMPOUNDS = Indicator(
    code="places.compounds",
    label="小区",
    unit="个",
    definition=STRUCTURE,
    what="小区",
    rows=areas_of(AreaKind.COMPOUND),
    echo=True,
)
GRIDS = Indicator(
    code="places.grids",
    label="网格",
    unit="个",
    definition=STRUCTURE,
    what="网格",
    rows=areas_of(AreaKind.GRID),
    echo=True,
)
BUILDINGS = Indicator(
    code="places.buildings",
    label="楼栋",
    unit="栋",
    definition=STRUCTURE,
    what="楼栋",
    rows=areas_of(AreaKind.BUILDING),
    echo=True,
)
TALK_ROOMS = Indicator(
    code="places.talk_rooms",
    label="说事室和说事亭",
    unit="个",
    definition=STRUCTURE,
    what="说事室、说事亭",
    rows=points_of(PointKind.TALK_ROOM, PointKind.TALK_KIOSK),
    echo=True,
)
TALK_BOXES = Indicator(
    code="places.talk_boxes",
    label="说事箱",
    unit="个",
    definition=STRUCTURE,
    what="说事箱",
    rows=points_of(PointKind.TALK_BOX),
    echo=True,
)


def _facility(code: str, label: str, unit: str, kind: PointKind) -> None:
    Indicator(
        code=f"places.{code}",
        label=label,
        unit=unit,
        definition=STRUCTURE,
        what=label,
        rows=points_of(kind),
        echo=True,
    )


_facility("rest_points", "休息点", "个", PointKind.REST_POINT)
_facility("service_stations", "便民驿站", "个", PointKind.STATION)
_facility("function_rooms", "功能室", "个", PointKind.ROOM)
_facility("classrooms", "课堂", "个", PointKind.CLASSROOM)
CHAT_GROUPS = Indicator(
    code="places.chat_groups",
    label="微信群",
    unit="个",
    definition=STRUCTURE,
    what="微信群",
    rows=points_of(PointKind.CHAT_GROUP),
    echo=True,
)
