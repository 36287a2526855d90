"""What may happen to a problem: every pair, and when a season begins."""

from datetime import date, timedelta
from itertools import product

import pytest

from linli.kernel.testing import NOON
from linli.prevention.rules import (
    NEXT,
    RUNNING,
    Cluster,
    Level,
    ProblemStepNotAllowed,
    State,
    Step,
    after,
    season_begins,
    steps_from,
)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_step_leads_somewhere_or_is_refused_with_a_sentence(
    state: State, step: Step
) -> None:
    if (state, step) in NEXT:
        assert after(state, step) is NEXT[state, step]
        assert step in steps_from(state)
        return
    with pytest.raises(ProblemStepNotAllowed) as refused:
        after(state, step)
    assert str(step.label) in refused.value.message


def test_no_problem_waits_for_ever() -> None:
    for state in RUNNING:
        assert {after(state, step) for step in steps_from(state)} - {state}


@pytest.mark.parametrize(
    ("months", "on", "begun"),
    [
        ((5, 6, 7, 8), date(2026, 6, 9), date(2026, 5, 1)),
        ((5, 6, 7, 8), date(2026, 4, 30), None),
        ((12, 1, 2), date(2026, 1, 3), date(2025, 12, 1)),
        ((12, 1, 2), date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_season_begins_on_the_first_of_its_first_month(
    months: tuple[int, ...], on: date, begun: date | None
) -> None:
    assert season_begins(months, on) == begun


def test_so_many_days_back_are_counted_to_the_moment() -> None:
    cluster = Cluster(count=3, days=30, level=Level.BUILDING)

    assert cluster.since(NOON) == NOON - timedelta(days=30)
