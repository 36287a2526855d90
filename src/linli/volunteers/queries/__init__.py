"""What pages and other contexts ask about volunteers."""

from linli.volunteers.queries.fitness import (
    Fitness,
    certificates_of,
    holds_certificate,
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
from linli.volunteers.queries.registry import (
    free_times,
    is_volunteer,
    traits_of,
    volunteer_of,
    volunteers_waiting,
    with_person,
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
    "day_minutes",
    "exclusion_on",
    "free_times",
    "holds_certificate",
    "hours_of",
    "is_volunteer",
    "may_serve",
    "minutes_of",
    "next_star",
    "overlapping",
    "records_of",
    "star_candidates",
    "star_of",
    "traits_of",
    "volunteer_of",
    "volunteers_waiting",
    "with_person",
]
