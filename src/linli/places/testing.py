"""A neighbourhood for tests and demos, opened through the real actions."""

from dataclasses import dataclass

from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.testing import NOON
from linli.places import actions
from linli.places.actions import NewArea
from linli.places.models import Area
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class Surveyor:
    """Keeps the map while a test is laid out."""

    ref: Ref = THE_SYSTEM

    kept_paths: tuple[str, ...] = ("/",)

    def keeps(self, path: str) -> bool:  # noqa: ARG002 - all of it
        return True


THE_SURVEYOR = Surveyor()


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """Six areas, each in the one before: from the county down to the stairwell."""

    county: Area
    subdistrict: Area
    community: Area
    compound: Area
    building: Area
    unit: Area


def a_neighbourhood() -> Neighbourhood:
    """Lay out 和平里社区 with 翠竹苑 3号楼2单元; each call in a county of its own."""
    many = Area.objects.filter(parent=None).count()
    county = f"安宁县{many + 1}" if many else "安宁县"
    laid = actions.open_areas(parent=None, areas=[_county(county)], by=THE_SURVEYOR, at=NOON)
    return Neighbourhood(**{area.kind: area for area in laid})


def _county(name: str) -> NewArea:
    unit = NewArea(kind=AreaKind.UNIT, name="2单元")
    building = NewArea(kind=AreaKind.BUILDING, name="3号楼", below=(unit,))
    compound = NewArea(kind=AreaKind.COMPOUND, name="翠竹苑", below=(building,))
    community = NewArea(
        kind=AreaKind.COMMUNITY, name="和平里社区", phone="0599-2810000", below=(compound,)
    )
    subdistrict = NewArea(kind=AreaKind.SUBDISTRICT, name="清河街道", below=(community,))
    return NewArea(kind=AreaKind.COUNTY, name=name, below=(subdistrict,))
