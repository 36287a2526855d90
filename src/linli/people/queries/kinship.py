"""Kinship: what is verified between two people, and what waits for a second pair of eyes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.people.models import Kinship, Person
from linli.people.rules import KinRelation, KinshipState
from linli.people.viewer import Viewer

MOST = 100


@dataclass(frozen=True, kw_only=True)
class Kin:
    """A verified relative, seen from one of the two."""

    kinship: Kinship
    person: Person
    relation: KinRelation


def kin_of(person_id: int, *, on: date) -> list[Kin]:
    """亲属: the verified relatives of somebody that day, whoever of the two was named first."""
    rows = Kinship.objects.holding_on(on).filter(Q(person=person_id) | Q(relative=person_id))
    found = rows.select_related("person__home", "relative__home").order_by("pk")
    return [_seen_from(person_id, one) for one in found]


def kinship_between(one: int, other: int, *, on: date) -> Kin | None:
    """What `other` is to `one` by a kinship that is verified that day."""
    return next((kin for kin in kin_of(one, on=on) if kin.person.pk == other), None)


def kinships_seen(viewer: Viewer) -> list[Kinship]:
    """亲属关系: those of oneself and of whom one serves, what waits first."""
    seen = Kinship.objects.visible_to(viewer).select_related("person", "relative", "verifier")
    return list(seen.order_by("-state", "-proposed_at")[:MOST])


def kinships_to_verify(viewer: Viewer) -> int:
    """How many wait for the desk."""
    if not viewer.keeps_anything:
        return 0
    seen = Kinship.objects.visible_to(viewer).filter(state=KinshipState.PROPOSED)
    return seen.exclude(proposer=viewer.ref).count()


def _seen_from(person_id: int, one: Kinship) -> Kin:
    relation = KinRelation(one.relation)
    if one.person_id == person_id:
        return Kin(kinship=one, person=one.relative, relation=relation)
    return Kin(kinship=one, person=one.person, relation=relation.seen_from_the_other)
