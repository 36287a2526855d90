"""Which credits may go where, how minutes count, which lots go first."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from linli.ledger.options import TERMS, Terms, terms_on
from linli.ledger.rules import (
    AccountKind,
    Book,
    Code,
    Origin,
    Rounding,
    Slice,
    add_months,
    carries_lots,
    counted,
    first_to_expire,
    keeps_lots,
    may_be_spent,
    may_move,
    room_left,
    take,
    years_between,
)

K = AccountKind
EARNERS = {K.PERSON, K.HOUSEHOLD, K.ORGANISATION}
KEEPERS = EARNERS | {K.POOL, K.PROJECT}
WAYS = {
    Code.EARN: ({K.ISSUER}, EARNERS | {K.POOL}),
    Code.ENDOW: ({K.ISSUER}, {K.FUND}),
    Code.GRANT: ({K.FUND}, {K.PERSON, K.HOUSEHOLD}),
    Code.CAPTURE: (KEEPERS, EARNERS | {K.POOL}),
    Code.GIFT: ({K.PERSON}, {K.PERSON}),
    Code.DONATE: (EARNERS | {K.POOL}, {K.POOL, K.PROJECT}),
    Code.REDEEM: ({K.PERSON, K.HOUSEHOLD}, {K.REDEEMED}),
    Code.EXPIRE: (KEEPERS, {K.EXPIRED}),
    Code.CLAWBACK: (KEEPERS, {K.CLAWBACK}),
    Code.SETTLE: ({K.PERSON}, {K.POOL, K.PROJECT, K.PERSON}),
    Code.REVERSE: (set(K), set(K)),
}


@pytest.mark.parametrize("code", [code for code in Code if code is not Code.ADJUST])
def test_every_code_has_its_ways_and_no_other(code: Code) -> None:
    sources, targets = WAYS[code]
    ways = {(s, t) for s, t in product(K, K) if may_move(code, Book.HOUR, s, t)}

    assert ways == set(product(sources, targets))
    assert {(s, t) for s, t in product(K, K) if may_move(code, Book.POINT, s, t)} == ways
    assert not any(may_move(code, Book.CNY, s, t) for s, t in product(K, K))


def test_an_adjustment_has_the_suspense_account_on_one_side() -> None:
    for book, kinds in (
        (Book.HOUR, KEEPERS | {K.FUND}),
        (Book.POINT, KEEPERS | {K.FUND}),
        (Book.CNY, {K.FUND, K.PROJECT, K.CLEARING}),
    ):
        ways = {(s, t) for s, t in product(K, K) if may_move(Code.ADJUST, book, s, t)}
        assert ways == {(K.SUSPENSE, k) for k in kinds} | {(k, K.SUSPENSE) for k in kinds}


def test_nobody_holds_money_and_nothing_in_the_money_book_is_issued_or_redeemed() -> None:
    in_money = {
        kind
        for code, source, target in product(Code, K, K)
        if code is not Code.REVERSE and may_move(code, Book.CNY, source, target)
        for kind in (source, target)
    }

    assert in_money.isdisjoint({K.PERSON, K.HOUSEHOLD, K.ISSUER, K.REDEEMED, K.POOL})


@pytest.mark.parametrize(
    ("code", "strict", "lacking"),
    [
        (Code.CAPTURE, True, {Origin.TEAM}),
        (Code.CAPTURE, False, set()),
        (Code.GIFT, True, {Origin.TEAM, Origin.GRANT}),
        (Code.GIFT, False, {Origin.GRANT}),
        (Code.REDEEM, True, {Origin.TEAM, Origin.GRANT}),
        (Code.DONATE, True, {Origin.GRANT}),
        (Code.SETTLE, True, {Origin.GRANT}),
        (Code.EXPIRE, True, set()),
        (Code.REVERSE, True, set()),
        (Code.CLAWBACK, True, set()),
    ],
)
def test_what_an_origin_may_not_be_used_for(
    code: Code, *, strict: bool, lacking: set[Origin]
) -> None:
    usable = may_be_spent(code, K.PERSON, team_donates_only=strict)

    assert set(Origin) - set(usable) == lacking
    assert set(may_be_spent(code, K.POOL, team_donates_only=strict)) == set(Origin)


def test_lots_are_kept_where_credits_lie_and_not_for_money() -> None:
    assert {kind for kind in K if keeps_lots(Book.HOUR, kind)} == KEEPERS
    assert not any(keeps_lots(Book.CNY, kind) for kind in K)
    assert {code for code in Code if carries_lots(code)} == {
        Code.GIFT,
        Code.DONATE,
        Code.SETTLE,
    }


@pytest.mark.parametrize(
    ("minutes", "spare", "rounding", "amount", "left"),
    [
        (90, 0, Rounding.KEEP, 1, 30),
        (90, 30, Rounding.KEEP, 2, 0),
        (30, -60, Rounding.KEEP, 0, -30),
        (119, 5, Rounding.FLOOR, 1, 5),
        (29, 0, Rounding.HALF_UP, 0, 0),
        (30, 0, Rounding.HALF_UP, 1, 0),
        (90, 0, Rounding.HALF_UP, 2, 0),
        (10, 0, Rounding.AT_LEAST_ONE, 1, 0),
        (150, 0, Rounding.AT_LEAST_ONE, 2, 0),
    ],
)
def test_how_minutes_become_credits(
    minutes: int, spare: int, rounding: Rounding, amount: int, left: int
) -> None:
    worth = counted(minutes, spare=spare, per=60, rounding=rounding)

    assert (worth.amount, worth.spare) == (amount, left)


@given(some.lists(some.integers(1, 600), max_size=30), some.integers(1, 120))
def test_no_minute_is_lost_where_the_rest_is_kept(visits: list[int], per: int) -> None:
    spare = total = 0
    for minutes in visits:
        worth = counted(minutes, spare=spare, per=per, rounding=Rounding.KEEP)
        total, spare = total + worth.amount, worth.spare
        assert 0 <= spare < per

    assert total * per + spare == sum(visits)


@given(
    some.integers(0, 50), some.lists(some.tuples(some.integers(0, 50), some.integers(0, 60)))
)
def test_room_is_what_the_tightest_cap_leaves(amount: int, caps: list[tuple[int, int]]) -> None:
    room = room_left(amount, *caps)

    assert 0 <= room <= amount
    assert all(room == 0 or already + room <= most for most, already in caps if most)


@given(some.lists(some.tuples(some.integers(0, 9), some.none() | some.dates())))
def test_lots_go_by_expiry_and_give_no_more_than_they_have(
    lying: list[tuple[int, date | None]],
) -> None:
    lots = [
        Slice(pk=pk, root=pk, left=left, expires_on=day, origin=Origin.SERVICE)
        for pk, (left, day) in enumerate(lying, start=1)
    ]
    there = sum(lot.left for lot in lots)

    for wanted in (0, 1, there, there + 5):
        taken = take(first_to_expire(lots), wanted)
        assert sum(part.amount for part in taken) == min(wanted, there)
        assert all(0 < part.amount <= part.lot.left for part in taken)
        days = [part.lot.expires_on or date.max for part in taken]
        assert days == sorted(days)


def test_a_named_lot_goes_first() -> None:
    soon, late = (
        Slice(pk=pk, root=pk, left=1, expires_on=date(2026, pk, 1), origin=Origin.SERVICE)
        for pk in (1, 2)
    )

    assert first_to_expire([soon, late], named=[2]) == [late, soon]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 3, 2), 36, date(2029, 3, 2)),
    ],
)
def test_months_later(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_somebody_is_sixty_on_the_birthday() -> None:
    assert years_between(date(1966, 3, 2), date(2026, 3, 1)) == 59
    assert years_between(date(1966, 3, 2), date(2026, 3, 2)) == 60


def test_the_terms_of_the_day_are_the_latest_that_have_begun() -> None:
    old = Terms(book=Book.HOUR, code="guangzhou-2019", starts_on="2019-08-01")
    new = Terms(book=Book.HOUR, code="shanghai-2026", starts_on="2026-01-12")

    assert terms_on((new, old), Book.HOUR, date(2026, 1, 11)) == old
    assert terms_on((new, old), Book.HOUR, date(2026, 1, 12)) == new
    assert terms_on((new, old), Book.HOUR, date(2010, 1, 1)) == old


@pytest.mark.parametrize(
    "wrong",
    [{"minutes_a_credit": 0}, {"daily_cap": -1}, {"starts_on": "soon"}, {"hold_days": 0}],
)
def test_terms_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Terms(book=Book.HOUR, **wrong)  # type: ignore[arg-type]


def test_terms_without_one_of_the_books_are_refused() -> None:
    assert TERMS.sound
    assert TERMS.sound(TERMS.default) is None
    assert TERMS.sound(TERMS.default[:1])
