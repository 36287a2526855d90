"""Times and durations in the words of a resident; pure functions of plain values."""

from calendar import month_abbr
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = 60
DAY = 24 * HOUR
SOON = timedelta(days=1)

type Urgency = Literal["late", "soon", ""]


def moment(at: datetime, *, now: datetime | None, english: bool) -> str:
    """“11月23日 08:42” in Shanghai; the year too when it is not the year of `now`.

    What is set for a day falls due as it begins, and is told without the clock.
    """
    local = at.astimezone(SHANGHAI)
    with_year = now is None or now.astimezone(SHANGHAI).year != local.year
    is_a_day = local.time() == time.min
    if english:
        year = f" {local.year}" if with_year else ""
        day = f"{local.day} {month_abbr[local.month]}{year}"
        return day if is_a_day else f"{day}, {local:%H:%M}"
    year = f"{local.year}年" if with_year else ""
    day = f"{year}{local.month}月{local.day}日"
    return day if is_a_day else f"{day} {local:%H:%M}"


def time_left(due: datetime, *, at: datetime, english: bool) -> str:
    """“还剩 3 小时” or “超期 2 天”: how far `due` is from `at`."""
    late = due < at
    span = length(_minutes(abs(due - at)), english=english, coarse=True)
    if english:
        return f"{span} late" if late else f"{span} left"
    return f"{'超期' if late else '还剩'} {span}"


def urgency(due: datetime, *, at: datetime) -> Urgency:
    """Whether the time is over, nearly over, or neither."""
    if due < at:
        return "late"
    return "soon" if due - at <= SOON else ""


def length(minutes: int, *, english: bool, coarse: bool = False) -> str:
    """“1 天 3 小时”, “2 小时 30 分钟”; coarse says at most two words, none under an hour."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    if coarse and minutes >= HOUR:
        left = 0
    if coarse and days >= 3:  # noqa: PLR2004  from three days on, hours say nothing
        hours = 0
    units = ("d", "h", "min") if english else ("天", "小时", "分钟")
    said = [f"{n} {unit}" for n, unit in zip((days, hours, left), units, strict=True) if n]
    return " ".join(said) or f"0 {units[2]}"


def _minutes(span: timedelta) -> int:
    return max(1, int(span.total_seconds() // 60))
