"""挂账: what cannot be done yet is laid up with a plan, and comes back by itself on its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.matters import policies
from linli.matters.actions.desk import clock_goes_on
from linli.matters.actions.moving import desk_above, options_of, permit, take
from linli.matters.events import (
    MatterBackOnItsDay,
    MatterParked,
    MatterResumed,
    ParkingAsked,
    ParkingRefused,
)
from linli.matters.models import Matter, Parking
from linli.matters.options import PARKING_DAYS_MOST
from linli.matters.rules import AskedState, Step, milestones_of
from linli.people.models import Term
from linli.people.rules import LEADING
from linli.people.viewer import Viewer
from linli.places.models import Area

PARKED = "parked"
AT_ONCE = 200


class PlanMissing(Unreadable):
    pass


class MilestonesUnreadable(Unreadable):
    pass


class ParkedTooLong(Unreadable):
    pass


class ParkingWaits(Refusal):
    pass


class NothingToAnswer(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """怎么办: the plan, a line each milestone, what residents are told, until which day."""

    words: str
    milestones: str
    explanation: str
    until: date


@transaction.atomic
def ask_to_park(*, matter: Matter, plan: Plan, by: Viewer, at: datetime) -> Parking:
    """申请挂账: the secretary decides, the second time the desk above; the clock runs on."""
    permit(Step.ASK_TO_PARK, matter, by, "只有承办人和管这件事的工作台可以申请挂账。")
    _refuse_unsound(matter, plan, at)
    earlier = matter.parkings.filter(state=AskedState.GRANTED).count()
    if asked_parking_of(matter):
        raise ParkingWaits("已经申请过挂账，正在等审批。")
    desk = _who_decides(matter, again=bool(earlier), at=at)
    event = ParkingAsked(
        subject=matter.ref,
        until=_moment(plan.until),
        desk=desk.ref,
        explanation=plan.explanation.strip(),
    )
    take(Step.ASK_TO_PARK, matter, event, by=by.ref, at=at)
    return Parking.objects.create(
        matter=matter,
        turn=earlier + 1,
        plan=plan.words.strip(),
        milestones=plan.milestones.strip(),
        explanation=plan.explanation.strip(),
        until=plan.until,
        desk=desk,
        asked_by_id=by.person_id,
        asked_at=at,
    )


@transaction.atomic
def park_matter(*, matter: Matter, by: Viewer, at: datetime, answer: str = "") -> None:
    """同意挂账: the holder's clock stops until that day; the reporter's runs on."""
    asked = _asked_of(matter, by)
    if asked.until <= day_of(at):
        raise ParkedTooLong("挂账的日子已经到了，请重新申请。")
    event = MatterParked(
        subject=matter.ref, until=_moment(asked.until), explanation=asked.explanation
    )
    take(Step.PARK, matter, event, by=by.ref, at=at)
    _answered(asked, AskedState.GRANTED, answer, by=by, at=at)
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=PARKED,
        desk=matter.desk,
        holder=matter.handler,
        unit=matter.unit,
        promise=_until(asked.until),
        at=at,
    )


@transaction.atomic
def refuse_parking(*, matter: Matter, why: str, by: Viewer, at: datetime) -> None:
    """不同意挂账: the handler goes on, with the reason."""
    asked = _asked_of(matter, by)
    if not why.strip():
        raise PlanMissing("请写明为什么不同意，承办人和说事人都看得到。")
    event = ParkingRefused(subject=matter.ref, why=why.strip())
    take(Step.ASK_TO_PARK, matter, event, by=by.ref, at=at)
    _answered(asked, AskedState.REFUSED, why, by=by, at=at)


@transaction.atomic
def resume_matter(*, matter: Matter, why: str, by: Viewer, at: datetime) -> None:
    """提前恢复办理: it can be done sooner than was thought."""
    permit(Step.RESUME, matter, by, "只有承办人和管这件事的工作台可以恢复办理。")
    if not why.strip():
        raise PlanMissing("请写明为什么现在可以办了。")
    _resume(matter, MatterResumed(subject=matter.ref, why=why.strip()), by=by.ref, at=at)


def resume_parked(at: datetime) -> int:
    """到期恢复: whatever has come to its day is in work again; says how many."""
    due = Parking.objects.filter(state=AskedState.GRANTED, ended_at=None, until__lte=day_of(at))
    related = ("matter__place", "matter__desk__parent", "matter__handler", "matter__unit")
    found = list(due.select_related(*related).order_by("until", "pk")[:AT_ONCE])
    for parking in found:
        _back_on_its_day(parking)
    return len(found)


def close_parking(matter: Matter, *, at: datetime) -> None:
    """It is laid up no longer, whatever came of it."""
    running = matter.parkings.filter(state=AskedState.GRANTED, ended_at=None)
    running.update(ended_at=at)


def asked_parking_of(matter: Matter) -> Parking | None:
    """The request on which somebody has to decide."""
    return matter.parkings.filter(state=AskedState.ASKED).first()


@transaction.atomic
def _back_on_its_day(parking: Parking) -> None:
    matter = parking.matter
    event = MatterBackOnItsDay(subject=matter.ref)
    _resume(matter, event, by=THE_SYSTEM, at=start_of(parking.until))


def _resume(matter: Matter, event: Event, *, by: Ref, at: datetime) -> None:
    take(Step.RESUME, matter, event, by=by, at=at)
    parking = matter.parkings.get(state=AskedState.GRANTED, ended_at=None)
    close_parking(matter, at=at)
    parked_at = parking.answered_at or at
    clock_goes_on(matter, at=at, paused=at - parked_at)


def _refuse_unsound(matter: Matter, plan: Plan, at: datetime) -> None:
    if not (plan.words.strip() and plan.explanation.strip()):
        raise PlanMissing("请写明打算怎么办，再写一句给居民看的说明。")
    if not milestones_of(plan.milestones):
        raise MilestonesUnreadable(
            "节点一行一个，先写日子再写办到哪一步，像这样：2026-04-01 拿到批文。"
        )
    most = options_of(matter)[PARKING_DAYS_MOST]
    today = day_of(at)
    if not today < plan.until <= today + timedelta(days=most):
        raise ParkedTooLong("挂账要从明天起，最长 {most} 天。", most=most)


def _who_decides(matter: Matter, *, again: bool, at: datetime) -> Area:
    """Who leads the desk; the desk above for a second time, or when the leader has it."""
    above = desk_above(matter.desk)
    leading = Term.objects.running(day_of(at)).filter(
        post__area=matter.desk, post__kind__in=LEADING
    )
    has_it = leading.filter(person=matter.handler).exists()
    return above if above and (again or has_it) else matter.desk


def _asked_of(matter: Matter, by: Viewer) -> Parking:
    asked = asked_parking_of(matter)
    if not asked:
        raise NothingToAnswer("这件事没有等着审批的挂账申请。")
    if not policies.may_park(by, matter):
        raise NotPermitted("挂账由书记批，第二次由上一级批；承办人和申请的人自己不能批。")
    return asked


def _answered(
    asked: Parking, state: AskedState, answer: str, *, by: Viewer, at: datetime
) -> None:
    waiting = Parking.objects.filter(pk=asked.pk, state=AskedState.ASKED)
    waiting.update(state=state, answer=answer.strip(), answered_by=by.person_id, answered_at=at)


def _moment(day: date) -> Moment:
    return Moment(start_of(day).isoformat())


def _until(day: date) -> Promise:
    return Promise(
        accept_by=None,
        remind_at=start_of(day),
        due_at=start_of(day),
        give_up_at=None,
        calendar_version="",
        is_provisional=False,
        why="",
    )
