"""双考核: how units came and worked, and how often desks whistled; listed, never ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, F, Q, Sum

from linli.coordination.models import CalledUnit, Whistle
from linli.coordination.models.whistles import CalledUnitQuerySet
from linli.coordination.rules import UnitState, tenths
from linli.kernel.words import Words
from linli.matters.models import Matter
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on

IN_TIME = Q(arrived_at__lte=F("report_by"))
LATE = Q(arrived_at__gt=F("report_by"))
SPARED = Q(arrived_at=None, released_at__isnull=False, released_at__lte=F("report_by"))


class Standing(StrEnum):
    """The lists behind the figures of a unit."""

    ASKED = "asked"
    IN_TIME = "in_time"
    LATE = "late"
    ABSENT = "absent"
    DONE = "done"
    JUDGED = "judged"

    @property
    def label(self) -> Words:
        return Words(
            {
                "asked": "应报到",
                "in_time": "按时报到",
                "late": "迟到",
                "absent": "没有报到",
                "done": "给了结果",
                "judged": "得到评价",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class UnitFigures:
    """One unit over a window; points are sums over `judged`, means only of enough of them."""

    unit: int
    name: str
    asked: int
    in_time: int
    late: int
    absent: int
    done: int
    judged: int
    response: int
    outcome: int
    attitude: int

    def means(self, smallest: int) -> tuple[str, str, str] | None:
        """Response, result and attitude to a tenth, where the sample is large enough."""
        if self.judged < max(1, smallest):
            return None
        points = (self.response, self.outcome, self.attitude)
        response, outcome, attitude = (_in_tenths(point, self.judged) for point in points)
        return response, outcome, attitude


def called_within(area: Area, *, since: datetime | None, until: datetime) -> CalledUnitQuerySet:
    """Everybody called for a place over the window; the base of every figure here."""
    called = CalledUnit.objects.called_between(since, until)
    return called.filter(whistle__matter__place__path__startswith=area.path)


def counted_as(
    rows: CalledUnitQuerySet, standing: Standing, *, now: datetime
) -> CalledUnitQuerySet:
    """The list behind one figure; who was let go in time is asked of nobody."""
    rows = rows.exclude(SPARED)
    match standing:
        case Standing.IN_TIME:
            return rows.filter(IN_TIME)
        case Standing.LATE:
            return rows.filter(LATE)
        case Standing.ABSENT:
            return rows.filter(arrived_at=None, report_by__lt=now)
        case Standing.DONE:
            return rows.filter(state=UnitState.DONE)
        case Standing.JUDGED:
            return rows.filter(judgement__isnull=False)
        case _:
            return rows


def figures_by_unit(
    area: Area, *, since: datetime | None, until: datetime, now: datetime
) -> list[UnitFigures]:
    """One line a unit, by name: a list to look things up in, not a ranking."""
    rows = called_within(area, since=since, until=until).exclude(SPARED).order_by()
    counted = rows.values("unit", name=F("unit__name")).annotate(
        asked=Count("pk"),
        in_time=Count("pk", filter=IN_TIME),
        late=Count("pk", filter=LATE),
        absent=Count("pk", filter=Q(arrived_at=None, report_by__lt=now)),
        done=Count("pk", filter=Q(state=UnitState.DONE)),
        judged=Count("judgement"),
        response=Sum("judgement__response", default=0),
        outcome=Sum("judgement__outcome", default=0),
        attitude=Sum("judgement__attitude", default=0),
    )
    return [UnitFigures(**row) for row in counted.order_by("name", "unit")]


def counted_over(area: Area, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """How many whistles called how many units, and how many came in time; one question."""
    rows = called_within(area, since=since, until=until).exclude(SPARED)
    return rows.aggregate(
        whistles=Count("whistle", distinct=True),
        asked=Count("pk"),
        in_time=Count("pk", filter=IN_TIME),
    )


@dataclass(frozen=True, kw_only=True)
class DeskFigures:
    """How often a community whistled, beside how much was said there."""

    area: Area
    whistles: int
    matters: int

    @property
    def a_hundred(self) -> int:
        """Whistles to a hundred matters, a half rounded up."""
        return (200 * self.whistles + self.matters) // (2 * self.matters) if self.matters else 0


def figures_by_community(
    area: Area, *, since: datetime | None, until: datetime
) -> list[DeskFigures]:
    """吹哨率: both too many and too few are a sign; by name, never ranked."""
    blown = Whistle.objects.in_area(area).blown_between(since, until)
    said = Matter.objects.in_area(area).reported_between(since, until)
    communities = list(Area.objects.within(area).of_kind(AreaKind.COMMUNITY).order_by("name"))
    where_blown = blown.order_by().values_list("matter__place__path").annotate(Count("pk"))
    where_said = said.order_by().values_list("place__path").annotate(Count("pk"))
    whistles = _by_community(where_blown, communities)
    matters = _by_community(where_said, communities)
    return [
        DeskFigures(area=one, whistles=whistles[one.pk], matters=matters[one.pk])
        for one in communities
        if whistles[one.pk] or matters[one.pk]
    ]


def _by_community(
    counted: Iterable[tuple[str, int]], communities: list[Area]
) -> Mapping[int, int]:
    found = dict.fromkeys((one.pk for one in communities), 0)
    for path, count in counted:
        for pk in ids_on(path):
            if pk in found:
                found[pk] += count
    return found


def _in_tenths(points: int, count: int) -> str:
    whole, rest = divmod(tenths(points, count), 10)
    return f"{whole}.{rest}"
