"""Disputes as the register, their page and the page of a matter show them."""

from linli.mediation.queries.cases import (
    any_case_of,
    case_for,
    cases_for,
    committees_at,
    is_at_work,
    running_case_of,
    who_could_mediate,
)
from linli.mediation.queries.showing import (
    STATE_TONES,
    Deed,
    deeds_of,
    kind_words,
    lacks_of,
    next_words,
)

__all__ = [
    "STATE_TONES",
    "Deed",
    "any_case_of",
    "case_for",
    "cases_for",
    "committees_at",
    "deeds_of",
    "is_at_work",
    "kind_words",
    "lacks_of",
    "next_words",
    "running_case_of",
    "who_could_mediate",
]
