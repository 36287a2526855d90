"""Posts and their powers, organisations, facts: what people are here. No Django here."""

from linli.people.rules.facts import (
    FACT_LABELS,
    SENSITIVE_FACTS,
    ConsentPurpose,
    FactKind,
    Secret,
)
from linli.people.rules.organisations import (
    ORGANISATION_LABELS,
    OrganisationKind,
    OrganisationStatus,
)
from linli.people.rules.posts import (
    DESK_POSTS,
    LEADING,
    POST_LABELS,
    POWERFUL,
    STAIR_POSTS,
    HeldPost,
    Obtained,
    PostKind,
    Reach,
    fits_at,
    reach_of,
)

__all__ = [
    "DESK_POSTS",
    "FACT_LABELS",
    "LEADING",
    "ORGANISATION_LABELS",
    "POST_LABELS",
    "POWERFUL",
    "SENSITIVE_FACTS",
    "STAIR_POSTS",
    "ConsentPurpose",
    "FactKind",
    "HeldPost",
    "Obtained",
    "OrganisationKind",
    "OrganisationStatus",
    "PostKind",
    "Reach",
    "Secret",
    "fits_at",
    "reach_of",
]
