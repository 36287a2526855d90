"""What may happen to a matter (诉求), as plain data. No Django here."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words
from linli.places.rules import AreaKind

ENDS = re.compile(r"[。！？!?；;]")
PAUSES = re.compile(r"[，,：:]")
SAYS_ENOUGH = 6  # characters


class State(StrEnum):
    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    FINISHED = "finished"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Words:
        return Words(
            {
                "received": "待分派",
                "dispatched": "待签收",
                "working": "办理中",
                "finished": "等您评价",
                "closed": "已办结",
                "withdrawn": "已撤回",
            }[self]
        )


class Step(StrEnum):
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    NOTE = "note"
    EXTEND = "extend"
    ESCALATE = "escalate"
    SEND_BACK = "send_back"
    FINISH = "finish"
    RATE = "rate"
    REOPEN = "reopen"
    LAPSE = "lapse"
    HAND_BACK = "hand_back"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> Words:
        return Words(
            {
                "dispatch": "分派",
                "accept": "签收",
                "note": "记一笔进展",
                "extend": "延期",
                "escalate": "上报上一级",
                "send_back": "带意见退回",
                "finish": "办结",
                "rate": "评价",
                "reopen": "重新办理",
                "lapse": "到期归档",
                "hand_back": "退回重新分派",
                "withdraw": "撤回",
            }[self]
        )


class StepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.RECEIVED, Step.DISPATCH): State.DISPATCHED,
        (State.RECEIVED, Step.NOTE): State.RECEIVED,
        (State.RECEIVED, Step.ESCALATE): State.RECEIVED,  # the next desk has to dispatch it
        (
            State.RECEIVED,
            Step.SEND_BACK,
        ): State.RECEIVED,  # the desk below gets it with a ruling
        (State.RECEIVED, Step.WITHDRAW): State.WITHDRAWN,
        (State.DISPATCHED, Step.DISPATCH): State.DISPATCHED,  # 转派
        (State.DISPATCHED, Step.ACCEPT): State.WORKING,
        (State.DISPATCHED, Step.NOTE): State.DISPATCHED,
        (State.DISPATCHED, Step.ESCALATE): State.RECEIVED,
        (State.DISPATCHED, Step.SEND_BACK): State.RECEIVED,
        (State.DISPATCHED, Step.HAND_BACK): State.RECEIVED,
        (State.DISPATCHED, Step.FINISH): State.FINISHED,  # 当场办了: doing it is taking it on
        (State.DISPATCHED, Step.WITHDRAW): State.WITHDRAWN,
        (State.WORKING, Step.DISPATCH): State.DISPATCHED,  # 转派: a new holder, a new clock
        (State.WORKING, Step.NOTE): State.WORKING,
        (State.WORKING, Step.EXTEND): State.WORKING,
        (State.WORKING, Step.ESCALATE): State.RECEIVED,
        (State.WORKING, Step.SEND_BACK): State.RECEIVED,
        (State.WORKING, Step.HAND_BACK): State.RECEIVED,
        (State.WORKING, Step.FINISH): State.FINISHED,
        (State.WORKING, Step.WITHDRAW): State.WITHDRAWN,
        (State.FINISHED, Step.RATE): State.CLOSED,
        (State.FINISHED, Step.REOPEN): State.RECEIVED,  # one level up, for other eyes
        (
            State.FINISHED,
            Step.LAPSE,
        ): State.CLOSED,  # nobody answered in time: unrated, and so said
        (State.CLOSED, Step.RATE): State.CLOSED,  # those who joined may still answer
    }
)
UNFINISHED = (State.RECEIVED, State.DISPATCHED, State.WORKING)
OPEN = (*UNFINISHED, State.FINISHED)


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise StepNotAllowed(
            "“{state}”的事不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: State) -> list[Step]:
    """List the steps open from `state`; pages show exactly these buttons."""
    return [step for (source, step) in NEXT if source is state]


# Where a matter can be: a neighbour names the compound, the building, or a place in between.
NEAR_KINDS = (AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.SPOT)


class Sensitivity(StrEnum):
    """Who besides the parties may see it."""

    ORDINARY = "ordinary"
    PRIVATE = "private"
    """For the desk alone: illness, family, poverty (个保法 28)."""
    COMPLAINT = "complaint"
    """About somebody who serves here: for the level above alone."""


class ClosingKind(StrEnum):
    """How a matter came to its end (办结方式)."""

    DONE = "done"
    EXPLAINED = "explained"
    REFERRED = "referred"

    @property
    def label(self) -> Words:
        return Words({"done": "已办成", "explained": "已解释说明", "referred": "已转介"}[self])


def title_of(words: str, *, longest: int = 24) -> str:
    """Take what was said first as the title: the first clause, if it says enough by itself."""
    lines = words.strip().splitlines()
    sentence = ENDS.split(lines[0].strip())[0] if lines else ""
    clause = PAUSES.split(sentence)[0]
    title = clause if len(clause) >= SAYS_ENOUGH else sentence
    return title if len(title) <= longest else title[: longest - 1] + "…"
