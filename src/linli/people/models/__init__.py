"""People, households, organisations and posts: who is who, and by what right."""

from linli.people.models.accounts import Account, AccountManager, Attempt, SignInCode
from linli.people.models.doubles import Distinction, Merger, MovedRow
from linli.people.models.kinship import Kinship, KinshipQuerySet
from linli.people.models.mandates import Consent, Mandate
from linli.people.models.persons import (
    Household,
    HouseholdMember,
    Origin,
    Person,
    PersonFact,
    PersonQuerySet,
)
from linli.people.models.posts import Leave, Membership, Organisation, Post, Term, TermQuerySet

__all__ = [
    "Account",
    "AccountManager",
    "Attempt",
    "Consent",
    "Distinction",
    "Household",
    "HouseholdMember",
    "Kinship",
    "KinshipQuerySet",
    "Leave",
    "Mandate",
    "Membership",
    "Merger",
    "MovedRow",
    "Organisation",
    "Origin",
    "Person",
    "PersonFact",
    "PersonQuerySet",
    "Post",
    "SignInCode",
    "Term",
    "TermQuerySet",
]
