"""Who was there and for how long (到离): stamps by the server's clock. No Django here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.kernel.words import Words

MINUTE = timedelta(minutes=1)
CODE_DIGITS = 4
WRONG_CODES = 5
EARLY = timedelta(minutes=60)
"""So long before the time somebody may already be there."""


class Moment(StrEnum):
    ARRIVED = "arrived"
    LEFT = "left"

    @property
    def label(self) -> Words:
        return Words({"arrived": "到了", "left": "走了"}[self])


class Way(StrEnum):
    """How it is known that somebody was there; `staff` has called back by telephone."""

    THEIR_CODE = "their_code"
    MY_CODE = "my_code"
    DOOR = "door"
    CALL = "call"

    @property
    def label(self) -> Words:
        return Words(
            {
                "their_code": "报了老人的口令",
                "my_code": "老人输了来人的口令",
                "door": "扫了门上的码",
                "call": "社区打电话问过",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The minutes that count, and whether two have to look at them first."""

    minutes: int
    over: int = 0
    needs_review: bool = False


def counted(
    *, arrived_at: datetime, left_at: datetime | None, planned: int, grace: int
) -> Counted:
    """Minutes between the two stamps, capped by the plan and a grace.

    Without the second stamp nothing counts by itself: two look at a forgotten check-out.
    """
    if left_at is None:
        return Counted(minutes=0, needs_review=True)
    between = max(0, (left_at - arrived_at) // MINUTE)
    most = planned + grace
    if between > most:
        return Counted(minutes=planned, over=between - planned)
    return Counted(minutes=between)


def may_arrive(*, starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Not hours before, and not when it is over."""
    return starts_at - EARLY <= at < ends_at


def is_missed(*, starts_at: datetime, at: datetime, minutes: int) -> bool:
    """没到的提醒: so many minutes after the beginning nobody has come."""
    return at - starts_at >= timedelta(minutes=minutes)


def is_over(*, ends_at: datetime, at: datetime, grace: int) -> bool:
    """Say whether the time is over, with the grace for who stays longer."""
    return at - ends_at >= timedelta(minutes=grace)
