"""Weights and conditions: heads, area and units in whole numbers, compared exactly.

过半数、超过 means more than, 以上 means at least (民法典第一千二百五十九条); both are
compared by cross-multiplication, for a percentage rounds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.words import Words


class Measure(StrEnum):
    HEADS = "heads"
    AREA = "area"
    UNITS = "units"

    @property
    def label(self) -> Words:
        return Words({"heads": "人数", "area": "面积", "units": "套数"}[self])


@dataclass(frozen=True, kw_only=True)
class Weight:
    """权重: heads, area in square decimetres, and units."""

    heads: int = 0
    area: int = 0
    units: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(
            heads=self.heads + other.heads,
            area=self.area + other.area,
            units=self.units + other.units,
        )

    def __sub__(self, other: "Weight") -> "Weight":
        return Weight(
            heads=self.heads - other.heads,
            area=self.area - other.area,
            units=self.units - other.units,
        )

    def of(self, measure: Measure) -> int:
        return int(getattr(self, measure.value))


ONE_HEAD = Weight(heads=1)


def total(weights: Iterable[Weight]) -> Weight:
    """Add up, in integers."""
    heads = area = units = 0
    for weight in weights:
        heads += weight.heads
        area += weight.area
        units += weight.units
    return Weight(heads=heads, area=area, units=units)


class Whole(StrEnum):
    """Of what a share is taken, and what is measured against it."""

    ROLL = "roll"
    TOOK_PART = "took_part"
    VALID = "valid"
    VOTES = "votes"

    @property
    def label(self) -> Words:
        return Words(
            {
                "roll": "名册全部",
                "took_part": "参与",
                "valid": "有效",
                "votes": "同意",
            }[self]
        )


class Op(StrEnum):
    AT_LEAST = "ge"
    MORE_THAN = "gt"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """条件: the share of `top` in `bottom`, by one measure, reaches or exceeds num/den."""

    measure: Measure = Measure.HEADS
    top: Whole = Whole.VOTES
    bottom: Whole = Whole.TOOK_PART
    op: Op = Op.MORE_THAN
    num: int = 1
    den: int = 2

    def __post_init__(self) -> None:
        if not 0 < self.num <= self.den:
            raise ValueError("num/den 要大于 0，不大于 1。")
        if self.op is Op.MORE_THAN and self.num == self.den:
            raise ValueError("“超过全部”永远达不到，请用 ge。")

    def holds(self, have: int, of: int) -> bool:
        """Compare exactly; of nothing no share is reached."""
        if of <= 0:
            return False
        if self.op is Op.AT_LEAST:
            return have * self.den >= of * self.num
        return have * self.den > of * self.num

    def needed(self, of: int) -> int:
        """The smallest whole number that suffices."""
        if self.op is Op.AT_LEAST:
            return -(-of * self.num // self.den)
        return of * self.num // self.den + 1


def classes_too_small(weights: Iterable[Weight], *, least: int) -> int:
    """Count who could be told from the others by weight alone: in classes below `least`."""
    found: Mapping[Weight, int] = Counter(weights)
    return sum(many for many in found.values() if many < least)


def are_alike(weights: Iterable[Weight]) -> bool:
    """Whether every vote weighs one head, so that a secret ballot need carry no weight."""
    return all(weight.heads == 1 for weight in weights)
