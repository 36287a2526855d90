"""Replays: dated inputs go through the real actions, and time passes between them.

Nothing here decides what is late, escalated, reopened or resolved: the rules do.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import merge
from types import MappingProxyType
from typing import Any

from linli.demo.desks import Directory, assignment_for, belongs_above, route_of
from linli.demo.laying import Stage, fill_posts, form_later, is_later, lay_stage
from linli.demo.passing import Now, Passing
from linli.demo.replaying_disputes import Deed, deeds_in, tell_of_dispute
from linli.demo.replaying_documents import Adopted, adopted_in, tell_of_document
from linli.demo.replaying_matters import hear
from linli.demo.replaying_meetings import Table, TaskDone, tables_of, tell_of_table
from linli.demo.replaying_sessions import TeaTalk, hold_tea_talk, tea_talks_of
from linli.demo.replaying_surveys import (
    HouseholdAnswers,
    SurveyBegins,
    SurveyEnds,
    SurveyTold,
    surveys_in,
    tell_of_survey,
)
from linli.demo.rows import Row
from linli.demo.script import Answered, Done, Input, Joined, Said, Script
from linli.demo.timebank.inputs import TimeBank, TimeBankDeed
from linli.demo.timebank.telling import Dawn, TimeBankTold, tell_of_timebank, timebank_of
from linli.kernel import installation
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of
from linli.matters import actions as matters
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.people.models import Person
from linli.people.queries import viewer_of
from linli.people.viewer import Viewer
from linli.places.rules import DESKS, AreaKind
from linli.playbooks.queries import Pack

type Say = Callable[[str], None]

TELLERS: Mapping[type, Callable[[Any, "Telling"], None]] = MappingProxyType(
    {
        Table: tell_of_table,
        TaskDone: tell_of_table,
        Adopted: tell_of_document,
        Deed: tell_of_dispute,
        TeaTalk: hold_tea_talk,
        SurveyBegins: tell_of_survey,
        HouseholdAnswers: tell_of_survey,
        SurveyEnds: tell_of_survey,
        TimeBankDeed: tell_of_timebank,
        Dawn: tell_of_timebank,
    }
)


@dataclass(frozen=True)
class Turn:
    """A desk goes through what lies on it."""

    at: datetime
    desk: AreaKind


@dataclass(frozen=True)
class Formed:
    """An organisation comes about on that day."""

    at: datetime
    row: Row


@dataclass(frozen=True)
class Filled:
    """Somebody comes to a post on that day."""

    at: datetime
    row: Row


type Told = (
    Input
    | Turn
    | Formed
    | Filled
    | TeaTalk
    | Table
    | TaskDone
    | Deed
    | Adopted
    | SurveyTold
    | TimeBankTold
)


@dataclass(kw_only=True)
class Telling:
    """A replay under way: the stage, who may do what, and which row each matter became."""

    script: Script
    stage: Stage
    directory: Directory
    passing: Passing
    matters: dict[str, int] = field(default_factory=dict)
    disputes: dict[str, int] = field(default_factory=dict)
    bank: TimeBank = field(default_factory=TimeBank)
    counted: Counter[str] = field(default_factory=Counter)
    unseen: set[AreaKind] = field(default_factory=lambda: set(DESKS))
    """The desks on which something may have been laid since they last went through it."""
    _viewers: dict[int, Viewer] = field(default_factory=dict)

    def viewer(self, person: Person, at: datetime) -> Viewer:
        """Posts stand still in a replay from the day they begin, so who looks is found once."""
        if person.pk not in self.directory.in_posts:
            home = person.home.path if person.home else ""
            return Viewer(person_id=person.pk, name=person.name, home_path=home)
        if person.pk not in self._viewers:
            self._viewers[person.pk] = viewer_of(person, at=max(at, self.script.until))
        return self._viewers[person.pk]

    def matter(self, name: str) -> Matter | None:
        """Read the matter as it is now; its areas and people are the ones that were laid."""
        rows = Matter.objects.filter(pk__in=self.pks_of(name))
        return next((self.stage.knows(row) for row in rows), None)

    def pks_of(self, name: str) -> list[int]:
        return [self.matters[name]] if name in self.matters else []

    def stir(self) -> None:
        """Something has happened: there may be work on any desk."""
        self.passing.stir()
        self.unseen = set(DESKS)


def replay(
    script: Script, pack: Pack, *, now: Now, say: Say = lambda _: None, first: int | None = None
) -> Telling:
    """回放: lay the stage in an empty database, then tell every input in its time.

    `first` tells only so many matters, with everything that belongs to them.
    """
    installation.found(kind="replay", name=script.title, at=script.started_at)
    stage = lay_stage(script, pack)
    say(f"登记好了：{len(stage.areas)} 个区域，{len(stage.people)} 个人")
    telling = Telling(
        script=script, stage=stage, directory=Directory(), passing=Passing(now=now)
    )
    gc.freeze()  # the registers stay to the end: to look through them again and again is slow
    inputs = _slice(script.inputs, first)
    month = ""
    turns = _turns(script, inputs)
    talks = tea_talks_of(script.playbook) if first is None else ()
    tables = tables_of(script.playbook, until=script.until) if first is None else []
    disputes = deeds_in(script.disputes) if first is None else []
    documents = adopted_in(script.documents) if first is None else []
    surveys = surveys_in(script) if first is None else []
    told_by = (
        inputs,
        turns,
        talks,
        tables,
        disputes,
        documents,
        surveys,
        timebank_of(script) if first is None else [],
        _registers(script),
    )
    for told in merge(*told_by, key=lambda told: told.at):
        if f"{told.at:%Y-%m}" != month:
            month = f"{told.at:%Y-%m}"
            say(_line(month, telling))
        if telling.passing.let_pass(told.at):
            telling.stir()
        tell(told, telling)
    telling.passing.let_pass(script.until)
    telling.passing.deliver_all()
    say(_line("讲完了", telling))
    return telling


def tell(told: Told, telling: Telling) -> None:
    """Let one thing happen; a desk that has nothing new on it is passed by."""
    if isinstance(told, Turn):
        telling.passing.deliver_all()
        if told.desk in telling.unseen:
            telling.unseen.discard(told.desk)
            _work_through(told, telling)
        return
    if isinstance(told, Formed | Filled):
        _register(told, telling)
    elif isinstance(told, Said | Joined | Done | Answered):
        hear(told, telling)
    else:
        TELLERS[type(told)](told, telling)
    telling.stir()


def _register(told: Formed | Filled, telling: Telling) -> None:
    if isinstance(told, Formed):
        form_later(telling.stage, told.row, told.at)
    else:
        fill_posts(telling.stage, [told.row], told.at)
        telling.directory = Directory()


def _work_through(turn: Turn, telling: Telling) -> None:
    """理件: each matter goes on as its rule proposes: up, or to who is to do it."""
    waiting = Matter.objects.filter(state=State.RECEIVED, desk__kind=turn.desk)
    if not waiting.exists():
        return
    for matter in map(telling.stage.knows, waiting.order_by("pk")):
        clerk = _clerk_of(matter, turn, telling)
        route = route_of(matter)
        if belongs_above(matter, route):
            reason = f"{matter.route_why}，属于“{route.label}”，归上一级办"
            matters.escalate_matter(matter=matter, reason=reason, by=clerk, at=turn.at)
            telling.stir()
            continue
        departments = {
            telling.stage.people[who].pk: codes
            for who, codes in telling.script.departments.items()
        }
        assignment = assignment_for(
            matter, route, telling.directory, departments, day_of(turn.at)
        )
        matters.dispatch_matter(matter=matter, assignment=assignment, by=clerk, at=turn.at)
        telling.stir()


def _clerk_of(matter: Matter, turn: Turn, telling: Telling) -> Viewer:
    sitting = telling.directory.at_desk(matter.desk_id, turn.desk, day_of(turn.at))
    first = next(one for one in sitting if one.pk != matter.concerns_id)
    return telling.viewer(first, turn.at)


def _slice(inputs: list[Input], first: int | None) -> list[Input]:
    if first is None:
        return inputs
    chosen = [told.matter for told in inputs if isinstance(told, Said)][:first]
    kept = set(chosen)
    return [told for told in inputs if told.matter in kept]


def _turns(script: Script, inputs: list[Input]) -> Iterator[Turn]:
    """Each desk on each working day, up to the end or to the last input of a slice."""
    calendar = calendar_in_force()
    last = min(script.until, inputs[-1].at + timedelta(days=30)) if inputs else script.since
    turns = sorted(
        ((when, look.desk) for look in script.looks for when in look.times),
        key=lambda turn: turn[0],
    )
    day = script.since
    while day < last:
        if calendar.is_workday(day.date()):
            for when, desk in turns:
                yield Turn(datetime.combine(day.date(), when, tzinfo=HERE), desk)
        day += timedelta(days=1)


def _registers(script: Script) -> list[Formed | Filled]:
    """What was founded and filled while the story ran, the founding first."""
    formed = [row for row in script.organisations if is_later(row, script.started_at)]
    filled = [row for row in script.posts if is_later(row, script.started_at)]
    told: list[Formed | Filled] = [
        *(Formed(_morning(row["formed_on"]), row) for row in formed),
        *(Filled(_morning(row["since"]), row) for row in filled),
    ]
    return sorted(told, key=lambda one: one.at)


def _morning(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(8, 30), tzinfo=HERE)


def _line(month: str, telling: Telling) -> str:
    counts = "，".join(f"{what} {count}" for what, count in telling.counted.items())
    return f"{month}  {counts or '开始'}"
