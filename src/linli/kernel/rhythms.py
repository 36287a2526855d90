"""How often something comes round, and in which period a day lies. No Django here."""

from datetime import date, timedelta
from enum import StrEnum

from linli.kernel.words import Words

MONTHS = 12


class Every(StrEnum):
    """How often something comes round."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> Words:
        return Words(
            {
                "day": "每天",
                "week": "每周",
                "month": "每月",
                "quarter": "每季度",
                "year": "每年",
            }[self]
        )


def period_of(every: Every, day: date) -> tuple[date, date]:
    """Say on which day the period of that day begins, and on which the next one does."""
    match every:
        case Every.DAY:
            return day, day + timedelta(days=1)
        case Every.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case Every.MONTH:
            return _months_from(day.replace(day=1), 1)
        case Every.QUARTER:
            return _months_from(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3)
        case Every.YEAR:
            return _months_from(day.replace(month=1, day=1), MONTHS)


def _months_from(first: date, months: int) -> tuple[date, date]:
    years, month = divmod(first.month - 1 + months, MONTHS)
    return first, first.replace(year=first.year + years, month=month + 1)
