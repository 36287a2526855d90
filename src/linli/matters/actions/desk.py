"""分: what a desk decides: who does it by when, up to the next desk, or back with a ruling."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties, take_up_again
from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.references import NOWHERE, THE_SYSTEM
from linli.kernel.words import Moment, say
from linli.matters import policies
from linli.matters.actions.down import refuse_giving_down, refuse_sending_down
from linli.matters.actions.involving import is_involved
from linli.matters.actions.moving import (
    DISPATCHING,
    HANDLING,
    desk_above,
    options_of,
    permit,
    take,
    tier_of,
)
from linli.matters.bounds import bounded
from linli.matters.events import (
    MatterDispatched,
    MatterEscalated,
    MatterEscalatedByRule,
    MatterSentBack,
)
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import ROUTES
from linli.matters.promises import dispatch_promise, handling_promise
from linli.matters.queries.outside import bound_of
from linli.matters.rules import Role, State, Step
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import DESKS

NO_PAUSE = timedelta(0)


class NoDeskAbove(Refusal):
    pass


class NotToBeGivenTo(Refusal):
    pass


class SameHandsAgain(Refusal):
    pass


class ReasonMissing(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who is to do it, under which rule and tier, and what is asked for; empty: as proposed."""

    handler: Person
    unit: Organisation | None = None
    route: str = ""
    tier: str = ""
    requirement: str = ""


@transaction.atomic
def dispatch_matter(
    *, matter: Matter, assignment: Assignment, by: Viewer, at: datetime
) -> Promise:
    """分派: name the one who does it, until when and how; the holder's clock starts."""
    permit(Step.DISPATCH, matter, by, "只有现在管这件事的那一级可以分派。")
    if not policies.may_be_given(assignment.handler, matter):
        raise NotToBeGivenTo("不能派给说事人自己，也不能派给这件事说到的人，请换一位。")
    if assignment.handler.pk == matter.handled_before_id:
        raise SameHandsAgain("上一次就是这位办的，说事人不满意，请换一位来办。")
    if is_involved(matter, Role.TRACK, assignment.handler):
        raise NotToBeGivenTo("这位正在跟踪督办这件事，不能同时承办，请换一位。")
    refuse_giving_down(matter, assignment.handler, assignment.unit, assignment.route, at=at)
    tier = tier_of(matter, assignment.tier or None)
    own = handling_promise(
        tier, calendar_in_force(), at=at, has_desk_above=desk_above(matter.desk) is not None
    )
    promise = bounded(own, bound_of(matter), at=at)
    requirement = assignment.requirement.strip() or matter.requirement
    due_at = max(matter.due_at, promise.due_at) if matter.level_reached else matter.due_at
    event = MatterDispatched(
        subject=matter.ref,
        handler=assignment.handler.ref,
        unit=assignment.unit.ref if assignment.unit else NOWHERE,
        due=Moment(promise.due_at.isoformat()),
        requirement=requirement,
        route=assignment.route or matter.route,
        why=_why(matter, assignment),
    )
    take(
        Step.DISPATCH,
        matter,
        event,
        by=by.ref,
        at=at,
        handler=assignment.handler,
        unit=assignment.unit,
        tier=tier.code,
        route=assignment.route or matter.route,
        requirement=requirement,
        due_at=due_at,
    )
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=HANDLING,
        desk=matter.desk,
        holder=assignment.handler,
        unit=assignment.unit,
        promise=promise,
        at=at,
    )
    return promise


@transaction.atomic
def escalate_matter(*, matter: Matter, reason: str, by: Viewer, at: datetime) -> None:
    """上报: what this desk cannot decide goes one level up, with the reason."""
    permit(Step.ESCALATE, matter, by, "只有现在管这件事的人可以上报。")
    if not reason.strip():
        raise ReasonMissing("请写明为什么要上报，让上一级和说事人都看得懂。")
    above = _above_or_refuse(matter)
    event = MatterEscalated(subject=matter.ref, desk=above.ref, reason=reason.strip())
    take(Step.ESCALATE, matter, event, by=by.ref, at=at, **_moved_to(matter, above))
    lay_on_desk(matter, at=at)


