"""Public numbers (编号): PC-2026-000123 on paper, and short codes to be said aloud."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from django.db import connection, transaction

from linli.kernel.tables.numbers import Series

TAKE = """
    UPDATE kernel_series SET last = last + 1 WHERE prefix = %s AND year = %s RETURNING last
"""
EMERGENCY_CALLS = ("110", "119", "120")


def next_number(prefix: str, year: int) -> str:
    """取号: give the next number of the series, without gaps.

    The series stays locked until the transaction ends, so whoever rolls back gives his number
    back; take it late. Outside a transaction it refuses, for there it would leave a gap.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Take a number inside the action.")
    taken = _taken(prefix, year)
    if taken is None:
        Series.objects.get_or_create(prefix=prefix, year=year)
        taken = _taken(prefix, year)
    return f"{prefix}-{year}-{taken:06d}"


def spoken_code(digits: int, *, choose: Callable[[int], int]) -> str:
    """口报码: make a code of 4 to 6 digits that is hard to mishear over a telephone.

    `choose(n)` picks a number below n (in use: `secrets.randbelow`); the same choices make the
    same code. Codes are not unique: whoever stores one tries again when it is taken.
    """
    if digits not in range(4, 7):
        raise ValueError(f"A spoken code has 4 to 6 digits: {digits}")
    code = ""
    while len(code) < digits:
        clear = _clear_after(code[-2:])
        code += clear[choose(len(clear))]
    return code


@cache
def _clear_after(ending: str) -> str:
    return "".join(digit for digit in "0123456789" if _is_clear(ending + digit))


def _taken(prefix: str, year: int) -> int | None:
    """Move the series on and say where it stands, in one statement; None: there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [prefix, year])
        row = cursor.fetchone()
    return row[0] if row else None


def _is_clear(code: str) -> bool:
    """Look at the newest digit only: the ones before it were clear when they came."""
    pair, three = code[-2:], code[-3:]
    if code == "0":  # spreadsheets drop a leading zero
        return False
    if set(pair) in ({"1", "7"}, {"4", "0"}) or pair == "44":  # yī/qī, sì-líng/sìshí
        return False
    steps = {int(b) - int(a) for a, b in pairwise(three)}
    is_run = len(three) == len("123") and steps in ({0}, {1}, {-1})
    return not is_run and three not in EMERGENCY_CALLS
