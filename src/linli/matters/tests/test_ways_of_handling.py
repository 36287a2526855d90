"""怎么办: modes, plans, who tracks, and each one's own line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.references import ref
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import NewPlan
from linli.matters.actions.planning import (
    MOST_STEPS,
    NoSuchMode,
    NotDecidedByAMeeting,
    NothingDone,
    PartOver,
    PlanUnsound,
    ReasonMissing,
    StepDoneAlready,
)
from linli.matters.claims import PlanKind
from linli.matters.models import Matter
from linli.matters.modes import HANDLED_BY_SIZE, Mode, Need, lack_of_modes, lacking, mode_for
from linli.matters.queries.handling import handling_of
from linli.matters.rules import Milestone, Role
from linli.matters.testing import a_matter, a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.meetings.actions import hold_meeting
from linli.meetings.models import Meeting
from linli.meetings.rules import State as MeetingState
from linli.meetings.testing import a_meeting
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import (
    a_browser_of,
    a_clerk,
    a_holder,
    a_steward,
    viewing,
)
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
SOON = day_of(NOON) + timedelta(days=10)


@pytest.fixture
def hood() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(hood: Neighbourhood) -> Person:
    return a_clerk(hood.community)


@pytest.fixture
def matter(hood: Neighbourhood) -> Matter:
    return a_matter(place=hood.unit)


def test_the_rule_says_how_and_otherwise_the_size() -> None:
    wish = Mode(code="wish", label="心愿单", label_en="Wish", hint="", routes=("wish",))
    assert mode_for([*HANDLED_BY_SIZE, wish], route="wish", tier="minor") is wish
    assert mode_for(HANDLED_BY_SIZE, route="x", tier="hard").code == "hard"
    assert mode_for(HANDLED_BY_SIZE, route="x", tier="x").code == "small"


def test_what_a_mode_still_lacks() -> None:
    big = HANDLED_BY_SIZE[1]
    assert lacking(big, {Need.LEAD}) == (Need.PLAN,)
    assert lack_of_modes([])
    assert lack_of_modes([big, big])
    assert not lack_of_modes([big])


def test_a_matter_begins_in_the_mode_of_its_tier(matter: Matter) -> None:
    assert matter.mode == "small"
    assert handling_of(matter).lacking == (Need.ANSWER,)


def test_the_desk_chooses_another_mode_with_a_reason(matter: Matter, clerk: Person) -> None:
    by = viewing(clerk)
    with pytest.raises(NoSuchMode):
        actions.choose_mode(matter=matter, mode="x", why="难", by=by, at=NOON)
    with pytest.raises(ReasonMissing):
        actions.choose_mode(matter=matter, mode="hard", why=" ", by=by, at=NOON)
    reporter = viewing(matter.reporter) if matter.reporter else by
    with pytest.raises(NotPermitted):
        actions.choose_mode(matter=matter, mode="hard", why="难", by=reporter, at=NOON)

    actions.choose_mode(matter=matter, mode="hard", why="要几家一起", by=by, at=NOON)

    assert fresh(matter).mode == "hard"


def a_plan(kind: PlanKind = PlanKind.SERVICE) -> NewPlan:
    steps = [Milestone(on=SOON, words="上门评估")]
    return NewPlan(kind=kind, goal="母子能好好说话", steps=steps, review_on=SOON)


def test_a_social_worker_writes_a_service_plan_and_ticks_it_off(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    worker = a_holder(PostKind.SOCIAL_WORKER, hood.community, "林社工")
    with pytest.raises(NotPermitted):
        actions.decide_plan(matter=matter, plan=a_plan(), by=viewing(clerk), at=NOON)
    sound = a_plan()
    for bad in (
        replace(sound, goal=""),
        replace(sound, steps=[]),
        replace(sound, review_on=day_of(NOON)),
    ):
        with pytest.raises(PlanUnsound):
            actions.decide_plan(matter=matter, plan=bad, by=viewing(worker), at=NOON)

    plan = actions.decide_plan(matter=matter, plan=a_plan(), by=viewing(worker), at=NOON)
    step = plan.steps.select_related("plan__matter__place").get()
    other = viewing(a_steward(hood.building))
    with pytest.raises(NotPermitted):
        actions.finish_plan_step(step=step, by=other, at=NOON)
    actions.finish_plan_step(step=step, by=viewing(worker), at=NOON)

    with pytest.raises(StepDoneAlready):
        actions.finish_plan_step(step=step, by=viewing(worker), at=NOON)


def test_a_plan_of_a_meeting_needs_a_meeting_that_was_held(
    matter: Matter, clerk: Person
) -> None:
    with pytest.raises(NotDecidedByAMeeting):
        actions.decide_plan(
            matter=matter, plan=a_plan(PlanKind.MEETING), by=viewing(clerk), at=NOON
        )


def test_a_tracker_owes_a_note_every_fortnight_until_it_is_over(
    hood: Neighbourhood, clerk: Person
) -> None:
    matter = a_matter_in_work(place=hood.unit)
    tracker = a_steward(hood.building, "两委老李")
    tracked = actions.involve(
        matter=matter, role=Role.TRACK, why="难事", person=tracker, by=viewing(clerk), at=NOON
    )
    owed = Duty.objects.running().get(subject=ref(tracked))
    assert (owed.holder, (owed.due_at - NOON).days >= 13) == (tracker, True)

    later = NOON + timedelta(days=10)
    actions.write_part(involvement=tracked, words="开了协调会", by=viewing(tracker), at=later)

    assert Duty.objects.running().get(subject=ref(tracked)).due_at > owed.due_at
    actions.rest_trackers(matter=matter, at=later)
    assert not Duty.objects.running().filter(subject=ref(tracked)).exists()


def test_each_writes_their_own_line_while_they_take_part(
    hood: Neighbourhood, clerk: Person
) -> None:
    matter, helper = a_matter_in_work(place=hood.unit), a_steward(hood.building)
    part = actions.involve(
        matter=matter, role=Role.ASSIST, why="帮忙", person=helper, by=viewing(clerk), at=NOON
    )
    with pytest.raises(NotPermitted):
        actions.write_part(involvement=part, words="我写的", by=viewing(clerk), at=NOON)
    with pytest.raises(NothingDone):
        actions.write_part(involvement=part, words="", by=viewing(helper), at=NOON)
    actions.write_part(involvement=part, words="搬走了纸箱", by=viewing(helper), at=NOON)
    actions.release(involvement=part, why="做完了", by=viewing(helper), at=NOON)
    with pytest.raises(PartOver):
        actions.write_part(involvement=part, words="还有", by=viewing(helper), at=NOON)

    page = a_browser_of(clerk).get(f"/desk/{matter.number}/").content.decode()
    assert "搬走了纸箱" in page


def test_a_plan_of_a_meeting_needs_one_that_was_held_and_that_one_may_see(
    hood: Neighbourhood, matter: Matter, clerk: Person
) -> None:
    planned = a_meeting(place=hood.community, by=clerk)
    there = a_neighbourhood().community
    convener = a_clerk(there, "路远")
    elsewhere = a_meeting(place=there, by=convener)
    hold_meeting(meeting=elsewhere, minutes="定了", by=viewing(convener), at=NOON)
    assert elsewhere.standing is MeetingState.HELD
    assert Meeting.objects.visible_to(viewing(clerk)).filter(pk=planned.pk).exists()
    assert not Meeting.objects.visible_to(viewing(clerk)).filter(pk=elsewhere.pk).exists()

    for meeting in (planned, elsewhere):
        plan = replace(a_plan(PlanKind.MEETING), meeting=meeting)
        with pytest.raises(NotDecidedByAMeeting):
            actions.decide_plan(matter=matter, plan=plan, by=viewing(clerk), at=NOON)


def test_a_plan_has_so_many_steps_and_no_more(hood: Neighbourhood, matter: Matter) -> None:
    worker = viewing(a_holder(PostKind.SOCIAL_WORKER, hood.community, "林社工"))
    steps = [Milestone(on=SOON, words=f"第{n}步") for n in range(MOST_STEPS + 1)]
    with pytest.raises(PlanUnsound):
        actions.decide_plan(
            matter=matter, plan=replace(a_plan(), steps=steps), by=worker, at=NOON
        )

    whole = replace(a_plan(), steps=steps[1:])
    plan = actions.decide_plan(matter=matter, plan=whole, by=worker, at=NOON)

    assert plan.steps.count() == MOST_STEPS
