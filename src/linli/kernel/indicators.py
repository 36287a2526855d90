"""Indicators: a figure and its list from one query, with what the figure claims."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Model, QuerySet, Sum

from linli.kernel.references import Ref
from linli.kernel.words import Words, say


class Qualifier(StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"


@dataclass(frozen=True, kw_only=True)
class Window:
    """The span that a figure speaks of, half-open; a figure of today has no `since`."""

    since: datetime | None
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Indicator[M: Model]:
    """A named query: `rows` is the list, `value` its length or its share of `out_of`.

    `definition` may speak of {what} is counted, so that a kind of figure is explained once.
    `echo` says that the figure only repeats what somebody set; `as_percent` gives the share of
    `out_of` in per cent, a half rounded up; `sum_of` adds up that field instead of counting,
    `averaged` divides that sum by the number of rows, a half rounded up. `divided_by` says how
    many of what is added up make one of the unit (60 minutes an hour); the rest is left out.
    With `decimals` the value is a whole number of tenths or hundredths: 1245 is written 12.45.
    """

    registry: ClassVar[dict[str, "Indicator[Any]"]] = {}

    code: str
    label: str
    unit: str
    definition: str
    what: str = ""
    rows: Callable[[Ref, Window], QuerySet[M]]
    columns: tuple[str, ...] = ()
    out_of: Callable[[Ref, Window], QuerySet[M]] | None = None
    as_percent: bool = False
    sum_of: str = ""
    averaged: bool = False
    divided_by: int = 1
    decimals: int = 0
    echo: bool = False

    def __post_init__(self) -> None:
        if self.code in Indicator.registry:
            raise TypeError(f"Two indicators are called {self.code}")
        Indicator.registry[self.code] = self

    def value(self, place: Ref, window: Window) -> int:
        rows = self.rows(place, window)
        count: int = self._sum(rows) if self.sum_of else rows.count()
        if self.averaged:
            many = rows.count()
            return (2 * count + many) // (2 * many) if many else 0
        if not self.as_percent:
            return count // self.divided_by
        whole = self.denominator(place, window) or 0
        share = 200 * 10**self.decimals * count
        return (share + whole) // (2 * whole) if whole else 0

    def _sum(self, rows: QuerySet[M]) -> int:
        return rows.order_by().aggregate(sum=Sum(self.sum_of))["sum"] or 0

    def written(self, value: int) -> str:
        """数值: as it is read, with as many decimals as the indicator has."""
        if not self.decimals:
            return str(value)
        whole, rest = divmod(value, 10**self.decimals)
        return f"{whole}.{rest:0{self.decimals}d}".rstrip("0").rstrip(".")

    def denominator(self, place: Ref, window: Window) -> int | None:
        return self.out_of(place, window).count() if self.out_of else None

    @property
    def name(self) -> Words:
        return Words(self.label)

    @property
    def explained(self) -> str:
        return say(self.definition, what=Words(self.what))
