"""The register: who is found by what somebody says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from linli.kernel.encryption import blind_index
from linli.kernel.errors import Unreadable
from linli.kernel.identity import NotAPhoneNumber, read_phone
from linli.people.models import (
    Consent,
    HouseholdMember,
    Mandate,
    Membership,
    Organisation,
    Person,
    PersonFact,
    Term,
)
from linli.people.queries.posts import posts_of
from linli.people.viewer import Viewer
from linli.places.models import Area

PAGE = 50


class NobodyMeant(Unreadable):
    pass


class SeveralMeant(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Card:
    """What the register holds of one person."""

    person: Person
    facts: Sequence[PersonFact]
    terms: Sequence[Term]
    household: HouseholdMember | None
    housemates: Sequence[HouseholdMember]
    memberships: Sequence[Membership]
    given: Sequence[Mandate]
    held: Sequence[Mandate]
    consents: Sequence[Consent]


def people_found(viewer: Viewer, words: str) -> list[Person]:
    """查人: by name, spoken code or phone, among those whom one may see."""
    found = Person.objects.visible_to(viewer).select_related("home", "dwelling")
    if said := words.strip():
        found = found.filter(_meant(said))
    return list(found.order_by("left_on", "-pk")[: PAGE + 1])


def count_of_people(viewer: Viewer) -> int:
    """Count whom one may see and who still lives here."""
    return Person.objects.visible_to(viewer).filter(left_on=None).count()


def person_meant(viewer: Viewer, words: str) -> Person:
    """Find the one person that somebody means, or say why there is not one."""
    found = people_found(viewer, words) if words.strip() else []
    exact = [person for person in found if person.name == words.strip()]
    found = exact if len(exact) == 1 else found
    if not found:
        raise NobodyMeant("没有找到“{words}”，请先登记这个人。", words=words)
    if len(found) > 1:
        codes = "、".join(f"{person.name} {person.spoken_code}" for person in found[:5])
        raise SeveralMeant(
            "叫“{words}”的不止一位，请填口令号：{codes}", words=words, codes=codes
        )
    return found[0]


def card_of(person: Person, *, on: date) -> Card:
    """Gather what the register holds of one person."""
    lives = HouseholdMember.objects.filter(person=person, ended_on=None)
    household = lives.select_related("household__dwelling__area").first()
    return Card(
        person=person,
        facts=list(person.facts.order_by("ended_on", "began_on")),
        terms=posts_of(person, on=on),
        household=household,
        housemates=_housemates(household),
        memberships=list(
            person.memberships.filter(ended_on=None).select_related("organisation")
        ),
        given=list(running_mandates(on).filter(principal=person)),
        held=list(running_mandates(on).filter(delegate=person)),
        consents=list(person.consents.filter(withdrawn_at=None)),
    )


def running_mandates(on: date) -> QuerySet[Mandate]:
    """The mandates that hold that day or will, with both persons."""
    valid = Mandate.objects.filter(revoked_at=None, ends_on__gt=on)
    return valid.select_related("principal", "delegate").order_by("ends_on", "pk")


def mandates_in(viewer: Viewer, *, on: date) -> list[Mandate]:
    """List the running mandates of those whose register one keeps."""
    people = Person.objects.visible_to(viewer)
    return list(running_mandates(on).filter(principal__in=people)[:200])


def acted_for(viewer: Viewer, *, on: date) -> list[Mandate]:
    """我帮谁办: the mandates that somebody holds today."""
    held = running_mandates(on).filter(delegate=viewer.person_id, starts_on__lte=on)
    return list(held) if viewer.is_known else []


def organisations_in(area: Area, words: str = "") -> list[Organisation]:
    """List the organisations of an area and of what lies in it."""
    found = Organisation.objects.filter(area__path__startswith=area.path)
    if said := words.strip():
        found = found.filter(name__contains=said)
    return list(found.select_related("area").order_by("dissolved_on", "kind", "name")[:300])


def _housemates(household: HouseholdMember | None) -> list[HouseholdMember]:
    if household is None:
        return []
    members = HouseholdMember.objects.filter(household=household.household, ended_on=None)
    return list(members.select_related("person").order_by("pk"))


def _meant(said: str) -> Q:
    meant = Q(name__contains=said) | Q(spoken_code=said.replace(" ", ""))
    try:
        number = read_phone(said).number
    except NotAPhoneNumber:
        return meant
    return meant | Q(phone_index=blind_index(number, "phone"))
