"""联席会议: what stands on the agenda becomes a decision that a unit owes by a day."""

from datetime import date, datetime, timedelta

import pytest

from linli.coordination import actions
from linli.coordination.actions.meeting import NotForTheTable
from linli.coordination.actions.tasks import (
    DateUnsound,
    NotOfThisMatter,
    TaskMovedOn,
    WordsMissing,
)
from linli.coordination.events import MatterPutBefore, TaskAgreed, TaskPassedUp
from linli.coordination.models import JointTask
from linli.coordination.rules import (
    TASK_NEXT,
    NotThatWay,
    TableKind,
    TaskState,
    TaskStep,
    quarter_of,
    task_after,
)
from linli.coordination.testing import a_contact, a_department, a_table, a_task
from linli.coordination.tests.coordination_stories import let_time_pass
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.dates import HERE
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.events import HelperReleased
from linli.matters.models import Matter
from linli.matters.rules import Role
from linli.matters.testing import a_finished_matter, a_matter
from linli.meetings.testing import a_meeting
from linli.messaging.models import Message
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "step"), [(s, p) for s in TaskState for p in TaskStep])
def test_a_step_is_allowed_exactly_when_the_table_says_so(
    state: TaskState, step: TaskStep
) -> None:
    if (state, step) in TASK_NEXT:
        assert task_after(state, step) is TASK_NEXT[state, step]
    else:
        with pytest.raises(NotThatWay):
            task_after(state, step)


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (12, 4)])
def test_a_quarter_has_three_months(month: int, quarter: int) -> None:
    assert quarter_of(date(2026, month, 28)) == quarter


def test_the_matters_stand_on_the_agenda_and_the_life_of_each_says_so() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent)

    table = a_table(matter, units=[unit, unit])

    assert table.title == "2026年第1季度党建联席会议"
    assert [item.subject for item in table.agenda.all()] == [matter.ref]
    assert [one.organisation for one in table.invitees.all()] == [unit]
    [told] = journal.events(MatterPutBefore, subject=matter.ref)
    assert told.meeting == table.number


def test_what_is_over_or_lies_elsewhere_is_not_for_the_table() -> None:
    matter, elsewhere = a_matter(), a_matter()
    table = a_table(matter)
    by = viewing(a_clerk(matter.desk))
    for unfit in (elsewhere, a_finished_matter(place=matter.place)):
        with pytest.raises(NotForTheTable):
            actions.put_before(meeting=table, matter=unfit, by=by, at=NOON)
    other = a_meeting("tea_talk", place=matter.desk)
    with pytest.raises(NotForTheTable):
        actions.put_before(meeting=other, matter=matter, by=by, at=NOON)

    more = a_matter(place=matter.place)
    actions.put_before(meeting=table, matter=more, by=by, at=NOON)

    assert table.agenda.count() == 2


def test_a_decision_names_a_unit_that_owes_it_and_sees_the_matter() -> None:
    matter = a_matter()
    assert matter.desk.parent
    unit = a_department(matter.desk.parent, "城市管理局")
    contact = a_contact(unit)

    task = a_task(matter, unit=unit)

    assert task.item.closed_at == NOON
    assert Matter.objects.visible_to(viewing(contact)).get() == matter
    duty = Duty.objects.running().get(subject=task.ref)
    assert (duty.kind, duty.unit) == ("joint_task", unit)
    assert duty.due_at == datetime(2026, 3, 20, 18, tzinfo=HERE)
    [told] = journal.events(TaskAgreed, subject=matter.ref)
    assert datetime.fromisoformat(told.due) == task.due_at
    let_time_pass(timedelta(0))
    assert Message.objects.filter(to=contact.ref, url="/unit/").exists()


def test_a_decision_fits_its_item_and_its_day_lies_ahead() -> None:
    matter = a_matter()
    table = a_table(matter)
    assert matter.desk.parent
    assert table.convener
    item, unit = table.agenda.get(), a_department(matter.desk.parent)
    item.meeting = table
    said = {
        "item": item,
        "decision": "修",
        "unit": unit,
        "by": viewing(table.convener),
        "at": NOON,
    }

    with pytest.raises(NotOfThisMatter):
        actions.agree_task(matter=a_matter(), due_on=date(2026, 3, 20), **said)  # type: ignore[arg-type]
    for day in (date(2026, 3, 1), date(2027, 4, 1)):
        with pytest.raises(DateUnsound):
            actions.agree_task(matter=matter, due_on=day, **said)  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        actions.agree_task(
            matter=matter,
            due_on=date(2026, 3, 20),
            **{**said, "by": A_STRANGER},  # type: ignore[arg-type]
        )


