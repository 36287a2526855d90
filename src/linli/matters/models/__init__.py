"""Matters, who speaks and takes part, and what is asked about them."""

from linli.matters.models.afterwards import CallAttempt, Exclusion
from linli.matters.models.fasttrack import (
    InstantMatter,
    InstantMatterQuerySet,
    QuickFix,
    QuickFixQuerySet,
    is_volunteer_at,
    teams_of,
)
from linli.matters.models.handling import (
    ClaimOffer,
    Contribution,
    HandlingPlan,
    HelpingHand,
    PlanStep,
    units_of,
)
from linli.matters.models.involvements import Involvement, InvolvementQuerySet
from linli.matters.models.matters import NUMBER_OF_DESK, Matter, MatterQuerySet
from linli.matters.models.outside import OutsideOrder
from linli.matters.models.returns import Parking, Precedent, Return
from linli.matters.models.voices import Photo, Voice

__all__ = [
    "NUMBER_OF_DESK",
    "CallAttempt",
    "ClaimOffer",
    "Contribution",
    "Exclusion",
    "HandlingPlan",
    "HelpingHand",
    "InstantMatter",
    "InstantMatterQuerySet",
    "Involvement",
    "InvolvementQuerySet",
    "Matter",
    "MatterQuerySet",
    "OutsideOrder",
    "Parking",
    "Photo",
    "PlanStep",
    "Precedent",
    "QuickFix",
    "QuickFixQuerySet",
    "Return",
    "Voice",
    "is_volunteer_at",
    "teams_of",
    "units_of",
]
