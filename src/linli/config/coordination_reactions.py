"""Who was called, who agreed to something, and what happens when nobody comes."""

from collections.abc import Collection
from datetime import datetime

from linli.coordination import actions
from linli.coordination.events import (
    TaskAgreed,
    TaskPassedUp,
    UnitCalled,
    UnitJudged,
    UnitLetGo,
    UnitPassedUp,
)
from linli.coordination.models import CalledUnit, JointTask, Whistle
from linli.coordination.queries import contacts_of, staff_of
from linli.coordination.rules import WhistleState
from linli.duties.events import DutyGivenUp, DutyOverdue, DutyReminded
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.matters.events import MatterWithdrawn
from linli.messaging.actions import tell_of
from linli.people.models import Person
from linli.places.models import Area

CALLED_UNIT, TASK, WHISTLE = "calledunit", "jointtask", "whistle"
WITHDRAWN = "说事人撤回"
UNIT_URL = "/unit/"


def bring_it_up(_: DutyGivenUp, entry: Entry, __: datetime) -> None:
    """过了时限: who did not come or deliver goes one level up; nobody judged: it ends so."""
    at = entry.happened_at
    match kind(entry.subject):
        case "calledunit":
            units = CalledUnit.objects.select_related("unit", "whistle__matter__place")
            actions.pass_up(called=units.get(pk=number(entry.subject)), at=at)
        case "jointtask":
            tasks = JointTask.objects.select_related("unit", "matter__place")
            actions.pass_task_up(task=tasks.get(pk=number(entry.subject)), at=at)
        case "whistle":
            whistles = Whistle.objects.select_related("matter__place")
            whistle = whistles.get(pk=number(entry.subject))
            if whistle.standing is WhistleState.JUDGING:
                actions.end_unjudged(whistle=whistle, at=at)


def tell_the_unit(
    event: UnitCalled | UnitPassedUp | UnitLetGo | UnitJudged, entry: Entry, _: datetime
) -> None:
    """Who speaks for the unit reads what is asked of it and how it is judged."""
    _tell(entry, _contacts(number(event.unit), entry), f"/whistles/{event.whistle}/")


def tell_who_agreed(event: TaskAgreed | TaskPassedUp, entry: Entry, _: datetime) -> None:
    _tell(entry, _contacts(number(event.unit), entry), UNIT_URL)


def tell_the_desk_above(event: UnitPassedUp, entry: Entry, _: datetime) -> None:
    _tell(entry, _staff(number(event.desk), entry), f"/whistles/{event.whistle}/")


def tell_the_desk_of_the_task(event: TaskPassedUp, entry: Entry, _: datetime) -> None:
    _tell(entry, _staff(number(event.desk), entry), "/joint/")


def remind_the_unit(_: DutyReminded | DutyOverdue, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) == CALLED_UNIT:
        called = CalledUnit.objects.get(pk=number(entry.subject))
        _tell(entry, _contacts(called.unit_id, entry), f"/whistles/{called.whistle_id}/")
    elif kind(entry.subject) == TASK:
        task = JointTask.objects.get(pk=number(entry.subject))
        _tell(entry, _contacts(task.unit_id, entry), UNIT_URL)


def call_off_the_whistle(event: MatterWithdrawn, entry: Entry, _: datetime) -> None:
    """说事人撤回: whoever was called may go."""
    found = Whistle.objects.filter(matter=number(event.subject), state=WhistleState.WORKING)
    for whistle in found.select_related("matter__place", "desk__parent"):
        actions.call_off(whistle=whistle, reason=WITHDRAWN, at=entry.happened_at)


def _tell(entry: Entry, people: Collection[Person], url: str) -> None:
    for person in people:
        tell_of(entry, to=person.ref, url=url)


def _contacts(unit: int, entry: Entry) -> list[Person]:
    return contacts_of([unit], on=day_of(entry.happened_at))


def _staff(desk: int, entry: Entry) -> list[Person]:
    return staff_of(Area.objects.get(pk=desk), on=day_of(entry.happened_at))


SUBSCRIPTIONS = (
    Subscription(name="bring-units-up", to=DutyGivenUp, reaction=bring_it_up),
    Subscription(name="call-unit", to=UnitCalled, reaction=tell_the_unit),
    Subscription(name="tell-unit-passed-up", to=UnitPassedUp, reaction=tell_the_unit),
    Subscription(name="tell-desk-above", to=UnitPassedUp, reaction=tell_the_desk_above),
    Subscription(name="tell-unit-let-go", to=UnitLetGo, reaction=tell_the_unit),
    Subscription(name="tell-unit-judged", to=UnitJudged, reaction=tell_the_unit),
    Subscription(name="tell-who-agreed", to=TaskAgreed, reaction=tell_who_agreed),
    Subscription(name="tell-late-task", to=TaskPassedUp, reaction=tell_who_agreed),
    Subscription(name="tell-desk-of-task", to=TaskPassedUp, reaction=tell_the_desk_of_the_task),
    Subscription(name="remind-unit", to=DutyReminded, reaction=remind_the_unit),
    Subscription(name="tell-unit-overdue", to=DutyOverdue, reaction=remind_the_unit),
    Subscription(name="call-off-whistle", to=MatterWithdrawn, reaction=call_off_the_whistle),
)