def test_the_unit_says_that_it_is_done_and_the_clock_stops() -> None:
    task = a_task()
    contact = viewing(a_contact(task.unit))
    with pytest.raises(WordsMissing):
        actions.finish_task(task=task, result=" ", by=contact, at=NOON)
    with pytest.raises(NotPermitted):
        actions.finish_task(task=task, result="通水了", by=A_STRANGER, at=NOON)
    stale = JointTask.objects.select_related("unit", "matter__place").get(pk=task.pk)

    actions.finish_task(task=task, result="通水了", by=contact, at=NOON)

    assert (task.standing, task.result) == (TaskState.DONE, "通水了")
    assert not Duty.objects.running().filter(subject=task.ref).exists()
    with pytest.raises(TaskMovedOn):
        actions.finish_task(task=stale, result="又通水了", by=contact, at=NOON)


@pytest.mark.parametrize("ending", ["done", "dropped"])
def test_what_is_done_or_dropped_closes_the_matter_to_the_unit(ending: str) -> None:
    task = a_task()
    contact = viewing(a_contact(task.unit))
    assert Matter.objects.visible_to(contact).get() == task.matter

    if ending == "done":
        actions.finish_task(task=task, result="通水了", by=contact, at=NOON)
    else:
        desk = viewing(a_clerk(task.matter.desk))
        actions.drop_task(task=task, reason="业主自己装好了", by=desk, at=NOON)

    assert not Matter.objects.visible_to(contact).exists()
    assert JointTask.objects.visible_to(contact).get() == task
    [told] = journal.events(HelperReleased, subject=task.matter.ref)
    assert told.who == task.unit.ref


def test_who_owes_something_else_or_took_part_before_still_sees_the_matter() -> None:
    first = a_task()
    second = a_task(first.matter, unit=first.unit, at=NOON + timedelta(minutes=5))
    contact = viewing(a_contact(first.unit))
    matter = a_matter()
    assert matter.desk.parent
    helper = a_department(matter.desk.parent, "园林所")
    desk = viewing(a_clerk(matter.desk))
    matters.involve(
        matter=matter, role=Role.CO, organisation=helper, why="修剪", by=desk, at=NOON
    )
    before = a_task(matter, unit=helper, at=NOON + timedelta(minutes=5))

    for task in (first, before):
        actions.finish_task(
            task=task, result="通水了", by=viewing(a_contact(task.unit)), at=NOON
        )
    assert Matter.objects.visible_to(contact).exists()
    assert matter.involvements.running().get().organisation == helper
    actions.finish_task(task=second, result="也通了", by=contact, at=NOON)

    assert not Matter.objects.visible_to(contact).exists()


def test_only_the_desk_drops_what_was_agreed_and_says_why() -> None:
    task = a_task()
    desk = viewing(a_clerk(task.matter.desk))
    contact = viewing(a_contact(task.unit))
    with pytest.raises(NotPermitted):
        actions.drop_task(task=task, reason="不归我们", by=contact, at=NOON)
    with pytest.raises(WordsMissing):
        actions.drop_task(task=task, reason=" ", by=desk, at=NOON)

    actions.drop_task(task=task, reason="业主自己装好了", by=desk, at=NOON)

    assert task.standing is TaskState.DROPPED


def test_what_is_long_overdue_comes_before_the_desk_above_by_itself() -> None:
    task = a_task()
    upstairs = task.matter.desk.parent
    assert upstairs
    clerk = a_subdistrict_clerk(upstairs)
    assert not JointTask.objects.visible_to(viewing(clerk)).exists()

    let_time_pass(timedelta(days=27))

    assert JointTask.objects.visible_to(viewing(clerk)).get().level == 1
    [told, *_] = journal.events(TaskPassedUp, subject=task.matter.ref)
    assert told.desk == upstairs.ref
    assert Message.objects.filter(to=clerk.ref, url="/joint/").exists()


def test_a_task_lies_open_to_its_desks_and_its_unit_alone() -> None:
    task = a_task()
    other = a_department(task.matter.desk, "别的单位")
    seen = {
        "desk": viewing(a_clerk(task.matter.desk)),
        "unit": viewing(a_contact(task.unit)),
    }
    unseen = {
        "stranger": A_STRANGER,
        "another unit": viewing(a_contact(other)),
        "next door": viewing(a_clerk(a_neighbourhood().community)),
    }

    for who in seen.values():
        assert JointTask.objects.visible_to(who).get() == task
    for who in unseen.values():
        assert not JointTask.objects.visible_to(who).exists()


def test_both_kinds_of_table_are_kinds_of_meetings() -> None:
    for kind in TableKind:
        assert a_task(kind=kind).item.meeting.kind == kind
