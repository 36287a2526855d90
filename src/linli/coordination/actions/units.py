"""报到: what a called unit does, and what the clock and the desk do about it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.coordination import policies
from linli.coordination.actions.ending import settle
from linli.coordination.actions.parting import part_with_unit
from linli.coordination.actions.whistles import owe_report, promise_to_come
from linli.coordination.events import UnitGaveResult, UnitLetGo, UnitPassedUp, UnitReportedIn
from linli.coordination.models import CalledUnit, Whistle
from linli.coordination.options import LIMITS
from linli.coordination.promises import workdays_promise
from linli.coordination.rules import (
    Limit,
    NotThatWay,
    UnitState,
    UnitStep,
    WhistleState,
    after,
)
from linli.duties.actions import begin_duty, end_duties
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment, Words
from linli.matters.models import NUMBER_OF_DESK
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind

RESULT = "unit_result"


class UnitMovedOn(Refusal):
    """Somebody else was first; whoever shows this keeps what was typed."""

    def __init__(self) -> None:
        super().__init__("这家单位的情况刚刚有了变化，请看过再办。您写的字还在下面。")


class NotThere(Unreadable):
    pass


class ArrivedOutOfTime(Unreadable):
    pass


class NothingToShow(Unreadable):
    pass


class NoReason(Unreadable):
    pass


@transaction.atomic
def report_in(
    *,
    called: CalledUnit,
    where: str,
    who: str,
    by: Viewer,
    at: datetime,
    arrived_at: datetime | None = None,
) -> None:
    """到场报到: who of the unit came, where and when; the clock for the result starts.

    Only the whistling desk, which was there, may say that it was earlier than now.
    """
    if not policies.may_report_in(by, called):
        raise NotPermitted("只有被吹哨单位的联系人可以报到，吹哨的工作台可以代记。")
    if not (where.strip() and who.strip()):
        raise NotThere("请写明到了哪里、来的是谁。")
    arrived = arrived_at or at
    own = policies.speaks_for_unit(by, called)
    if arrived > at or arrived < called.called_at or (own and arrived < at):
        raise ArrivedOutOfTime("到场时间要在吹哨以后、现在以前；单位自己报到按现在算。")
    limit = limit_of(called.whistle)
    promise = workdays_promise(
        limit.result_workdays,
        calendar_in_force(),
        at=arrived,
        gives_up=called.whistle.desk.parent_id is not None,
    )
    event = UnitReportedIn(
        subject=called.whistle.matter.ref,
        unit=called.unit.ref,
        where=where.strip(),
        who=who.strip(),
        arrived=Moment(arrived.isoformat()),
        whistle=called.whistle_id,
    )
    changes = {
        "arrived_at": arrived,
        "arrived_where": where.strip(),
        "arrived_who": who.strip(),
        "reporter": by.person_id,
        "result_by": promise.due_at,
    }
    take(UnitStep.REPORT_IN, called, event, by=by.ref, at=at, **changes)
    end_duties(subject=called.ref, at=at)
    begin_duty(
        subject=called.ref,
        kind=RESULT,
        desk=called.whistle.desk,
        holder=None,
        unit=called.unit,
        promise=promise,
        at=at,
    )


@transaction.atomic
def give_result(*, called: CalledUnit, result: str, by: Viewer, at: datetime) -> None:
    """给结果: what the unit did and what came of it; the last one ends the work on the spot."""
    if not policies.may_report_in(by, called):
        raise NotPermitted("只有被吹哨单位的联系人可以给结果，吹哨的工作台可以代记。")
    if not result.strip():
        raise NothingToShow("请写明做了什么、结果怎样，说事人看得到。")
    event = UnitGaveResult(
        subject=called.whistle.matter.ref,
        unit=called.unit.ref,
        result=result.strip(),
        whistle=called.whistle_id,
    )
    changes = {"result": result.strip(), "result_at": at}
    take(UnitStep.GIVE_RESULT, called, event, by=by.ref, at=at, **changes)
    end_duties(subject=called.ref, at=at)
    settle(called.whistle, by=by.ref, at=at)


@transaction.atomic
def release_unit(*, called: CalledUnit, reason: str, by: Viewer, at: datetime) -> None:
    """撤出: the desk lets a unit go before it gave a result, and says why."""
    if not policies.may_run(by, called.whistle):
        raise NotPermitted("只有吹哨的工作台和督办的上级可以让单位撤出：事不完，人不撤。")
    if not reason.strip():
        raise NoReason("请写明为什么让它撤出，大家都看得到。")
    _let_go(called, reason.strip(), by=by.ref, at=at)


@transaction.atomic
def call_off(*, whistle: Whistle, reason: str, at: datetime) -> None:
    """停哨: what it was blown for was taken back; whoever is still there may go."""
    waiting = whistle.units.still_there().select_related("unit", "involvement__organisation")
    for called in waiting.order_by("pk"):
        called.whistle = whistle
        _let_go(called, reason, by=THE_SYSTEM, at=at)


@transaction.atomic
def pass_up(*, called: CalledUnit, at: datetime) -> None:
    """督办: who was not there, or gave no result in time, goes one level up by itself."""
    running = Duty.objects.running().filter(subject=called.ref)
    duty = running.select_related("desk__parent__parent").first()
    if duty is None or duty.desk.parent is None:
        raise NotThatWay("已经到了最上一级，或者不再等它了。")
    desk = duty.desk.parent
    missing = "没有报到" if called.standing is UnitState.CALLED else "没有给结果"
    event = UnitPassedUp(
        subject=called.whistle.matter.ref,
        unit=called.unit.ref,
        lacking=Words(missing),
        desk=desk.ref,
        whistle=called.whistle_id,
    )
    changes = {"times_passed_up": F("times_passed_up") + 1}
    take(UnitStep.ESCALATE, called, event, by=THE_SYSTEM, at=at, **changes)
    level = NUMBER_OF_DESK[AreaKind(desk.kind)]
    Whistle.objects.filter(pk=called.whistle_id, level__lt=level).update(level=level)
    end_duties(subject=called.ref, at=at)
    _owe_again(called, desk, at=at)


def limit_of(whistle: Whistle) -> Limit:
    """The limit of its ground, under the rules that it was blown under."""
    limits = pinned(whistle.options_digest)[LIMITS]
    return next(limit for limit in limits if limit.ground == whistle.ground)


def take(
    step: UnitStep,
    called: CalledUnit,
    event: Event,
    *,
    by: Ref,
    at: datetime,
    **changes: object,
) -> None:
    """Move the unit and tell it, or refuse if it is no longer as this person saw it."""
    # One after the other: of the two last results that come at once, the second one settles.
    running = Whistle.objects.filter(pk=called.whistle_id, state=WhistleState.WORKING)
    if not running.update(version=F("version") + 1):
        raise UnitMovedOn
    seen = CalledUnit.objects.filter(pk=called.pk, state=called.state)
    state = after(called.standing, step)
    if not seen.update(state=state, **changes):
        raise UnitMovedOn
    called.refresh_from_db(fields=["state", *changes])
    journal.record(event, by=by, at=at, place=called.whistle.matter.place.ref)


def _let_go(called: CalledUnit, reason: str, *, by: Ref, at: datetime) -> None:
    event = UnitLetGo(
        subject=called.whistle.matter.ref,
        unit=called.unit.ref,
        reason=reason,
        whistle=called.whistle_id,
    )
    changes = {"released_at": at, "release_reason": reason}
    take(UnitStep.RELEASE, called, event, by=by, at=at, **changes)
    end_duties(subject=called.ref, at=at)
    settle(called.whistle, by=by, at=at)
    part_with_unit(called, reason, by=by, at=at)


def _owe_again(called: CalledUnit, desk: Area, *, at: datetime) -> None:
    """The same once more, now before the desk above; the first deadline stays on record."""
    limit = limit_of(called.whistle)
    if called.standing is UnitState.CALLED:
        owe_report(called, desk, promise_to_come(desk, limit, at=at), at=at)
        return
    begin_duty(
        subject=called.ref,
        kind=RESULT,
        desk=desk,
        holder=None,
        unit=called.unit,
        promise=workdays_promise(
            limit.result_workdays,
            calendar_in_force(),
            at=at,
            gives_up=desk.parent_id is not None,
        ),
        at=at,
    )
