"""Replays: dated inputs go through the real actions, and time passes between them.

Nothing here decides what is late, escalated, reopened or resolved: the rules do.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge

from linli.demo.desks import Directory, assignment_for, belongs_above, route_of
from linli.demo.laying import Stage, lay_stage
from linli.demo.script import Answered, Done, Input, Joined, Said, Script
from linli.duties.actions import look_after_duties
from linli.duties.models import Duty
from linli.kernel import installation, outbox
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of
from linli.kernel.models import Delivery, DeliveryState
from linli.matters import actions as matters
from linli.matters.actions import Answer, Word
from linli.matters.actions.reporting import receipt_hash
from linli.matters.models import Matter
from linli.matters.rules import OPEN, ClosingKind, Sensitivity, State
from linli.people.models import Person
from linli.people.queries import viewer_of
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.rules import DESKS, AreaKind
from linli.playbooks.loader import Pack
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Satisfied, Solved, TakenBy

type Say = Callable[[str], None]
type Now = Callable[[], datetime]

KINDS_OF_END = {
    "finish": ClosingKind.DONE,
    "explained": ClosingKind.EXPLAINED,
    "referred": ClosingKind.REFERRED,
}
AT_ONCE = 100
SAID_ALOUD = "当面、电话里请人记下的"


@dataclass(frozen=True)
class Turn:
    """A desk goes through what lies on it."""

    at: datetime
    desk: AreaKind


@dataclass(kw_only=True)
class Telling:
    """A replay under way: the stage, who may do what, and which row each matter became."""

    script: Script
    stage: Stage
    directory: Directory
    now: Now
    matters: dict[str, int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    undelivered: bool = False
    unseen: set[AreaKind] = field(default_factory=lambda: set(DESKS))
    """The desks on which something may have been laid since they last went through it."""
    timetable: datetime | None = None
    timetable_is_old: bool = True
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
        """Something has happened: there may be post, work on any desk and a new deadline."""
        self.undelivered = True
        self.unseen = set(DESKS)
        self.timetable_is_old = True

    def next_look_at(self) -> datetime | None:
        if self.timetable_is_old:
            self.timetable, self.timetable_is_old = next_look_at(), False
        return self.timetable


def replay(
    script: Script, pack: Pack, *, now: Now, say: Say = lambda _: None, first: int | None = None
) -> Telling:
    """回放: lay the stage in an empty database, then tell every input in its time.

    `first` tells only so many matters, with everything that belongs to them.
    """
    installation.found(kind="replay", name=script.title, at=script.started_at)
    stage = lay_stage(script, pack)
    say(f"登记好了：{len(stage.areas)} 个区域，{len(stage.people)} 个人")
    telling = Telling(script=script, stage=stage, directory=Directory(), now=now)
    gc.freeze()  # the registers stay to the end: to look through them again and again is slow
    inputs = _slice(script.inputs, first)
    month = ""
    for told in merge(inputs, _turns(script, inputs), key=lambda told: told.at):
        if f"{told.at:%Y-%m}" != month:
            month = f"{told.at:%Y-%m}"
            say(_line(month, telling))
        let_time_pass(telling, told.at)
        tell(told, telling)
    let_time_pass(telling, script.until)
    deliver_all(telling)
    say(_line("讲完了", telling))
    return telling


def let_time_pass(telling: Telling, at: datetime) -> None:
    """Let everything come to pass that is due by then, and everybody hear of it."""
    while (due_at := telling.next_look_at()) and due_at <= at:
        deliver_all(telling)
        look_after_duties(due_at)
        matters.lapse_matters(due_at)
        telling.stir()
        deliver_all(telling)


def next_look_at() -> datetime | None:
    """Say when something next comes due by itself."""
    duties = Duty.objects.running().filter(next_look_at__isnull=False)
    unrated = Matter.objects.filter(state=State.FINISHED)
    times = (
        duties.order_by("next_look_at").values_list("next_look_at", flat=True).first(),
        unrated.order_by("rate_by").values_list("rate_by", flat=True).first(),
    )
    return min((time for time in times if time), default=None)


def deliver_all(telling: Telling) -> None:
    """What is told is recorded now, whenever it happened; so it is delivered now."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    while telling.undelivered and waiting.exists():
        for delivery in list(outbox.due(telling.now())[:AT_ONCE]):
            if outbox.claim(delivery, at=telling.now()):
                outbox.hand_over(delivery, at=telling.now())
    telling.undelivered = False


