"""转入: what a hotline took down, and perhaps answered, comes in at its own times."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linli.duties.actions import begin_duty, end_duties
from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import resolve
from linli.kernel.references import A_VISITOR, NOWHERE, Ref
from linli.kernel.search import grams
from linli.kernel.words import Moment, say
from linli.matters import policies, rules
from linli.matters.actions.closing import public_on
from linli.matters.actions.desk import NotToBeGivenTo
from linli.matters.actions.moving import HANDLING, desk_above, options_of, tier_of
from linli.matters.actions.outside import (
    FromOutside,
    OutsideNumberTaken,
    keep_outside_order,
)
from linli.matters.actions.reporting import NothingSaid, Word, lay_down
from linli.matters.events import (
    MatterClosed,
    MatterDispatched,
    MatterFinished,
    MatterLapsed,
    MatterReportedFor,
)
from linli.matters.models import Matter
from linli.matters.options import BOARD_DELAY_DAYS, RATING_DAYS, ROUTES
from linli.matters.outside_options import THE_HOTLINE
from linli.matters.promises import handling_promise
from linli.matters.queries.outside import known_numbers
from linli.matters.routing import propose
from linli.matters.rules import ClosingKind, State, Step
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.ratings.actions import ask_for_ratings, take_rating
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy

LONGEST_TITLE = 40


class EndsBeforeItBegan(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What the hotline says came of it, when, and what its call-back heard."""

    handler: Person
    outcome: str
    finished_at: datetime
    dispatched_at: datetime | None = None
    measure: str = ""
    solved: Solved | None = None
    satisfied: Satisfied | None = None


@dataclass(frozen=True, kw_only=True)
class OutsideMatter:
    """An order of a hotline; without an `ending` it still has to be done."""

    word: Word
    reported_at: datetime
    number: str = ""
    source: str = THE_HOTLINE
    title: str = ""
    reporter: Person | None = None
    ending: Ending | None = None


@transaction.atomic
def record_outside_matter(*, outside: OutsideMatter, by: Viewer, at: datetime) -> Matter:
    """转入热线工单: every step is told at the time when it was taken, and shown as 补记.

    What is unfinished waits at the desk; the clocks run by the calendar of that time. Nobody is
    told anew. A past "no" is kept and does not have the matter done again.
    """
    _refuse(outside, by)
    options = resolve(outside.word.place.chain)
    routes = options[ROUTES]
    proposal = propose(outside.word.words, routes)
    matter = lay_down(
        outside.word, options, proposal, outside.reporter, "", by, outside.reported_at
    )
    _note(matter, _said(matter, outside), by.ref, outside.reported_at)
    _name(matter, outside)
    if outside.ending:
        _dispatch(matter, outside, outside.ending, by)
        _finish(matter, outside.ending, by)
        _settle(matter, outside.ending, by, at)
    return matter


def _refuse(outside: OutsideMatter, by: Viewer) -> None:
    if not policies.may_bring_in(by, outside.word.place):
        raise NotPermitted("只有管理员，以及本级和上级的工作人员，可以转入热线工单。")
    if not outside.word.words.strip():
        raise NothingSaid("请写一句是什么事，几个字也行。")
    if outside.number and known_numbers([outside.number]):
        raise OutsideNumberTaken("热线工单{number}已经转入过了。", number=outside.number)
    if ending := outside.ending:
        times = [outside.reported_at, ending.dispatched_at, ending.finished_at]
        told = [moment for moment in times if moment]
        if told != sorted(told):
            raise EndsBeforeItBegan("时间的先后不对：先受理，再派单，再办结。")
        if outside.reporter and outside.reporter.pk == ending.handler.pk:
            raise NotToBeGivenTo("承办人不能是说事人自己，请换一位。")


def _said(matter: Matter, outside: OutsideMatter) -> Event:
    return MatterReportedFor(
        subject=matter.ref,
        reporter=outside.reporter.ref if outside.reporter else A_VISITOR,
        words=matter.words,
        channel=outside.word.channel,
        number=matter.number,
        evidence=say("热线工单 {number}", number=outside.number),
    )


def _name(matter: Matter, outside: OutsideMatter) -> None:
    """Keep the hotline's own title and number, by which it is found again."""
    title = outside.title.strip() or matter.title
    _write(
        matter,
        title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…",
        grams=grams(f"{title} {matter.words} {matter.spot} {matter.number}"),
    )
    if outside.number:
        order = FromOutside(source=outside.source, number=outside.number)
        keep_outside_order(matter, order)


