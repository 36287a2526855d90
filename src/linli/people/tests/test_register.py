"""A whole list of people goes into the register (人户登记册)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Indicator, Window
from linli.kernel.journal import events
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.actions import DoorUnknown, Entered, EntryDoubtful, enter_register
from linli.people.events import PersonCorrected, RegisterEntered
from linli.people.models import Household, HouseholdMember, Origin, Person
from linli.people.queries import RegisterEntry, origin_of
from linli.people.testing import A_STRANGER, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

ID_NUMBER = "11010519491231002X"


@pytest.fixture
def here() -> Neighbourhood:
    laid = a_neighbourhood()
    open_doors(laid.unit, "101", "102")
    return laid


def open_doors(unit: Area, *numbers: str) -> None:
    new = [NewDwelling(area=unit, number=number) for number in numbers]
    add_dwellings(within=unit, dwellings=new, by=THE_HOUSE, at=NOON)


def wang(here: Neighbourhood) -> RegisterEntry:
    return RegisterEntry(
        name="王秀英",
        home=here.unit.pk,
        room="101",
        relation="户主",
        phone="13800002207",
        id_number=ID_NUMBER,
    )


def entered(here: Neighbourhood, *entries: RegisterEntry) -> Entered:
    return enter_register(within=here.community, entries=entries, by=THE_HOUSE, at=NOON)


def housemates(person: Person) -> set[str]:
    lives = HouseholdMember.objects.get(person=person, ended_on=None)
    running = HouseholdMember.objects.filter(household=lives.household, ended_on=None)
    return set(running.values_list("person__name", flat=True))


def test_who_is_new_gets_a_household_and_a_code_of_their_own(here: Neighbourhood) -> None:
    husband = RegisterEntry(name="李建国", home=here.unit.pk, room="101", relation="配偶")

    assert entered(here, wang(here), husband) == Entered(new=2)

    known = Person.objects.get(name="王秀英")
    assert (known.phone, known.id_number) == ("13800002207", ID_NUMBER)
    assert housemates(known) == {"王秀英", "李建国"}
    assert len(set(Person.objects.values_list("spoken_code", flat=True))) == 2
    assert [one.new for one in events(RegisterEntered, subject=here.community.ref)] == [2]


def test_the_same_list_again_changes_nothing(here: Neighbourhood) -> None:
    entered(here, wang(here))

    assert entered(here, wang(here)) == Entered(same=1)

    assert Person.objects.count() == Household.objects.count() == 1


def test_what_changed_is_told_of_the_person_and_what_is_left_empty_stays(
    here: Neighbourhood,
) -> None:
    entered(here, wang(here))

    again = replace(wang(here), phone="13900002207", id_number="")
    assert entered(here, again) == Entered(changed=1)

    known = Person.objects.get()
    assert (known.phone, known.id_number) == ("13900002207", ID_NUMBER)
    assert [one.changed for one in events(PersonCorrected, subject=known.ref)] == ["电话"]


def test_who_moves_leaves_the_old_household_which_ends_when_it_is_empty(
    here: Neighbourhood,
) -> None:
    entered(here, wang(here))

    assert entered(here, replace(wang(here), room="102")) == Entered(changed=1)

    known = Person.objects.select_related("dwelling").get()
    assert known.dwelling is not None
    assert known.dwelling.number == "102"
    assert Household.objects.filter(ended_on=None).count() == 1
    assert Household.objects.exclude(ended_on=None).count() == 1


def test_two_households_behind_one_door_are_told_apart_by_their_numbers(
    here: Neighbourhood,
) -> None:
    tenant = RegisterEntry(name="左思源", home=here.unit.pk, room="101", household="2")
    entered(here, replace(wang(here), household="1"), tenant)

    assert housemates(Person.objects.get(name="左思源")) == {"左思源"}
    assert entered(here, replace(wang(here), household="1"), tenant) == Entered(same=2)


def test_a_household_without_a_number_takes_the_one_that_is_said(here: Neighbourhood) -> None:
    entered(here, wang(here))

    numbered = replace(wang(here), household="A-7")
    assert entered(here, numbered) == Entered(changed=1)

    assert Household.objects.get().number == "A-7"
    assert entered(here, numbered) == Entered(same=1)


def test_a_household_knows_the_village_it_came_from(here: Neighbourhood) -> None:
    entered(here, replace(wang(here), town="鸡场坪镇", village="坡脚村"))

    household = Household.objects.get()
    assert origin_of(household.origin) == ("鸡场坪镇", "坡脚村")
    entered(here, replace(wang(here), town="鸡场坪镇", village="新村"))
    assert Origin.objects.filter(town=None).count() == 1
    assert Origin.objects.exclude(town=None).count() == 2


def test_who_once_left_comes_back_as_the_same_person(here: Neighbourhood) -> None:
    entered(here, wang(here))
    known = Person.objects.get()
    actions.note_departure(person=known, left_on=NOON.date(), by=THE_HOUSE, at=NOON)

    entered(here, wang(here))

    assert Person.objects.get().left_on is None


def test_somebody_found_without_an_id_number_is_given_it(here: Neighbourhood) -> None:
    entered(here, replace(wang(here), id_number=""))

    assert entered(here, wang(here)) == Entered(changed=1)

    assert Person.objects.get().id_number == ID_NUMBER


def test_an_id_number_under_another_name_is_refused(here: Neighbourhood) -> None:
    entered(here, wang(here))

    with pytest.raises(EntryDoubtful, match="另一个名字"):
        entered(here, replace(wang(here), name="王秀兰"))


def test_who_is_registered_elsewhere_must_leave_there_first(here: Neighbourhood) -> None:
    elsewhere = a_neighbourhood()
    open_doors(elsewhere.unit, "101")
    entered(elsewhere, replace(wang(elsewhere)))

    with pytest.raises(EntryDoubtful, match="别的区域"):
        entered(here, wang(here))


def test_two_of_one_name_behind_one_door_need_more_than_a_name(here: Neighbourhood) -> None:
    plain = RegisterEntry(name="王秀英", home=here.unit.pk, room="101")
    entered(here, plain, plain)

    with pytest.raises(EntryDoubtful, match="两个同名"):
        entered(here, plain)


def test_a_door_that_is_not_there_is_refused_and_nobody_enters(here: Neighbourhood) -> None:
    with pytest.raises(DoorUnknown, match="909"):
        entered(here, wang(here), replace(wang(here), id_number="", room="909"))

    assert not Person.objects.exists()


def test_a_door_outside_the_area_is_refused(here: Neighbourhood) -> None:
    elsewhere = a_neighbourhood()
    open_doors(elsewhere.unit, "101")

    with pytest.raises(DoorUnknown):
        entered(here, wang(elsewhere))


def test_only_who_keeps_the_register_there_may_enter_a_list(here: Neighbourhood) -> None:
    clerk_elsewhere = viewing(a_clerk(a_neighbourhood().community))

    for by in (A_STRANGER, clerk_elsewhere):
        with pytest.raises(NotPermitted):
            enter_register(within=here.community, entries=[wang(here)], by=by, at=NOON)


def test_a_list_of_any_length_is_read_a_thousand_at_a_time(here: Neighbourhood) -> None:
    read: list[int] = []

    def many() -> Iterable[RegisterEntry]:
        for number in range(1500):
            read.append(number)
            yield RegisterEntry(name=f"王{number}", home=here.unit.pk, room="101")

    assert entered(here, *many()) == Entered(new=1500)
    assert Household.objects.count() == 1


def test_questions_to_the_database_do_not_grow_with_the_list(here: Neighbourhood) -> None:
    def asked(many: int, first: int) -> int:
        entries = [
            replace(wang(here), name=f"张{number}", id_number="")
            for number in range(first, first + many)
        ]
        with CaptureQueriesContext(connection) as queries:
            entered(here, *entries)
        return len(queries)

    entered(here, wang(here))

    assert asked(5, 0) == asked(200, 1000)


def test_the_register_of_persons_finds_who_was_entered(here: Neighbourhood) -> None:
    a_person("路人", here.unit)
    entered(here, wang(here))
    clerk = viewing(a_clerk(here.community))

    assert Person.objects.visible_to(clerk).filter(name="王秀英").exists()


def test_households_and_origins_are_counted_from_the_register(here: Neighbourhood) -> None:
    came = replace(wang(here), town="鸡场坪镇", village="坡脚村")
    entered(
        here,
        came,
        replace(came, name="李建国", id_number="", room="102", village="新村"),
    )
    window = Window(since=None, until=NOON + timedelta(days=1))

    def value(code: str) -> int:
        return Indicator.registry[code].value(here.community.ref, window)

    assert value("people.households") == 2
    assert (value("people.origin_towns"), value("people.origin_villages")) == (1, 2)


def test_a_share_is_written_with_its_decimals(here: Neighbourhood) -> None:
    for number in range(8):
        born = date(1949, 12, 31) if not number else date(1990, 1, 1)
        a_person(f"王{number}", here.unit, born_on=born)
    share = Indicator.registry["people.elders_share"]
    window = Window(since=None, until=NOON + timedelta(days=1))

    value = share.value(here.community.ref, window)

    assert (value, share.written(value)) == (1250, "12.5")
