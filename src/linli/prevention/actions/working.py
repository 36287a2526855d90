"""找根子: taken on, worked out, watched for quiet days; or set aside by a second person."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.duties.actions import end_duties
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import pinned
from linli.kernel.references import THE_SYSTEM
from linli.kernel.words import Moment
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.prevention import policies
from linli.prevention.actions.moving import (
    WORKING_OUT,
    ProblemMovedOn,
    owe,
    promise_of,
    take,
)
from linli.prevention.events import (
    AsideAsked,
    MeasuresSet,
    ProblemHeld,
    ProblemKept,
    ProblemLeftLying,
    ProblemSetAside,
    ProblemTakenOn,
)
from linli.prevention.models import Problem
from linli.prevention.options import QUIET_DAYS, WORK_OUT_WORKDAYS
from linli.prevention.rules import State, Step

CHECKED_AT_ONCE = 200


class CauseMissing(Unreadable):
    pass


class WhyMissing(Unreadable):
    pass


class AskedAlready(Refusal):
    pass


class NobodyAsked(Refusal):
    pass


class AnotherPersonNeeded(NotPermitted):
    pass


@transaction.atomic
def take_on_problem(
    *, problem: Problem, by: Viewer, at: datetime, owner: Person | None = None
) -> None:
    """领下来: somebody answers for finding the root, until a day."""
    _permit(problem, by)
    who = owner or Person.objects.get(pk=by.person_id or 0)
    promise = promise_of(pinned(problem.options_digest)[WORK_OUT_WORKDAYS], at=at)
    due = Moment(promise.due_at.isoformat())
    event = ProblemTakenOn(subject=problem.ref, owner=who.ref, due=due)
    changes = {"owner": who, "due_at": promise.due_at}
    take(Step.TAKE_ON, problem, event, by=by.ref, at=at, **changes)
    owe(problem, WORKING_OUT, promise, at=at)


@transaction.atomic
def set_measures(
    *, problem: Problem, cause: str, measures: str, by: Viewer, at: datetime
) -> None:
    """定办法: the root and what is done about it; from now on it is watched for quiet days."""
    _permit(problem, by)
    if not cause.strip() or not measures.strip():
        raise CauseMissing("请写根子在哪里、用什么办法；说过这件事的人都会看到。")
    days = pinned(problem.options_digest)[QUIET_DAYS]
    event = MeasuresSet(subject=problem.ref, cause=cause.strip(), measures=measures.strip())
    take(
        Step.SET_MEASURES,
        problem,
        event,
        by=by.ref,
        at=at,
        cause=cause.strip(),
        measures=measures.strip(),
        measures_at=at,
        due_at=None,
        quiet_until=at + timedelta(days=days),
        aside_asked_by=None,
        aside_why="",
    )
    end_duties(subject=problem.ref, at=at)


@transaction.atomic
def ask_to_set_aside(*, problem: Problem, why: str, by: Viewer, at: datetime) -> None:
    """申请不列为问题: with a reason; a second person decides."""
    _permit(problem, by)
    if not why.strip():
        raise WhyMissing("请写为什么不算问题，公开栏上看得到。")
    if problem.aside_asked_by_id:
        raise AskedAlready("已经申请过了，等另一个人看。")
    event = AsideAsked(subject=problem.ref, why=why.strip())
    changes = {"aside_asked_by_id": by.person_id, "aside_why": why.strip()}
    take(Step.ASK_ASIDE, problem, event, by=by.ref, at=at, **changes)


@transaction.atomic
def set_aside(*, problem: Problem, by: Viewer, at: datetime) -> None:
    """同意不列为问题: never by who asked for it."""
    _permit_second(problem, by)
    event = ProblemSetAside(subject=problem.ref, why=problem.aside_why)
    changes = {"aside_by_id": by.person_id, "ended_at": at, "due_at": None}
    take(Step.SET_ASIDE, problem, event, by=by.ref, at=at, **changes)
    end_duties(subject=problem.ref, at=at)


@transaction.atomic
def keep_problem(*, problem: Problem, by: Viewer, at: datetime) -> None:
    """照旧列为问题: the second person does not agree."""
    _permit_second(problem, by)
    event = ProblemKept(subject=problem.ref)
    changes = {"aside_asked_by": None, "aside_why": ""}
    take(Step.KEEP, problem, event, by=by.ref, at=at, **changes)


def check_quiet_problems(at: datetime) -> int:
    """看管不管用: after enough quiet days it was solved at the root."""
    quiet = Problem.objects.filter(state=State.MEASURES_SET, quiet_until__lte=at)
    rows = list(quiet.select_related("place").order_by("quiet_until")[:CHECKED_AT_ONCE])
    for problem in rows:
        try:
            _hold(problem)
        except ProblemMovedOn:  # somebody has just said it again
            continue
    return len(rows)


@transaction.atomic
def _hold(problem: Problem) -> None:
    held_at = problem.quiet_until
    assert held_at  # noqa: S101 - asked for just above
    days = pinned(problem.options_digest)[QUIET_DAYS]
    event = ProblemHeld(subject=problem.ref, days=days)
    take(Step.HOLD, problem, event, by=THE_SYSTEM, at=held_at, ended_at=held_at)


@transaction.atomic
def pass_up_problem(*, problem: Problem, at: datetime) -> None:
    """没有人办: nobody took it on or worked it out in time; the desk above is told."""
    above = problem.desk.parent
    if problem.standing in (State.SPOTTED, State.TAKEN_ON) and above:
        event = ProblemLeftLying(subject=problem.ref, desk=above.ref)
        journal.record(event, by=THE_SYSTEM, at=at, place=problem.place.ref)


def _permit(problem: Problem, by: Viewer) -> None:
    if not policies.may_work(by, problem):
        raise NotPermitted("问题由管这一处的工作台和领下来的人办。")


def _permit_second(problem: Problem, by: Viewer) -> None:
    if not problem.aside_asked_by_id:
        raise NobodyAsked("还没有人申请不列为问题。")
    if not policies.may_set_aside(by, problem):
        raise AnotherPersonNeeded("要由工作台上的另一个人来定。")
