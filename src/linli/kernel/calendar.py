"""The work calendar (工作日历): which days and which minutes count towards a deadline."""

import hashlib
from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar

type Hours = tuple[tuple[int, int], ...]

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS: Hours = ((8 * 60 + 30, 12 * 60), (14 * 60 + 30, 17 * 60 + 30))
ROUND_THE_CLOCK: Hours = ((0, 24 * 60),)

SOURCE = f"chinesecalendar-{chinese_calendar.__version__}"
NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
RESTS: Mapping[date, str] = MappingProxyType(chinese_calendar.holidays)
MAKE_UPS: Mapping[date, str] = MappingProxyType(chinese_calendar.workdays)  # 调休上班
YEARS = range(min(RESTS).year, max(RESTS).year + 1)

# 《全国年节及纪念日放假办法》(2024) 第二条: no notice is needed for what has no lunar date.
FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day that is not what the published calendar says of it."""

    on: date
    is_workday: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """期限: the moment, the calendar that gave it, and the sentence that explains it."""

    at: datetime
    version: str
    is_provisional: bool
    why: str


@dataclass(frozen=True)
class _Year:
    workdays: list[int]  # proleptic ordinals, ascending
    weekday_rests: list[tuple[int, str]]  # what moves a deadline beyond a plain weekend


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """工作日历: the published days, the days that override them, and the office hours.

    `hours` are the periods of a working day in minutes from midnight, ascending. Every moment
    goes in aware and comes out in the time of Shanghai.
    """

    days: tuple[Day, ...] = ()
    hours: Hours = OFFICE_HOURS

    def __post_init__(self) -> None:
        if len(self._overriding) != len(self.days):
            raise ValueError("A day is overridden once.")
        edges = [0, *(minute for period in self.hours for minute in period), 24 * 60]
        if not self.hours or edges != sorted(edges) or not all(a < b for a, b in self.hours):
            raise ValueError(f"Office hours are ascending periods within a day: {self.hours}")

    @cached_property
    def version(self) -> str:
        """Name the data that a deadline was counted by; another day or hour, another name."""
        said = sorted((day.on.isoformat(), day.is_workday) for day in self.days)
        digest = hashlib.sha256(repr((said, self.hours)).encode()).hexdigest()
        return f"{SOURCE}+{len(self.days)}d.{digest[:6]}"

    @cached_property
    def provisional_from(self) -> date:
        """Name the first day after the last year that has been announced."""
        year = YEARS.stop
        while self._is_announced(year):
            year += 1
        return date(year, 1, 1)

    def is_workday(self, day: date) -> bool:
        """工作日: count make-up days in and holidays out; an unannounced year runs Mon–Fri."""
        return self._read(_day_of(day))[0]

    def is_provisional(self, day: date) -> bool:
        """Say whether the year's holidays are yet to be announced."""
        return not self._is_announced(_day_of(day).year)

    def add_workdays(self, start_at: datetime, n: int) -> Deadline:
        """满 n 个工作日: the day of the start does not count (民法典 201)."""
        start_on = _day_of(start_at)
        due_on = self._workday_after(start_on, _at_least_one(n))
        return self._deadline(
            self._closing(due_on), start_on, f"{n}个工作日{self._delay(start_on, due_on)}"
        )

    def add_calendar_days(self, start_at: datetime, n: int) -> Deadline:
        """满 n 日: a last day on which nobody works gives way to the next workday (203)."""
        start_on = _day_of(start_at)
        last_on = start_on + timedelta(days=_at_least_one(n))
        due_on = self._workday_after(last_on - timedelta(days=1), 1)
        why = f"{n}日"
        if due_on != last_on:
            rest = self._read(last_on)[1]
            reason = f"{rest}放假" if rest else "周末"
            why += f"，最后一日遇{reason}顺延至{_written(due_on)}"
        return self._deadline(self._closing(due_on), start_on, why)

    def add_work_minutes(self, start_at: datetime, n: int) -> Deadline:
        """办公时间内 n 分钟: lunch, nights and rest days stand still."""
        if n < 0:
            raise ValueError(f"A period is not negative: {n}")
        start_on = _day_of(start_at)
        due_at = self._after_work(start_at, timedelta(minutes=n))
        why = f"办公时间内{_length(n)}{self._delay(start_on, due_at.date())}"
        return self._deadline(due_at, start_on, why)

    def add_hours(self, start_at: datetime, n: int) -> Deadline:
        """满 n 小时: runs on through nights and holidays, from the moment itself (201)."""
        due_at = start_at.astimezone(UTC) + timedelta(hours=_at_least_one(n))
        return Deadline(
            at=due_at.astimezone(SHANGHAI),
            version=self.version,
            is_provisional=False,
            why=f"{n}小时，昼夜和节假日照计",
        )

    def work_minutes_between(self, a: datetime, b: datetime) -> int:
        """Count the whole office minutes from `a` to `b`; negative when `b` comes first."""
        if b < a:
            return -self.work_minutes_between(b, a)
        days = self._workdays_between(_day_of(a), _day_of(b))
        return (days * self._a_day + self._worked(b) - self._worked(a)) // timedelta(minutes=1)

    def _deadline(self, due_at: datetime, start_on: date, why: str) -> Deadline:
        last = (due_at - timedelta(microseconds=1)).year
        unannounced = [y for y in range(start_on.year, last + 1) if not self._is_announced(y)]
        if unannounced:
            why += f"（{unannounced[0]}年放假安排尚未公布，暂按周一至周五计）"
        return Deadline(
            at=due_at, version=self.version, is_provisional=bool(unannounced), why=why
        )

    def _delay(self, start_on: date, due_on: date) -> str:
        """Name the holidays on weekdays that stood between the start and the deadline."""
        names = [
            name
            for year in range(start_on.year, due_on.year + 1)
            for ordinal, name in self._year(year).weekday_rests
            if start_on.toordinal() <= ordinal < due_on.toordinal()
        ]
        return f"，遇{'、'.join(dict.fromkeys(names))}放假顺延" if names else ""

    def _closing(self, day: date) -> datetime:
        return _midnight(day) + timedelta(minutes=self.hours[-1][1])

    @cached_property
    def _a_day(self) -> timedelta:
        return timedelta(minutes=sum(end - start for start, end in self.hours))

    def _worked(self, moment: datetime) -> timedelta:
        """Say how much of its own day's office time has passed at the moment."""
        if not self.is_workday(moment):
            return timedelta()
        passed = moment.astimezone(SHANGHAI) - _midnight(_day_of(moment))
        return sum(
            (min(max(passed, start), end) - start for start, end in self._periods), timedelta()
        )

    def _after_work(self, moment: datetime, work: timedelta) -> datetime:
        """Find the first moment by which so much more office time has passed."""
        if not work:
            return moment.astimezone(SHANGHAI)
        work += self._worked(moment)
        full_days = -(-work // self._a_day) - 1
        day = self._workday_after(_day_of(moment) - timedelta(days=1), full_days + 1)
        work -= full_days * self._a_day
        for start, end in self._periods:
            if work <= end - start:
                break
            work -= end - start
        return _midnight(day) + start + work

    @cached_property
    def _periods(self) -> list[tuple[timedelta, timedelta]]:
        return [(timedelta(minutes=a), timedelta(minutes=b)) for a, b in self.hours]

    def _workday_after(self, day: date, n: int) -> date:
        """Find the n-th workday after the day."""
        year = day.year
        while True:
            workdays = self._year(year).workdays
            index = bisect_right(workdays, day.toordinal())
            if index + n <= len(workdays):
                return date.fromordinal(workdays[index + n - 1])
            n -= len(workdays) - index
            year += 1

    def _workdays_between(self, first: date, last: date) -> int:
        """Count the workdays from the first day up to, not with, the last."""
        years = [self._year(year).workdays for year in range(first.year, last.year + 1)]
        return (
            sum(map(len, years[:-1]))
            + bisect_left(years[-1], last.toordinal())
            - bisect_left(years[0], first.toordinal())
        )

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + isleap(year))]
            said = [(day, *self._read(day)) for day in days]
            self._years[year] = _Year(
                workdays=[day.toordinal() for day, is_workday, _ in said if is_workday],
                weekday_rests=[
                    (day.toordinal(), name or "休息日")
                    for day, is_workday, name in said
                    if not is_workday and day.weekday() < SATURDAY
                ],
            )
        return self._years[year]

    @cached_property
    def _years(self) -> dict[int, _Year]:
        return {}

    @cached_property
    def _overriding(self) -> dict[date, Day]:
        return {day.on: day for day in self.days}

    def _read(self, day: date) -> tuple[bool, str]:
        """Say whether people work on the day, and the name of what makes it special."""
        if day in self._overriding:
            return self._overriding[day].is_workday, self._overriding[day].note
        if day in MAKE_UPS:
            return True, NAMES[MAKE_UPS[day]]
        if day in RESTS:
            return False, NAMES[RESTS[day]]
        if day.year not in YEARS and (day.month, day.day) in FIXED:
            return False, FIXED[day.month, day.day]
        return day.weekday() < SATURDAY, ""

    def _is_announced(self, year: int) -> bool:
        # Every notice of the State Council names the National Day; a lone day off does not.
        named = self._overriding.get(date(year, 10, 1))
        return year in YEARS or (named is not None and not named.is_workday)


def _day_of(moment: date) -> date:
    """Tell the day in Shanghai; a naive moment has none."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"A naive moment names no day: {moment}")
    return moment.astimezone(SHANGHAI).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _at_least_one(n: int) -> int:
    if n < 1:
        raise ValueError(f"A period has at least one day or hour: {n}")
    return n


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时" * bool(hours) + f"{rest}分钟" * (bool(rest) or not hours)


def _written(day: date) -> str:
    return f"{day.month}月{day.day}日"
