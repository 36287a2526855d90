"""The figures of the board: each is the number of rows of its own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from linli.kernel.memory import remembered
from linli.kernel.options import resolve
from linli.matters.options import SMALLEST_GROUP
from linli.matters.queries.board import (
    CONTENT,
    Span,
    compounds_in,
    during,
    last_months,
    month_of,
    on_the_board,
)
from linli.matters.rules import State
from linli.places.models import Area

MONTHS_BACK = 6
# Among which rows each figure is counted.
ROWS_OF = {
    "received": ("received", "to-answer", "answered"),
    "ended": (
        "finished", "done", "explained", "referred", "ratable", "rated", "unrated", "solved",
        "content", "discontent", "waiting", "unreached", "declined", "excluded"
    ),
    "open": ("open", "late", "parked", "week", "month", "long"),
}  # fmt: skip
OF_THE_MONTH = tuple(name for names in ROWS_OF.values() for name in names)


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


class ByMode(NamedTuple):
    """What came in and what was done of one way of handling."""

    received: int
    finished: int


class Ended(NamedTuple):
    """What was finished at one place in one of the months: how many, rated, and content."""

    path: str
    month: int
    finished: int
    rated: int
    content: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One month of one area, with the five months before it."""

    count: Mapping[str, int]
    months: Sequence[date]
    before: Mapping[str, Sequence[int]]
    ended: Sequence[Ended]
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
    """Count everything the board shows, once until something changes."""
    key = ("board", area.pk if area else None, day)
    return remembered(key, lambda: _counted(area, day, at=at), at=at)


def _counted(area: Area | None, day: date, *, at: datetime) -> Figures:
    """Each question over as few rows as it needs."""
    months = last_months(day, MONTHS_BACK)
    spans = [month_of(month, at=at) for month in months]
    this, ended = _this_month(area, spans[-1]), _ended(area, spans)
    before = {name: _by_month(ended, name) for name in ("finished", "rated", "content")}
    return Figures(
        count=this,
        months=months,
        before=before | {"late": [*_late_before(area, spans[:-1]), this["late"]]},
        ended=ended,
        smallest=smallest_group(area),
    )


def count_by_mode(area: Area, day: date, *, at: datetime) -> Mapping[str, ByMode]:
    """每种办法几件: what came in and what was done in the month, by the code of the mode."""
    key = ("board by mode", area.pk, day)
    return remembered(key, lambda: _by_mode(area, month_of(day, at=at)), at=at)


def _by_mode(area: Area, span: Span) -> Mapping[str, ByMode]:
    rows = (
        on_the_board(area)
        .filter(span.only("received") | span.only("finished"))
        .order_by()
        .values_list("mode")
        .annotate(
            received=Count("pk", filter=span.only("received")),
            finished=Count("pk", filter=span.only("finished")),
        )
    )
    return {mode: ByMode(received, finished) for mode, received, finished in rows}


def _this_month(area: Area | None, span: Span) -> dict[str, int]:
    """What came in, what ended, what is open: each question has an index of its own."""
    counted: dict[str, int] = {}
    for rows, names in ROWS_OF.items():
        wanted = {name.replace("-", "_"): span.only(name) for name in names}
        counted |= (
            on_the_board(area)
            .filter(span.only(rows) if rows != "ended" else during("finished_at", span))
            .aggregate(**{name: Count("pk", filter=only) for name, only in wanted.items()})
        )
    return {name: counted[name.replace("-", "_")] for name in OF_THE_MONTH}


def _ended(area: Area | None, spans: Sequence[Span]) -> list[Ended]:
    """What was finished in each of these months and how it was rated, by place and month."""
    rated = Q(state=State.CLOSED, excluded_at=None) & ~Q(satisfied="")
    grouped = (
        on_the_board(area)
        .filter(
            state__in=(State.FINISHED, State.CLOSED),
            finished_at__gte=spans[0].since,
            finished_at__lt=spans[-1].until,
        )
        .annotate(month=_month_ended(spans))
        .values("place__path", "month")
        .annotate(
            finished=Count("pk"),
            rated=Count("pk", filter=rated),
            content=Count("pk", filter=rated & Q(satisfied__in=CONTENT)),
        )
        .order_by()
        .values_list("place__path", "month", "finished", "rated", "content")
    )
    return [Ended(*row) for row in grouped]


def _late_before(area: Area | None, spans: Sequence[Span]) -> list[int]:
    """How many were late at the end of each of these months."""
    ever_late = Q(finished_at=None) | Q(finished_at__gt=F("due_at"))
    touched = Q(finished_at=None) | Q(finished_at__gte=spans[0].until)
    counted = (
        on_the_board(area)
        .filter(ever_late, touched, due_at__lt=spans[-1].until)
        .aggregate(
            **{f"at_{i}": Count("pk", filter=s.only("late")) for i, s in enumerate(spans)}
        )
    )
    return [counted[f"at_{i}"] for i in range(len(spans))]


def _month_ended(spans: Sequence[Span]) -> Case:
    """Which of the months it was finished in, by its place in the list."""
    cases = [When(finished_at__lt=span.until, then=Value(i)) for i, span in enumerate(spans)]
    return Case(*cases, output_field=IntegerField())


def contentment_by_compound(figures: Figures, area: Area) -> list[CompoundRow]:
    """满意度, compound by compound and month by month, from what was counted already."""
    return [_row_of(compound, figures) for compound in compounds_in(area)]


def _row_of(compound: Area, figures: Figures) -> CompoundRow:
    inside = [one for one in figures.ended if one.path.startswith(compound.path)]
    content, rated = _by_month(inside, "content"), _by_month(inside, "rated")
    return CompoundRow(
        compound=compound,
        shares=[
            Share(part=part, whole=whole, smallest=figures.smallest)
            for part, whole in zip(content, rated, strict=True)
        ],
    )


def smallest_group(area: Area | None) -> int:
    """Below so many answers no per cent is shown."""
    return resolve(area.chain)[SMALLEST_GROUP] if area else SMALLEST_GROUP.default


def _by_month(ended: Sequence[Ended], name: str) -> list[int]:
    sums = [0] * MONTHS_BACK
    for one in ended:
        sums[one.month] += getattr(one, name)
    return sums
