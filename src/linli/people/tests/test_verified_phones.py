"""电话核实: set when a code was answered on it, gone when the number changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.kernel import installation
from linli.kernel.journal import events
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.events import PhoneVerified
from linli.people.models import Person
from linli.people.queries import RegisterEntry
from linli.people.testing import a_browser_of, a_clerk, a_person
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
PHONE, OTHER, HERE = "13800002207", "13900002207", "127.0.0.1"
ID_NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def _told() -> Iterator[None]:
    installation.is_simulated.cache_clear()
    installation.found(kind="replay", name="回放", at=NOON)
    yield
    installation.is_simulated.cache_clear()


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def wang(place: Neighbourhood) -> Person:
    return a_person("王秀英", place.unit, phone=PHONE)


def answer(code: str = "", *, minutes: int = 0) -> None:
    at = NOON + timedelta(minutes=minutes)
    shown = actions.request_code(phone=PHONE, address=HERE, at=at)
    actions.check_code(phone=PHONE, code=code or shown, address=HERE, at=at)


def verified(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).phone_verified_at is not None


def correct(person: Person, phone: str | None) -> None:
    seen = Person.objects.get(pk=person.pk)
    actions.correct_person(
        person=seen,
        name=seen.name,
        phone=phone,
        born_on=seen.born_on,
        home=seen.home,
        by=THE_HOUSE,
        at=NOON,
    )


def test_a_phone_is_verified_when_a_code_is_answered_on_it(wang: Person) -> None:
    other = a_person("老伴", wang.home, phone=PHONE)
    stranger = a_person("李志强", wang.home, phone=OTHER)
    assert not verified(wang)
    with pytest.raises(actions.CodeWrong):
        answer("x")
    assert not verified(wang)

    answer(minutes=1)
    answer(minutes=2)

    assert verified(wang)
    assert verified(other)
    assert not verified(stranger)
    assert len(events(PhoneVerified, subject=wang.ref)) == 1


def test_another_number_has_to_be_verified_anew(wang: Person) -> None:
    answer()
    correct(wang, None)
    correct(wang, PHONE)
    assert verified(wang)

    correct(wang, OTHER)

    assert not verified(wang)


def test_a_list_that_says_another_number_takes_the_mark_away(
    place: Neighbourhood,
) -> None:
    dwellings = [NewDwelling(area=place.unit, number="101")]
    add_dwellings(within=place.unit, dwellings=dwellings, by=THE_HOUSE, at=NOON)

    def entered(phone: str) -> None:
        entry = RegisterEntry(
            name="王秀英",
            home=place.unit.pk,
            room="101",
            relation="户主",
            phone=phone,
            id_number=ID_NUMBER,
        )
        actions.enter_register(within=place.community, entries=[entry], by=THE_HOUSE, at=NOON)

    entered(PHONE)
    answer(minutes=1)
    entered(PHONE)
    listed = Person.objects.exclude(id_number_index="").get()
    assert verified(listed)

    entered(OTHER)

    assert Person.objects.get(pk=listed.pk).phone == OTHER
    assert not verified(listed)


def test_the_mark_goes_with_the_number_into_a_merger(place: Neighbourhood) -> None:
    bare, own = a_person("王秀英", place.unit), a_person("王秀英", place.unit, phone=OTHER)
    for kept in (own, bare):
        full = a_person("王秀英", place.unit, phone=PHONE)
        answer(minutes=kept.pk)
        actions.merge_persons(kept=kept, gone=full, reason="核对", by=THE_HOUSE, at=NOON)
        assert not verified(full)

    assert verified(bare)
    assert not verified(own)


def test_who_is_forgotten_leaves_no_mark(wang: Person) -> None:
    answer()
    actions.forget_person(person=wang, by=THE_HOUSE, at=NOON)
    assert not verified(wang)


def test_the_database_keeps_it_too(place: Neighbourhood) -> None:
    bare = a_person("王秀英", place.unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=bare.pk).update(phone_verified_at=NOON)


def test_the_register_shows_it(place: Neighbourhood, wang: Person) -> None:
    desk = a_browser_of(a_clerk(place.community))
    url = reverse("person", args=[wang.pk])
    assert "没核实过" in desk.get(url).text

    answer()

    assert "没核实过" not in desk.get(url).text
    assert "核实过" in desk.get(url).text
