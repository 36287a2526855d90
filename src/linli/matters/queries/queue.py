"""队列: what lies at a desk or with a unit, list by list, first what falls due first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from linli.duties.models import Duty
from linli.kernel.words import Words
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.rules import State
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.queries.known import known_areas

PAGE = 25
AROUND = ("place", "place__parent", "place__parent__parent", "place__parent__parent__parent")
SHOWN_WITH = ("handler", "unit", "reporter")
# Neither what was said nor anybody's phone: a line of a list shows neither.
SHOWN = (
    *("number", "title", "state", "spot", "channel", "tier", "route", "options_digest"),
    *("sensitivity", "lowest_desk", "level_reached", "reopenings", "outcome"),
    *("reported_at", "due_at", "rate_by", "finished_at", "solved", "satisfied"),
    *("place", "handler__name", "unit__name", "reporter__name"),
)
AROUND_SHOWN = tuple(
    f"{area}__{field}" for area in AROUND for field in ("name", "kind", "path", "parent")
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_TICK = timedelta(microseconds=1)
# The desk is asked for only where it is named: its join leads SQLite away from the index.
SHOWN_WITH_DESK = (*SHOWN_WITH, AROUND[-1], "desk")
SHOWN_AND_DESK = (*SHOWN, *AROUND_SHOWN, "desk__name")


class Listing(StrEnum):
    """The lists in the rail; each number there opens the list of that name."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    OVERDUE = "overdue"
    CALLBACK = "callback"
    UNRATED = "unrated"
    ALL = "all"

    @property
    def label(self) -> Words:
        return Words(
            {
                "received": "新来的，待分派",
                "dispatched": "待签收",
                "working": "办理中",
                "overdue": "超期的",
                "callback": "要回访",
                "unrated": "没评价",
                "all": "全部事项",
            }[self]
        )

    @property
    def clock(self) -> str:
        """By which time the list is ordered, and which way."""
        return {"callback": "rate_by", "unrated": "-finished_at", "all": "-reported_at"}.get(
            self, "due_at"
        )


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a list is narrowed to; empty says nothing."""

    listing: Listing = Listing.RECEIVED
    tier: str = ""
    channel: str = ""
    route: str = ""
    unit: int | None = None
    area: int | None = None
    words: str = ""

    @property
    def clock(self) -> str:
        """As the list is ordered; what is found among everything by its words, newest first.

        The index of words gives its rows by their id: ordered so, a page of it is read and no
        more, where by the time they were said thousands would be fetched to be sorted.
        """
        among_all = self.words.strip() and self.listing is Listing.ALL
        return "-pk" if among_all else self.listing.clock


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list, and where the next one begins."""

    rows: Sequence[Matter] = field(default_factory=tuple)
    after: str = ""


def has_a_desk(viewer: Viewer) -> bool:
    """Whether there is anything for the viewer to do or to read at the work desk."""
    return any(post.reach in (Reach.DESK, Reach.UNIT, Reach.READ) for post in viewer.posts)


def queued(viewer: Viewer, sought: Sought, *, at: datetime) -> MatterQuerySet:
    """Everything on the list that the viewer may see, unordered."""
    rows = listed(viewer, sought.listing, at=at)
    exact = {"tier": sought.tier, "channel": sought.channel, "route": sought.route}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if sought.unit:
        rows = rows.filter(unit=sought.unit)
    if sought.area:
        rows = rows.filter(place__path__contains=f"/{sought.area}/")
    if sought.words.strip():
        rows = rows.filter(grams__match=sought.words)
    return rows


def listed(viewer: Viewer, listing: Listing, *, at: datetime) -> MatterQuerySet:
    """One list of the rail: what lies on the viewer's own desk, or was sent to their unit."""
    seen = Matter.objects.visible_to(viewer)
    if listing is Listing.ALL:
        return seen
    mine = seen.filter(laid_before(viewer))
    match listing:
        case Listing.OVERDUE:
            return mine.overdue(at)
        case Listing.CALLBACK:
            return mine.filter(state=State.FINISHED, reporter__isnull=False)
        case Listing.UNRATED:
            return mine.filter(state=State.CLOSED, solved="")
        case _:
            return mine.filter(state=listing.value)


def laid_before(viewer: Viewer) -> Q:
    """The desks that the viewer works at, or the units that they speak for.

    Named by id, so that the index of a desk leads and `visible_to` only checks what it finds.
    """
    desks = [post.area_id for post in viewer.with_reach(Reach.DESK)]
    units = [post.organisation_id for post in viewer.with_reach(Reach.UNIT)]
    if desks and units:
        return Q(desk__in=desks) | Q(unit__in=units)
    if units:
        return Q(unit__in=units)
    return Q(desk__in=desks) if desks else Q()


def page_of(viewer: Viewer, sought: Sought, *, at: datetime, after: str = "") -> Page:
    """One page of the list, from the place where the last one ended."""
    rows = _ordered(queued(viewer, sought, at=at), sought.clock)
    if begins := _place_in_line(after):
        rows = rows.filter(_beyond(sought.clock, *begins))
    found = with_places(rows[: PAGE + 1])
    more = len(found) > PAGE
    clock = sought.listing.clock.lstrip("-")  # also where the order is that of the ids
    last = found[PAGE - 1] if more else None
    mark = _mark(getattr(last, clock), last.pk) if last else ""
    return Page(rows=found[:PAGE], after=mark)


def with_places(rows: Iterable[Matter]) -> list[Matter]:
    """The rows with where they are, as it is remembered: most of a list is in few places."""
    found = list(rows)
    known = known_areas(row.place_id for row in found)
    for row in found:
        row.place = known[row.place_id]
    return found


def given_out_by(rows: Sequence[Matter]) -> dict[str, datetime]:
    """Until when the desk has to give out each: not what was promised; by reference."""
    waiting = [row.ref for row in rows if row.standing is State.RECEIVED]
    running = Duty.objects.running().filter(subject__in=waiting)
    return dict(running.values_list("subject", "due_at")) if waiting else {}


def in_order(rows: MatterQuerySet, listing: Listing) -> MatterQuerySet:
    """With what a line shows, first what falls due first."""
    return _ordered(rows, listing.clock)


def _ordered(rows: MatterQuerySet, clock: str) -> MatterQuerySet:
    by_id = "-pk" if clock.startswith("-") else "pk"
    ordered = rows.order_by(*dict.fromkeys((clock, by_id)))
    return ordered.select_related(*SHOWN_WITH).only(*SHOWN)


def _beyond(order: str, at: datetime, pk: int) -> Q:
    clock = order.lstrip("-")
    way = "lt" if order.startswith("-") else "gt"
    if clock == "pk":
        return Q(**{f"pk__{way}": pk})
    later = Q(**{f"{clock}__{way}": at}) | Q(**{f"pk__{way}": pk})
    return Q(**{f"{clock}__{way}e": at}) & later


def _mark(at: datetime, pk: int) -> str:
    return f"{(at - EPOCH) // A_TICK}.{pk}"


def _place_in_line(mark: str) -> tuple[datetime, int] | None:
    ticks, _, pk = mark.partition(".")
    if not (ticks.isdecimal() and pk.isdecimal()):
        return None
    try:
        return EPOCH + int(ticks) * A_TICK, int(pk)
    except OverflowError:
        return None
