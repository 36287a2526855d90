"""What may happen to a meeting (会议), and when enough have come. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.dates import HERE
from linli.kernel.errors import Refusal
from linli.kernel.rhythms import Every, period_of
from linli.kernel.words import Words
from linli.places.rules import FLOORS, AreaKind


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Words:
        return Words({"planned": "要开", "held": "开过了", "cancelled": "取消了"}[self])


class Step(StrEnum):
    CHANGE_TIME = "change_time"
    INVITE = "invite"
    ANSWER = "answer"
    CHECK_IN = "check_in"
    PUT_ON_AGENDA = "put_on_agenda"
    CLOSE_ITEM = "close_item"
    HOLD = "hold"
    SIGN = "sign"
    CANCEL = "cancel"

    @property
    def label(self) -> Words:
        return Words(
            {
                "change_time": "改期",
                "invite": "再请人",
                "answer": "回复",
                "check_in": "签到",
                "put_on_agenda": "加议题",
                "close_item": "写议题结果",
                "hold": "记纪要",
                "sign": "在纪要上签字",
                "cancel": "取消",
            }[self]
        )


class MeetingStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.PLANNED, Step.CHANGE_TIME): State.PLANNED,
        (State.PLANNED, Step.INVITE): State.PLANNED,
        (State.PLANNED, Step.ANSWER): State.PLANNED,
        (State.PLANNED, Step.CHECK_IN): State.PLANNED,
        (State.PLANNED, Step.PUT_ON_AGENDA): State.PLANNED,
        (State.PLANNED, Step.CLOSE_ITEM): State.PLANNED,  # settled while they sit together
        (State.PLANNED, Step.HOLD): State.HELD,
        (State.PLANNED, Step.CANCEL): State.CANCELLED,
        (State.HELD, Step.CHECK_IN): State.HELD,  # from the sheet of paper, afterwards
        (State.HELD, Step.CLOSE_ITEM): State.HELD,
        (State.HELD, Step.SIGN): State.HELD,
    }
)


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise MeetingStepNotAllowed(
            "“{state}”的会不能{step}。", state=state.label, step=step.label
        ) from None


class Coming(StrEnum):
    """What an invited person answers."""

    YES = "yes"
    NO = "no"

    @property
    def label(self) -> Words:
        return Words({"yes": "来", "no": "来不了"}[self])


class Quorum(StrEnum):
    """到会人数: how many of those invited must be there for the meeting to count."""

    NONE = "none"
    MORE_THAN_HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"

    @property
    def label(self) -> Words:
        return Words(
            {
                "none": "来几位都行",
                "more_than_half": "过半数到会",
                "two_thirds": "三分之二到会",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Of how many invited how many are there, and how many it takes."""

    invited: int
    present: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.present, 0)


def presence(*, invited: int, present: int, quorum: Quorum) -> Presence:
    """Count whether enough have come: more than half of 10 are 6, two thirds of 10 are 7."""
    needed = {
        Quorum.NONE: 0,
        Quorum.MORE_THAN_HALF: invited // 2 + 1,
        Quorum.TWO_THIRDS: -(-2 * invited // 3),
    }[quorum]
    return Presence(invited=invited, present=present, needed=needed)


def fits(widest: AreaKind, place: AreaKind) -> bool:
    """Say whether a meeting that is called in areas up to `widest` can be called here."""
    return FLOORS[place] >= FLOORS[widest]


def minute_of(wall: str) -> time:
    """Read "19:30" as it is written in a playbook; refuse what is no time of day."""
    return time.fromisoformat(wall)


@dataclass(frozen=True, kw_only=True)
class Usual:
    """When a regular meeting is held: on which day of the period (from 1), at what time."""

    day: int
    wall: time


def usual_of(every: Every, last: datetime | None, otherwise: Usual) -> Usual:
    """As last time, or as the playbook says when there was none."""
    if last is None:
        return otherwise
    here = last.astimezone(HERE)
    first, _ = period_of(every, here.date())
    return Usual(day=(here.date() - first).days + 1, wall=here.time())


def next_regular(every: Every, usual: Usual, now: datetime) -> datetime:
    """下一次: the usual moment of this period, or of the next one if it is past."""
    here = now.astimezone(HERE)
    first, following = period_of(every, here.date())
    moment = _moment(first, following, usual)
    return moment if moment > now else _moment(*period_of(every, following), usual)


def _moment(first: date, following: date, usual: Usual) -> datetime:
    longest = (following - first).days
    day = first + timedelta(days=min(usual.day, longest) - 1)
    return datetime.combine(day, usual.wall, tzinfo=HERE)
