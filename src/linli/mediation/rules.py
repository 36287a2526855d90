"""What may happen to a dispute that is mediated (人民调解), as plain data. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

FEWEST_MEMBERS, MOST_MEMBERS = 3, 9  # 人民调解法 8
MOST_MEDIATORS = 3
TERM_YEARS = 3  # 人民调解法 9
CONFIRMATION_DAYS = 30  # 人民调解法 33
OF_AGE = 18  # 民法典 17


class State(StrEnum):
    OPENED = "opened"
    ACCEPTED = "accepted"
    IN_TALKS = "in_talks"
    AGREED = "agreed"
    FAILED = "failed"
    DECLINED = "declined"
    REFERRED = "referred"
    CLOSED = "closed"

    @property
    def label(self) -> Words:
        return Words(
            {
                "opened": "等各方同意",
                "accepted": "各方同意调解",
                "in_talks": "正在调解",
                "agreed": "达成协议",
                "failed": "没有调成",
                "declined": "没有同意调解",
                "referred": "已转公安",
                "closed": "已回访归档",
            }[self]
        )


class Step(StrEnum):
    NAME_PANEL = "name_panel"
    REFUSE_MEDIATOR = "refuse_mediator"
    CONSENT = "consent"
    ACCEPT = "accept"
    DECLINE = "decline"
    TALK = "talk"
    EXTEND = "extend"
    AGREE = "agree"
    FAIL = "fail"
    REFER = "refer"
    VISIT = "visit"
    CLOSE = "close"

    @property
    def label(self) -> Words:
        return Words(
            {
                "name_panel": "定调解员",
                "refuse_mediator": "换调解员",
                "consent": "同意调解",
                "accept": "开始调解",
                "decline": "不同意调解",
                "talk": "记一次调解",
                "extend": "延长调解时间",
                "agree": "达成协议",
                "fail": "终止调解",
                "refer": "转公安",
                "visit": "回访",
                "close": "归档",
            }[self]
        )


class CaseStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.OPENED, Step.NAME_PANEL): State.OPENED,
        (State.OPENED, Step.REFUSE_MEDIATOR): State.OPENED,
        (State.OPENED, Step.CONSENT): State.OPENED,  # the others are still asked
        (State.OPENED, Step.ACCEPT): State.ACCEPTED,
        (State.OPENED, Step.DECLINE): State.DECLINED,  # one side is enough (17)
        (State.OPENED, Step.REFER): State.REFERRED,
        (State.ACCEPTED, Step.NAME_PANEL): State.ACCEPTED,
        (State.ACCEPTED, Step.REFUSE_MEDIATOR): State.ACCEPTED,
        (State.ACCEPTED, Step.TALK): State.IN_TALKS,
        (State.ACCEPTED, Step.EXTEND): State.ACCEPTED,
        (State.ACCEPTED, Step.FAIL): State.FAILED,  # who agreed may still break off (23)
        (State.ACCEPTED, Step.REFER): State.REFERRED,
        (State.IN_TALKS, Step.NAME_PANEL): State.IN_TALKS,
        (State.IN_TALKS, Step.REFUSE_MEDIATOR): State.IN_TALKS,
        (State.IN_TALKS, Step.TALK): State.IN_TALKS,
        (State.IN_TALKS, Step.EXTEND): State.IN_TALKS,
        (State.IN_TALKS, Step.AGREE): State.AGREED,
        (State.IN_TALKS, Step.FAIL): State.FAILED,
        (State.IN_TALKS, Step.REFER): State.REFERRED,
        (State.AGREED, Step.VISIT): State.AGREED,  # not all is done yet: another visit
        (State.AGREED, Step.CLOSE): State.CLOSED,
    }
)
UNDECIDED = (State.OPENED, State.ACCEPTED, State.IN_TALKS)
RUNNING = (State.ACCEPTED, State.IN_TALKS)
SETTLED = (State.AGREED, State.CLOSED)


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise CaseStepNotAllowed(
            "“{state}”的纠纷不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: State) -> list[Step]:
    """List the steps open from `state`; pages show exactly these buttons."""
    return [step for (source, step) in NEXT if source is state]


class Consent(StrEnum):
    """Whether a party wants the dispute mediated; without every consent nothing begins (3)."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words({"asked": "还没有回话", "given": "同意调解", "refused": "不同意"}[self])


class FailedBecause(StrEnum):
    """Why nothing came of it."""

    APART = "apart"
    BROKEN_OFF = "broken_off"
    RAN_OUT = "ran_out"

    @property
    def label(self) -> Words:
        return Words(
            {
                "apart": "意见谈不拢",
                "broken_off": "一方要求终止",
                "ran_out": "过了时间没有谈成",
            }[self]
        )


class Form(StrEnum):
    """In what form the parties agreed (28)."""

    ORAL = "oral"
    WRITTEN = "written"

    @property
    def label(self) -> Words:
        return Words({"oral": "口头协议", "written": "书面协议"}[self])


class Fulfilment(StrEnum):
    """What a follow-up visit (回访) found; nothing came of the visit: unknown."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    BROKEN = "broken"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Words:
        return Words(
            {
                "fulfilled": "都做到了",
                "partly": "做到一部分",
                "broken": "没有做到",
                "unknown": "没有访到",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Seats:
    """How a committee is made up."""

    members: int
    women: int

    @property
    def lacks(self) -> list[Words]:
        """What the law still asks of it (8); nothing: it is sound."""
        found = []
        if not FEWEST_MEMBERS <= self.members <= MOST_MEMBERS:
            found.append(Words("委员要三到九人"))
        if self.women < 1:
            found.append(Words("要有妇女成员"))
        return found


def is_of_age(born_on: date | None, on: date) -> bool:
    """Whether somebody is eighteen; of whom no birthday is known, the desk says it."""
    if born_on is None:
        return True
    birthday_passed = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not birthday_passed) >= OF_AGE


def confirm_by(effective_on: date) -> date:
    """司法确认: the last day on which both may ask the court together (33)."""
    return effective_on + timedelta(days=CONFIRMATION_DAYS)


def term_ends(elected_on: date) -> date:
    """届满: three years after the election; one elected on 29 February ends on 1 March."""
    try:
        return elected_on.replace(year=elected_on.year + TERM_YEARS)
    except ValueError:
        return date(elected_on.year + TERM_YEARS, 3, 1)


def names_a_crime(words: str, alarming: tuple[str, ...]) -> str:
    """The first alarming word in what was said; the empty text: none."""
    return next((word for word in alarming if word in words), "")
