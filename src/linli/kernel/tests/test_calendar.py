"""Deadlines fall where the law and the office say, whatever the holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.calendar import (
    OFFICE_HOURS,
    ROUND_THE_CLOCK,
    SHANGHAI,
    Day,
    WorkCalendar,
)

CALENDAR = WorkCalendar()
MOMENTS = st.datetimes(
    datetime.fromisoformat("2004-01-01"),
    datetime.fromisoformat("2030-12-31"),
    timezones=st.just(SHANGHAI),
)
WEEKDAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).filter(lambda d: d.weekday() < 5)
SATURDAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).filter(lambda d: d.weekday() == 5)
NEARBY = st.datetimes(
    datetime.fromisoformat("2025-01-01"),
    datetime.fromisoformat("2028-12-31"),
    timezones=st.just(SHANGHAI),
)
COUNTS = st.integers(1, 400)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


def with_day(on: date, *, is_workday: bool) -> WorkCalendar:
    return WorkCalendar(days=(Day(on=on, is_workday=is_workday, note="测试"),))


def all_deadlines(calendar: WorkCalendar, start: datetime, n: int) -> list[datetime]:
    return [
        calendar.add_workdays(start, n).at,
        calendar.add_calendar_days(start, n).at,
        calendar.add_work_minutes(start, n * 50).at,
    ]


def test_five_workdays_from_the_eve_of_national_day_skip_it() -> None:
    deadline = CALENDAR.add_workdays(at(2026, 9, 30, 10), 5)

    # 8, 9 October, the make-up Saturday 10, then 12 and 13.
    assert deadline.at == at(2026, 10, 13, 17, 30)
    assert deadline.why == "5个工作日，遇国庆节放假顺延"
    assert not deadline.is_provisional
    assert deadline.version == CALENDAR.version


def test_the_day_of_the_start_does_not_count() -> None:
    assert CALENDAR.add_workdays(at(2026, 3, 2, 8), 1).at == at(2026, 3, 3, 17, 30)
    assert CALENDAR.add_workdays(at(2026, 3, 2, 23), 1).at == at(2026, 3, 3, 17, 30)


def test_the_day_is_that_of_shanghai() -> None:
    evening_in_london = datetime(2026, 3, 2, 20, tzinfo=UTC)  # already 3 March in Shanghai

    assert CALENDAR.add_workdays(evening_in_london, 1).at == at(2026, 3, 4, 17, 30)


def test_a_last_day_in_the_holidays_moves_on() -> None:
    deadline = CALENDAR.add_calendar_days(at(2026, 9, 28, 10), 7)

    assert deadline.at == at(2026, 10, 8, 17, 30)
    assert deadline.why == "7日，最后一日遇国庆节放假顺延至10月8日"


def test_a_last_day_at_the_weekend_moves_on() -> None:
    deadline = CALENDAR.add_calendar_days(at(2026, 3, 2, 10), 5)

    assert deadline.at == at(2026, 3, 9, 17, 30)
    assert deadline.why == "5日，最后一日遇周末顺延至3月9日"


def test_a_last_day_on_a_make_up_saturday_stands() -> None:
    assert CALENDAR.add_calendar_days(at(2026, 10, 8, 10), 2).at == at(2026, 10, 10, 17, 30)


def test_lunch_does_not_count() -> None:
    deadline = CALENDAR.add_work_minutes(at(2026, 3, 2, 11, 30), 60)

    assert deadline.at == at(2026, 3, 2, 15)
    assert deadline.why == "办公时间内1小时"
    assert CALENDAR.work_minutes_between(at(2026, 3, 2, 12), at(2026, 3, 2, 14, 30)) == 0


def test_work_that_fits_before_lunch_ends_before_lunch() -> None:
    assert CALENDAR.add_work_minutes(at(2026, 3, 2, 11, 30), 30).at == at(2026, 3, 2, 12)


@pytest.mark.parametrize(
    "start", [at(2026, 3, 6, 20), at(2026, 3, 7, 10), at(2026, 3, 8, 23), at(2026, 3, 9, 5)]
)
def test_what_comes_outside_office_hours_waits_for_their_beginning(start: datetime) -> None:
    assert CALENDAR.add_work_minutes(start, 30).at == at(2026, 3, 9, 9)


def test_hours_by_the_clock_run_through_the_night() -> None:
    assert CALENDAR.add_hours(at(2026, 9, 30, 20), 24).at == at(2026, 10, 1, 20)


def test_round_the_clock_ends_at_midnight() -> None:
    calendar = WorkCalendar(hours=ROUND_THE_CLOCK)

    assert calendar.add_workdays(at(2026, 3, 2, 10), 1).at == at(2026, 3, 4)


def test_an_unannounced_year_is_provisional_and_runs_on_weekdays() -> None:
    assert CALENDAR.is_provisional(date(2027, 1, 4))
    assert CALENDAR.is_workday(date(2027, 1, 4))
    assert not CALENDAR.is_workday(date(2027, 1, 9))
    assert not CALENDAR.is_workday(date(2027, 10, 1))
    assert CALENDAR.provisional_from == date(2027, 1, 1)


def test_a_deadline_that_reaches_into_an_unannounced_year_says_so() -> None:
    deadline = CALENDAR.add_workdays(at(2026, 12, 30, 10), 3)

    assert deadline.is_provisional
    assert deadline.why.endswith("（2027年放假安排尚未公布，暂按周一至周五计）")
    assert not CALENDAR.add_workdays(at(2026, 12, 30, 10), 1).is_provisional


def test_a_notice_makes_its_year_certain_and_a_lone_day_does_not() -> None:
    assert with_day(date(2027, 5, 20), is_workday=False).is_provisional(date(2027, 5, 20))
    assert not with_day(date(2027, 10, 1), is_workday=False).is_provisional(date(2027, 5, 20))


def test_another_day_or_hour_is_another_version() -> None:
    storm = with_day(date(2026, 8, 5), is_workday=False)
    other_storm = with_day(date(2026, 8, 6), is_workday=False)
    long_hours = WorkCalendar(hours=((480, 1200),))

    assert len({c.version for c in (CALENDAR, storm, other_storm, long_hours)}) == 4
    assert CALENDAR.version.startswith("chinesecalendar-")
    assert WorkCalendar().version == CALENDAR.version


def test_a_local_day_off_is_named_in_the_reason() -> None:
    storm = WorkCalendar(days=(Day(on=date(2026, 8, 5), is_workday=False, note="台风"),))

    assert storm.add_workdays(at(2026, 8, 4, 10), 1).why == "1个工作日，遇台风放假顺延"


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_has_at_least_one_day(n: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_workdays(at(2026, 3, 2), n)
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_calendar_days(at(2026, 3, 2), n)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        CALENDAR.add_workdays(datetime.fromisoformat("2026-03-02"), 1)


@pytest.mark.parametrize("hours", [(), ((600, 500),), ((500, 600), (550, 700)), ((0, 1441),)])
def test_office_hours_ascend_within_a_day(hours: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="Office hours"):
        WorkCalendar(hours=hours)


def test_a_day_is_overridden_once() -> None:
    day = Day(on=date(2026, 8, 5), is_workday=False)

    with pytest.raises(ValueError, match="once"):
        WorkCalendar(days=(day, day))


@given(NEARBY, COUNTS, WEEKDAYS)
def test_a_holiday_never_makes_a_deadline_earlier(start: datetime, n: int, on: date) -> None:
    with_holiday = all_deadlines(with_day(on, is_workday=False), start, n)

    pairs = zip(with_holiday, all_deadlines(CALENDAR, start, n), strict=True)
    assert all(later >= sooner for later, sooner in pairs)


@given(NEARBY, COUNTS, SATURDAYS)
def test_a_make_up_day_never_makes_a_deadline_later(start: datetime, n: int, on: date) -> None:
    with_make_up = all_deadlines(with_day(on, is_workday=True), start, n)

    pairs = zip(with_make_up, all_deadlines(CALENDAR, start, n), strict=True)
    assert all(sooner <= later for sooner, later in pairs)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=40)), COUNTS, st.integers(0, 30))
def test_who_starts_later_or_has_longer_is_due_no_sooner(
    start: datetime, delay: timedelta, n: int, more: int
) -> None:
    sooner = all_deadlines(CALENDAR, start, n)

    pairs = zip(all_deadlines(CALENDAR, start + delay, n + more), sooner, strict=True)
    assert all(later >= due for later, due in pairs)
    assert all(due > start for due in sooner)


@given(MOMENTS, st.integers(0, 100_000))
def test_minutes_added_are_the_minutes_between(start: datetime, n: int) -> None:
    due_at = CALENDAR.add_work_minutes(start, n).at

    assert CALENDAR.work_minutes_between(start, due_at) == n
    assert CALENDAR.work_minutes_between(due_at, start) == -n


@given(MOMENTS, COUNTS)
def test_a_deadline_in_days_is_the_end_of_a_workday(start: datetime, n: int) -> None:
    for deadline in (CALENDAR.add_workdays(start, n), CALENDAR.add_calendar_days(start, n)):
        assert CALENDAR.is_workday(deadline.at)
        assert deadline.at.hour * 60 + deadline.at.minute == OFFICE_HOURS[-1][1]


@given(MOMENTS, st.integers(1, 60))
def test_workdays_are_counted_as_on_the_fingers(start: datetime, n: int) -> None:
    day, left = start.date(), n
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day)

    assert CALENDAR.add_workdays(start, n).at.date() == day
