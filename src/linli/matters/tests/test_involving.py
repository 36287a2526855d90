"""参与承办: one handler answers for it; others take part in a role and see it as long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment
from linli.matters.actions.desk import NotToBeGivenTo
from linli.matters.actions.involving import (
    NobodyNamed,
    NotToTakePart,
    PartIsOver,
    TakesPartAlready,
    TrackerIsHandler,
    WhyMissing,
)
from linli.matters.models import Involvement, Matter
from linli.matters.queries.life import life_of
from linli.matters.queries.together import together_on
from linli.matters.rules import Role, StepNotAllowed
from linli.matters.testing import a_closed_matter, a_matter, a_matter_in_work
from linli.people import actions as people
from linli.people.models import Organisation, Person
from linli.people.rules import Obtained, OrganisationKind, PostKind
from linli.people.testing import (
    LAST_YEAR,
    a_browser_of,
    a_clerk,
    a_person,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer

pytestmark = pytest.mark.django_db


def a_unit(matter: Matter, name: str = "街道城管队") -> Organisation:
    return people.form_organisation(
        name=name,
        kind=OrganisationKind.DEPARTMENT,
        area=matter.desk,
        by=THE_HOUSE,
        at=NOON,
    )


def who_speaks_for(unit: Organisation, name: str = "孙队长") -> Person:
    post = people.create_post(
        kind=PostKind.DEPARTMENT_CONTACT,
        area=unit.area,
        organisation=unit,
        by=THE_HOUSE,
        at=NOON,
    )
    person = a_person(name, unit.area)
    people.appoint(
        post=post,
        person=person,
        obtained=Obtained.APPOINTED,
        starts_on=LAST_YEAR,
        by=THE_HOUSE,
        at=NOON,
    )
    return person


def handler_of(matter: Matter) -> Viewer:
    assert matter.handler
    return viewing(matter.handler)


def sees(person: Person, matter: Matter) -> bool:
    return Matter.objects.visible_to(viewing(person)).filter(pk=matter.pk).exists()


def asked(
    matter: Matter, person: Person | None, role: Role = Role.CO, by: Viewer | None = None
) -> Involvement:
    return actions.involve(
        matter=matter,
        role=role,
        person=person,
        why="一个人抬不动",
        by=by or handler_of(matter),
        at=NOON,
    )


def test_who_is_asked_sees_the_matter_until_their_part_is_over() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    assert not sees(neighbour, matter)

    part = asked(matter, neighbour)

    assert sees(neighbour, matter)
    assert [one.who for one in together_on(matter)] == [neighbour]
    actions.release(involvement=part, why="搬完了", by=viewing(neighbour), at=NOON)
    assert not sees(neighbour, matter)
    assert together_on(matter) == []


def test_who_speaks_for_the_unit_sees_it_and_another_unit_does_not() -> None:
    matter = a_matter_in_work()
    called, other = a_unit(matter), a_unit(matter, "水务所")
    theirs, others = who_speaks_for(called), who_speaks_for(other, "钱所长")

    actions.involve(
        matter=matter,
        role=Role.CALLED,
        organisation=called,
        why="要执法的人到场",
        by=handler_of(matter),
        at=NOON,
    )

    assert sees(theirs, matter)
    assert not sees(others, matter)


def test_the_story_says_who_came_in_what_part_and_why() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    part = asked(matter, neighbour, Role.ASSIST)
    actions.release(involvement=part, why="搬完了", by=handler_of(matter), at=NOON)

    told = [line.sentence for line in life_of(matter, viewing(a_clerk(matter.desk)))][-2:]

    assert told == ["请赵大力一起办，帮办：一个人抬不动", "赵大力不再帮办：搬完了"]


def test_whoever_the_matter_concerns_never_sees_it_by_taking_part() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    asked(matter, neighbour)

    Matter.objects.filter(pk=matter.pk).update(concerns=neighbour)

    assert not sees(neighbour, matter)


def test_a_stranger_the_steward_and_the_reporter_ask_nobody() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    assert matter.reporter
    for by in (a_steward(matter.place), a_person("路人"), matter.reporter):
        with pytest.raises(NotPermitted):
            asked(matter, neighbour, by=viewing(by))


def test_the_desks_and_the_handler_may_ask() -> None:
    matter = a_matter_in_work()
    clerk = viewing(a_clerk(matter.desk))
    assert matter.desk.parent
    upstairs = viewing(a_subdistrict_clerk(matter.desk.parent))

    asked(matter, a_person("赵大力", matter.place), by=clerk)
    with pytest.raises(NotPermitted):
        asked(matter, a_person("钱小明", matter.place), by=upstairs)

    Matter.objects.filter(pk=matter.pk).update(level_reached=1)
    matter.refresh_from_db()
    asked(matter, a_person("孙小红", matter.place), by=upstairs)


def test_the_handler_neither_names_nor_is_nor_lets_go_who_keeps_an_eye_on_it() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    watcher, clerk = a_person("周督办", matter.place), viewing(a_clerk(matter.desk))

    with pytest.raises(NotPermitted):
        asked(matter, watcher, Role.TRACK)
    with pytest.raises(TrackerIsHandler):
        asked(matter, matter.handler, Role.TRACK, by=clerk)
    part = asked(matter, watcher, Role.TRACK, by=clerk)
    with pytest.raises(NotPermitted):
        actions.release(involvement=part, why="不用了", by=handler_of(matter), at=NOON)
    with pytest.raises(NotPermitted):
        actions.release(involvement=part, why="不想看了", by=viewing(watcher), at=NOON)


def test_who_keeps_an_eye_on_it_is_not_given_it() -> None:
    matter = a_matter()
    watcher, clerk = a_person("周督办", matter.place), viewing(a_clerk(matter.desk))
    asked(matter, watcher, Role.TRACK, by=clerk)

    with pytest.raises(NotToBeGivenTo):
        actions.dispatch_matter(
            matter=matter, assignment=Assignment(handler=watcher), by=clerk, at=NOON
        )


def test_work_does_not_pass_to_its_tracker_when_the_handler_leaves() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    watcher, clerk = a_person("周督办", matter.place), viewing(a_clerk(matter.desk))
    asked(matter, watcher, Role.TRACK, by=clerk)

    actions.hand_over_matters(
        from_=matter.handler, to=watcher, within=matter.desk, by=clerk.ref, at=NOON
    )

    matter.refresh_from_db()
    assert matter.handler is None


def test_one_person_or_one_unit_with_a_reason() -> None:
    matter = a_matter_in_work()
    neighbour, unit = a_person("赵大力", matter.place), a_unit(matter)
    with pytest.raises(NobodyNamed):
        asked(matter, None)
    with pytest.raises(NobodyNamed):
        actions.involve(
            matter=matter,
            role=Role.CO,
            person=neighbour,
            organisation=unit,
            why="两家一起",
            by=handler_of(matter),
            at=NOON,
        )
    with pytest.raises(WhyMissing):
        actions.involve(
            matter=matter,
            role=Role.CO,
            person=neighbour,
            why=" ",
            by=handler_of(matter),
            at=NOON,
        )


def test_neither_the_handler_nor_who_brought_it_is_asked_too() -> None:
    matter = a_matter_in_work()
    for person in (matter.handler, matter.reporter):
        with pytest.raises(NotToTakePart):
            asked(matter, person)


def test_nobody_is_asked_twice_into_the_same_part() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    part = asked(matter, neighbour)
    asked(matter, neighbour, Role.MEDIATE)

    with pytest.raises(TakesPartAlready):
        asked(matter, neighbour)
    with pytest.raises(IntegrityError):
        Involvement.objects.create(
            matter=matter, person=neighbour, role=Role.CO, why="又请", since=NOON
        )
    assert part.matter_id == matter.pk


def test_a_part_is_over_once() -> None:
    matter = a_matter_in_work()
    part = asked(matter, a_person("赵大力", matter.place))
    again = Involvement.objects.get(pk=part.pk)
    actions.release(involvement=part, why="搬完了", by=handler_of(matter), at=NOON)

    later = NOON + timedelta(hours=1)
    with pytest.raises(PartIsOver):
        actions.release(involvement=again, why="搬完了", by=handler_of(matter), at=later)
    with pytest.raises(WhyMissing):
        actions.release(involvement=again, why="", by=handler_of(matter), at=later)


def test_a_stranger_lets_nobody_go() -> None:
    part = asked(matter := a_matter_in_work(), a_person("赵大力", matter.place))
    with pytest.raises(NotPermitted):
        actions.release(involvement=part, why="看着烦", by=viewing(a_person("路人")), at=NOON)


def test_nobody_is_asked_into_what_is_over() -> None:
    matter = a_closed_matter()
    with pytest.raises(StepNotAllowed):
        asked(matter, a_person("赵大力", matter.place), by=viewing(a_clerk(matter.desk)))


def test_the_clerk_asks_on_a_page_and_both_pages_say_who_takes_part() -> None:
    matter = a_matter_in_work()
    clerk, unit = a_clerk(matter.desk), a_unit(matter)
    browser = a_browser_of(clerk)
    address = f"/matters/{matter.number}/helpers/"
    page = browser.get(f"/desk/{matter.number}/").content.decode()
    assert address in page
    assert "一起办的人" not in page

    form = browser.get(address).context["form"]
    typed = {
        "key": form["key"].value(),
        "version": matter.version,
        "who": f"u{unit.pk}",
        "role": "called",
        "why": "要执法的人到场",
    }
    assert browser.post(address, typed).status_code == 303

    assert matter.reporter
    for shown in (
        browser.get(f"/desk/{matter.number}/"),
        a_browser_of(matter.reporter).get(f"/matters/{matter.number}/"),
    ):
        said = shown.content.decode()
        assert "一起办的人" in said
        assert "街道城管队" in said
        assert "被吹哨" in said

    leaving = browser.get(f"/matters/{matter.number}/helpers/leaving/").context["form"]
    [part] = together_on(matter)
    typed = {
        "key": leaving["key"].value(),
        "version": matter.version + 1,
        "involvement": part.pk,
        "why": "到过场了",
    }
    address = f"/matters/{matter.number}/helpers/leaving/"
    assert browser.post(address, typed).status_code == 303
    assert together_on(matter) == []


def test_who_takes_part_may_leave_from_the_page_of_the_matter() -> None:
    matter = a_matter_in_work()
    neighbour = a_person("赵大力", matter.place)
    asked(matter, neighbour)

    said = a_browser_of(neighbour).get(f"/matters/{matter.number}/").content.decode()

    assert f"/matters/{matter.number}/helpers/leaving/" in said
