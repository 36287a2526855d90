"""Persons, facts and households: what each action does, and what it refuses."""

from datetime import date

import pytest

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.events import ERASED
from linli.kernel.testing import NOON
from linli.people import actions, queries
from linli.people.actions import NewFact, NewHousehold, NewPerson
from linli.people.events import PeopleRegistered, SecretRevealed
from linli.people.models import Household, Person
from linli.people.rules import ConsentPurpose, FactKind, Secret
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_person,
    a_steward,
    an_administrator,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Dwelling
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def a_dwelling(here: Neighbourhood, number: str = "101") -> Dwelling:
    new = NewDwelling(area=here.unit, number=number)
    [dwelling] = add_dwellings(within=here.unit, dwellings=[new], by=THE_SURVEYOR, at=NOON)
    return dwelling


def test_a_clerk_registers_a_neighbour(here: Neighbourhood) -> None:
    clerk = viewing(a_clerk(here.community))

    wang = actions.register_person(
        name="王秀英", home=here.unit, phone="138 0000-2207", by=clerk, at=NOON
    )

    assert wang.phone == "13800002207"
    assert len(wang.spoken_code) == 6
    assert Person.objects.get(phone_index=wang.phone_index) == wang


@pytest.mark.parametrize("who", ["stranger", "steward", "clerk next door"])
def test_nobody_else_registers_a_neighbour(here: Neighbourhood, who: str) -> None:
    by = {
        "stranger": lambda: A_STRANGER,
        "steward": lambda: viewing(a_steward(here.building)),
        "clerk next door": lambda: viewing(a_clerk(a_neighbourhood().community)),
    }[who]()

    with pytest.raises(NotPermitted):
        actions.register_person(name="王秀英", home=here.unit, by=by, at=NOON)


def test_a_phone_or_an_identity_number_that_is_none_is_refused(here: Neighbourhood) -> None:
    with pytest.raises(actions.PhoneUnreadable):
        actions.register_person(name="王", home=here.unit, phone="1", by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.IdNumberUnreadable):
        actions.register_person(name="王", home=here.unit, id_number="1", by=THE_HOUSE, at=NOON)


def test_nobody_is_registered_twice_under_one_identity_number(here: Neighbourhood) -> None:
    actions.register_person(
        name="王秀英", home=here.unit, id_number=ID_NUMBER, by=THE_HOUSE, at=NOON
    )

    with pytest.raises(actions.PersonAlreadyRegistered):
        actions.register_person(
            name="王秀英", home=here.unit, id_number=ID_NUMBER.lower(), by=THE_HOUSE, at=NOON
        )


def test_a_whole_list_is_registered_and_told_once(here: Neighbourhood) -> None:
    people = [NewPerson(name=f"居民{number}", home=here.unit) for number in range(20)]

    registered = actions.register_people(
        within=here.community, people=people, by=THE_HOUSE, at=NOON
    )

    assert len({person.spoken_code for person in registered}) == 20
    [told] = journal.events(PeopleRegistered, subject=here.community.ref)
    assert told.count == 20


def test_a_list_does_not_smuggle_in_people_of_elsewhere(here: Neighbourhood) -> None:
    people = [NewPerson(name="外人", home=a_neighbourhood().unit)]

    with pytest.raises(NotPermitted):
        actions.register_people(within=here.community, people=people, by=THE_HOUSE, at=NOON)


