"""Every state with every step, and when a call becomes a walk."""

from itertools import product

import pytest

from linli.notices.rules import (
    AFTER,
    Answer,
    Audience,
    Kind,
    Standing,
    State,
    Step,
    Told,
    after,
    goes_to_the_door,
)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_state_with_every_step(state: State, step: Step) -> None:
    assert after(state, step) == AFTER.get((state, step))


def test_what_was_sent_is_never_changed_and_only_drafts_are_sent() -> None:
    assert {state for state, step in AFTER if step is Step.CHANGE} == {State.DRAFT}
    assert {state for state, step in AFTER if step is Step.SEND} == {State.DRAFT}
    assert after(State.WITHDRAWN, Step.REACH) is None


@pytest.mark.parametrize(
    ("calls", "most", "has_phone", "walks"),
    [(0, 2, True, False), (1, 2, True, False), (2, 2, True, True), (0, 2, False, True)],
)
def test_who_does_not_answer_is_visited(
    calls: int, most: int, has_phone: bool, walks: bool
) -> None:
    assert goes_to_the_door(calls=calls, most=most, has_phone=has_phone) is walks


@pytest.mark.parametrize("words", [Kind, State, Audience, Told, Answer, Standing])
def test_every_word_is_said(words: type[Kind]) -> None:
    assert all(one.label for one in words)
