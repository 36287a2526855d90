"""What is said, joined, done and answered in a replay, each through its own action."""

from typing import TYPE_CHECKING

from linli.demo.script import Answered, Done, Input, Joined, Said
from linli.kernel.dates import day_of
from linli.matters import actions as matters
from linli.matters.actions import Answer, Word
from linli.matters.actions.reporting import receipt_hash
from linli.matters.models import Matter
from linli.matters.queries.life import open_slip_of_reporter
from linli.matters.rules import OPEN, ClosingKind, Sensitivity, State
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.rules import DESKS, ids_on
from linli.ratings.rules import Satisfied, Solved, TakenBy

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

TO_THE_HOTLINE, NO_GROUND = "hotline", "no_ground"
KINDS_OF_END = {
    "finish": ClosingKind.DONE,
    "explained": ClosingKind.EXPLAINED,
    "referred": ClosingKind.REFERRED,
}
SAID_ALOUD = "当面、电话里请人记下的"


def hear(told: Input, telling: "Telling") -> None:
    """Let it be said or done, if it still can be."""
    match told:
        case Said():
            _say(told, telling)
        case Joined():
            _join(told, telling)
        case Done():
            _do(told, telling)
        case Answered():
            _answer(told, telling)


def _say(told: Said, telling: "Telling") -> None:
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


def _join(told: Joined, telling: "Telling") -> None:
    matter = telling.matter(told.matter)
    if matter and matter.standing in OPEN and matter.sensitivity == Sensitivity.ORDINARY:
        by = telling.viewer(telling.stage.people[told.who], told.at)
        matters.join_matter(matter=matter, by=by, at=told.at, words=told.words)
        telling.counted["附议"] += 1


def _do(told: Done, telling: "Telling") -> None:
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
        _end(told, matter, by)
        telling.counted["办结"] += 1


def _end(told: Done, matter: Matter, by: Viewer) -> None:
    kind = KINDS_OF_END[told.act]
    if kind is ClosingKind.REFERRED:
        said = "。".join(part for part in (told.words, told.outcome) if part)
        matters.refer_matter(
            matter=matter, referral=TO_THE_HOTLINE, words=said, by=by, at=told.at
        )
        return
    matters.finish_matter(
        matter=matter,
        measure=told.words,
        outcome=told.outcome,
        by=by,
        at=told.at,
        closing_kind=kind,
        basis=NO_GROUND if kind is ClosingKind.EXPLAINED else "",
    )


def _answer(told: Answered, telling: "Telling") -> None:
    matter = telling.matter(told.matter)
    if not matter:
        return
    way = TakenBy(told.way)
    if slip := open_slip_of_reporter(matter):
        answer = Answer(
            solved=Solved(told.solved),
            satisfied=Satisfied(told.satisfied),
            comment=told.words,
            taken_by=way,
        )
        by = _who_answers(matter, way, told, telling)
        matters.rate_matter(matter=matter, slip=slip, answer=answer, by=by, at=told.at)
        telling.counted["评价"] += 1


def _who_answers(matter: Matter, way: TakenBy, told: Answered, telling: "Telling") -> Viewer:
    """The reporter; by telephone whoever of the first desk over it did not handle it."""
    if way is TakenBy.PHONE:
        kind = DESKS[matter.lowest_desk]
        above = (telling.stage.area[pk] for pk in ids_on(matter.place.path))
        desk = next(area.pk for area in above if area.kind == kind)
        callers = telling.directory.at_desk(desk, kind, day_of(told.at))
        fit = [one for one in callers if one.pk not in {matter.handler_id, matter.concerns_id}]
        return telling.viewer(fit[-1], told.at)
    if matter.reporter:
        return telling.viewer(matter.reporter, told.at)
    return Viewer(receipts=frozenset({receipt_hash(told.matter)}))
