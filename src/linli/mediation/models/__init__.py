"""Mediated disputes, who takes part in them, and what is written down of them."""

from linli.mediation.models.cases import Case, CaseQuerySet
from linli.mediation.models.committees import Committee
from linli.mediation.models.parties import Mediator, Party
from linli.mediation.models.records import Agreement, Talk, Visit

__all__ = [
    "Agreement",
    "Case",
    "CaseQuerySet",
    "Committee",
    "Mediator",
    "Party",
    "Talk",
    "Visit",
]
