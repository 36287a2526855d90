"""Enters a drawn register: the doors first, then who lives behind them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from linli.demo.registering import Resident
from linli.people import actions as people
from linli.people.actions import NewFact, enter_register
from linli.people.models import Person
from linli.people.queries import RegisterEntry
from linli.people.rules import ConsentPurpose, FactKind
from linli.people.viewer import THE_HOUSE
from linli.places import actions as places
from linli.places.actions import NewDwelling
from linli.places.models import Area

PURPOSE = "助残服务和走访"


def enter_residents(
    place: Area, residents: Sequence[Resident], areas: Mapping[str, Area], at: datetime
) -> dict[str, Person]:
    """Open the doors, enter everybody with their household, and say who became whom."""
    if not residents:
        return {}
    doors = dict.fromkeys((one.home, one.room) for one in residents)
    places.add_dwellings(
        within=place,
        dwellings=[NewDwelling(area=areas[home], number=room) for home, room in doors],
        by=THE_HOUSE,
        at=at,
    )
    entries = (_entry(one, areas[one.home]) for one in residents)
    enter_register(within=place, entries=entries, by=THE_HOUSE, at=at)
    entered = _found(place, residents, areas)
    _record_disabled(place, residents, entered, at)
    return entered


def _entry(one: Resident, home: Area) -> RegisterEntry:
    return RegisterEntry(
        name=one.name,
        home=home.pk,
        room=one.room,
        relation=one.relation,
        born_on=one.born_on,
        town=one.town,
        village=one.village,
    )


def _found(
    place: Area, residents: Sequence[Resident], areas: Mapping[str, Area]
) -> dict[str, Person]:
    """No two behind one door have one name, so that a door and a name find a person."""
    living = Person.objects.living_in(place).exclude(dwelling=None)
    known = {
        (person.home_id, person.dwelling.number, person.name): person
        for person in living.select_related("home", "dwelling")
        if person.dwelling
    }
    return {one.id: known[areas[one.home].pk, one.room, one.name] for one in residents}


def _record_disabled(
    place: Area, residents: Sequence[Resident], entered: Mapping[str, Person], at: datetime
) -> None:
    """Each has agreed to it alone (个人信息保护法 29) before it is kept."""
    disabled = [entered[one.id] for one in residents if one.disabled]
    purpose = ConsentPurpose.SENSITIVE_FACTS
    for person in disabled:
        people.give_consent(person=person, purpose=purpose, by=THE_HOUSE, at=at)
    facts = [
        NewFact(person=one, kind=FactKind.DISABILITY, began_on=at.date(), purpose=PURPOSE)
        for one in disabled
    ]
    if facts:
        people.record_facts(within=place, facts=facts, by=THE_HOUSE, at=at)
