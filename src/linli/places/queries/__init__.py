"""What pages and reports ask about places."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from linli.kernel import options
from linli.kernel.words import say
from linli.places.models import Area, Dwelling, Point, PointKind
from linli.places.options import LEVELS
from linli.places.policies import Keeper
from linli.places.rules import AreaKind, ids_on

INNER = ("compound", "building", "unit", "spot")


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An area on the tree page: what it is called here, how deep it lies, what it holds."""

    area: Area
    level: str
    depth: int
    dwellings: int
    points: int

    @property
    def steps(self) -> range:
        return range(self.depth)


def area_of_code(division_code: str) -> Area | None:
    """Find the area that bears the division code."""
    return Area.objects.filter(division_code=division_code).first()


def point_of_code(code: str) -> Point | None:
    """Find the open point whose QR bears the code, however it was typed."""
    found = Point.objects.select_related("area").filter(code=code.strip().upper())
    return found.filter(closed_on=None).first()


def areas_on_the_way_to(area: Area) -> list[Area]:
    """List the areas that the area lies in, outermost first, itself last."""
    found = Area.objects.in_bulk(ids_on(area.path))
    return [found[pk] for pk in ids_on(area.path)]


def community_of(area: Area) -> Area | None:
    """Find the community in which the area lies, if it lies in one."""
    return Area.objects.filter(pk__in=ids_on(area.path), kind=AreaKind.COMMUNITY).first()


def whole_names(areas: Collection[Area]) -> Mapping[int, str]:
    """Say where each area is from the compound downwards: 翠竹苑3号楼2单元, by id."""
    ids = {pk for area in areas for pk in ids_on(area.path)}
    found = Area.objects.filter(pk__in=ids).in_bulk()
    return {area.pk: _whole_name(area, found) for area in areas}


def _whole_name(area: Area, found: Mapping[int, Area]) -> str:
    names = [found[pk].name for pk in ids_on(area.path) if found[pk].kind in INNER]
    return "".join(names) or area.name


def whole_name(area: Area) -> str:
    """Say where one area is, by the areas that have come with it: one query for each other."""
    names: list[str] = []
    inner = area
    while inner.kind in INNER:
        names.insert(0, inner.name)
        if inner.parent is None:
            break
        inner = inner.parent
    return "".join(names) or area.name


def level_names(area: Area) -> Mapping[AreaKind, str]:
    """Say what each kind of area is called here, in the reader's language."""
    english = (get_language() or "").startswith("en")
    levels = options.resolve(area.chain)[LEVELS]
    said = {level.kind: level.label_en if english else level.label for level in levels}
    return {kind: said.get(kind) or say(kind.label) for kind in AreaKind}


def choices_within(
    area: Area, *, on: date, kinds: Collection[AreaKind] = tuple(AreaKind)
) -> list[tuple[int, str]]:
    """List what stands in the area for a picker, in the order of the tree."""
    areas = list(Area.objects.within(area).standing(on).filter(kind__in=kinds))
    areas.sort(key=lambda inner: ids_on(inner.path))
    names = whole_names(areas)
    return [(inner.pk, names[inner.pk]) for inner in areas]


def kept_areas(keeper: Keeper, *, on: date) -> list[Area]:
    """List the outermost areas whose registers somebody keeps."""
    if "/" in keeper.kept_paths:
        return list(Area.objects.filter(parent=None).standing(on).order_by("pk"))
    outermost = [
        path
        for path in sorted(set(keeper.kept_paths))
        if not any(path != other and path.startswith(other) for other in keeper.kept_paths)
    ]
    return list(Area.objects.filter(path__in=outermost).standing(on).order_by("path"))


def choices_for(
    keeper: Keeper, *, on: date, kinds: Collection[AreaKind] = tuple(AreaKind)
) -> list[tuple[int, str]]:
    """List every area whose registers somebody keeps, for a picker."""
    return [
        choice
        for area in kept_areas(keeper, on=on)
        for choice in choices_within(area, on=on, kinds=kinds)
    ]


def area_kept(keeper: Keeper, pk: int) -> Area | None:
    """Find an area, if somebody keeps its registers."""
    area = Area.objects.select_related("parent").filter(pk=pk).first()
    return area if area and keeper.keeps(area.path) else None


def tree_of(area: Area, *, on: date) -> list[Branch]:
    """区域树: everything that stands in the area, each below what it lies in."""
    levels = level_names(area)
    dwellings = _counted(Dwelling.objects.filter(area__path__startswith=area.path))
    points = _counted(Point.objects.filter(area__path__startswith=area.path, closed_on=None))
    standing = Area.objects.within(area).standing(on)
    return [
        Branch(
            area=inner,
            level=levels[AreaKind(inner.kind)],
            depth=len(ids_on(inner.path)) - len(ids_on(area.path)),
            dwellings=dwellings[inner.pk],
            points=points[inner.pk],
        )
        for inner in sorted(standing, key=lambda inner: ids_on(inner.path))
    ]


def _counted(rows: QuerySet[Dwelling] | QuerySet[Point]) -> Counter[int]:
    counted = rows.order_by().values_list("area_id").annotate(many=Count("pk"))
    return Counter(dict(counted))


def points_in(area: Area) -> list[Point]:
    """List the open points in the area, by place."""
    found = Point.objects.filter(area__path__startswith=area.path, closed_on=None)
    return list(found.select_related("area").order_by("area__path", "pk"))


@dataclass(frozen=True, kw_only=True)
class Door:
    """A door that has no code yet, as a point to be opened."""

    kind: PointKind
    area: Area
    name: str


def doors_without_a_point(area: Area, *, on: date) -> list[Door]:
    """List the stairwells, and the buildings without any, at whose door no code hangs yet."""
    inside = Area.objects.within(area).standing(on)
    units = inside.filter(kind=AreaKind.UNIT)
    bare = inside.filter(kind=AreaKind.BUILDING).exclude(children__in=units)
    hung = Point.objects.filter(kind=PointKind.DOOR, closed_on=None).values("area")
    doors = [*units.exclude(pk__in=hung), *bare.exclude(pk__in=hung)]
    names = whole_names(doors)
    return [
        Door(kind=PointKind.DOOR, area=door, name=names[door.pk])
        for door in sorted(doors, key=lambda door: ids_on(door.path))
    ]


def duty_phone_of(area: Area) -> str:
    """Give the number to call for the area: its own or that of what it lies in."""
    phones = [found.phone for found in reversed(areas_on_the_way_to(area)) if found.phone]
    return phones[0] if phones else ""
