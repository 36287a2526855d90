"""Words on the pages of the store."""

from django import template

from linli.kernel.words import say
from linli.ledger.rules import Book
from linli.store.models import HouseholdDeed, Redemption, Stocktake
from linli.store.rules import DeedState, MoveKind, Proof, State, TakeState

register = template.Library()

TONES = {State.RESERVED: "soon", State.HANDED_OVER: "ok"}
DEED_TONES = {DeedState.PROPOSED: "soon", DeedState.AWARDED: "ok"}
TAKE_TONES = {TakeState.COUNTED: "soon", TakeState.SIGNED: "ok"}


@register.filter
def redemption_word(one: Redemption) -> str:
    return say(one.standing.label)


@register.filter
def redemption_tone(one: Redemption) -> str:
    return TONES.get(one.standing, "line")


@register.filter
def deed_word(one: HouseholdDeed) -> str:
    return say(one.standing.label)


@register.filter
def deed_tone(one: HouseholdDeed) -> str:
    return DEED_TONES.get(one.standing, "line")


@register.filter
def take_word(one: Stocktake) -> str:
    return say(one.standing.label)


@register.filter
def take_tone(one: Stocktake) -> str:
    return TAKE_TONES.get(one.standing, "line")


@register.filter
def book_word(book: str) -> str:
    return say(Book(book).label)


@register.filter
def move_word(kind: str) -> str:
    return say(MoveKind(kind).label)


@register.filter
def proof_word(proof: str) -> str:
    return say(Proof(proof).label) if proof else ""


@register.filter
def yuan(fen: int) -> str:
    """1234 fen as 12.34."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


@register.filter
def signed(number: int) -> str:
    """+2 or -1; 0 as it is."""
    return f"{number:+d}" if number else "0"
