"""What a community may set about its places: the names of its levels."""

from dataclasses import dataclass

from linli.kernel.options import Option
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of the network: its kind, and what people here call it."""

    kind: AreaKind
    label: str
    label_en: str


LEVELS = Option[tuple[Level, ...]](
    code="places.levels",
    label="层级",
    kind=tuple[Level, ...],
    default=(
        Level(kind=AreaKind.COUNTY, label="县（区）", label_en="County"),
        Level(kind=AreaKind.SUBDISTRICT, label="街道", label_en="Subdistrict"),
        Level(kind=AreaKind.COMMUNITY, label="社区", label_en="Community"),
        Level(kind=AreaKind.COMPOUND, label="小区", label_en="Compound"),
        Level(kind=AreaKind.BUILDING, label="楼栋", label_en="Building"),
        Level(kind=AreaKind.UNIT, label="单元", label_en="Stairwell"),
    ),
    help="从上到下有哪几级，当地怎么叫。只改称呼，不改已有的区域。",
    basis="社区层级由街道与社区确定",
    sound=lambda levels: (
        None if len({level.kind for level in levels}) == len(levels) else "同一种层级写了两次。"
    ),
)