@transaction.atomic
def escalate_by_rule(*, matter: Matter, at: datetime) -> None:
    """超期上报: long overdue, it goes one level up by itself."""
    above = _above_or_refuse(matter)
    event = MatterEscalatedByRule(subject=matter.ref, desk=above.ref)
    take(Step.ESCALATE, matter, event, by=THE_SYSTEM, at=at, **_moved_to(matter, above))
    lay_on_desk(matter, at=at)


@transaction.atomic
def send_back(*, matter: Matter, ruling: str, by: Viewer, at: datetime) -> None:
    """退回: the desk above gives its ruling and returns it to the desk below."""
    permit(Step.SEND_BACK, matter, by, "只有上一级可以带着意见退回。")
    if not ruling.strip():
        raise ReasonMissing("请写明处理意见，下一级好照着办。")
    below = _desk_below(matter)
    refuse_sending_down(matter, below)
    event = MatterSentBack(subject=matter.ref, desk=below.ref, ruling=ruling.strip())
    changes = {"desk": below, "handler": None, "unit": None, "ruling": ruling.strip()}
    take(Step.SEND_BACK, matter, event, by=by.ref, at=at, **changes)
    lay_on_desk(matter, at=at)


def lay_on_desk(matter: Matter, *, at: datetime) -> None:
    """The holder's clock stops; the desk owes the dispatch."""
    own = dispatch_promise(tier_of(matter), calendar_in_force(), at=at)
    end_duties(subject=matter.ref, at=at)
    begin_duty(
        subject=matter.ref,
        kind=DISPATCHING,
        desk=matter.desk,
        holder=None,
        unit=None,
        promise=bounded(own, bound_of(matter), at=at),
        at=at,
    )


def clock_goes_on(matter: Matter, *, at: datetime, paused: timedelta = NO_PAUSE) -> None:
    """What was set aside is back: its own clock runs on, `paused` later than it would have.

    Whoever has it by now has the clock; where there was none, the desk owes the dispatch.
    """
    end_duties(subject=matter.ref, at=at)
    kind = DISPATCHING if matter.standing is State.RECEIVED else HANDLING
    before = Duty.objects.filter(subject=matter.ref, kind=kind).order_by("-pk")
    duty = before.select_related("desk", "holder", "unit").first()
    if not duty:
        lay_on_desk(matter, at=at)
        return
    duty.holder = matter.handler if kind == HANDLING else None
    take_up_again(duty=duty, paused=paused, at=at)


def _moved_to(matter: Matter, desk: Area) -> dict[str, object]:
    level = max(matter.level_reached, NUMBER_OF_DESK[desk.kind])  # type: ignore[index]
    return {"desk": desk, "handler": None, "unit": None, "level_reached": level}


def _above_or_refuse(matter: Matter) -> Area:
    above = desk_above(matter.desk)
    if not above:
        raise NoDeskAbove("“{desk}”已经是最上一级，不能再往上报。", desk=matter.desk.name)
    return above


def _desk_below(matter: Matter) -> Area:
    """The next desk down on the way to the place."""
    number = NUMBER_OF_DESK[matter.desk.kind]  # type: ignore[index]
    return Area.objects.get(
        kind=DESKS[number - 1],
        path__startswith=matter.desk.path,
        pk__in=[int(part) for part in matter.place.path.strip("/").split("/")],
    )


def _why(matter: Matter, assignment: Assignment) -> str:
    """Which rule chose it and why, or that a person chose otherwise."""
    if not assignment.route or assignment.route == matter.route:
        return matter.route_why
    routes = {route.code: route.label for route in options_of(matter)[ROUTES]}
    return say("人工改按“{rule}”分派", rule=routes.get(assignment.route, assignment.route))
