"""组织投票: drafted on a sealed roll, opened, extended as declared, closed by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import Option, Resolution, plain, resolve
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.voting import policies, rules
from linli.voting.actions.envelopes import make_key
from linli.voting.actions.moving import permit_running, stand_in, take_poll
from linli.voting.events import (
    CounterSwornIn,
    PollClosed,
    PollDrafted,
    PollExtended,
    PollOpened,
    PollWithdrawn,
)
from linli.voting.models import Envelope, Poll, PollQuestion, Roll, SwornCounter
from linli.voting.options import (
    CODES_NEEDED,
    EXTENSION_DAYS,
    EXTENSION_TIMES,
    PROXY_LIMIT,
    SECRET_LEAST,
    SHOWS_TURNOUT,
)
from linli.voting.queries import participation, polls_due
from linli.voting.rules import (
    ON_PAPER,
    Asking,
    Channel,
    Measure,
    PollState,
    PollStep,
    RollState,
    Rule,
    Secrecy,
    Whole,
)

SERIES = "VT"
DECISION = ("同意", "反对", "弃权")
MOST_COUNTERS = 9
TWO_READ = 2


class RollNotSealed(Refusal):
    pass


class QuestionUnsound(Unreadable):
    pass


class SecretCannotBeKept(Refusal):
    pass


class TimeUnsound(Unreadable):
    pass


class CountersMissing(Refusal):
    pass


class NotDeclared(Refusal):
    pass


class NotYetOver(Refusal):
    pass


class ReasonMissing(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """What is asked and by which rule: a decision has three answers, an election names."""

    words: str
    rule: Rule
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """What is declared before the poll opens; None is what the community has laid down."""

    extension_times: int | None = None
    extension_days: int | None = None
    proxy_limit: int | None = None
    shows_turnout: bool | None = None
    codes_needed: int | None = None


@dataclass(frozen=True, kw_only=True)
class HandedCode:
    """口令纸: whom a code is for; it is shown once and kept nowhere."""

    person: Person
    code: str


@transaction.atomic
def draft_poll(  # noqa: PLR0913 - what has to be declared before anybody votes
    *,
    title: str,
    roll: Roll,
    questions: Sequence[NewQuestion],
    secrecy: Secrecy,
    channels: Sequence[Channel],
    closes_at: datetime,
    by: Viewer,
    at: datetime,
    words: str = "",
    organiser: Person | None = None,
    safeguards: Safeguards = Safeguards(),
) -> Poll:
    """筹备投票: everything that could sway the outcome is laid down here, on a sealed roll."""
    if not policies.may_keep_rolls(by, roll.place):
        raise NotPermitted("投票由在那里值守的同事来组织。")
    if roll.standing is not RollState.SEALED:
        raise RollNotSealed("名册要先公示、封存，才能投票。")
    if not title.strip() or not questions or not channels:
        raise QuestionUnsound("请写题目、至少一个问题、至少一种投票渠道。")
    if closes_at <= at:
        raise TimeUnsound("截止时间要在后面。")
    laid_down = resolve(roll.place.chain)
    for question in questions:
        _refuse_unsound(question)
    if secrecy is Secrecy.SECRET:
        _refuse_what_betrays(roll, questions, least=laid_down[SECRET_LEAST])
    poll = Poll.objects.create(
        number=next_number(SERIES, day_of(at).year),
        title=title.strip(),
        words=words.strip(),
        place=roll.place,
        roll=roll,
        organiser_id=organiser.pk if organiser else by.person_id,
        secrecy=secrecy,
        channels=sorted({channel.value for channel in channels}),
        drafted_at=at,
        closes_at=closes_at,
        **_declared(safeguards, laid_down),
    )
    for position, question in enumerate(questions, start=1):
        PollQuestion.objects.create(
            poll=poll,
            position=position,
            words=question.words.strip(),
            options=list(question.candidates or DECISION),
            rule=plain(question.rule),
        )
    event = PollDrafted(subject=poll.ref, title=poll.title)
    journal.record(event, by=by.ref, at=at, place=poll.place.ref)
    return poll


@transaction.atomic
def swear_in_counter(*, poll: Poll, person: Person, by: Viewer, at: datetime) -> None:
    """登记监票计票人: before the poll opens, for then the codes are handed out."""
    permit_running(poll, by)
    if poll.counters.count() >= MOST_COUNTERS:
        raise CountersMissing("监票计票人最多{most}位。", most=MOST_COUNTERS)
    event = CounterSwornIn(subject=poll.ref, person=person.ref)
    take_poll(PollStep.PREPARE, poll, event, by=by.ref, at=at)
    SwornCounter.objects.get_or_create(poll=poll, person=person, defaults={"sworn_at": at})


@transaction.atomic
def open_poll(*, poll: Poll, by: Viewer, at: datetime) -> list[HandedCode]:
    """开始投票: the key is made and shared out; whoever called this hands the codes over."""
    permit_running(poll, by)
    if poll.closes_at <= at:
        raise TimeUnsound("截止时间已经过了，请重新筹备。")
    counters = list(poll.counters.select_related("person").order_by("pk"))
    least = max(poll.codes_needed, TWO_READ if poll.ways & ON_PAPER else 1)
    if len(counters) < least:
        raise CountersMissing("先登记监票计票人，至少{least}位。", least=least)
    public, half, codes = make_key(holders=len(counters), needed=poll.codes_needed)
    event = PollOpened(
        subject=poll.ref,
        title=poll.title,
        closes_at=Moment(poll.closes_at.isoformat()),
        roll=poll.roll.digest,
        codes=len(codes),
    )
    take_poll(
        PollStep.OPEN,
        poll,
        event,
        by=by.ref,
        at=at,
        opens_at=at,
        public_key=public,
        house_half=half,
    )
    people = [counter.person for counter in counters[: len(codes)]]
    return [HandedCode(person=p, code=c) for p, c in zip(people, codes, strict=True)]


@transaction.atomic
def extend_poll(*, poll: Poll, by: Viewer, at: datetime) -> None:
    """延长: only as declared, before the end, and only while too few have taken part.

    The roll stays as it was sealed.
    """
    permit_running(poll, by)
    rules.poll_after(poll.standing, PollStep.EXTEND)
    if poll.extended >= poll.extension_times or at >= poll.closes_at:
        raise NotDeclared("事先没有公布可以再延长，或者已经截止，不能延长。")
    if not lacks_participation(poll):
        raise NotDeclared("参与的已经够了，不能延长。")
    closes_at = poll.closes_at + timedelta(days=poll.extension_days)
    event = PollExtended(subject=poll.ref, closes_at=Moment(closes_at.isoformat()))
    take_poll(
        PollStep.EXTEND,
        poll,
        event,
        by=by.ref,
        at=at,
        closes_at=closes_at,
        extended=poll.extended + 1,
    )


@transaction.atomic
def withdraw_poll(*, poll: Poll, reason: str, by: Viewer, at: datetime) -> None:
    """撤回: a poll is stopped with the reason; its ballots are destroyed unopened."""
    permit_running(poll, by)
    if not reason.strip():
        raise ReasonMissing("请写撤回的原因，大家看得到。")
    event = PollWithdrawn(subject=poll.ref, reason=reason.strip())
    take_poll(
        PollStep.WITHDRAW,
        poll,
        event,
        by=by.ref,
        at=at,
        reason=reason.strip(),
        house_half=None,
    )
    Envelope.objects.filter(poll=poll).delete()


@transaction.atomic
def close_poll(*, poll: Poll, by: Viewer, at: datetime) -> None:
    """结束投票: when its time is over, or when everybody on the roll has voted; not before."""
    permit_running(poll, by)
    _close(poll, by=by.ref, at=at)


def close_due_polls(*, at: datetime) -> int:
    """到点结束: whatever is over by the clock is closed as of its own time."""
    closed = 0
    for poll in polls_due(at):
        with transaction.atomic():
            _close(poll, by=THE_SYSTEM, at=max(poll.closes_at, poll.drafted_at))
            closed += 1
    return closed


def lacks_participation(poll: Poll) -> bool:
    """Whether a condition on who takes part is not met yet; contents are not looked at."""
    took_part, roll = participation(poll), poll.roll.weight
    conditions = [
        condition
        for question in poll.questions.all()
        for condition in question.law.quorum
        if condition.top is Whole.TOOK_PART and condition.bottom is Whole.ROLL
    ]
    return not all(
        condition.holds(took_part.of(condition.measure), roll.of(condition.measure))
        for condition in conditions
    )


def _close(poll: Poll, *, by: Ref, at: datetime) -> None:
    # Locked first: no ballot comes in between the looking and the closing.
    stand_in(PollStep.CLOSE, poll)
    everybody = poll.marks.count() >= poll.roll.size
    if at < poll.closes_at and not everybody:
        raise NotYetOver(
            "还没有到截止时间{closes_at}，也不是人人都投了，不能提前结束。",
            closes_at=Moment(poll.closes_at.isoformat()),
        )
    take_poll(PollStep.CLOSE, poll, PollClosed(subject=poll.ref), by=by, at=at, closed_at=at)


def _refuse_unsound(question: NewQuestion) -> None:
    if not question.words.strip():
        raise QuestionUnsound("请写问的是什么。")
    names = [name.strip() for name in question.candidates]
    if question.rule.asking is Asking.DECISION:
        if names:
            raise QuestionUnsound("表决只有同意、反对、弃权，不另写选项。")
        return
    if not names or len(set(names)) != len(names) or not all(names):
        raise QuestionUnsound("选举要写候选人，一人一行，不能重复。")
    if question.rule.is_contested and len(names) <= question.rule.seats:
        raise QuestionUnsound("差额选举的候选人要多于名额。")


def _refuse_what_betrays(roll: Roll, questions: Sequence[NewQuestion], *, least: int) -> None:
    if roll.size < least:
        raise SecretCannotBeKept(
            "名册只有{size}条，不到{least}条，无记名保不了密，请改记名。",
            size=roll.size,
            least=least,
        )
    by_area = any(question.rule.measures != {Measure.HEADS} for question in questions)
    if by_area or roll.heads != roll.size:
        raise SecretCannotBeKept(
            "按面积、套数计的票，看权重就知道是谁的，不能无记名；请改记名，只公布总数。"
        )


def _declared(safeguards: Safeguards, laid_down: Resolution) -> dict[str, int | bool]:
    usual: dict[str, Option[Any]] = {
        "extension_times": EXTENSION_TIMES,
        "extension_days": EXTENSION_DAYS,
        "proxy_limit": PROXY_LIMIT,
        "shows_turnout": SHOWS_TURNOUT,
        "codes_needed": CODES_NEEDED,
    }
    said = {name: getattr(safeguards, name) for name in usual}
    return {
        name: laid_down[option] if said[name] is None else said[name]
        for name, option in usual.items()
    }


def is_open(poll: Poll, at: datetime) -> bool:
    """Whether a ballot may come in at that moment."""
    return poll.standing is PollState.OPEN and at < poll.closes_at
