"""Arithmetic: minutes to whole credits, room below a cap, months and ages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel.words import Words


class Rounding(StrEnum):
    """取整: how minutes become whole credits."""

    KEEP = "keep"
    FLOOR = "floor"
    HALF_UP = "half_up"
    AT_LEAST_ONE = "at_least_one"

    @property
    def label(self) -> Words:
        return Words(
            {
                "keep": "取整，零头留到下次",
                "floor": "取整，零头不计",
                "half_up": "四舍五入",
                "at_least_one": "不足一个算一个，其余取整",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What so many minutes are worth, and the minutes that are left over for the next time."""

    amount: int
    spare: int = 0


def counted(minutes: int, *, spare: int, per: int, rounding: Rounding) -> Counted:
    """折算: whole credits for minutes; `spare` are those left over before.

    `spare` is negative after minutes were taken back that had already counted.
    """
    match rounding:
        case Rounding.KEEP:
            amount = max(0, (spare + minutes) // per)
            return Counted(amount=amount, spare=spare + minutes - amount * per)
        case Rounding.HALF_UP:
            amount = (2 * minutes + per) // (2 * per)
        case Rounding.AT_LEAST_ONE:
            amount = max(1, minutes // per)
        case Rounding.FLOOR:
            amount = minutes // per
    return Counted(amount=amount, spare=spare)


def room_left(amount: int, *caps: tuple[int, int]) -> int:
    """Say how many of the credits stay below every cap; a cap of 0 is none.

    Each cap comes with what counts against it already. The rest goes to the pool: a service
    that was done is never refused.
    """
    rooms = [max(0, most - already) for most, already in caps if most]
    return min([amount, *rooms])


def add_months(day: date, months: int) -> date:
    """Say on which day it is so many months later; the last of a short month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def years_between(born: date, on: date) -> int:
    """周岁: how old somebody is on that day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
