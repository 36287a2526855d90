"""The path of a called unit and of a whistle, checked as data."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.coordination.rules import (
    NEXT,
    STILL_THERE,
    Coming,
    NotThatWay,
    UnitState,
    UnitStep,
    WhistleState,
    after,
    coming,
    steps_from,
    tenths,
    whistle_after,
)
from linli.kernel.testing import NOON

A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("state", "step"), [(s, p) for s in UnitState for p in UnitStep])
def test_a_step_is_allowed_exactly_when_the_table_says_so(
    state: UnitState, step: UnitStep
) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
    else:
        with pytest.raises(NotThatWay):
            after(state, step)


def test_who_is_still_there_can_always_go_on_and_who_left_cannot() -> None:
    for state in UnitState:
        assert bool(steps_from(state)) is (state in STILL_THERE)


units = st.lists(st.tuples(st.sampled_from(UnitState), st.booleans()), min_size=1, max_size=5)


@given(units)
def test_nobody_leaves_before_everybody_has_a_result_or_a_reason(
    called: list[tuple[UnitState, bool]],
) -> None:
    state = whistle_after(called)

    still_there = [unit for unit, _ in called if unit in STILL_THERE]
    unjudged = [unit for unit, judged in called if unit is UnitState.DONE and not judged]
    assert (state is WhistleState.WORKING) is bool(still_there)
    assert (state is WhistleState.ENDED) is (not still_there and not unjudged)


@pytest.mark.parametrize(
    ("arrived", "released", "now", "expected"),
    [
        (0, None, 0, Coming.IN_TIME),
        (30, None, 60, Coming.IN_TIME),
        (31, None, 60, Coming.LATE),
        (None, None, 30, Coming.WAITED_FOR),
        (None, None, 31, Coming.ABSENT),
        (None, 30, 60, Coming.SPARED),
        (None, 31, 60, Coming.ABSENT),
        (20, 25, 60, Coming.IN_TIME),
    ],
)
def test_coming_in_time_is_counted_to_the_minute(
    arrived: int | None, released: int | None, now: int, expected: Coming
) -> None:
    def minutes(count: int | None) -> timedelta | None:
        return None if count is None else count * A_MINUTE

    came, let_go = minutes(arrived), minutes(released)
    said = coming(
        report_by=NOON + 30 * A_MINUTE,
        arrived_at=NOON + came if came is not None else None,
        released_at=NOON + let_go if let_go is not None else None,
        now=NOON + now * A_MINUTE,
    )

    assert said is expected


@pytest.mark.parametrize(
    ("total", "count", "expected"), [(13, 3, 43), (9, 2, 45), (5, 1, 50), (0, 0, 0), (1, 4, 3)]
)
def test_a_mean_is_said_in_whole_tenths(total: int, count: int, expected: int) -> None:
    assert tenths(total, count) == expected
