"""When a meeting may do what, when enough have come, and when the next one is."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.dates import HERE
from linli.kernel.rhythms import Every, period_of
from linli.meetings.rules import (
    NEXT,
    MeetingStepNotAllowed,
    Quorum,
    State,
    Step,
    Usual,
    after,
    fits,
    next_regular,
    presence,
    usual_of,
)
from linli.places.rules import AreaKind

FRIDAY_EVENING = Usual(day=5, wall=time(19, 30))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_leads_where_the_table_says_or_is_refused(state: State, step: Step) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
        return
    with pytest.raises(MeetingStepNotAllowed):
        after(state, step)


def test_what_is_called_off_stays_called_off() -> None:
    assert not [step for state, step in NEXT if state is State.CANCELLED]


@pytest.mark.parametrize(
    ("quorum", "invited", "needed"),
    [
        (Quorum.NONE, 10, 0),
        (Quorum.MORE_THAN_HALF, 10, 6),
        (Quorum.MORE_THAN_HALF, 11, 6),
        (Quorum.TWO_THIRDS, 9, 6),
        (Quorum.TWO_THIRDS, 10, 7),
    ],
)
def test_how_many_it_takes(quorum: Quorum, invited: int, needed: int) -> None:
    assert presence(invited=invited, present=0, quorum=quorum).needed == needed


@given(st.integers(0, 500), st.integers(0, 500))
def test_half_is_never_more_than_half(invited: int, present: int) -> None:
    there = presence(invited=invited, present=present, quorum=Quorum.MORE_THAN_HALF)

    assert there.is_enough == (2 * present > invited)
    assert there.is_enough == (there.missing == 0)


@given(st.integers(0, 500), st.integers(0, 500))
def test_two_thirds_count_exactly(invited: int, present: int) -> None:
    there = presence(invited=invited, present=present, quorum=Quorum.TWO_THIRDS)

    assert there.is_enough == (3 * present >= 2 * invited)


def test_a_yard_session_is_not_called_for_a_whole_community() -> None:
    assert fits(AreaKind.COMPOUND, AreaKind.BUILDING)
    assert not fits(AreaKind.COMPOUND, AreaKind.COMMUNITY)


def test_the_next_one_is_this_week_until_it_has_begun() -> None:
    before = datetime(2026, 3, 6, 19, 29, tzinfo=HERE)
    begun = datetime(2026, 3, 6, 19, 30, tzinfo=HERE)

    assert next_regular(Every.WEEK, FRIDAY_EVENING, before) == begun
    assert next_regular(Every.WEEK, FRIDAY_EVENING, begun).date() == date(2026, 3, 13)


def test_a_day_that_the_month_does_not_have_is_its_last() -> None:
    late = Usual(day=31, wall=time(9))

    found = next_regular(Every.MONTH, late, datetime(2026, 2, 10, tzinfo=HERE))

    assert found.date() == date(2026, 2, 28)


def test_the_usual_time_is_that_of_the_last_one() -> None:
    thursday = datetime(2026, 3, 5, 18, tzinfo=HERE)

    assert usual_of(Every.WEEK, thursday, FRIDAY_EVENING) == Usual(day=4, wall=time(18))
    assert usual_of(Every.WEEK, None, FRIDAY_EVENING) == FRIDAY_EVENING


@given(st.sampled_from(Every), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_day_lies_in_its_period_and_periods_join(every: Every, day: date) -> None:
    first, following = period_of(every, day)

    assert first <= day < following
    assert period_of(every, first) == (first, following)
    assert period_of(every, following)[0] == following


@given(
    st.sampled_from(Every),
    st.integers(1, 400),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - set below
)
def test_the_next_regular_one_lies_ahead(every: Every, day: int, now: datetime) -> None:
    usual, here = Usual(day=day, wall=time(19, 30)), now.replace(tzinfo=HERE)

    assert next_regular(every, usual, here) > here
