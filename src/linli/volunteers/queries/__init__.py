"""What pages and other contexts ask about volunteers."""

from linli.volunteers.queries.fitness import (
    Fitness,
    certificates_of,
    holds_certificate,
    lacks_certificate,
    may_serve,
)
from linli.volunteers.queries.hours import (
    Hours,
    day_minutes,
    hours_of,
    minutes_of,
    overlapping,
    records_of,
)
from linli.volunteers.queries.proofs import proof_by_code, proof_content
from linli.volunteers.queries.registry import (
    free_times,
    is_volunteer,
    traits_of,
    volunteer_of,
    volunteers_waiting,
    with_person,
)
from linli.volunteers.queries.shifts import (
    coming_shifts,
    next_shifts,
    places_of,
    unaccounted,
    volunteer_by_calendar_key,
)
from linli.volunteers.queries.stars import (
    exclusion_on,
    next_star,
    star_candidates,
    star_of,
)

__all__ = [
    "Fitness",
    "Hours",
    "certificates_of",
    "coming_shifts",
    "day_minutes",
    "exclusion_on",
    "free_times",
    "holds_certificate",
    "hours_of",
    "is_volunteer",
    "lacks_certificate",
    "may_serve",
    "minutes_of",
    "next_shifts",
    "next_star",
    "overlapping",
    "places_of",
    "proof_by_code",
    "proof_content",
    "records_of",
    "star_candidates",
    "star_of",
    "traits_of",
    "unaccounted",
    "volunteer_by_calendar_key",
    "volunteer_of",
    "volunteers_waiting",
    "with_person",
]
