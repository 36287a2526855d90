"""Indicators: a figure and its list from one query, with what the figure claims."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.db.models import Model, QuerySet

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
    `out_of` in whole per cent, a half rounded up.
    """

    registry: ClassVar[dict[str, "Indicator[Model]"]] = {}

    code: str
    label: str
    unit: str
    definition: str
    what: str = ""
    rows: Callable[[Ref, Window], QuerySet[M]]
    columns: tuple[str, ...] = ()
    out_of: Callable[[Ref, Window], QuerySet[M]] | None = None
    as_percent: bool = False
    echo: bool = False

    def __post_init__(self) -> None:
        if self.code in Indicator.registry:
            raise TypeError(f"Two indicators are called {self.code}")
        Indicator.registry[self.code] = self

    def value(self, place: Ref, window: Window) -> int:
        count = self.rows(place, window).count()
        if not self.as_percent:
            return count
        whole = self.denominator(place, window) or 0
        return (200 * count + whole) // (2 * whole) if whole else 0

    def denominator(self, place: Ref, window: Window) -> int | None:
        return self.out_of(place, window).count() if self.out_of else None

    @property
    def name(self) -> Words:
        return Words(self.label)

    @property
    def explained(self) -> str:
        return say(self.definition, what=Words(self.what))
