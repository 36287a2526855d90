"""Minutes of service (服务时长): whole facts, cut at midnight, never twice. No Django here."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import Refusal
from linli.kernel.words import Words

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(hours=24)


class Source(StrEnum):
    """Whence a record of service comes (R09: a late entry is marked wherever it is shown)."""

    ORDER = "order"
    EVENT = "event"
    SHIFT = "shift"
    LATE = "late"

    @property
    def label(self) -> Words:
        return Words(
            {"order": "点单服务", "event": "集体活动", "shift": "轮值", "late": "补录"}[self]
        )


class LateState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words(
            {"waiting": "等人复核", "confirmed": "记上了", "refused": "没有通过"}[self]
        )


class LateStep(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"

    @property
    def label(self) -> Words:
        return Words({"confirm": "复核通过", "refuse": "不通过"}[self])


class LateStepNotAllowed(Refusal):
    pass


LATE_NEXT: Mapping[tuple[LateState, LateStep], LateState] = MappingProxyType(
    {
        (LateState.WAITING, LateStep.CONFIRM): LateState.CONFIRMED,
        (LateState.WAITING, LateStep.REFUSE): LateState.REFUSED,
    }
)


def after_late(state: LateState, step: LateStep) -> LateState:
    """Say which state `step` leads to, or refuse."""
    try:
        return LATE_NEXT[state, step]
    except KeyError:
        raise LateStepNotAllowed(
            "补录“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


class Judgement(StrEnum):
    """How the one who was served found it (评价)."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"

    @property
    def label(self) -> Words:
        return Words({"good": "满意", "fair": "基本满意", "poor": "不满意"}[self])


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes; what is left of a minute is not counted."""
    return (ends_at - starts_at) // MINUTE


def to_the_minute(at: datetime) -> datetime:
    """Without its seconds, so that one service may begin when another ends."""
    return at.replace(second=0, microsecond=0)


def minutes_by_day(starts_at: datetime, ends_at: datetime) -> dict[date, int]:
    """How many minutes fall on which day of the calendar on the wall."""
    days: dict[date, int] = {}
    begin = starts_at
    while begin < ends_at:
        day = day_of(begin)
        until = min(ends_at, start_of(day + timedelta(days=1)))
        days[day] = minutes_between(begin, until)
        begin = until
    return {day: minutes for day, minutes in days.items() if minutes}


def kept_by_day(days: Mapping[date, int], minutes: int) -> dict[date, int]:
    """Of so many minutes how many fall on which day: what is cut off is cut off the end."""
    kept: dict[date, int] = {}
    left = minutes
    for day in sorted(days):
        kept[day] = min(left, days[day])
        left -= kept[day]
    return kept


def minute_of(at: datetime) -> int:
    """Minutes since 1970, by which stretches of time are compared in the database."""
    return int(at.timestamp()) // 60


def is_late(*, ends_at: datetime, at: datetime, days: int) -> bool:
    """R07, R09: what is written down so many days after it ended is a late entry."""
    return at - ends_at > timedelta(days=days)
