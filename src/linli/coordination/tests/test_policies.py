"""Who may whistle, come, run, judge and put an end to what was agreed: a truth table."""

from collections.abc import Callable

import pytest

from linli.coordination import policies
from linli.coordination.testing import (
    a_contact,
    a_department,
    a_task,
    a_unit_with_a_result,
    a_whistle,
)
from linli.matters.models import Matter
from linli.matters.testing import a_matter
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import (
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def _community(matter: Matter) -> Area:
    return matter.desk


def _subdistrict(matter: Matter) -> Area:
    assert matter.desk.parent
    return matter.desk.parent


def _other_contact(matter: Matter) -> Person:
    return a_contact(a_department(_subdistrict(matter), "园林所"), "别家的人")


WHO: dict[str, Callable[[Matter], Person]] = {
    "clerk": lambda matter: a_clerk(_community(matter)),
    "secretary": lambda matter: a_secretary(_community(matter)),
    "street": lambda matter: a_subdistrict_clerk(_subdistrict(matter)),
    "next door": lambda _: a_clerk(a_neighbourhood().community, "邻社区的"),
    "auditor": lambda matter: a_holder(PostKind.AUDITOR, _community(matter), "审计"),
    "steward": lambda matter: a_steward(matter.place),
    "neighbour": lambda matter: a_person("邻居", home=matter.place),
    "another unit": _other_contact,
}


def _viewer(who: str, matter: Matter, unit: Person | None = None) -> Viewer:
    if who == "passer-by":
        return A_PASSER_BY
    if who == "the unit":
        assert unit
        return viewing(unit)
    return viewing(WHO[who](matter))


@pytest.mark.parametrize(
    ("who", "at_the_community", "at_the_subdistrict", "once_it_went_up"),
    [
        ("clerk", True, False, False),
        ("secretary", True, False, False),
        ("street", False, False, True),
        ("next door", False, False, False),
        ("auditor", False, False, False),
        ("steward", False, False, False),
        ("neighbour", False, False, False),
        ("another unit", False, False, False),
        ("passer-by", False, False, False),
    ],
)
def test_who_whistles(
    who: str, at_the_community: bool, at_the_subdistrict: bool, once_it_went_up: bool
) -> None:
    matter = a_matter()
    viewer = _viewer(who, matter)

    community, subdistrict = AreaKind.COMMUNITY, AreaKind.SUBDISTRICT
    assert policies.may_whistle(viewer, matter, community) is at_the_community
    assert policies.may_whistle(viewer, matter, subdistrict) is at_the_subdistrict
    matter.level_reached = 1
    assert policies.may_whistle(viewer, matter, subdistrict) is once_it_went_up


@pytest.mark.parametrize(
    ("who", "reports_in", "runs", "judges", "runs_once_it_went_up"),
    [
        ("clerk", True, True, True, True),
        ("secretary", True, True, True, True),
        ("street", False, False, False, True),
        ("next door", False, False, False, False),
        ("auditor", False, False, False, False),
        ("steward", False, False, False, False),
        ("neighbour", False, False, False, False),
        ("the unit", True, False, False, False),
        ("another unit", False, False, False, False),
        ("passer-by", False, False, False, False),
    ],
)
def test_who_comes_runs_and_judges(
    who: str, reports_in: bool, runs: bool, judges: bool, runs_once_it_went_up: bool
) -> None:
    called = a_unit_with_a_result(a_whistle())
    unit = a_contact(called.unit, "本单位的人")
    viewer = _viewer(who, Matter.objects.get(pk=called.whistle.matter_id), unit)

    assert policies.may_report_in(viewer, called) is reports_in
    assert policies.may_run(viewer, called.whistle) is runs
    assert policies.may_judge(viewer, called) is judges
    called.whistle.level = 1
    assert policies.may_run(viewer, called.whistle) is runs_once_it_went_up
    assert policies.may_judge(viewer, called) is judges


@pytest.mark.parametrize(
    ("who", "finishes", "drops", "drops_once_it_went_up"),
    [
        ("clerk", True, True, True),
        ("secretary", True, True, True),
        ("street", False, False, True),
        ("next door", False, False, False),
        ("auditor", False, False, False),
        ("steward", False, False, False),
        ("neighbour", False, False, False),
        ("the unit", True, False, False),
        ("another unit", False, False, False),
        ("passer-by", False, False, False),
    ],
)
def test_who_puts_an_end_to_a_task(
    who: str, finishes: bool, drops: bool, drops_once_it_went_up: bool
) -> None:
    task = a_task()
    viewer = _viewer(who, task.matter, a_contact(task.unit, "本单位的人"))

    assert policies.may_finish_task(viewer, task) is finishes
    assert policies.may_drop_task(viewer, task) is drops
    task.level = 1
    assert policies.may_drop_task(viewer, task) is drops_once_it_went_up


def test_whom_it_concerns_does_nothing_with_it_whatever_their_post() -> None:
    called, task = a_unit_with_a_result(a_whistle()), a_task()
    about = a_clerk(called.whistle.desk, "说到的人"), a_clerk(task.desk, "另一个人")
    called.whistle.matter.concerns, task.matter.concerns = about
    about_a_whistle, about_a_task = map(viewing, about)

    lowest = AreaKind.COMMUNITY
    assert not policies.may_whistle(about_a_whistle, called.whistle.matter, lowest)
    assert not policies.may_report_in(about_a_whistle, called)
    assert not policies.may_judge(about_a_whistle, called)
    assert not policies.may_drop_task(about_a_task, task)


def test_who_works_at_the_desk_and_for_the_unit_does_not_judge_themselves() -> None:
    called = a_unit_with_a_result(a_whistle())
    both = a_contact(called.unit, "两边的人")
    clerk = a_clerk(called.whistle.desk, "同一个人")
    posts = (*viewing(both).posts, *viewing(clerk).posts)

    assert policies.may_judge(viewing(clerk), called)
    assert not policies.may_judge(Viewer(person_id=clerk.pk, posts=posts), called)
