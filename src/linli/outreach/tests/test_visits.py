"""走访: one household, who was met, what came of it; who reads it; how many each walked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Window
from linli.kernel.models import Entry, Link
from linli.kernel.testing import NOON
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.outreach import actions
from linli.outreach.actions.visits import VisitIncomplete
from linli.outreach.indicators import DOORS_REACHED, HOME_VISITS
from linli.outreach.models import Correction, DoorVisit
from linli.outreach.queries.patrols import never_reached, reached_lately
from linli.outreach.queries.visits import visits_at, walked_by
from linli.outreach.rules.patrols import Found
from linli.outreach.testing import Here, here, households
from linli.people.models import Household, Person
from linli.people.testing import a_browser_of, a_clerk, a_steward, viewing
from linli.people.viewer import A_PASSER_BY
from linli.places.models import Dwelling
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db

A_MONTH = Window(since=NOON - timedelta(days=1), until=NOON + timedelta(days=30))


@pytest.fixture
def them() -> Here:
    return here()


@pytest.fixture
def home(them: Here) -> Household:
    return households(them, 1)[0]


@pytest.fixture
def steward(them: Here) -> Person:
    return a_steward(them.place.building)


def a_visit(
    dwelling: Dwelling, by: Person, *, found: Found = Found.HOME, met: str = "老人和女儿"
) -> DoorVisit:
    return actions.visit_household(
        dwelling=dwelling,
        found=found,
        met=met,
        words="膝盖疼，下楼难",
        by=viewing(by),
        at=NOON,
    )


def test_a_visit_keeps_who_was_met_and_what_came_of_it(
    them: Here, home: Household, steward: Person
) -> None:
    by = viewing(steward)

    visit = actions.visit_household(
        dwelling=home.dwelling,
        found=Found.HOME,
        met="老人和女儿",
        words="膝盖疼，下楼难",
        heard=Word(words="楼梯扶手松了", place=them.place.unit, channel="visit"),
        by=by,
        at=NOON,
    )
    more = Word(words="门口灯不亮", place=them.place.unit, channel="visit")
    actions.hear_at_home(visit=visit, heard=more, by=by, at=NOON)

    assert visit.patrol is None
    assert Link.objects.filter(to_ref=visit.ref).count() == 2
    card = visits_at(home.dwelling, by)
    assert [len(one.matters) for one in card] == [2]
    assert not Duty.objects.filter(subject=visit.ref).exists()
    said = " ".join(str(entry.facts) for entry in Entry.objects.filter(subject=visit.ref))
    assert "膝盖" not in said
    assert "女儿" not in said


def test_a_visit_counts_for_the_door_and_for_who_walked(
    them: Here, home: Household, steward: Person
) -> None:
    a_visit(home.dwelling, steward)
    a_visit(home.dwelling, steward, found=Found.NOBODY, met="")
    a_visit(home.dwelling, them.clerk)

    place = them.place.community.ref
    assert HOME_VISITS.value(place, A_MONTH) == 2
    assert HOME_VISITS.value(a_neighbourhood().community.ref, A_MONTH) == 0
    late = Window(since=NOON + timedelta(days=1), until=NOON + timedelta(days=2))
    assert HOME_VISITS.value(place, late) == 0
    assert DOORS_REACHED.value(place, A_MONTH) == 0
    walked = walked_by(viewing(them.clerk), at=NOON)
    assert {one.name: one.visits for one in walked} == {steward.name: 2, "何春燕": 1}
    assert walked_by(viewing(them.clerk), at=NOON + timedelta(days=91)) == []
    assert [one.reached for one in reached_lately([them.place.building], at=NOON)] == [1]
    assert never_reached([them.place.building]) == []


def test_who_was_met_has_to_be_said(home: Household, steward: Person) -> None:
    with pytest.raises(VisitIncomplete):
        a_visit(home.dwelling, steward, met=" ")
    assert not DoorVisit.objects.exists()


def test_only_who_serves_there_visits(them: Here, home: Household) -> None:
    stranger = a_steward(a_neighbourhood().building, "路远")
    for person in (them.resident, stranger):
        with pytest.raises(NotPermitted):
            a_visit(home.dwelling, person)
    with pytest.raises(NotPermitted):
        actions.visit_household(
            dwelling=home.dwelling, found=Found.NOBODY, by=A_PASSER_BY, at=NOON
        )


def test_only_who_was_there_adds_what_was_heard(
    them: Here, home: Household, steward: Person
) -> None:
    visit = a_visit(home.dwelling, steward)
    word = Word(words="灯不亮", place=them.place.unit, channel="visit")
    with pytest.raises(NotPermitted):
        actions.hear_at_home(visit=visit, heard=word, by=viewing(them.clerk), at=NOON)
    assert not Matter.objects.exists()


def test_who_moved_away_is_proposed_to_the_register(home: Household, steward: Person) -> None:
    a_visit(home.dwelling, steward, found=Found.MOVED, met="")
    assert Correction.objects.get().found == Found.MOVED


def test_who_reads_a_visit(them: Here, home: Household, steward: Person) -> None:
    a_visit(home.dwelling, steward)
    table = {
        steward: True,
        a_steward(them.place.building, "另一位"): False,
        them.clerk: True,
        them.resident: False,
        a_clerk(a_neighbourhood().community, "路远"): False,
    }
    for person, sees in table.items():
        seen = DoorVisit.objects.visible_to(viewing(person)).exists()
        assert seen is sees, person.name
    assert not DoorVisit.objects.visible_to(A_PASSER_BY).exists()


def test_a_visit_on_the_pages(them: Here, home: Household, steward: Person) -> None:
    walker, desk = a_browser_of(steward), a_browser_of(them.clerk)
    url = reverse("household-visits", args=[home.dwelling_id])
    assert url in walker.get(reverse("visits")).text
    said = {"key": "a", "found": "home", "met": "", "words": "下楼难", "heard": "扶手松了"}
    assert walker.post(url, said).status_code == 422
    said |= {"key": "b", "met": "老人"}
    assert walker.post(url, said).status_code == 303
    assert walker.post(url, said).status_code == 303
    visit = DoorVisit.objects.get()
    more = reverse("visit-heard", args=[visit.pk])
    assert walker.post(more, {"key": "c", "heard": ""}).status_code == 422
    assert walker.post(more, {"key": "d", "heard": "灯不亮"}).status_code == 303
    assert Matter.objects.count() == 2
    page = walker.get(url).text
    assert "扶手松了" in page
    assert "下楼难" in page
    assert "下楼难" not in a_browser_of(a_steward(them.place.building, "另一位")).get(url).text
    assert "老人" in desk.get(url).text
    lives = home.members.get().person
    assert "记一次走访" in desk.get(reverse("person", args=[lives.pk])).text
    assert steward.name in desk.get(reverse("visits")).text
    resident = a_browser_of(them.resident)
    assert resident.get(url).status_code == 404
    assert resident.get(reverse("visits")).status_code == 403


def test_a_knock_on_a_round_is_no_visit(them: Here, home: Household, steward: Person) -> None:
    by = viewing(steward)
    patrol = actions.begin_patrol(area=them.place.building, by=by, at=NOON)
    actions.knock(patrol=patrol, dwelling=home.dwelling, found=Found.HOME, by=by, at=NOON)

    assert visits_at(home.dwelling, by) == []
    assert walked_by(by, at=NOON) == []
    assert HOME_VISITS.value(them.place.community.ref, A_MONTH) == 0
    knocked = DoorVisit.objects.get()
    assert knocked.walker == steward
