"""What follows from what is said again and again, and from the problem behind it."""

from datetime import datetime, timedelta

from linli.duties.events import DutyGivenUp, DutyOverdue, DutyReminded
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.kernel.rounds import Periodic
from linli.matters.events import MatterDispatched, MatterReported, MatterReportedFor
from linli.matters.models import Matter
from linli.messaging.actions import tell_of
from linli.people.queries import seats_in
from linli.people.rules import Reach, reach_of
from linli.places.models import Area
from linli.prevention import actions
from linli.prevention.events import (
    MeasuresSet,
    ProblemHeld,
    ProblemLeftLying,
    ProblemReopened,
    ProblemSpotted,
    SeasonOpened,
)
from linli.prevention.models import Problem

PROBLEM = "problem"


def problem_of(entry: Entry) -> Problem:
    rows = Problem.objects.select_related("place", "desk__parent", "owner")
    return rows.get(pk=number(entry.subject))


def address_of(problem: Problem) -> str:
    return f"/problems/{problem.number}/"


def look_for_problem(
    _: MatterReported | MatterReportedFor | MatterDispatched, entry: Entry, __: datetime
) -> None:
    """又是它: anew when it is dispatched, for then it may be of another kind."""
    rows = Matter.objects.select_related("place", "desk")
    matter = rows.get(pk=number(entry.subject))
    actions.look_for_problem(matter=matter, at=entry.happened_at)


def tell_the_owner(_: object, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != PROBLEM:
        return
    problem = problem_of(entry)
    if problem.owner_id:
        tell_of(entry, to=f"person/{problem.owner_id}", url=address_of(problem))


def pass_it_up(_: DutyGivenUp, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) == PROBLEM:
        actions.pass_up_problem(problem=problem_of(entry), at=entry.happened_at)


def tell_upstairs(event: ProblemLeftLying, entry: Entry, _: datetime) -> None:
    """没有人办: who works the desk above."""
    desk, problem = Area.objects.get(pk=number(event.desk)), problem_of(entry)
    for seat in seats_in(desk, on=day_of(entry.happened_at)):
        if reach_of(seat.kind) is Reach.DESK and seat.on_duty:
            tell_of(entry, to=seat.on_duty.ref, url=address_of(problem))


def tell_who_said_it(_: MeasuresSet | ProblemHeld, entry: Entry, __: datetime) -> None:
    """说过的人都告诉: everybody who brought one of them, once."""
    hung = problem_of(entry).hangings.running().select_related("matter").order_by("pk")
    told: dict[int, str] = {}
    for hanging in hung:
        matter = hanging.matter
        brought = [matter.reporter_id, *matter.voices.values_list("person", flat=True)]
        for person in brought:
            if person is not None:
                told.setdefault(person, matter.number)
    for person, said in sorted(told.items()):
        tell_of(entry, to=f"person/{person}", url=f"/matters/{said}/")


SUBSCRIPTIONS = (
    Subscription(name="look-reported", to=MatterReported, reaction=look_for_problem),
    Subscription(name="look-reported-for", to=MatterReportedFor, reaction=look_for_problem),
    Subscription(name="look-dispatched", to=MatterDispatched, reaction=look_for_problem),
    Subscription(name="tell-spotted", to=ProblemSpotted, reaction=tell_the_owner),
    Subscription(name="tell-season", to=SeasonOpened, reaction=tell_the_owner),
    Subscription(name="tell-problem-again", to=ProblemReopened, reaction=tell_the_owner),
    Subscription(name="remind-problem", to=DutyReminded, reaction=tell_the_owner),
    Subscription(name="problem-overdue", to=DutyOverdue, reaction=tell_the_owner),
    Subscription(name="pass-problem-up", to=DutyGivenUp, reaction=pass_it_up),
    Subscription(name="tell-problem-above", to=ProblemLeftLying, reaction=tell_upstairs),
    Subscription(name="tell-worked-out", to=MeasuresSet, reaction=tell_who_said_it),
    Subscription(name="tell-held", to=ProblemHeld, reaction=tell_who_said_it),
)
ROUNDS = (
    Periodic(name="seasons", every=timedelta(hours=12), work=actions.open_seasons),
    Periodic(
        name="quiet-problems", every=timedelta(hours=6), work=actions.check_quiet_problems
    ),
)
