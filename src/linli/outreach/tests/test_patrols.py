"""A round of the doors: what each told, what the register is to correct, what is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Window
from linli.kernel.models import Link
from linli.kernel.testing import NOON
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.outreach import actions, policies
from linli.outreach.actions.patrols import (
    AnotherRoundsDoor,
    CorrectionIncomplete,
    CorrectionMovedOn,
    NoDoorsThere,
    PatrolOver,
    PatrolUnderWay,
)
from linli.outreach.indicators import DOORS_REACHED, PATROLS
from linli.outreach.models import Correction, DoorVisit, Patrol
from linli.outreach.queries.patrols import doors_to_go, never_reached, reached_lately
from linli.outreach.rules.patrols import Found, is_never_reached
from linli.outreach.testing import Here, here, households
from linli.people.models import HouseholdMember, Person
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
def steward(them: Here) -> Person:
    households(them, 4)
    return a_steward(them.place.building)


def a_round(them: Here, steward: Person, *, days: int = 0) -> Patrol:
    at = NOON + timedelta(days=days)
    return actions.begin_patrol(area=them.place.building, by=viewing(steward), at=at)


def doors() -> list[Dwelling]:
    return list(Dwelling.objects.select_related("area").order_by("number"))


def test_three_in_a_row_is_never_reached() -> None:
    assert is_never_reached([Found.NOBODY] * 3)
    assert not is_never_reached([Found.NOBODY] * 2)
    assert not is_never_reached([Found.HOME, Found.NOBODY, Found.NOBODY, Found.NOBODY])
    assert is_never_reached([Found.NOBODY, Found.NOBODY, Found.NOBODY, Found.HOME])


def test_a_round_ends_with_its_numbers_and_the_next_is_owed(
    them: Here, steward: Person
) -> None:
    patrol, by = a_round(them, steward), viewing(steward)
    for door, found in zip(doors(), (Found.HOME, Found.NOBODY, Found.HOME), strict=False):
        actions.knock(patrol=patrol, dwelling=door, found=found, by=by, at=NOON)
    assert doors_to_go(patrol) == 1

    actions.end_patrol(patrol=patrol, by=by, at=NOON)

    assert (patrol.doors, patrol.reached) == (4, 2)
    place = them.place.community.ref
    assert (PATROLS.value(place, A_MONTH), DOORS_REACHED.value(place, A_MONTH)) == (1, 2)
    owed = Duty.objects.running().get(subject=patrol.ref)
    assert (owed.kind, owed.due_at) == ("next_patrol", NOON + timedelta(days=30))
    a_round(them, steward, days=5)
    assert not Duty.objects.running().filter(subject=patrol.ref).exists()


def test_a_later_tap_takes_the_place_of_the_earlier(them: Here, steward: Person) -> None:
    patrol, by, door = a_round(them, steward), viewing(steward), doors()[0]
    for found in (Found.NOBODY, Found.HOME):
        actions.knock(patrol=patrol, dwelling=door, found=found, by=by, at=NOON)

    assert DoorVisit.objects.get().found == Found.HOME


def test_who_is_not_reached_thrice_is_listed(them: Here, steward: Person) -> None:
    by, building = viewing(steward), them.place.building
    for days in (0, 30, 60):
        at = NOON + timedelta(days=days)
        patrol = a_round(them, steward, days=days)
        actions.knock(patrol=patrol, dwelling=doors()[0], found=Found.NOBODY, by=by, at=at)
        actions.knock(patrol=patrol, dwelling=doors()[1], found=Found.HOME, by=by, at=at)
        actions.end_patrol(patrol=patrol, by=by, at=at)

    assert never_reached([building]) == [doors()[0]]
    at = NOON + timedelta(days=60)
    assert [(one.doors, one.reached) for one in reached_lately([building], at=at)] == [(4, 1)]
    later = NOON + timedelta(days=151)
    assert [one.reached for one in reached_lately([building], at=later)] == [0]


def test_what_a_door_tells_changes_the_register_only_when_it_is_accepted(
    them: Here, steward: Person
) -> None:
    patrol, by, door = a_round(them, steward), viewing(steward), doors()[0]
    for _ in range(2):
        actions.knock(patrol=patrol, dwelling=door, found=Found.MOVED, by=by, at=NOON)
    correction = Correction.objects.get()
    lives = HouseholdMember.objects.filter(household__dwelling=door, ended_on=None)
    assert lives.exists()

    with pytest.raises(NotPermitted):
        actions.accept_correction(correction=correction, by=by, at=NOON)
    actions.accept_correction(correction=correction, by=viewing(them.clerk), at=NOON)

    assert not lives.exists()
    with pytest.raises(CorrectionMovedOn):
        actions.refuse_correction(
            correction=correction, reason="晚了", by=viewing(them.clerk), at=NOON
        )


def test_new_people_are_registered_by_name(them: Here, steward: Person) -> None:
    patrol, door, clerk = a_round(them, steward), doors()[0], viewing(them.clerk)
    actions.knock(
        patrol=patrol,
        dwelling=door,
        found=Found.NEW,
        words="小两口刚租下",
        by=viewing(steward),
        at=NOON,
    )
    correction = Correction.objects.get()
    with pytest.raises(CorrectionIncomplete):
        actions.accept_correction(correction=correction, names=[" "], by=clerk, at=NOON)

    actions.accept_correction(correction=correction, names=["梁新", "方晴"], by=clerk, at=NOON)

    lives = HouseholdMember.objects.filter(household__dwelling=door, ended_on=None)
    assert {one.person.name for one in lives} >= {"梁新", "方晴"}


def test_a_correction_is_refused_with_a_reason(them: Here, steward: Person) -> None:
    patrol, clerk = a_round(them, steward), viewing(them.clerk)
    by = viewing(steward)
    actions.knock(patrol=patrol, dwelling=doors()[0], found=Found.MOVED, by=by, at=NOON)
    correction = Correction.objects.get()
    with pytest.raises(CorrectionIncomplete):
        actions.refuse_correction(correction=correction, reason=" ", by=clerk, at=NOON)
    with pytest.raises(NotPermitted):
        actions.refuse_correction(correction=correction, reason="在", by=A_PASSER_BY, at=NOON)

    actions.refuse_correction(correction=correction, reason="只是出差", by=clerk, at=NOON)

    assert not Duty.objects.running().filter(subject=correction.ref).exists()


def test_what_is_heard_at_a_door_is_a_matter_at_once(them: Here, steward: Person) -> None:
    patrol, by = a_round(them, steward), viewing(steward)
    word = Word(words="灯不亮", place=them.place.unit, channel="visit")

    matter = actions.hear_on_patrol(patrol=patrol, word=word, by=by, at=NOON)

    assert Link.objects.get(from_ref=matter.ref).to_ref == patrol.ref


def test_what_is_no_round(them: Here, steward: Person) -> None:
    by = viewing(steward)
    elsewhere = a_neighbourhood()
    with pytest.raises(NoDoorsThere):
        actions.begin_patrol(
            area=elsewhere.building, by=viewing(a_steward(elsewhere.building)), at=NOON
        )
    for viewer in (viewing(them.resident), viewing(them.clerk), A_PASSER_BY):
        with pytest.raises(NotPermitted):
            actions.begin_patrol(area=them.place.building, by=viewer, at=NOON)
    patrol = a_round(them, steward)
    with pytest.raises(PatrolUnderWay):
        a_round(them, steward)
    far = Dwelling.objects.create(area=elsewhere.unit, number="1")
    with pytest.raises(AnotherRoundsDoor):
        actions.knock(patrol=patrol, dwelling=far, found=Found.HOME, by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.knock(
            patrol=patrol,
            dwelling=doors()[0],
            found=Found.HOME,
            by=viewing(them.clerk),
            at=NOON,
        )
    stale = Patrol.objects.get(pk=patrol.pk)
    actions.end_patrol(patrol=patrol, by=by, at=NOON)
    with pytest.raises(PatrolOver):
        actions.end_patrol(patrol=stale, by=by, at=NOON)
    with pytest.raises(PatrolOver):
        actions.knock(patrol=stale, dwelling=doors()[0], found=Found.HOME, by=by, at=NOON)


def test_who_may_patrol_who_sees_it_and_who_rules(them: Here, steward: Person) -> None:
    patrol = a_round(them, steward)
    by = viewing(steward)
    actions.knock(patrol=patrol, dwelling=doors()[0], found=Found.MOVED, by=by, at=NOON)
    correction = Correction.objects.get()
    other = a_steward(them.place.building, "另一位")
    # walks the building, walks this round, rules, sees the round, sees the correction
    table = {
        steward: (True, True, False, True, True),
        other: (True, False, False, False, False),
        them.clerk: (False, False, True, True, True),
        them.resident: (False, False, False, False, False),
        a_clerk(a_neighbourhood().community, "路远"): (False, False, False, False, False),
    }
    for person, row in table.items():
        viewer = viewing(person)
        assert row == (
            policies.may_patrol(viewer, patrol.area),
            policies.may_walk(viewer, patrol),
            policies.may_rule_correction(viewer, correction),
            Patrol.objects.visible_to(viewer).exists(),
            Correction.objects.visible_to(viewer).exists(),
        ), person.name


def test_a_round_on_the_pages(them: Here, steward: Person) -> None:
    walker, desk = a_browser_of(steward), a_browser_of(them.clerk)
    assert "走一轮" in walker.get(reverse("today")).text
    begin = reverse("patrol-beginning", args=[them.place.building.pk])
    assert walker.post(begin).status_code == 303
    patrol = Patrol.objects.get()
    url = reverse("patrol", args=[patrol.pk])
    assert "邻居101" in walker.get(url).text
    assert "还有 4 扇门" in walker.get(reverse("today")).text
    for number, (door, found) in enumerate(
        zip(doors(), ("home", "moved", "new", "nobody"), strict=True)
    ):
        tap = reverse("patrol-door", args=[patrol.pk, door.pk])
        assert walker.post(tap, {"key": f"k{number}", "found": found}).status_code == 303
    said = {"key": "h", "words": "二楼灯不亮", "place": them.place.unit.pk}
    assert walker.post(reverse("patrol-heard", args=[patrol.pk]), said).status_code == 303
    assert Matter.objects.count() == 1
    assert walker.post(reverse("patrol-ending", args=[patrol.pk])).status_code == 303
    assert "到了 3 扇" in desk.get(url).text
    assert "2 条登记更正" in desk.get(reverse("patrols")).text

    moved, new = Correction.objects.order_by("pk")
    accept = reverse("correction-acceptance", args=[new.pk])
    assert desk.post(accept, {"key": "a", "names": ""}).status_code == 422
    assert desk.post(accept, {"key": "b", "names": "梁新"}).status_code == 303
    refuse = reverse("correction-refusal", args=[moved.pk])
    assert desk.post(refuse, {"key": "c", "reason": "还在"}).status_code == 303
    assert "没有等着看的更正" in desk.get(reverse("corrections")).text


def test_a_round_is_not_for_neighbours(them: Here, steward: Person) -> None:
    patrol = a_round(them, steward)
    resident = a_browser_of(them.resident)

    assert resident.get(reverse("patrol", args=[patrol.pk])).status_code == 404
    assert resident.get(reverse("patrols")).status_code == 403
    assert a_browser_of(them.resident).get(reverse("corrections")).status_code == 403
