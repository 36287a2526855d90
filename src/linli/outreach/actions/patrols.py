"""巡楼走访: a round begins, each door tells something, it ends with its numbers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.kernel.options import resolve
from linli.kernel.references import Ref
from linli.matters.actions import Word, record_on_the_way
from linli.matters.models import Matter
from linli.outreach import policies
from linli.outreach.events import (
    CorrectionAccepted,
    CorrectionProposed,
    CorrectionRefused,
    DoorKnocked,
    HeardOnPatrol,
    PatrolBegun,
    PatrolEnded,
)
from linli.outreach.models import Correction, DoorVisit, Patrol
from linli.outreach.options import CORRECTION_DAYS, PATROL_DAYS
from linli.outreach.rules.patrols import CorrectionState, Found
from linli.people.actions import move_out, register_person, settle
from linli.people.models import Person
from linli.people.rules import HEAD
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling

WALKING, NEXT_ROUND, RULING = "walk_patrol", "next_patrol", "rule_correction"
HEARD_ON = "heard_on_patrol"
"""The tie from a matter to the round on which it was heard."""
DAYS_TO_WALK = 14
OTHERS = "家人"


class PatrolUnderWay(Refusal):
    pass


class PatrolOver(Refusal):
    pass


class NoDoorsThere(Refusal):
    pass


class AnotherRoundsDoor(Refusal):
    pass


class CorrectionMovedOn(Refusal):
    pass


class CorrectionIncomplete(Unreadable):
    pass


@transaction.atomic
def begin_patrol(*, area: Area, by: Viewer, at: datetime) -> Patrol:
    """开始巡楼: the doors of an area that one walks; one round at a time."""
    if by.person_id is None or not policies.may_patrol(by, area):
        raise NotPermitted("巡楼由楼长、网格员这些走楼道的人来做。")
    if not _doors_of(area):
        raise NoDoorsThere("这里还没有登记住宅，先请社区登记。")
    try:
        with transaction.atomic():
            patrol = Patrol.objects.create(walker_id=by.person_id, area=area, begun_at=at)
    except IntegrityError as error:
        raise PatrolUnderWay("这里的一轮还没走完，接着走就行。") from error
    earlier = Patrol.objects.filter(walker=by.person_id, area=area).exclude(pk=patrol.pk)
    for before in earlier.order_by("-pk")[:1]:
        end_duties(subject=before.ref, at=at)
    journal.record(PatrolBegun(subject=patrol.ref), by=by.ref, at=at, place=area.ref)
    _owe(patrol.ref, WALKING, patrol.walker, area, DAYS_TO_WALK, at)
    return patrol


@transaction.atomic
def knock(
    *,
    patrol: Patrol,
    dwelling: Dwelling,
    found: Found,
    by: Viewer,
    at: datetime,
    words: str = "",
) -> DoorVisit:
    """敲门: 在家, 没人, 已搬走, 新来的; the last two ask the register to be corrected."""
    _refuse_who_does_not_walk(patrol, by)
    if not dwelling.area.lies_in(patrol.area):
        raise AnotherRoundsDoor("这扇门不在这一轮里。")
    visit, _ = DoorVisit.objects.update_or_create(
        patrol=patrol,
        dwelling=dwelling,
        defaults={"walker_id": patrol.walker_id, "found": found, "visited_at": at},
    )
    event = DoorKnocked(subject=patrol.ref, found=found.label)
    journal.record(event, by=by.ref, at=at, place=patrol.area.ref)
    if found.corrects:
        propose_correction(dwelling, found, words, by, at)
    return visit


@transaction.atomic
def hear_on_patrol(
    *, patrol: Patrol, word: Word, by: Viewer, at: datetime, phone: str = ""
) -> Matter:
    """走访记事: what is said at a door becomes a matter at once, tied to the round."""
    _refuse_who_does_not_walk(patrol, by)
    matter = record_on_the_way(word=word, by=by, at=at, phone=phone)
    link(matter.ref, patrol.ref, kind=HEARD_ON, by=by.ref, at=at)
    event = HeardOnPatrol(subject=patrol.ref, matter=matter.pk)
    journal.record(event, by=by.ref, at=at, place=patrol.area.ref)
    return matter


@transaction.atomic
def end_patrol(*, patrol: Patrol, by: Viewer, at: datetime) -> None:
    """走完一轮: with how many doors there are and how many were reached; the next is owed."""
    _refuse_who_does_not_walk(patrol, by)
    doors = _doors_of(patrol.area)
    answered = patrol.visits.exclude(found=Found.NOBODY)
    reached = min(doors, answered.count())
    open_ = Patrol.objects.filter(pk=patrol.pk, ended_at=None)
    if not open_.update(ended_at=at, doors=doors, reached=reached):
        raise PatrolOver("这一轮刚刚结束了。")
    patrol.refresh_from_db()
    end_duties(subject=patrol.ref, at=at)
    days = resolve(patrol.area.chain)[PATROL_DAYS]
    _owe(patrol.ref, NEXT_ROUND, patrol.walker, patrol.area, days, at)
    event = PatrolEnded(subject=patrol.ref, doors=doors, reached=reached)
    journal.record(event, by=by.ref, at=at, place=patrol.area.ref)


@transaction.atomic
def accept_correction(
    *, correction: Correction, by: Viewer, at: datetime, names: Sequence[str] = ()
) -> None:
    """更正登记: who moved away leaves the household; who is new is registered by name."""
    _permit_ruling(correction, by)
    dwelling, people = correction.dwelling, [name.strip() for name in names if name.strip()]
    if correction.found == Found.NEW and not people:
        raise CorrectionIncomplete("请写新来的人叫什么，一行一个。")
    _rule(correction, CorrectionState.ACCEPTED, by, at)
    if correction.found == Found.MOVED:
        for person in Person.objects.filter(
            households__household__dwelling=dwelling, households__ended_on=None
        ):
            move_out(person=person, by=by, at=at)
    for name in people:
        person = register_person(name=name, home=dwelling.area, by=by, at=at)
        alone = not dwelling.households.filter(ended_on=None).exists()
        relation = HEAD if alone else OTHERS
        settle(
            person=person,
            area=dwelling.area,
            number=dwelling.number,
            relation=relation,
            by=by,
            at=at,
        )
    event = CorrectionAccepted(subject=correction.ref)
    journal.record(event, by=by.ref, at=at, place=dwelling.area.ref)


@transaction.atomic
def refuse_correction(*, correction: Correction, reason: str, by: Viewer, at: datetime) -> None:
    """不改: with a reason that whoever proposed it reads."""
    _permit_ruling(correction, by)
    if not reason.strip():
        raise CorrectionIncomplete("请写为什么不改，提的人会看到。")
    _rule(correction, CorrectionState.REFUSED, by, at, reason=reason.strip())
    event = CorrectionRefused(subject=correction.ref, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=correction.dwelling.area.ref)


def _doors_of(area: Area) -> int:
    return Dwelling.objects.filter(area__path__startswith=area.path).count()


def _refuse_who_does_not_walk(patrol: Patrol, by: Viewer) -> None:
    if not policies.may_walk(by, patrol):
        raise NotPermitted("这一轮由开始走的人来走。")
    # The row is kept until the end: what is tapped while the round ends comes before or after.
    if not Patrol.objects.filter(pk=patrol.pk, ended_at=None).update(ended_at=None):
        raise PatrolOver("这一轮已经结束了，再开始一轮吧。")


def propose_correction(
    dwelling: Dwelling, found: Found, words: str, by: Viewer, at: datetime
) -> None:
    """提更正: part of a knock or a visit; once, however often it is told while it waits."""
    waiting = Correction.objects.waiting().filter(dwelling=dwelling, found=found)
    if waiting.exists():
        return
    assert by.person_id  # noqa: S101 - only who is known walks
    correction = Correction.objects.create(
        dwelling=dwelling,
        found=found,
        words=words.strip(),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    event = CorrectionProposed(subject=correction.ref, found=found.label)
    journal.record(event, by=by.ref, at=at, place=dwelling.area.ref)
    days = resolve(dwelling.area.chain)[CORRECTION_DAYS]
    _owe(correction.ref, RULING, None, dwelling.area, days, at)


def _permit_ruling(correction: Correction, by: Viewer) -> None:
    if not policies.may_rule_correction(by, correction):
        raise NotPermitted("登记册由那里的社区工作人员来改。")


def _rule(
    correction: Correction,
    state: CorrectionState,
    by: Viewer,
    at: datetime,
    *,
    reason: str = "",
) -> None:
    waiting = Correction.objects.waiting().filter(pk=correction.pk)
    if not waiting.update(state=state, ruled_by=by.person_id, ruled_at=at, reason=reason):
        raise CorrectionMovedOn("这一条刚刚处理过了。")
    correction.refresh_from_db()
    end_duties(subject=correction.ref, at=at)


def _owe(
    subject: Ref, kind: str, holder: Person | None, area: Area, days: int, at: datetime
) -> None:
    due = at + timedelta(days=days)
    begin_duty(
        subject=subject,
        kind=kind,
        desk=area,
        holder=holder,
        unit=None,
        promise=Promise(
            accept_by=None,
            remind_at=at + (due - at) / 2,
            due_at=due,
            give_up_at=None,
            calendar_version=calendar_in_force().version,
            is_provisional=False,
            why="",
        ),
        at=at,
    )
