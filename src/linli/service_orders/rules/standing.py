"""Orders that come again (长期单): every other day, weekly. No Django here."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from linli.kernel.words import Words

MOST_DAYS = 366


class Beat(StrEnum):
    DAILY = "daily"
    EVERY_OTHER_DAY = "every_other_day"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"

    @property
    def label(self) -> Words:
        return Words(
            {
                "daily": "每天",
                "every_other_day": "隔天",
                "weekly": "每周",
                "fortnightly": "两周一次",
            }[self]
        )

    @property
    def days(self) -> int:
        return {"daily": 1, "every_other_day": 2, "weekly": 7, "fortnightly": 14}[self.value]


class StandingState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def label(self) -> Words:
        return Words(
            {
                "waiting": "等社区看过",
                "running": "在跑",
                "paused": "先停着",
                "refused": "没有通过",
                "ended": "结束了",
            }[self]
        )


def days_of(
    beat: Beat, *, starts_on: date, ends_on: date, since: date, until: date
) -> Iterator[date]:
    """The days of a beat between `since` and `until`, both included."""
    first, last = max(since, starts_on), min(until, ends_on)
    ahead = -(-(first - starts_on).days // beat.days)
    day = starts_on + timedelta(days=ahead * beat.days)
    while day <= last:
        yield day
        day += timedelta(days=beat.days)
