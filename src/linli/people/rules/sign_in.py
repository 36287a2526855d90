"""How often somebody may try to sign in, and how long a code holds. No Django here."""

from datetime import timedelta

CODE_DIGITS = 6
CODE_HOLDS_FOR = timedelta(minutes=10)
TRIES_PER_CODE = 5

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 40  # a whole community centre stands behind one address
CODES_PER_PHONE = 3
CODES_PER_ADDRESS = 20

TOTP_STEP = 30  # seconds, RFC 6238
TOTP_STEPS_ASIDE = 1  # a phone may be half a minute off


def steps_to_try(seconds: int) -> tuple[int, ...]:
    """List the TOTP steps that are accepted at that moment, the present one first."""
    now = seconds // TOTP_STEP
    aside = range(1, TOTP_STEPS_ASIDE + 1)
    return (now, *(now - step for step in aside), *(now + step for step in aside))


def is_too_many(tries: int, *, allowed: int) -> bool:
    """Say whether so many tries in the window close the door; the last counts itself."""
    return tries > allowed
