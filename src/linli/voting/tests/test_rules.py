"""Weights, conditions, counting and the shared key: on plain values."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.voting.options import RULES
from linli.voting.rules import (
    ABSTAIN,
    AGAINST,
    FOR,
    POLL_NEXT,
    ROLL_NEXT,
    CodeMisread,
    Condition,
    Deemed,
    Measure,
    Op,
    PollState,
    PollStep,
    PollStepNotAllowed,
    RollState,
    RollStep,
    RollStepNotAllowed,
    Rule,
    Sheet,
    Verdict,
    Weight,
    classes_too_small,
    code_of,
    poll_after,
    reading,
    roll_after,
    secret_from,
    share_from,
    shares_of,
    tally,
)
from linli.voting.rules.sharing import PRIME
from linli.voting.testing import the_rule

OWNER = Weight(heads=1, area=9000, units=1)


def sheets(yes: int, no: int = 0, *, weight: Weight = OWNER) -> list[Sheet]:
    return [Sheet(answer=(FOR,), weight=weight)] * yes + [
        Sheet(answer=(AGAINST,), weight=weight)
    ] * no


def verdict(rule: str, *, of: int, yes: int, no: int = 0) -> Verdict:
    roll = Weight(heads=of, area=9000 * of, units=of)
    return tally(the_rule(rule), options=3, roll=roll, sheets=sheets(yes, no)).verdict


@pytest.mark.parametrize(
    ("rule", "of", "yes", "no", "expected"),
    [
        ("owners_ordinary", 280, 186, 0, Verdict.QUORUM_FAILED),
        ("owners_ordinary", 280, 94, 93, Verdict.PASSED),
        ("owners_ordinary", 280, 93, 94, Verdict.FAILED),
        ("owners_special", 280, 140, 47, Verdict.FAILED),
        ("owners_special", 280, 141, 46, Verdict.PASSED),
        # 以上 includes the number itself: 40 of 60 is two thirds.
        ("owners_ordinary", 60, 40, 0, Verdict.PASSED),
        ("owners_ordinary", 60, 39, 0, Verdict.QUORUM_FAILED),
        # 过半数 does not: exactly half is not more than half.
        ("owners_ordinary", 67, 34, 33, Verdict.PASSED),
        ("owners_ordinary", 68, 34, 34, Verdict.FAILED),
        ("owners_special", 68, 51, 17, Verdict.PASSED),
        ("owners_special", 68, 50, 18, Verdict.FAILED),
        ("residents", 10, 5, 0, Verdict.QUORUM_FAILED),
        ("residents", 10, 4, 2, Verdict.PASSED),
        ("party_review", 9, 5, 1, Verdict.PASSED),
        ("party_review", 10, 5, 2, Verdict.FAILED),
        ("everybody", 5, 5, 0, Verdict.PASSED),
        ("everybody", 5, 4, 0, Verdict.FAILED),
        ("residents", 0, 0, 0, Verdict.QUORUM_FAILED),
    ],
)
def test_thresholds_as_the_law_means_them(
    rule: str, of: int, yes: int, no: int, expected: Verdict
) -> None:
    assert verdict(rule, of=of, yes=yes, no=no) is expected


def test_area_alone_does_not_carry_what_heads_refuse() -> None:
    big, small = Weight(heads=1, area=90000, units=3), Weight(heads=1, area=1000, units=1)
    cast = sheets(1, weight=big) + sheets(0, 2, weight=small)
    roll = Weight(heads=3, area=92000, units=5)

    outcome = tally(the_rule("owners_ordinary"), options=3, roll=roll, sheets=cast)

    assert [finding.holds for finding in outcome.findings] == [True, True, True, False]
    assert outcome.verdict is Verdict.FAILED


def test_silence_abstention_and_spoiling_are_different_numbers() -> None:
    cast = [*sheets(1), Sheet(answer=(ABSTAIN,), weight=OWNER), Sheet(answer=None)]
    outcome = tally(the_rule("residents"), options=3, roll=Weight(heads=5), sheets=cast)

    assert outcome.abstained.heads == outcome.invalid.heads == 1
    assert outcome.not_returned.heads == 2
    assert outcome.took_part.heads == 3
    assert outcome.valid.heads == 2


def test_a_bylaw_may_say_that_a_spoiled_sheet_took_no_part() -> None:
    rule = Rule(code="x", label="x", label_en="x", basis="章程", invalid_takes_part=False)
    spoiled = [Sheet(answer=None)] * 3 + [Sheet(answer=(FOR,))]

    outcome = tally(rule, options=3, roll=Weight(heads=4), sheets=spoiled)

    assert outcome.took_part.heads == 1
    assert outcome.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("deemed", "expected"),
    [
        (Deemed.NONE, Verdict.QUORUM_FAILED),
        (Deemed.ABSTAINS, Verdict.FAILED),
        (Deemed.MAJORITY, Verdict.PASSED),
    ],
)
def test_what_is_deemed_stands_beside_the_outcome_without_it(
    deemed: Deemed, expected: Verdict
) -> None:
    usual = the_rule("owners_ordinary")
    rule = Rule(
        code="bylaw",
        label="x",
        label_en="x",
        basis="管理规约",
        quorum=usual.quorum,
        passing=usual.passing,
        deemed=deemed,
    )
    roll, delivered = Weight(heads=9, area=81000), Weight(heads=5, area=45000)

    outcome = tally(rule, options=3, roll=roll, sheets=sheets(4), delivered=delivered)

    assert outcome.verdict is expected
    is_off = deemed is Deemed.NONE
    assert outcome.without_deemed is (None if is_off else Verdict.QUORUM_FAILED)
    assert outcome.deemed == (Weight() if is_off else delivered)


def election(*votes: int, seats: int, of: int = 10, took_part: int = 10) -> list[list[int]]:
    rule = Rule(code="e", label="x", label_en="x", basis="章程", seats=seats)
    cast = [
        Sheet(answer=tuple(place for place, many in enumerate(votes) if turn < many))
        for turn in range(took_part)
    ]
    outcome = tally(rule, options=len(votes), roll=Weight(heads=of), sheets=cast)
    return [list(outcome.elected), list(outcome.tied)]


@pytest.mark.parametrize(
    ("votes", "seats", "elected", "tied"),
    [
        ((9, 8, 7), 2, [0, 1], []),
        ((9, 7, 7), 2, [0], [1, 2]),
        ((7, 7, 9), 2, [2], [0, 1]),
        ((9, 5, 4), 2, [0], []),
        ((8, 8, 3), 2, [0, 1], []),
        ((6, 6, 6), 1, [], [0, 1, 2]),
        ((5, 5), 1, [], []),
    ],
)
def test_the_seats_go_to_the_first_and_nobody_wins_a_shared_last_seat(
    votes: tuple[int, ...], seats: int, elected: list[int], tied: list[int]
) -> None:
    assert election(*votes, seats=seats) == [elected, tied]


@pytest.mark.parametrize(
    ("rule", "options", "marked", "read"),
    [
        ("residents", 3, [0], (0,)),
        ("residents", 3, [], None),
        ("residents", 3, [0, 1], None),
        ("residents", 3, [3], None),
        ("residents", 3, [-1], None),
        ("election_five", 7, [], ()),
        ("election_five", 7, [4, 1], (1, 4)),
        ("election_five", 7, [1, 1], None),
        ("election_five", 7, [0, 1, 2, 3, 4, 5], None),
    ],
)
def test_how_a_sheet_is_read(
    rule: str, options: int, marked: list[int], read: tuple[int, ...] | None
) -> None:
    assert reading(the_rule(rule), options, marked) == read
    assert reading(the_rule(rule), options, marked, spoiled=True) is None


@given(
    st.integers(1, 10**9),
    st.integers(0, 10**9),
    st.sampled_from([(1, 2), (2, 3), (3, 4), (1, 1), (20, 100)]),
    st.sampled_from(Op),
)
def test_what_is_needed_is_the_smallest_number_that_suffices(
    of: int, have: int, share: tuple[int, int], op: Op
) -> None:
    if share == (1, 1) and op is Op.MORE_THAN:
        op = Op.AT_LEAST
    condition = Condition(op=op, num=share[0], den=share[1])

    assert condition.holds(have, of) is (have >= condition.needed(of))


@given(
    st.sampled_from([rule.code for rule in RULES.default]),
    st.lists(
        st.tuples(st.lists(st.integers(-1, 6), max_size=6), st.integers(1, 10**7)), max_size=40
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_sheets_does_not_matter(
    code: str, cast: list[tuple[list[int], int]], chance: random.Random
) -> None:
    rule = the_rule(code)
    options = 7 if rule.seats else 3
    pile = [
        Sheet(answer=reading(rule, options, marked), weight=Weight(heads=1, area=area, units=1))
        for marked, area in cast
    ]
    roll = Weight(heads=60, area=6 * 10**8, units=60)
    first = tally(rule, options=options, roll=roll, sheets=pile)

    chance.shuffle(pile)

    assert tally(rule, options=options, roll=roll, sheets=pile) == first


@pytest.mark.parametrize(("state", "step"), list(product(RollState, RollStep)))
def test_every_state_and_step_of_a_roll(state: RollState, step: RollStep) -> None:
    if (state, step) in ROLL_NEXT:
        assert roll_after(state, step) is ROLL_NEXT[state, step]
    else:
        with pytest.raises(RollStepNotAllowed):
            roll_after(state, step)


@pytest.mark.parametrize(("state", "step"), list(product(PollState, PollStep)))
def test_every_state_and_step_of_a_poll(state: PollState, step: PollStep) -> None:
    if (state, step) in POLL_NEXT:
        assert poll_after(state, step) is POLL_NEXT[state, step]
    else:
        with pytest.raises(PollStepNotAllowed):
            poll_after(state, step)


def test_nothing_leads_out_of_a_sealed_roll_nor_back_before_the_count() -> None:
    assert not [step for state, step in ROLL_NEXT if state is RollState.SEALED]
    assert {to for (state, _), to in POLL_NEXT.items() if state is PollState.COUNTED} == {
        PollState.COUNTED
    }


@settings(max_examples=50)
@given(st.integers(0, PRIME - 1), st.integers(0, PRIME - 1), st.integers(2, 9))
def test_any_two_codes_give_the_key_and_one_gives_another(
    secret: int, coefficient: int, holders: int
) -> None:
    shares = shares_of(secret, holders=holders, coefficients=[coefficient])
    codes = [code_of(holder, share) for holder, share in shares.items()]

    typed = [f" {code.lower()} " for code in codes]
    found = dict(share_from(code) for code in typed)

    assert found == shares
    first, last = min(shares), max(shares)
    assert secret_from({first: shares[first], last: shares[last]}) == secret
    assert (secret_from({first: shares[first]}) == secret) is (coefficient == 0)


def test_a_slip_of_the_pen_in_a_code_is_noticed() -> None:
    code = code_of(2, 12345678901234567890)
    wrong = code.replace(code[4], "A" if code[4] != "A" else "B", 1)

    for bad in (wrong, code[:-1], "", "hello"):
        with pytest.raises(CodeMisread):
            share_from(bad)


def test_a_weight_that_few_have_tells_who_they_are() -> None:
    real = [Weight(heads=1, area=9000 + 37 * n) for n in range(280)]

    assert classes_too_small(real, least=5) == 280
    assert classes_too_small([Weight(heads=1)] * 5, least=5) == 0


@pytest.mark.parametrize(
    "unsound",
    [
        lambda: Condition(num=0),
        lambda: Condition(num=3, den=2),
        lambda: Condition(num=1, den=1),
        lambda: Rule(code="x", label="x", label_en="x", basis=" "),
        lambda: Rule(code="x", label="x", label_en="x", basis="章程", passing=()),
    ],
)
def test_a_rule_that_cannot_hold_or_has_no_basis_is_refused(unsound: object) -> None:
    with pytest.raises(ValueError, match=r"。"):
        unsound()  # type: ignore[operator]


def test_every_rule_of_the_house_counts_what_it_says() -> None:
    assert the_rule("owners_special").measures == {Measure.AREA, Measure.HEADS}
    assert the_rule("residents").measures == {Measure.HEADS}
    assert all(
        "条" in rule.basis or "章程" in rule.basis or "法" in rule.basis or "四议" in rule.basis
        for rule in RULES.default
    )