def tell(told: Input | Turn, telling: Telling) -> None:
    if isinstance(told, Turn):
        deliver_all(telling)
        if told.desk in telling.unseen:
            telling.unseen.discard(told.desk)
            _work_through(told, telling)
        return
    match told:
        case Said():
            _say(told, telling)
        case Joined():
            _join(told, telling)
        case Done():
            _do(told, telling)
        case Answered():
            _answer(told, telling)
    telling.stir()


def _say(told: Said, telling: Telling) -> None:
    people, areas = telling.stage.people, telling.stage.areas
    reporter = None if told.unnamed else people[told.who]
    recorder = people[told.recorded_by] if told.recorded_by else reporter
    matter = matters.report_matter(
        word=Word(
            words=told.words,
            place=areas[told.where],
            channel=told.channel,
            may_publish=not told.unnamed,
            concerns=people[told.about] if told.about else None,
        ),
        by=telling.viewer(recorder, told.at) if recorder else A_PASSER_BY,
        at=told.at,
        reporter=reporter,
        evidence=SAID_ALOUD if recorder is not reporter else "",
        receipt="" if reporter or recorder else told.matter,
    )
    telling.matters[told.matter] = matter.pk
    telling.counted["说事"] += 1


def _join(told: Joined, telling: Telling) -> None:
    matter = telling.matter(told.matter)
    if matter and matter.standing in OPEN and matter.sensitivity == Sensitivity.ORDINARY:
        by = telling.viewer(telling.stage.people[told.who], told.at)
        matters.join_matter(matter=matter, by=by, at=told.at, words=told.words)
        telling.counted["附议"] += 1


def _do(told: Done, telling: Telling) -> None:
    """Do it if it still lies there: what has been passed up meanwhile is no longer theirs."""
    matter = telling.matter(told.matter)
    if not matter or not matter.handler or matter.desk.kind != told.desk:
        telling.counted["来晚了"] += 1
        return
    by = telling.viewer(matter.handler, told.at)
    if told.act == "accept" and matter.state == State.DISPATCHED:
        matters.accept_matter(matter=matter, by=by, at=told.at)
    elif told.act == "note" and matter.state in (State.DISPATCHED, State.WORKING):
        matters.note_progress(
            matter=matter, words=told.words, by=by, at=told.at, contacted=True
        )
    elif told.act in KINDS_OF_END and matter.state in (State.DISPATCHED, State.WORKING):
        matters.finish_matter(
            matter=matter,
            measure=told.words,
            outcome=told.outcome,
            by=by,
            at=told.at,
            closing_kind=KINDS_OF_END[told.act],
        )
        telling.counted["办结"] += 1


def _answer(told: Answered, telling: Telling) -> None:
    matter = telling.matter(told.matter)
    if not matter:
        return
    slips = RatingSlip.objects.filter(
        subject=matter.ref,
        turn=matter.turn,
        closed_at=None,
        rating=None,
        person=matter.reporter_id,
    )
    way = TakenBy(told.way)
    if slip := slips.first():
        answer = Answer(
            solved=Solved(told.solved),
            satisfied=Satisfied(told.satisfied),
            comment=told.words,
            taken_by=way,
        )
        by = _who_answers(matter, way, told, telling)
        matters.rate_matter(matter=matter, slip=slip, answer=answer, by=by, at=told.at)
        telling.counted["评价"] += 1


def _who_answers(matter: Matter, way: TakenBy, told: Answered, telling: Telling) -> Viewer:
    """The reporter; by telephone whoever of the community's desk did not handle it."""
    if way is TakenBy.PHONE:
        community = next(
            pk
            for pk, area in _ancestors(matter, telling).items()
            if area == AreaKind.COMMUNITY
        )
        callers = telling.directory.at_desk(community, AreaKind.COMMUNITY, day_of(told.at))
        fit = [one for one in callers if one.pk not in (matter.handler_id, matter.concerns_id)]
        return telling.viewer(fit[-1], told.at)
    if matter.reporter:
        return telling.viewer(matter.reporter, told.at)
    return Viewer(receipts=frozenset({receipt_hash(told.matter)}))


def _ancestors(matter: Matter, telling: Telling) -> dict[int, str]:
    return {
        area.pk: area.kind
        for area in telling.stage.areas.values()
        if matter.place.path.startswith(area.path)
    }


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


def _line(month: str, telling: Telling) -> str:
    counts = "，".join(f"{what} {count}" for what, count in telling.counted.items())
    return f"{month}  {counts or '开始'}"
