"""What may happen to a dispute: every pair, and the arithmetic of the law."""

from datetime import date
from itertools import product

import pytest

from linli.mediation.rules import (
    NEXT,
    SETTLED,
    UNDECIDED,
    CaseStepNotAllowed,
    Seats,
    State,
    Step,
    after,
    confirm_by,
    is_of_age,
    names_a_crime,
    steps_from,
    term_ends,
)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_step_leads_somewhere_or_is_refused_with_a_sentence(
    state: State, step: Step
) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
        assert step in steps_from(state)
        return
    with pytest.raises(CaseStepNotAllowed) as refused:
        after(state, step)
    assert str(state.label) in refused.value.message
    assert str(step.label) in refused.value.message


def test_no_dispute_waits_for_ever() -> None:
    for state in UNDECIDED:
        ends = {after(state, step) for step in steps_from(state)}
        assert ends & {State.FAILED, State.DECLINED}
    assert State.CLOSED in {after(State.AGREED, step) for step in steps_from(State.AGREED)}


def test_only_talks_lead_to_an_agreement() -> None:
    before = {state for (state, step), to in NEXT.items() if to in SETTLED}
    assert before == {State.IN_TALKS, State.AGREED}


@pytest.mark.parametrize(
    ("members", "women", "sound"),
    [(3, 1, True), (9, 9, True), (2, 1, False), (10, 3, False), (5, 0, False)],
)
def test_a_committee_has_three_to_nine_members_and_a_woman(
    members: int, women: int, sound: bool
) -> None:
    assert bool(Seats(members=members, women=women).lacks) is not sound


def test_the_court_confirms_within_thirty_days_and_a_committee_serves_three_years() -> None:
    assert confirm_by(date(2026, 3, 2)) == date(2026, 4, 1)
    assert term_ends(date(2026, 3, 2)) == date(2029, 3, 2)
    assert term_ends(date(2028, 2, 29)) == date(2031, 3, 1)


def test_who_is_not_yet_eighteen_is_a_minor() -> None:
    assert not is_of_age(date(2008, 3, 3), date(2026, 3, 2))
    assert is_of_age(date(2008, 3, 2), date(2026, 3, 2))
    assert is_of_age(None, date(2026, 3, 2))


def test_the_first_alarming_word_is_named() -> None:
    assert names_a_crime("他家暴，还持刀", ("持刀", "家暴")) == "持刀"
    assert names_a_crime("漏水", ("持刀",)) == ""
