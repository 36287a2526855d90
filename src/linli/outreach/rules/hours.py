"""How the week of a talk room is written: 周五 19:30-20:30, one line each. No Django here."""

import re
from dataclasses import dataclass
from datetime import time

from linli.kernel.errors import Unreadable

DAYS = "一二三四五六日"
LINE = re.compile(
    r"^(?:周|星期)([一二三四五六日天])\s*(\d{1,2}[:：]\d{2})\s*[-—~至到]\s*(\d{1,2}[:：]\d{2})"
    r"(?:\s+(\S+))?$"
)


class HoursUnreadable(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Written:
    """One line as it was written; `who` is the name of whoever sits there, or ""."""

    weekday: int
    opens: time
    closes: time
    who: str = ""


def read_hours(said: str) -> list[Written]:
    """Read every line, or refuse and name the first that is no opening hour."""
    return [_read(line.strip()) for line in said.splitlines() if line.strip()]


def written(weekday: int, opens: time, closes: time, who: str = "") -> str:
    """Write an hour the way it is read."""
    name = f" {who}" if who else ""
    return f"周{DAYS[weekday - 1]} {opens:%H:%M}-{closes:%H:%M}{name}"


def _read(line: str) -> Written:
    found = LINE.match(line)
    if not found:
        raise _unreadable(line)
    day, opens, closes, who = found.groups()
    try:
        return Written(
            weekday=DAYS.index(day.replace("天", "日")) + 1,
            opens=_time(opens),
            closes=_time(closes),
            who=who or "",
        )
    except ValueError:
        raise _unreadable(line) from None


def _unreadable(line: str) -> HoursUnreadable:
    return HoursUnreadable("“{line}”看不懂，请像这样写：周五 19:30-20:30 王秀英。", line=line)


def _time(said: str) -> time:
    hour, minute = said.replace("：", ":").split(":")
    return time(int(hour), int(minute))
