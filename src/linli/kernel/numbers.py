"""Public numbers (编号): PC-2026-000123 on paper, and short codes to be said aloud."""

from collections.abc import Callable
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import F

from linli.kernel.tables.numbers import Series

EMERGENCY_CALLS = ("110", "119", "120")


def next_number(prefix: str, year: int) -> str:
    """取号: give the next number of the series, without gaps.

    The series stays locked until the transaction ends, so whoever rolls back gives his number
    back; take it late. Outside a transaction it refuses, for there it would leave a gap.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Take a number inside the action.")
    series = Series.objects.filter(prefix=prefix, year=year)
    if not series.update(last=F("last") + 1):
        Series.objects.get_or_create(prefix=prefix, year=year)
        series.update(last=F("last") + 1)
    return f"{prefix}-{year}-{series.values_list('last', flat=True).get():06d}"


def spoken_code(digits: int, *, choose: Callable[[int], int]) -> str:
    """口报码: make a code of 4 to 6 digits that is hard to mishear over a telephone.

    `choose(n)` picks a number below n (in use: `secrets.randbelow`); the same choices make the
    same code. Codes are not unique: whoever stores one tries again when it is taken.
    """
    if digits not in range(4, 7):
        raise ValueError(f"A spoken code has 4 to 6 digits: {digits}")
    code = ""
    while len(code) < digits:
        clear = [digit for digit in "0123456789" if _is_clear(code + digit)]
        code += clear[choose(len(clear))]
    return code


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
