"""The workflow of a matter, checked as data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.matters.rules import (
    BACK,
    CLOCKS,
    NEXT,
    OPEN,
    UNFINISHED,
    State,
    Step,
    StepNotAllowed,
    after,
    steps_from,
    title_of,
)

ENDS = {State.CLOSED, State.WITHDRAWN, State.MERGED}


@pytest.mark.parametrize(("state", "step"), [(s, p) for s in State for p in Step])
def test_a_step_is_allowed_exactly_when_the_table_says_so(state: State, step: Step) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
    else:
        with pytest.raises(StepNotAllowed):
            after(state, step)


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    reached = {State.RECEIVED}
    while True:
        more = reached | {NEXT[s, p] for s in reached for p in steps_from(s)}
        if more == reached:
            break
        reached = more

    assert reached == set(State)
    for state in OPEN:
        assert any(NEXT[state, step] is not state for step in steps_from(state))


@given(st.lists(st.sampled_from(Step)))
def test_from_wherever_a_walk_leads_an_end_can_still_be_reached(wishes: list[Step]) -> None:
    state = State.RECEIVED
    for wish in wishes:
        if wish in steps_from(state):
            state = after(state, wish)

    seen, frontier = {state}, {state}
    while frontier:
        frontier = {NEXT[s, p] for s in frontier for p in steps_from(s)} - seen
        seen |= frontier
    assert seen & ENDS


@given(st.lists(st.sampled_from(Step)))
def test_wherever_a_walk_stops_there_is_a_way_out_and_a_clock_or_it_is_an_end(
    wishes: list[Step],
) -> None:
    state = State.RECEIVED
    for wish in wishes:
        if wish in steps_from(state):
            state = after(state, wish)

    leads_on = any(NEXT[state, step] is not state for step in steps_from(state))
    has_a_clock = state in CLOCKS or (state, Step.LAPSE) in NEXT
    assert state in ENDS or (leads_on and has_a_clock)


def test_what_is_set_aside_can_go_back_to_wherever_it_came_from() -> None:
    for state, step in NEXT:
        into = NEXT[state, step]
        if into in (State.RETURNED, State.MERGED, State.SPLIT) and into is not state:
            assert NEXT[into, BACK[state]] is state


def test_every_state_that_is_not_finished_has_its_clock() -> None:
    assert set(CLOCKS) == set(UNFINISHED)


def test_a_waiting_state_ends_by_itself_when_nobody_answers() -> None:
    assert NEXT[State.FINISHED, Step.LAPSE] is State.CLOSED
    assert NEXT[State.DISPATCHED, Step.ACCEPT] is State.WORKING


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("路灯不亮。老人看不见。", "路灯不亮"),
        ("  楼道堆物\n三楼到四楼都是  ", "楼道堆物"),
        ("巷子里的路灯闪得像打信号，我差点撞到晾衣杆", "巷子里的路灯闪得像打信号"),
        ("您好，三楼平台漏水", "您好，三楼平台漏水"),
        ("", ""),
        ("一" * 40, "一" * 23 + "…"),
    ],
)
def test_the_first_clause_is_the_title(words: str, title: str) -> None:
    assert title_of(words) == title