def test_a_phone_is_revealed_with_a_reason(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")
    clerk = viewing(a_clerk(here.community))

    shown = actions.reveal(person=wang, field=Secret.PHONE, reason="回访", by=clerk, at=NOON)

    assert shown == "13800002207"
    [revealed] = journal.events(SecretRevealed, subject=wang.ref)
    assert "13800002207" not in repr(revealed)


def test_a_phone_is_not_revealed_without_a_reason_or_to_a_steward(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")
    clerk, steward = viewing(a_clerk(here.community)), viewing(a_steward(here.building))

    with pytest.raises(actions.ReasonMissing):
        actions.reveal(person=wang, field=Secret.PHONE, reason=" ", by=clerk, at=NOON)
    with pytest.raises(NotPermitted):
        actions.reveal(person=wang, field=Secret.PHONE, reason="看看", by=steward, at=NOON)


def test_two_people_do_not_correct_over_each_other(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    seen_before = Person.objects.get(pk=wang.pk)
    corrected = {"phone": None, "born_on": None, "home": here.unit, "by": THE_HOUSE}
    actions.correct_person(person=wang, name="王秀瑛", at=NOON, **corrected)  # type: ignore[arg-type]

    with pytest.raises(actions.PersonMovedOn):
        actions.correct_person(person=seen_before, name="王英", at=NOON, **corrected)  # type: ignore[arg-type]


def test_nobody_moves_a_person_into_an_area_that_one_does_not_keep(
    here: Neighbourhood,
) -> None:
    clerk = viewing(a_clerk(here.community))

    with pytest.raises(NotPermitted):
        actions.correct_person(
            person=a_person("王秀英", here.unit),
            name="王秀英",
            phone=None,
            born_on=None,
            home=a_neighbourhood().unit,
            by=clerk,
            at=NOON,
        )


def test_somebody_leaves_once(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    actions.note_departure(person=wang, left_on=date(2026, 3, 2), by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.PersonMovedOn):
        actions.note_departure(person=wang, left_on=date(2026, 3, 2), by=THE_HOUSE, at=NOON)
    with pytest.raises(NotPermitted):
        actions.note_departure(person=wang, left_on=date(2026, 3, 2), by=A_STRANGER, at=NOON)


def test_who_asks_is_forgotten_and_the_story_stays(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit, phone="13800002207")
    clerk = viewing(a_clerk(here.community))
    actions.reveal(person=wang, field=Secret.PHONE, reason="王秀英回访", by=clerk, at=NOON)

    actions.forget_person(person=wang, by=viewing(wang), at=NOON)

    assert (wang.name, wang.phone, wang.spoken_code) == ("已注销", "", "")
    [revealed] = journal.events(SecretRevealed, subject=wang.ref)
    assert revealed.reason == ERASED
    assert queries.name_of(wang.ref) == "已注销"


def test_a_stranger_makes_nobody_forgotten(here: Neighbourhood) -> None:
    with pytest.raises(NotPermitted):
        actions.forget_person(person=a_person("王秀英", here.unit), by=A_STRANGER, at=NOON)


def test_facts_are_recorded_and_end(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    new = NewFact(
        person=wang, kind=FactKind.LAID_OFF, began_on=date(2025, 1, 1), purpose="就业帮扶"
    )

    [fact] = actions.record_facts(within=here.community, facts=[new], by=THE_HOUSE, at=NOON)
    actions.end_fact(fact=fact, ended_on=date(2026, 1, 1), by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.FactAlreadyEnded):
        actions.end_fact(fact=fact, ended_on=date(2026, 1, 1), by=THE_HOUSE, at=NOON)
    with pytest.raises(NotPermitted):
        actions.record_facts(within=here.community, facts=[new], by=A_STRANGER, at=NOON)


def test_a_sensitive_fact_waits_for_a_consent_of_its_own(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)

    def record() -> None:
        actions.record_fact(
            person=wang,
            kind=FactKind.DISABLED_ELDER,
            began_on=date(2026, 1, 1),
            purpose="助浴",
            by=THE_HOUSE,
            at=NOON,
        )

    with pytest.raises(actions.SensitiveWithoutConsent):
        record()
    actions.give_consent(
        person=wang, purpose=ConsentPurpose.SENSITIVE_FACTS, by=viewing(wang), at=NOON
    )
    record()

    assert wang.facts.count() == 1


def test_a_household_is_founded_joined_and_left(here: Neighbourhood) -> None:
    wang, li = a_person("王秀英", here.unit), a_person("李明", here.unit)
    dwelling = a_dwelling(here)

    household = actions.found_household(
        dwelling=dwelling, members=[(wang, "户主")], by=THE_HOUSE, at=NOON
    )
    actions.move_in(household=household, person=li, relation="配偶", by=THE_HOUSE, at=NOON)

    assert li.dwelling == dwelling
    for person in (wang, li):
        actions.move_out(person=person, by=THE_HOUSE, at=NOON)
    assert Household.objects.get().ended_on is not None
    with pytest.raises(actions.NotInAHousehold):
        actions.move_out(person=wang, by=THE_HOUSE, at=NOON)


def test_nobody_lives_in_two_households(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    first = NewHousehold(dwelling=a_dwelling(here), members=[(wang, "户主")])
    second = NewHousehold(dwelling=a_dwelling(here, "102"), members=[(wang, "户主")])
    actions.found_households(within=here.unit, households=[first], by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.AlreadyInAHousehold):
        actions.found_households(within=here.unit, households=[second], by=THE_HOUSE, at=NOON)
    with pytest.raises(NotPermitted):
        actions.found_households(within=here.unit, households=[second], by=A_STRANGER, at=NOON)


def test_an_administrator_keeps_those_who_live_nowhere_here(here: Neighbourhood) -> None:
    official = actions.register_person(name="周科长", home=None, by=THE_HOUSE, at=NOON)
    administrator = viewing(an_administrator(here.county))
    clerk = viewing(a_clerk(here.community))

    assert Person.objects.visible_to(administrator).filter(pk=official.pk).exists()
    assert not Person.objects.visible_to(clerk).filter(pk=official.pk).exists()
