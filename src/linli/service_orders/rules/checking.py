"""What is looked at afterwards: the sample by telephone, patterns. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from linli.kernel.words import Words
from linli.service_orders.rules.offers import Near

LEAST, MOST = 100, 500
"""Of ten thousand: never below one per cent, never above five."""
PER = 10_000
CIRCLE_DAYS = 30
CIRCLE_TIMES = 3
# County, street, community, compound, building: so many levels of two paths are the same.
BY_SHARED_LEVELS = (
    Near.FAR,
    Near.FAR,
    Near.SUBDISTRICT,
    Near.COMMUNITY,
    Near.COMPOUND,
    Near.BUILDING,
)


class Called(StrEnum):
    """What the one who was served said when they were called back."""

    CAME = "came"
    DID_NOT_COME = "did_not_come"
    SHORTER = "shorter"
    NOT_REACHED = "not_reached"

    @property
    def label(self) -> Words:
        return Words(
            {
                "came": "来过，做了",
                "did_not_come": "没有来过",
                "shorter": "来了，没有这么久",
                "not_reached": "没打通",
            }[self]
        )

    @property
    def casts_doubt(self) -> bool:
        return self in (Called.DID_NOT_COME, Called.SHORTER)


@dataclass(frozen=True, kw_only=True)
class Risky:
    """What makes a finished service worth a call."""

    was_reviewed: bool = False
    was_called_in: bool = False
    is_late: bool = False
    is_first_of_pair: bool = False
    has_certificate: bool = False
    is_suspected: bool = False


def share_called(risky: Risky) -> int:
    """How many of ten thousand such services are called back."""
    weight = 100 * sum(
        [
            2 * risky.was_reviewed,
            risky.was_called_in,
            2 * risky.is_late,
            risky.is_first_of_pair,
            risky.has_certificate,
            4 * risky.is_suspected,
        ]
    )
    return min(MOST, LEAST + weight)


def is_drawn(ticket: int, risky: Risky) -> bool:
    """抽到: by a ticket below ten thousand that nobody outside can foresee or choose."""
    return ticket % PER < share_called(risky)


class Pattern(StrEnum):
    CIRCLE = "circle"
    TRAVEL = "travel"
    BACK_DATED = "back_dated"
    SAME_DEVICE = "same_device"

    @property
    def label(self) -> Words:
        return Words(
            {
                "circle": "两个人互相服务、次数多",
                "travel": "从一处到另一处来不及",
                "back_dated": "同一个人补录多",
                "same_device": "来人和老人用的是同一台设备",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Served:
    """One finished service, as the patterns look at it."""

    order_id: int
    volunteer_id: int
    recipient_id: int
    starts_at: datetime
    ends_at: datetime
    area_path: str
    is_late: bool = False
    volunteer_device: str = ""
    recipient_device: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A pattern with the services that make it; nobody is judged by it."""

    pattern: Pattern
    orders: tuple[int, ...]


def circles(served: Sequence[Served]) -> list[Found]:
    """Two who serve each other again and again within a month."""
    by_pair: dict[tuple[int, int], list[Served]] = {}
    for one in served:
        by_pair.setdefault((one.volunteer_id, one.recipient_id), []).append(one)
    found = []
    for (giver, taker), there in sorted(by_pair.items()):
        back = by_pair.get((taker, giver), [])
        both = sorted([*there, *back], key=lambda one: one.starts_at)
        if giver < taker and back and len(both) >= CIRCLE_TIMES and _within_a_month(both):
            found.append(_found(Pattern.CIRCLE, both))
    return found


def impossible_travel(served: Sequence[Served]) -> list[Found]:
    """One volunteer who is at a second place sooner than anybody gets there."""
    found = []
    by_volunteer: dict[int, list[Served]] = {}
    for one in sorted(served, key=lambda one: one.starts_at):
        by_volunteer.setdefault(one.volunteer_id, []).append(one)
    for visits in by_volunteer.values():
        for one, other in pairwise(visits):
            way = timedelta(minutes=near(one.area_path, other.area_path).minutes)
            # A minute at least: two doors of one stairwell may follow each other closely.
            if one.area_path != other.area_path and other.starts_at - one.ends_at < way / 2:
                found.append(_found(Pattern.TRAVEL, [one, other]))
    return found


def back_dated(served: Sequence[Served]) -> list[Found]:
    """One volunteer of whom most was written down afterwards."""
    found = []
    for volunteer in sorted({one.volunteer_id for one in served}):
        mine = [one for one in served if one.volunteer_id == volunteer]
        late = [one for one in mine if one.is_late]
        if len(late) >= CIRCLE_TIMES and 2 * len(late) > len(mine):
            found.append(_found(Pattern.BACK_DATED, late))
    return found


def same_device(served: Sequence[Served]) -> list[Found]:
    """Who came and who was served used one device: one of them may have spoken for both."""
    return [
        _found(Pattern.SAME_DEVICE, [one])
        for one in served
        if one.volunteer_device and one.volunteer_device == one.recipient_device
    ]


def patterns(served: Sequence[Served]) -> list[Found]:
    """Everything that somebody should look at."""
    return [
        *circles(served),
        *impossible_travel(served),
        *back_dated(served),
        *same_device(served),
    ]


def near(one: str, other: str) -> Near:
    """How near two areas lie, by how much of their paths they share (/county/street/…)."""
    mine, theirs = one.strip("/").split("/"), other.strip("/").split("/")
    shared = 0
    for left, right in zip(mine, theirs, strict=False):
        if left != right:
            break
        shared += 1
    return BY_SHARED_LEVELS[min(shared, len(BY_SHARED_LEVELS) - 1)]


def street_of(path: str) -> str:
    """The county and the street of an area, as the beginning of its path."""
    return "/" + "".join(f"{part}/" for part in path.strip("/").split("/")[:2])


def _within_a_month(visits: Sequence[Served]) -> bool:
    return visits[-1].starts_at - visits[0].starts_at <= timedelta(days=CIRCLE_DAYS)


def _found(pattern: Pattern, services: Sequence[Served]) -> Found:
    return Found(pattern=pattern, orders=tuple(sorted({one.order_id for one in services})))
