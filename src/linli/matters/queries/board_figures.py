"""The figures of the board: each is the number of rows of its own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from linli.kernel.options import resolve
from linli.matters.models import MatterQuerySet
from linli.matters.options import SMALLEST_GROUP
from linli.matters.queries.board import (
    Span,
    compounds_in,
    last_months,
    month_of,
    on_the_board,
)
from linli.matters.rules import State
from linli.places.models import Area
from linli.places.rules import ids_on

MONTHS_BACK = 6
OF_THE_MONTH = (
    "received", "finished", "open", "late", "to-answer", "answered", "ratable", "rated",
    "unrated", "solved", "content", "discontent", "waiting", "week", "month", "long",
)  # fmt: skip
OF_EVERY_MONTH = ("finished", "late", "rated", "content")


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many; in per cent only where the group is large enough to hide in."""

    part: int
    whole: int
    smallest: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, a half rounded up, or None where the group is too small."""
        if not self.whole or self.whole < self.smallest:
            return None
        return (200 * self.part + self.whole) // (2 * self.whole)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One month of one area, with the five months before it."""

    count: Mapping[str, int]
    months: Sequence[date]
    before: Mapping[str, Sequence[int]]
    smallest: int

    @property
    def answering(self) -> Share:
        return self._share("answered", "to-answer")

    @property
    def solving(self) -> Share:
        return self._share("solved", "ratable")

    @property
    def contentment(self) -> Share:
        return self._share("content", "rated")

    @property
    def contentment_by_month(self) -> list[int]:
        """Per cent of each month in which enough people answered, for the line."""
        pairs = zip(self.before["content"], self.before["rated"], strict=True)
        shares = [Share(part=p, whole=w, smallest=self.smallest).percent for p, w in pairs]
        return [share for share in shares if share is not None]

    def _share(self, part: str, whole: str) -> Share:
        return Share(part=self.count[part], whole=self.count[whole], smallest=self.smallest)


@dataclass(frozen=True, kw_only=True)
class CompoundRow:
    """How content people in one compound were, month by month."""

    compound: Area
    shares: Sequence[Share]


def figures_of(area: Area | None, day: date, *, at: datetime) -> Figures:
    """Count everything the board shows, in one query."""
    months = last_months(day, MONTHS_BACK)
    spans = [month_of(month, at=at) for month in months]
    wanted = {name.replace("-", "_"): spans[-1].within[name] for name in OF_THE_MONTH}
    for index, span in enumerate(spans[:-1]):
        wanted |= {f"{name}_{index}": span.within[name] for name in OF_EVERY_MONTH}
    counted = _since(area, spans[0]).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in wanted.items()}
    )
    this = {name: counted[name.replace("-", "_")] for name in OF_THE_MONTH}
    return Figures(
        count=this,
        months=months,
        before={
            name: [*(counted[f"{name}_{i}"] for i in range(MONTHS_BACK - 1)), this[name]]
            for name in OF_EVERY_MONTH
        },
        smallest=smallest_group(area),
    )


def contentment_by_compound(
    area: Area, months: Sequence[date], *, at: datetime
) -> list[CompoundRow]:
    """满意度, compound by compound and month by month, in two queries."""
    spans = [month_of(month, at=at) for month in months]
    counts = {
        f"{name}_{index}": Count("pk", filter=condition)
        for index, span in enumerate(spans)
        for name, condition in (
            ("rated", span.within["rated"]),
            ("content", span.within["content"]),
        )
    }
    rated = on_the_board(area).filter(state=State.CLOSED, finished_at__gte=spans[0].since)
    by_place = list(rated.exclude(satisfied="").values("place__path").annotate(**counts))
    smallest = smallest_group(area)
    return [
        CompoundRow(
            compound=compound,
            shares=[
                Share(
                    part=_sum(by_place, compound, f"content_{index}"),
                    whole=_sum(by_place, compound, f"rated_{index}"),
                    smallest=smallest,
                )
                for index in range(len(spans))
            ],
        )
        for compound in compounds_in(area)
    ]


def smallest_group(area: Area | None) -> int:
    """Below so many answers no per cent is shown."""
    return resolve(area.chain)[SMALLEST_GROUP] if area else SMALLEST_GROUP.default


def _since(area: Area | None, first: Span) -> MatterQuerySet:
    return on_the_board(area).filter(
        Q(reported_at__gte=first.since)
        | Q(finished_at__gte=first.since)
        | Q(finished_at=None, closed_at=None)
        | Q(closed_at__gte=first.since)
    )


def _sum(rows: Sequence[Mapping[str, object]], compound: Area, name: str) -> int:
    inside = (row for row in rows if compound.pk in ids_on(str(row["place__path"])))
    return sum(int(str(row[name])) for row in inside)
