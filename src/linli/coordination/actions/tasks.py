"""议定: an item of the agenda becomes a decision, a responsible unit and a day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.coordination import policies
from linli.coordination.actions.parting import part_after_task
from linli.coordination.events import TaskAgreed, TaskDropped, TaskFinished, TaskPassedUp
from linli.coordination.models import JointTask
from linli.coordination.rules import NotThatWay, TableKind, TaskStep, task_after
from linli.duties.actions import begin_duty, end_duties
from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment, say
from linli.matters import actions as matters
from linli.matters.models import NUMBER_OF_DESK, Involvement, Matter
from linli.matters.rules import Role
from linli.meetings import actions as meetings
from linli.meetings.models import AgendaItem
from linli.people.models import Organisation
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind

TASK = "joint_task"
PARTED = {TaskStep.FINISH: "议定的事办到了", TaskStep.DROP: "议定的事不办了"}
GRACE_WORKDAYS = 3
MOST_DAYS = 366


class TaskMovedOn(Refusal):
    """Somebody else was first; whoever shows this keeps what was typed."""

    def __init__(self) -> None:
        super().__init__("这件议定的事刚刚有了变化，请看过再办。您写的字还在下面。")


class NotOfThisMatter(Refusal):
    pass


class DateUnsound(Unreadable):
    pass


class WordsMissing(Unreadable):
    pass


@transaction.atomic
def agree_task(
    *,
    item: AgendaItem,
    matter: Matter,
    decision: str,
    unit: Organisation,
    due_on: date,
    by: Viewer,
    at: datetime,
) -> JointTask:
    """议定: the unit takes it on until that day; it sees the matter and its clock runs."""
    if item.subject != matter.ref or item.meeting.kind not in TableKind:
        raise NotOfThisMatter("这个议题不是商量这件事的。")
    if not day_of(at) <= due_on <= day_of(at) + timedelta(days=MOST_DAYS):
        raise DateUnsound("请写今天以后、一年以内的一天。")
    meetings.close_item(
        item=item,
        outcome=decision,
        responsible=[unit.ref],
        due_on=due_on,
        by=by,
        at=at,
    )
    task = JointTask.objects.create(
        item=item,
        matter=matter,
        unit=unit,
        involvement=_let_in(matter, unit, decision.strip(), by=by, at=at),
        desk=matter.desk,
        level=NUMBER_OF_DESK[AreaKind(matter.desk.kind)],
        decision=decision.strip(),
        due_on=due_on,
        agreed_at=at,
    )
    _owe(task, matter.desk, task.due_at, at=at)
    event = TaskAgreed(
        subject=matter.ref,
        kind=TableKind(item.meeting.kind).label,
        unit=unit.ref,
        due=Moment(task.due_at.isoformat()),
        decision=decision.strip(),
        task=task.pk,
    )
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)
    return task


@transaction.atomic
def finish_task(*, task: JointTask, result: str, by: Viewer, at: datetime) -> None:
    """办到了: the unit says what it did; the desk may write it down for them."""
    if not policies.may_finish_task(by, task):
        raise NotPermitted("由责任单位的联系人报结果，工作台可以代记。")
    if not result.strip():
        raise WordsMissing("请写明做了什么、结果怎样，说事人看得到。")
    event = TaskFinished(
        subject=task.matter.ref, unit=task.unit.ref, result=result.strip(), task=task.pk
    )
    _end(TaskStep.FINISH, task, event, result, by=by.ref, at=at)


@transaction.atomic
def drop_task(*, task: JointTask, reason: str, by: Viewer, at: datetime) -> None:
    """撤销: what was agreed is not to be done any more, and why not."""
    if not policies.may_drop_task(by, task):
        raise NotPermitted("只有管这件事的工作台可以撤销议定的事。")
    if not reason.strip():
        raise WordsMissing("请写明为什么不办了，大家都看得到。")
    event = TaskDropped(
        subject=task.matter.ref, unit=task.unit.ref, reason=reason.strip(), task=task.pk
    )
    _end(TaskStep.DROP, task, event, reason, by=by.ref, at=at)


@transaction.atomic
def pass_task_up(*, task: JointTask, at: datetime) -> None:
    """督办: long overdue, it comes before the desk one level up by itself."""
    duty = (
        Duty.objects.running().filter(subject=task.ref).select_related("desk__parent").first()
    )
    if duty is None or duty.desk.parent is None:
        raise NotThatWay("已经到了最上一级，或者不再等它了。")
    desk = duty.desk.parent
    task_after(task.standing, TaskStep.ESCALATE)
    level = NUMBER_OF_DESK[AreaKind(desk.kind)]
    seen = JointTask.objects.filter(pk=task.pk, state=task.state, level=task.level)
    if not seen.update(level=max(level, task.level)):
        raise TaskMovedOn
    event = TaskPassedUp(
        subject=task.matter.ref, unit=task.unit.ref, desk=desk.ref, task=task.pk
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=task.matter.place.ref)
    end_duties(subject=task.ref, at=at)
    again = calendar_in_force().add_workdays(at, GRACE_WORKDAYS).at
    _owe(task, desk, again, at=at)


def _end(
    step: TaskStep, task: JointTask, event: Event, words: str, *, by: Ref, at: datetime
) -> None:
    state = task_after(task.standing, step)
    seen = JointTask.objects.filter(pk=task.pk, state=task.state)
    if not seen.update(state=state, result=words.strip(), ended_at=at):
        raise TaskMovedOn
    task.state, task.result, task.ended_at = state, words.strip(), at
    journal.record(event, by=by, at=at, place=task.matter.place.ref)
    end_duties(subject=task.ref, at=at)
    part_after_task(task, PARTED[step], by=by, at=at)


def _let_in(
    matter: Matter, unit: Organisation, why: str, *, by: Viewer, at: datetime
) -> Involvement:
    running = matter.involvements.running().filter(organisation=unit, role=Role.CO)
    return running.first() or matters.involve(
        matter=matter, organisation=unit, role=Role.CO, why=why, by=by, at=at
    )


def _owe(task: JointTask, desk: Area, due_at: datetime, *, at: datetime) -> None:
    calendar = calendar_in_force()
    gives_up = calendar.add_workdays(due_at, GRACE_WORKDAYS).at if desk.parent_id else None
    promise = Promise(
        accept_by=None,
        remind_at=at + (due_at - at) / 2,
        due_at=due_at,
        give_up_at=gives_up,
        calendar_version=calendar.version,
        is_provisional=False,
        why=say("会上议定的日子"),
    )
    begin_duty(
        subject=task.ref,
        kind=TASK,
        desk=desk,
        holder=None,
        unit=task.unit,
        promise=promise,
        at=at,
    )
