"""Every state and step of the store, and the arithmetic of a shelf."""

from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.store.rules import (
    DEED_NEXT,
    NEXT,
    TAKE_NEXT,
    DeedState,
    DeedStep,
    DeedStepNotAllowed,
    MoveKind,
    State,
    Step,
    StepNotAllowed,
    Stock,
    StockShort,
    TakeState,
    TakeStep,
    TakeStepNotAllowed,
    after,
    deed_after,
    delta_of,
    fetch_by,
    moved,
    take_after,
)

TABLES: list[tuple[Any, type[StrEnum], type[StrEnum], Any, type[Exception]]] = [
    (NEXT, State, Step, after, StepNotAllowed),
    (DEED_NEXT, DeedState, DeedStep, deed_after, DeedStepNotAllowed),
    (TAKE_NEXT, TakeState, TakeStep, take_after, TakeStepNotAllowed),
]
PAIRS = [
    (table, state, step, goes, refusal)
    for table, states, steps, goes, refusal in TABLES
    for state in states
    for step in steps
]


@pytest.mark.parametrize(("table", "state", "step", "goes", "refusal"), PAIRS)
def test_every_step_leads_where_the_table_says_or_is_refused(
    table: Any, state: Any, step: Any, goes: Any, refusal: type[Exception]
) -> None:
    if (state, step) in table:
        assert goes(state, step) is table[state, step]
        return
    with pytest.raises(refusal):
        goes(state, step)


@pytest.mark.parametrize("kind", MoveKind)
def test_only_a_correction_may_take_away_by_its_sign(kind: MoveKind) -> None:
    assert kind.label
    assert delta_of(kind, 2) != delta_of(kind, 1)
    with pytest.raises(StockShort):
        delta_of(kind, 0)
    if kind is MoveKind.CORRECT:
        assert delta_of(kind, -2).on_hand == -2
        return
    with pytest.raises(StockShort):
        delta_of(kind, -1)


def test_what_is_promised_is_not_taken_out() -> None:
    promised = Stock(on_hand=3, reserved=2)

    assert moved(promised, delta_of(MoveKind.OUT, 1)) == Stock(on_hand=2, reserved=2)
    with pytest.raises(StockShort):
        moved(promised, delta_of(MoveKind.OUT, 2))
    with pytest.raises(StockShort):
        moved(promised, delta_of(MoveKind.RESERVE, 2))
    with pytest.raises(StockShort):
        moved(promised, delta_of(MoveKind.RELEASE, 3))


@given(st.lists(st.tuples(st.sampled_from(MoveKind), st.integers(-5, 5))))
def test_no_row_of_moves_ever_promises_more_than_there_is(
    moves: list[tuple[MoveKind, int]],
) -> None:
    stock = Stock()
    for kind, quantity in moves:
        try:
            stock = moved(stock, delta_of(kind, quantity))
        except StockShort:
            continue
        assert 0 <= stock.reserved <= stock.on_hand
        assert stock.available >= 0


def test_goods_are_kept_no_longer_than_the_credits() -> None:
    on = date(2026, 3, 2)

    assert fetch_by(on, days=14, hold_days=60) == date(2026, 3, 16)
    assert fetch_by(on, days=14, hold_days=7) == date(2026, 3, 8)
    assert fetch_by(on, days=14, hold_days=1) == on
