"""Posts and their powers, organisations, facts: what people are here. No Django here."""

from linli.people.rules.facts import (
    FACT_LABELS,
    SENSITIVE_FACTS,
    ConsentPurpose,
    FactKind,
    Secret,
)
from linli.people.rules.households import HEAD, RELATIONS, Doubt, Trait, relation_called
from linli.people.rules.kinship import (
    KINSHIP_NEXT,
    KinRelation,
    KinshipState,
    KinshipStep,
    KinshipStepNotAllowed,
    kinship_after,
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
    "HEAD",
    "KINSHIP_NEXT",
    "LEADING",
    "ORGANISATION_LABELS",
    "POST_LABELS",
    "POWERFUL",
    "RELATIONS",
    "SENSITIVE_FACTS",
    "STAIR_POSTS",
    "ConsentPurpose",
    "Doubt",
    "FactKind",
    "HeldPost",
    "KinRelation",
    "KinshipState",
    "KinshipStep",
    "KinshipStepNotAllowed",
    "Obtained",
    "OrganisationKind",
    "OrganisationStatus",
    "PostKind",
    "Reach",
    "Secret",
    "Trait",
    "fits_at",
    "kinship_after",
    "reach_of",
    "relation_called",
]
