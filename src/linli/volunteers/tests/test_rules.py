"""Tables of states, ages, stretches of the week, minutes by day, thresholds of stars."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.dates import HERE
from linli.kernel.errors import Refusal
from linli.volunteers.rules import certificates, registration, service, shifts, stars, training
from linli.volunteers.rules.registration import Admission, FreeTime, admission, age_on
from linli.volunteers.rules.service import kept_by_day, minutes_between, minutes_by_day
from linli.volunteers.rules.shifts import PlaceStep, way_out

TABLES: list[tuple[Mapping[Any, Any], Any, type[StrEnum], type[StrEnum]]] = [
    (
        registration.NEXT,
        registration.after,
        registration.VolunteerState,
        registration.VolunteerStep,
    ),
    (
        certificates.NEXT,
        certificates.after,
        certificates.CertificateState,
        certificates.CertificateStep,
    ),
    (training.NEXT, training.after, training.CourseState, training.CourseStep),
    (service.LATE_NEXT, service.after_late, service.LateState, service.LateStep),
    (stars.NEXT, stars.after, stars.StarState, stars.StarStep),
    (shifts.NEXT, shifts.after, shifts.PlaceState, shifts.PlaceStep),
]


@pytest.mark.parametrize(
    ("table", "after", "state", "step"),
    [
        (table, after, state, step)
        for table, after, states, steps in TABLES
        for state in states
        for step in steps
    ],
)
def test_every_step_leads_where_the_table_says_or_is_refused(
    table: Mapping[Any, Any], after: Any, state: StrEnum, step: StrEnum
) -> None:
    if (state, step) in table:
        assert after(state, step) is table[state, step]
        return
    with pytest.raises(Refusal) as refused:
        after(state, step)
    assert str(state.label) in refused.value.message  # type: ignore[attr-defined]


def test_a_birthday_makes_a_year() -> None:
    assert age_on(date(2008, 3, 2), date(2026, 3, 1)) == 17
    assert age_on(date(2008, 3, 2), date(2026, 3, 2)) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


@pytest.mark.parametrize(
    ("age", "youngest", "admitted"),
    [
        (18, None, Admission.BY_THEMSELVES),
        (17, None, Admission.TOO_YOUNG),
        (17, 14, Admission.WITH_GUARDIAN),
        (13, 14, Admission.TOO_YOUNG),
    ],
)
def test_who_is_old_enough(age: int, youngest: int | None, admitted: Admission) -> None:
    assert admission(age=age, adult=18, youngest_with_guardian=youngest) is admitted


def a_time(begins: int, ends: int, weekday: int = 2) -> FreeTime:
    return FreeTime(weekday=weekday, begins=begins, ends=ends)


def test_stretches_that_meet_are_one() -> None:
    said = [a_time(600, 660), a_time(540, 600), a_time(650, 700), a_time(540, 600, 3)]

    assert registration.merged(said) == (a_time(540, 700), a_time(540, 600, 3))


TIMES = st.builds(
    lambda day, begin, long: FreeTime(weekday=day, begins=begin, ends=min(begin + long, 1440)),
    st.integers(0, 6),
    st.integers(0, 1400),
    st.integers(1, 600),
)


@given(st.lists(TIMES, max_size=12))
def test_merging_keeps_every_minute_and_no_two_meet(times: list[FreeTime]) -> None:
    joined = registration.merged(times)

    minutes = {(t.weekday, m) for t in times for m in range(t.begins, t.ends)}
    assert minutes == {(t.weekday, m) for t in joined for m in range(t.begins, t.ends)}
    for one, two in pairwise(joined):
        assert one.weekday < two.weekday or one.ends < two.begins


def test_free_is_who_is_free_all_the_time() -> None:
    times = registration.merged([a_time(540, 600), a_time(600, 720)])

    assert registration.is_free(times, a_time(570, 700))
    assert not registration.is_free(times, a_time(570, 721))
    assert not registration.is_free(times, a_time(570, 600, 3))


def test_a_night_watch_is_cut_at_midnight() -> None:
    begins = datetime(2026, 3, 1, 22, 0, tzinfo=HERE)

    assert minutes_by_day(begins, begins + timedelta(hours=5)) == {
        date(2026, 3, 1): 120,
        date(2026, 3, 2): 180,
    }


@given(st.integers(0, 60 * 24 * 400), st.integers(1, 60 * 24))
def test_the_days_hold_all_minutes(offset: int, length: int) -> None:
    begins = datetime(2026, 1, 1, tzinfo=HERE) + timedelta(minutes=offset)
    days = minutes_by_day(begins, begins + timedelta(minutes=length))

    assert sum(days.values()) == length
    for kept in (0, length // 2, length):
        assert sum(kept_by_day(days, kept).values()) == kept


def test_what_is_left_of_a_minute_is_not_counted() -> None:
    begins = datetime(2026, 3, 1, 9, 0, tzinfo=HERE)

    assert minutes_between(begins, begins + timedelta(minutes=59, seconds=59)) == 59


@pytest.mark.parametrize(
    ("hours", "star"),
    [(0, 0), (99, 0), (100, 1), (299, 1), (300, 2), (1499, 4), (1500, 5), (9000, 5)],
)
def test_stars_come_at_their_hours(hours: int, star: int) -> None:
    assert stars.star_for(hours * 60 + 59, (100, 300, 600, 1000, 1500)) == star


@pytest.mark.parametrize("hours", [(), (0, 10), (10, 10), (30, 20)])
def test_thresholds_rise(hours: tuple[int, ...]) -> None:
    assert not stars.are_rising(hours)


def test_a_certificate_is_good_on_its_last_day() -> None:
    issued, until = date(2025, 1, 1), date(2026, 3, 2)

    assert certificates.is_valid(issued_on=issued, valid_until=until, on=until)
    after = until + timedelta(days=1)
    assert not certificates.is_valid(issued_on=issued, valid_until=until, on=after)
    assert not certificates.is_valid(
        issued_on=issued, valid_until=None, on=issued - timedelta(days=1)
    )


def test_in_time_is_a_day_before() -> None:
    begins = datetime(2026, 3, 3, 9, 0, tzinfo=HERE)

    assert way_out(starts_at=begins, at=begins - timedelta(hours=24), hours=24) is (
        PlaceStep.GIVE_BACK
    )
    late = begins - timedelta(hours=23, minutes=59)
    assert way_out(starts_at=begins, at=late, hours=24) is PlaceStep.DROP_OUT
