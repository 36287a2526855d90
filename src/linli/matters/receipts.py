"""Receipt codes (回执码): how who stays unnamed comes back to what they said."""

import hashlib
import hmac
import unicodedata

# Crockford's letters: what is misread (I, L, O) reads as the digit it looks like.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
LENGTH = 8


def code_for(*, seed: str, key: str) -> str:
    """Say the code of one form of one device: the form sent twice has the same one.

    The seed stays on the device, so nobody finds the code from what the house has kept.
    """
    digest = hmac.new(seed.encode(), key.encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:5])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def read_code(typed: str) -> str:
    """Read a code however it was typed: k7-3m 9qxt is K73M9QXT."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(MISREAD)
    return "".join(letter for letter in plain if letter in ALPHABET)


def shown(code: str) -> str:
    """K73M9QXT as K73M-9QXT, to be read aloud and written down."""
    return f"{code[:4]}-{code[4:]}" if code else ""