def _dispatch(matter: Matter, outside: OutsideMatter, ending: Ending, by: Viewer) -> None:
    sent_at = ending.dispatched_at or outside.reported_at
    promise = handling_promise(
        tier_of(matter),
        calendar_in_force(),
        at=sent_at,
        has_desk_above=desk_above(matter.desk) is not None,
    )
    event = MatterDispatched(
        subject=matter.ref,
        handler=ending.handler.ref,
        unit=NOWHERE,
        due=Moment(promise.due_at.isoformat()),
        requirement=matter.requirement,
        route=matter.route,
        why=matter.route_why,
    )
    _take(Step.DISPATCH, matter, event, by, sent_at, handler=ending.handler)
    end_duties(subject=matter.ref, at=sent_at)
    begin_duty(
        subject=matter.ref,
        kind=HANDLING,
        desk=matter.desk,
        holder=ending.handler,
        unit=None,
        promise=promise,
        at=sent_at,
    )


def _finish(matter: Matter, ending: Ending, by: Viewer) -> None:
    options, at = options_of(matter), ending.finished_at
    event = MatterFinished(
        subject=matter.ref,
        kind=ClosingKind.DONE.label,
        measure=f"{ending.measure}。" if ending.measure else "",
        outcome=ending.outcome,
        turn=1,
    )
    _take(
        Step.FINISH,
        matter,
        event,
        by,
        at,
        measure=ending.measure,
        outcome=ending.outcome,
        closing_kind=ClosingKind.DONE,
        turn=1,
        finished_at=at,
        answered_at=at,
        rate_by=at + timedelta(days=options[RATING_DAYS]),
        public_on=public_on(matter, options[BOARD_DELAY_DAYS], at),
    )
    end_duties(subject=matter.ref, at=at)


def _settle(matter: Matter, ending: Ending, by: Viewer, at: datetime) -> None:
    """Rated by the hotline's call-back, too late to be rated, or still to be asked about."""
    assert matter.rate_by  # noqa: S101 - just finished
    if ending.solved or ending.satisfied:
        if ending.solved and ending.satisfied:
            _rate(matter, ending.solved, ending.satisfied, by, ending.finished_at)
        said = {"solved": ending.solved or "", "satisfied": ending.satisfied or ""}
        closed = MatterClosed(subject=matter.ref, **said)
        closed_at = ending.finished_at
        _take(Step.RATE, matter, closed, by, closed_at, closed_at=closed_at, **said)
    elif matter.rate_by <= at:
        lapsed, closed_at = MatterLapsed(subject=matter.ref), matter.rate_by
        _take(Step.LAPSE, matter, lapsed, by, closed_at, closed_at=closed_at)
    else:
        ask_for_ratings(
            subject=matter.ref,
            turn=matter.turn,
            raters=[matter.rater],
            close_at=matter.rate_by,
            at=ending.finished_at,
        )


def _rate(
    matter: Matter, solved: Solved, satisfied: Satisfied, by: Viewer, at: datetime
) -> None:
    [slip] = ask_for_ratings(
        subject=matter.ref,
        turn=matter.turn,
        raters=[matter.rater],
        close_at=matter.rate_by or at,
        at=at,
    )
    take_rating(
        slip=slip,
        answer=Answer(solved=solved, satisfied=satisfied, taken_by=TakenBy.HOTLINE),
        by=by,
        handler_id=matter.handler_id,
        place=matter.place.ref,
        at=at,
    )


def _take(
    step: Step, matter: Matter, event: Event, by: Viewer, at: datetime, **changes: object
) -> None:
    """Move the new row, which nobody else has seen yet, as the table of steps allows."""
    state = rules.after(State(matter.state), step)
    _write(matter, state=state, version=matter.version + 1, **changes)
    _note(matter, event, by.ref, at)


def _write(matter: Matter, **changes: object) -> None:
    Matter.objects.filter(pk=matter.pk).update(**changes)
    for name, value in changes.items():
        setattr(matter, name, value)


def _note(matter: Matter, event: Event, by: Ref, at: datetime) -> None:
    journal.record_past(event, by=by, at=at, place=matter.place.ref)
