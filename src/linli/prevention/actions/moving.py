"""The one way in which a problem moves: check the table, write what was seen, tell it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Refusal
from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.prevention import rules
from linli.prevention.models import Problem
from linli.prevention.rules import Step

TAKING_ON, WORKING_OUT = "take_on_problem", "work_out_problem"


class ProblemMovedOn(Refusal):
    def __init__(self, problem: Problem) -> None:
        super().__init__("这个问题刚刚有了新进展，请看过再办。您写的字还在下面。")
        self.problem_id = problem.pk


def take(
    step: Step, problem: Problem, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> None:
    """Move the problem and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.after(problem.standing, step)
    seen = Problem.objects.filter(pk=problem.pk, version=problem.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise ProblemMovedOn(problem)
    problem.state, problem.version = state, problem.version + 1
    for name, value in changes.items():
        setattr(problem, name, value)
    journal.record(event, by=by, at=at, place=problem.place.ref)


def promise_of(workdays: int, *, at: datetime) -> Promise:
    """So many working days, reminded halfway; left lying at the end, the desk above is told."""
    due = calendar_in_force().add_workdays(at, workdays)
    return Promise(
        accept_by=None,
        remind_at=at + (due.at - at) / 2,
        due_at=due.at,
        give_up_at=due.at,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


def owe(problem: Problem, kind: str, promise: Promise, *, at: datetime) -> None:
    """起算: its owner owes it, and while there is none the desk of the place."""
    end_duties(subject=problem.ref, at=at)
    begin_duty(
        subject=problem.ref,
        kind=kind,
        desk=problem.desk,
        holder=problem.owner,
        unit=None,
        promise=promise,
        at=at,
    )
