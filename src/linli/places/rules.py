"""What an area can be, and how areas lie in one another. No Django here."""

from enum import StrEnum

from linli.kernel.words import Words


class AreaKind(StrEnum):
    """The kinds of area that the law and practice know; a playbook gives them its own names."""

    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"
    UNIT = "unit"
    SPOT = "spot"

    @property
    def label(self) -> Words:
        return Words(LABELS[self])


LABELS: dict[str, str] = {
    "county": "县（区）",
    "subdistrict": "街道（镇）",
    "community": "社区",
    "grid": "网格",
    "compound": "小区",
    "building": "楼栋",
    "unit": "单元",
    "spot": "公共地点",
}

AFTER_A_NUMBER = "号楼"

# The levels at which a matter can stand, from the stairs upwards.
DESKS = (AreaKind.COMMUNITY, AreaKind.SUBDISTRICT, AreaKind.COUNTY)

# Outer kinds first. Grids and compounds share a floor: here a grid holds compounds, there a
# compound is cut into grids.
FLOORS: dict[AreaKind, int] = {
    AreaKind.COUNTY: 0,
    AreaKind.SUBDISTRICT: 1,
    AreaKind.COMMUNITY: 2,
    AreaKind.GRID: 3,
    AreaKind.COMPOUND: 3,
    AreaKind.BUILDING: 4,
    AreaKind.UNIT: 5,
    AreaKind.SPOT: 6,
}


def fits_in(kind: AreaKind, outer: AreaKind | None) -> bool:
    """Say whether such an area can lie in the outer one; outermost stand only desks' areas."""
    if outer is None:
        return kind in DESKS
    if kind is outer:
        return False
    return FLOORS[kind] >= FLOORS[outer]


def path_below(parent_path: str, pk: int) -> str:
    """Say the path of an area that lies in another: "/1/5/" and 31 make "/1/5/31/"."""
    return f"{parent_path or '/'}{pk}/"


def ids_on(path: str) -> tuple[int, ...]:
    """List the areas on a path, outermost first."""
    return tuple(int(part) for part in path.strip("/").split("/") if part)


def building_names(said: str) -> list[str]:
    """Read how buildings are listed: "1-3号楼、5号楼" makes 1号楼, 2号楼, 3号楼, 5号楼.

    A part without a number is a name of its own; nothing is said twice.
    """
    names: list[str] = []
    for part in said.replace("，", "、").replace(",", "、").split("、"):
        names += _spread(part.strip())
    return list(dict.fromkeys(name for name in names if name))


MOST_BUILDINGS = 300


def _spread(part: str) -> list[str]:
    first, dash, rest = (
        part.replace("—", "-").replace("～", "-").replace("~", "-").partition("-")
    )
    first_number = "".join(char for char in first if char.isdigit())
    last_number = "".join(char for char in rest if char.isdigit())
    if not (dash and first_number and last_number and rest.startswith(last_number)):
        return [part]
    suffix = rest.removeprefix(last_number) or AFTER_A_NUMBER
    prefix = first[: first.index(first_number)]
    span = range(int(first_number), int(last_number) + 1)
    return [f"{prefix}{number}{suffix}" for number in span[:MOST_BUILDINGS]]
