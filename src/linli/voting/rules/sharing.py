"""密钥分份: a number shared among several, of whom so many give it back (Shamir)."""

import re
from collections.abc import Mapping, Sequence

from linli.kernel.errors import Unreadable

PRIME = 2**127 - 1
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O
LENGTH = 26  # letters of five bits
GROUP = 5


class CodeMisread(Unreadable):
    pass


def shares_of(secret: int, *, holders: int, coefficients: Sequence[int]) -> dict[int, int]:
    """Split: `coefficients` are random, one fewer than are needed to put it together."""
    terms = (secret, *coefficients)
    return {
        holder: sum(term * pow(holder, power, PRIME) for power, term in enumerate(terms))
        % PRIME
        for holder in range(1, holders + 1)
    }


def secret_from(shares: Mapping[int, int]) -> int:
    """Put it together from as many shares as are needed; from others comes another number."""
    secret = 0
    for holder, share in shares.items():
        above = below = 1
        for other in shares:
            if other != holder:
                above = above * -other % PRIME
                below = below * (holder - other) % PRIME
        secret += share * above * pow(below, -1, PRIME)
    return secret % PRIME


def code_of(holder: int, share: int) -> str:
    """Write a share so that it can be copied by hand: 2-ABCDE-…, the last letter a check."""
    letters = "".join(LETTERS[share >> 5 * place & 31] for place in range(LENGTH))
    letters += LETTERS[_check(holder, letters)]
    groups = [letters[at : at + GROUP] for at in range(0, len(letters), GROUP)]
    return "-".join([str(holder), *groups])


def share_from(code: str) -> tuple[int, int]:
    """Read a code as it was written or typed; a slip of the pen is noticed."""
    found = re.fullmatch(rf"(\d)([{LETTERS}]{{{LENGTH + 1}}})", _typed(code))
    if not found:
        raise CodeMisread("口令“{code}…”抄得不对，请照纸上再看一遍。", code=code.strip()[:1])
    holder, letters = int(found[1]), found[2]
    if LETTERS.index(letters[-1]) != _check(holder, letters[:-1]):
        raise CodeMisread("口令“{code}…”抄得不对，请照纸上再看一遍。", code=code.strip()[:1])
    values = [LETTERS.index(letter) << 5 * place for place, letter in enumerate(letters[:-1])]
    return holder, sum(values)


def _typed(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _check(holder: int, letters: str) -> int:
    weighed = (LETTERS.index(letter) * (place + 3) for place, letter in enumerate(letters))
    return (holder + sum(weighed)) % 31
