"""挂账: with a plan and a day; the holder's clock waits, the reporter's does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Plan
from linli.matters.actions.parking import (
    MilestonesUnreadable,
    NothingToAnswer,
    ParkedTooLong,
    ParkingWaits,
    PlanMissing,
)
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.matters.testing import a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.matters.tests.test_involving import handler_of
from linli.people.testing import (
    a_clerk,
    a_person,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)
from linli.people.viewer import Viewer

pytestmark = pytest.mark.django_db

IN_TEN_DAYS = day_of(NOON) + timedelta(days=10)
PLAN = Plan(
    words="等雨季过了再做防水",
    milestones="2026-03-05 定下施工队\n2026-03-12 进场",
    explanation="下雨天做不了防水，十天后进场",
    until=IN_TEN_DAYS,
)


def asked(matter: Matter, plan: Plan = PLAN) -> None:
    actions.ask_to_park(matter=matter, plan=plan, by=handler_of(matter), at=NOON)


def secretary_of(matter: Matter) -> Viewer:
    return viewing(a_secretary(matter.desk))


def a_parked_matter() -> Matter:
    matter = a_matter_in_work()
    asked(matter)
    actions.park_matter(matter=matter, by=secretary_of(matter), at=NOON)
    return matter


def test_the_clock_of_the_holder_waits_and_goes_on_where_it_stood() -> None:
    matter = a_matter_in_work()
    clock, promised = Duty.objects.running().get(subject=matter.ref).due_at, matter.due_at
    asked(matter)
    actions.park_matter(matter=matter, by=secretary_of(matter), at=NOON)
    assert matter.standing is State.PARKED
    assert Duty.objects.running().get(subject=matter.ref).due_at == start_of(IN_TEN_DAYS)

    assert actions.resume_parked(start_of(IN_TEN_DAYS) - timedelta(seconds=1)) == 0
    assert actions.resume_parked(start_of(IN_TEN_DAYS)) == 1

    again = fresh(matter)
    assert again.standing is State.WORKING
    assert again.due_at == promised
    waited = start_of(IN_TEN_DAYS) - NOON
    assert Duty.objects.running().get(subject=matter.ref).due_at == clock + waited
    assert actions.resume_parked(start_of(IN_TEN_DAYS)) == 0


def test_it_may_be_taken_up_earlier() -> None:
    matter = a_parked_matter()

    actions.resume_matter(
        matter=matter, why="天晴了", by=handler_of(matter), at=NOON + timedelta(days=2)
    )

    assert matter.standing is State.WORKING
    assert actions.resume_parked(start_of(IN_TEN_DAYS)) == 0


def test_neither_the_handler_nor_a_clerk_decides() -> None:
    matter = a_matter_in_work()
    asked(matter)
    for by in (handler_of(matter), viewing(a_clerk(matter.desk)), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            actions.park_matter(matter=matter, by=by, at=NOON)


def test_a_secretary_who_has_it_does_not_decide_either() -> None:
    secretary = a_secretary(a_matter_in_work().desk)
    assert secretary.home
    matter = a_matter_in_work(handler=secretary, place=secretary.home)
    assert matter.desk.parent
    asked(matter)
    upstairs = viewing(a_subdistrict_clerk(matter.desk.parent))

    actions.park_matter(matter=matter, by=upstairs, at=NOON)

    assert matter.standing is State.PARKED


def test_a_second_time_the_desk_above_decides() -> None:
    matter = a_parked_matter()
    actions.resume_matter(matter=matter, why="天晴了", by=handler_of(matter), at=NOON)
    asked(matter)
    assert matter.desk.parent
    upstairs = viewing(a_subdistrict_clerk(matter.desk.parent))
    with pytest.raises(NotPermitted):
        actions.park_matter(matter=matter, by=secretary_of(matter), at=NOON)

    actions.park_matter(matter=matter, by=upstairs, at=NOON)

    assert matter.standing is State.PARKED


def test_a_request_may_be_refused_with_a_reason_and_made_again() -> None:
    matter = a_matter_in_work()
    secretary = secretary_of(matter)
    asked(matter)
    with pytest.raises(PlanMissing):
        actions.refuse_parking(matter=matter, why=" ", by=secretary, at=NOON)

    actions.refuse_parking(matter=matter, why="先搭棚子", by=secretary, at=NOON)

    assert matter.standing is State.WORKING
    asked(matter)


def test_one_request_at_a_time_and_nothing_granted_that_was_not_asked() -> None:
    matter = a_matter_in_work()
    with pytest.raises(NothingToAnswer):
        actions.park_matter(matter=matter, by=secretary_of(matter), at=NOON)
    asked(matter)
    with pytest.raises(ParkingWaits):
        asked(matter)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (replace(PLAN, words=" "), PlanMissing),
        (replace(PLAN, explanation=""), PlanMissing),
        (replace(PLAN, milestones="以后再说"), MilestonesUnreadable),
        (replace(PLAN, milestones=""), MilestonesUnreadable),
        (replace(PLAN, milestones="2026-02-31 进场"), MilestonesUnreadable),
        (replace(PLAN, until=day_of(NOON)), ParkedTooLong),
        (replace(PLAN, until=day_of(NOON) + timedelta(days=181)), ParkedTooLong),
    ],
)
def test_a_plan_says_what_by_when_and_what_residents_are_told(
    plan: Plan, refusal: type[Exception]
) -> None:
    matter = a_matter_in_work()
    with pytest.raises(refusal):
        asked(matter, plan)


def test_a_stranger_neither_asks_nor_takes_it_up() -> None:
    matter, stranger = a_parked_matter(), viewing(a_person("路人"))
    with pytest.raises(NotPermitted):
        actions.resume_matter(matter=matter, why="看着烦", by=stranger, at=NOON)
    with pytest.raises(PlanMissing):
        actions.resume_matter(matter=matter, why=" ", by=handler_of(matter), at=NOON)
    with pytest.raises(NotPermitted):
        actions.ask_to_park(matter=a_matter_in_work(), plan=PLAN, by=stranger, at=NOON)


def test_who_brought_it_may_take_it_back_and_it_never_comes_up_again() -> None:
    matter = a_parked_matter()
    assert matter.reporter

    actions.withdraw_matter(matter=matter, reason="", by=viewing(matter.reporter), at=NOON)

    assert actions.resume_parked(start_of(IN_TEN_DAYS)) == 0
    assert not Duty.objects.running().filter(subject=matter.ref)


def test_on_the_very_day_it_is_too_late_to_agree() -> None:
    matter = a_matter_in_work()
    asked(matter)
    that_day = start_of(IN_TEN_DAYS)

    with pytest.raises(ParkedTooLong):
        actions.park_matter(matter=matter, by=secretary_of(matter), at=that_day)

    actions.park_matter(
        matter=matter, by=secretary_of(matter), at=that_day - timedelta(seconds=1)
    )
    assert matter.standing is State.PARKED
