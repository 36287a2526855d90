"""Households are founded; people move in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import ref
from linli.people import policies
from linli.people.events import HouseholdFounded, HouseholdsFounded, MovedIn, MovedOut
from linli.people.models import Household, HouseholdMember, Person
from linli.people.viewer import Viewer
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area, Dwelling

KEEPERS_ONLY = "只有管理员，以及本级和上级的工作人员，可以登记这里的住户。"


class AlreadyInAHousehold(Refusal):
    pass


class NotInAHousehold(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewHousehold:
    """A household to be founded: behind which door, and who with which relation to its head."""

    dwelling: Dwelling
    members: Sequence[tuple[Person, str]]


@transaction.atomic
def found_household(
    *, dwelling: Dwelling, members: Sequence[tuple[Person, str]], by: Viewer, at: datetime
) -> Household:
    """立户: these people live together behind one door; each with the relation to its head."""
    area = dwelling.area
    [household] = _founded([NewHousehold(dwelling=dwelling, members=members)], area, by, at)
    event = HouseholdFounded(subject=ref(household), count=len(members))
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return household


@transaction.atomic
def found_households(
    *, within: Area, households: Sequence[NewHousehold], by: Viewer, at: datetime
) -> list[Household]:
    """成批立户: the households of a whole compound, told once."""
    founded = _founded(households, within, by, at)
    event = HouseholdsFounded(subject=within.ref, count=len(founded))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return founded


@transaction.atomic
def settle(
    *, person: Person, area: Area, number: str, relation: str, by: Viewer, at: datetime
) -> Household:
    """入住: the person lives behind that door; its household takes them in or is founded."""
    if not policies.may_keep_register(by, area):
        raise NotPermitted(KEEPERS_ONLY)
    dwelling = Dwelling.objects.select_related("area").filter(area=area, number=number).first()
    if dwelling is None:
        new = NewDwelling(area=area, number=number)
        [dwelling] = add_dwellings(within=area, dwellings=[new], by=by, at=at)
    household = dwelling.households.filter(ended_on=None).first()
    if household is None:
        members = [(person, relation)]
        return found_household(dwelling=dwelling, members=members, by=by, at=at)
    move_in(household=household, person=person, relation=relation, by=by, at=at)
    return household


@transaction.atomic
def move_in(
    *, household: Household, person: Person, relation: str, by: Viewer, at: datetime
) -> None:
    """入户: somebody joins a household."""
    area = household.dwelling.area
    if not policies.may_keep_register(by, area):
        raise NotPermitted(KEEPERS_ONLY)
    _refuse_who_live_elsewhere([person])
    HouseholdMember.objects.create(
        household=household, person=person, relation=relation, began_on=day_of(at)
    )
    Person.objects.filter(pk=person.pk).update(home=area, dwelling=household.dwelling)
    event = MovedIn(subject=ref(household), person=person.ref)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    person.refresh_from_db()


@transaction.atomic
def move_out(*, person: Person, by: Viewer, at: datetime) -> None:
    """离户: somebody leaves the household they live in; the last one out ends it."""
    lives = HouseholdMember.objects.select_related("household__dwelling__area")
    membership = lives.filter(person=person, ended_on=None).first()
    if membership is None:
        raise NotInAHousehold("{name}现在不在任何一户里。", name=person.name)
    household, area = membership.household, membership.household.dwelling.area
    if not policies.may_keep_register(by, area):
        raise NotPermitted(KEEPERS_ONLY)
    on = day_of(at)
    HouseholdMember.objects.filter(pk=membership.pk, ended_on=None).update(ended_on=on)
    if not household.members.filter(ended_on=None).exists():
        Household.objects.filter(pk=household.pk).update(ended_on=on)
    Person.objects.filter(pk=person.pk).update(dwelling=None)
    event = MovedOut(subject=ref(household), person=person.ref)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    person.refresh_from_db()


def _founded(
    new: Sequence[NewHousehold], within: Area, by: Viewer, at: datetime
) -> list[Household]:
    outside = any(not household.dwelling.area.lies_in(within) for household in new)
    if outside or not policies.may_keep_register(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    _refuse_who_live_elsewhere([person for one in new for person, _ in one.members])
    on = day_of(at)
    founded = Household.objects.bulk_create(
        (Household(dwelling=one.dwelling, began_on=on) for one in new), batch_size=1000
    )
    pairs = zip(founded, new, strict=True)
    _seat([(household, one) for household, one in pairs], at)
    return founded


def _seat(households: Sequence[tuple[Household, NewHousehold]], at: datetime) -> None:
    members = [
        HouseholdMember(
            household=household, person=person, relation=relation, began_on=day_of(at)
        )
        for household, one in households
        for person, relation in one.members
    ]
    HouseholdMember.objects.bulk_create(members, batch_size=1000)
    for _, one in households:
        for person, _ in one.members:
            person.home, person.dwelling = one.dwelling.area, one.dwelling
    Person.objects.bulk_update(
        [member.person for member in members], ["home", "dwelling"], batch_size=500
    )


def _refuse_who_live_elsewhere(people: Sequence[Person]) -> None:
    living = HouseholdMember.objects.filter(
        person__in=[person.pk for person in people], ended_on=None
    )
    if taken := living.select_related("person").first():
        raise AlreadyInAHousehold("{name}已经在另一户里，请先办离户。", name=taken.person.name)
