"""Public numbers have no gaps and no twins, even when many take them at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.numbers import next_number, spoken_code
from linli.kernel.tables.numbers import Series


@pytest.mark.django_db
def test_numbers_count_on_within_their_year_and_prefix() -> None:
    assert next_number("PC", 2026) == "PC-2026-000001"
    assert next_number("PC", 2026) == "PC-2026-000002"
    assert next_number("PC", 2027) == "PC-2027-000001"
    assert next_number("MT", 2026) == "MT-2026-000001"


@pytest.mark.django_db
def test_whoever_rolls_back_gives_his_number_back() -> None:
    with transaction.atomic():
        assert next_number("PC", 2026) == "PC-2026-000001"
        transaction.set_rollback(True)

    assert next_number("PC", 2026) == "PC-2026-000001"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_there_is_no_number() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("PC", 2026)

    assert not Series.objects.exists()


def take_some(times: int) -> list[str]:
    taken = []
    try:
        for turn in range(times):
            with transaction.atomic():
                number = next_number("PC", 2026)
                if turn % 3 == 2:
                    transaction.set_rollback(True)
                else:
                    taken.append(number)
    finally:
        connection.close()
    return taken


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_neither_gaps_nor_twins() -> None:
    with ThreadPoolExecutor(4) as pool:
        taken = [number for numbers in pool.map(take_some, [9] * 4) for number in numbers]

    assert sorted(taken) == [f"PC-2026-{count:06d}" for count in range(1, 25)]


@given(st.integers(4, 6), st.randoms(use_true_random=False))
def test_a_spoken_code_is_hard_to_mishear(digits: int, random: object) -> None:
    code = spoken_code(digits, choose=random.randrange)  # type: ignore[attr-defined]

    assert re.fullmatch(r"[1-9]\d+", code)
    assert len(code) == digits
    assert not re.search(
        r"(\d)\1\1|44|17|71|40|04|110|119|120|012|123|234|345|456|567|678|789", code
    )
    assert not re.search(r"210|321|432|543|654|765|876|987", code)


def test_the_same_choices_make_the_same_code() -> None:
    assert spoken_code(6, choose=lambda _: 0) == spoken_code(6, choose=lambda _: 0)
    assert spoken_code(4, choose=lambda n: n - 1) == "9989"


@pytest.mark.parametrize("digits", [0, 3, 7])
def test_a_spoken_code_is_neither_short_nor_long(digits: int) -> None:
    with pytest.raises(ValueError, match="4 to 6"):
        spoken_code(digits, choose=lambda _: 0)
