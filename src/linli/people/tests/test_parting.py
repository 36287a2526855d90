"""撤回合并: two who were taken for one are two again; what came afterwards stays."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from linli.kernel.errors import NotPermitted
from linli.kernel.journal import events
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.messaging import actions as messaging
from linli.messaging.models import Message
from linli.people import actions
from linli.people.actions import MergerForgotten, TakenInSince, merge_persons, undo_merger
from linli.people.actions.persons import PersonMovedOn, ReasonMissing
from linli.people.events.doubles import PersonsParted
from linli.people.models import Household, HouseholdMember, Membership, Merger, Person
from linli.people.queries import mergers_seen_by
from linli.people.rules import OrganisationKind
from linli.people.testing import a_browser_of, a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

PHONE, ID_NUMBER, LATER = "13800002207", "11010519491231002X", NOON + timedelta(days=3)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def two(here: Neighbourhood) -> tuple[Person, Person]:
    full = actions.register_person(
        name="王秀英",
        home=here.building,
        phone=PHONE,
        id_number=ID_NUMBER,
        born_on=date(1949, 12, 31),
        by=THE_HOUSE,
        at=NOON,
    )
    return a_person("王秀英", here.unit), full


def merged(kept: Person, gone: Person) -> Merger:
    merge_persons(kept=kept, gone=gone, reason="当面核对", by=THE_HOUSE, at=NOON)
    return Merger.objects.select_related("kept", "gone").latest("pk")


def undone(merger: Merger, reason: str = "是姐妹俩") -> int:
    return undo_merger(merger=merger, reason=reason, by=THE_HOUSE, at=LATER)


def a_home(here: Neighbourhood, person: Person) -> Household:
    [dwelling] = add_dwellings(
        within=here.unit,
        dwellings=[NewDwelling(area=here.unit, number="301")],
        by=THE_HOUSE,
        at=NOON,
    )
    return actions.found_household(
        dwelling=dwelling, members=[(person, "户主")], by=THE_HOUSE, at=NOON
    )


def a_team(here: Neighbourhood, *people: Person) -> None:
    team = actions.form_organisation(
        name="腰鼓队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )
    for person in people:
        actions.join_organisation(organisation=team, person=person, by=THE_HOUSE, at=NOON)


def test_what_went_over_comes_back_and_so_does_who_they_were(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    kept, gone = two
    home = a_home(here, gone)
    a_team(here, gone)
    messaging.tell_of(Entry.objects.latest("pk"), to=gone.ref)
    before = Person.objects.filter(pk=gone.pk).values().get()
    bare = Person.objects.filter(pk=kept.pk).values().get()
    merger = merged(kept, gone)
    assert Person.objects.get(pk=kept.pk).phone == PHONE

    assert undone(merger) == 3

    assert Person.objects.filter(pk=gone.pk).values().get() == before
    assert Person.objects.filter(pk=kept.pk).values().get() == bare
    assert Membership.objects.get().person == gone
    assert Message.objects.get().to == gone.ref
    lives = HouseholdMember.objects.get(household=home)
    assert (lives.person, lives.ended_on) == (gone, None)
    [told] = events(PersonsParted, subject=kept.ref)
    assert (told.other, told.moved) == (gone.ref, 3)


def test_what_came_afterwards_stays(here: Neighbourhood, two: tuple[Person, Person]) -> None:
    kept, gone = two
    merger = merged(kept, gone)
    a_team(here, kept)
    actions.correct_person(
        person=Person.objects.get(pk=kept.pk),
        name="王秀英",
        phone="13900002207",
        born_on=kept.born_on,
        home=kept.home,
        by=THE_HOUSE,
        at=NOON,
    )

    undone(merger)

    assert Membership.objects.get().person == kept
    assert Person.objects.get(pk=kept.pk).phone == "13900002207"
    assert Person.objects.get(pk=gone.pk).phone == PHONE


def test_the_household_is_theirs_again_unless_they_live_elsewhere(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    kept, gone = two
    a_home(here, gone)
    merger = merged(kept, gone)
    HouseholdMember.objects.update(ended_on=date(2020, 1, 1))

    undone(merger)

    assert HouseholdMember.objects.get().ended_on == date(2020, 1, 1)


def test_they_can_be_merged_again_and_parted_again(two: tuple[Person, Person]) -> None:
    first = merged(*two)
    undone(first)
    second = merged(*(Person.objects.get(pk=one.pk) for one in two))
    undone(second)

    assert Merger.objects.standing().count() == 0
    assert Person.objects.get(pk=two[1].pk).id_number == ID_NUMBER


def test_a_merger_is_undone_once(two: tuple[Person, Person]) -> None:
    merger = merged(*two)
    stale = Merger.objects.select_related("kept", "gone").get()
    undone(merger)

    with pytest.raises(PersonMovedOn):
        undone(stale)


def test_the_later_merger_is_undone_first(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    first = merged(*two)
    third = a_person("王秀英", here.community)
    second = merged(third, two[0])
    first = Merger.objects.select_related("kept", "gone").get(pk=first.pk)
    with pytest.raises(TakenInSince):
        undone(first)

    undone(second)
    undone(Merger.objects.select_related("kept", "gone").get(pk=first.pk))

    assert Person.objects.get(pk=two[1].pk).phone == PHONE


def test_who_was_forgotten_does_not_come_back(two: tuple[Person, Person]) -> None:
    merger = merged(*two)
    actions.forget_person(person=two[0], by=THE_HOUSE, at=NOON)

    merger.refresh_from_db()
    with pytest.raises(MergerForgotten):
        undone(merger)
    assert mergers_seen_by(THE_HOUSE) == []


def test_what_is_kept_for_the_way_back_is_sealed(two: tuple[Person, Person]) -> None:
    merged(*two)
    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM people_merger")
        [stored] = cursor.fetchone()
    assert stored
    assert PHONE not in stored
    assert ID_NUMBER not in stored


def test_a_code_that_somebody_else_has_by_now_is_given_anew(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    code = Person.objects.get(pk=two[1].pk).spoken_code
    merger = merged(*two)
    other = a_person("李志强", here.unit)
    Person.objects.filter(pk=other.pk).update(spoken_code=code)

    undone(merger)

    assert Person.objects.get(pk=two[1].pk).spoken_code not in ("", code)


def test_only_who_keeps_both_registers_with_a_reason_and_not_about_oneself(
    here: Neighbourhood, two: tuple[Person, Person]
) -> None:
    merger = merged(*two)
    with pytest.raises(ReasonMissing):
        undone(merger, reason=" ")
    elsewhere = viewing(a_clerk(a_neighbourhood().community))
    clerk = a_clerk(here.community)
    with pytest.raises(NotPermitted):
        undo_merger(merger=merger, reason="两个人", by=elsewhere, at=NOON)
    own = merged(clerk, a_person("何春燕", here.unit))
    with pytest.raises(NotPermitted):
        undo_merger(merger=own, reason="两个人", by=viewing(clerk), at=NOON)


def test_a_clerk_undoes_it_on_the_page(here: Neighbourhood, two: tuple[Person, Person]) -> None:
    merger = merged(*two)
    browser = a_browser_of(a_clerk(here.community))
    assert "合错了，撤回" in browser.get(reverse("doubles")).text
    url = reverse("merger-undoing", args=[merger.pk])
    assert browser.post(url, {"key": "a", "reason": ""}).status_code == 422
    elsewhere = a_browser_of(a_clerk(a_neighbourhood().community))
    assert elsewhere.post(url, {"key": "b", "reason": "两个人"}).status_code == 404

    assert browser.post(url, {"key": "c", "reason": "是姐妹俩"}).status_code == 303

    assert Person.objects.get(pk=two[1].pk).phone == PHONE
    assert "合错了，撤回" not in browser.get(reverse("doubles")).text
