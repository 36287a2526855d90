"""People of a told story whom a visitor may be for a while; none where the life is real."""

from collections.abc import Callable
from dataclasses import dataclass

from linli.kernel.words import Words
from linli.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody to be: by which name, in which part, what to try, and who it is in the story."""

    code: str
    name: str
    role: Words
    to_try: Words
    person: Callable[[], Person | None]


PERSONAS: list[Persona] = []


def offer(persona: Persona) -> None:
    """Put a persona on the sign-in page."""
    if any(known.code == persona.code for known in PERSONAS):
        raise ValueError(f"Two personas are called {persona.code}")
    PERSONAS.append(persona)


def persona_called(code: str) -> Persona | None:
    """Find one by its code."""
    return next((persona for persona in PERSONAS if persona.code == code), None)
