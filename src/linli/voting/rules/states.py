"""The lives of a roll and of a poll: what each step leads to. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class RollState(StrEnum):
    DRAFT = "draft"
    SHOWN = "shown"
    SEALED = "sealed"
    DROPPED = "dropped"

    @property
    def label(self) -> Words:
        return Words(
            {
                "draft": "在编",
                "shown": "公示中",
                "sealed": "已封存",
                "dropped": "作废",
            }[self]
        )


class RollStep(StrEnum):
    WRITE = "write"
    SHOW = "show"
    ASK = "ask"
    RULE = "rule"
    SEAL = "seal"
    DROP = "drop"


ROLL_NEXT: Mapping[tuple[RollState, RollStep], RollState] = MappingProxyType(
    {
        (RollState.DRAFT, RollStep.WRITE): RollState.DRAFT,
        (RollState.DRAFT, RollStep.SHOW): RollState.SHOWN,
        (RollState.DRAFT, RollStep.DROP): RollState.DROPPED,
        # While it hangs out it changes by rulings alone: each with its reason.
        (RollState.SHOWN, RollStep.ASK): RollState.SHOWN,
        (RollState.SHOWN, RollStep.RULE): RollState.SHOWN,
        (RollState.SHOWN, RollStep.SEAL): RollState.SEALED,
        (RollState.SHOWN, RollStep.DROP): RollState.DROPPED,
    }
)


class PollState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Words:
        return Words(
            {
                "draft": "筹备中",
                "open": "正在投票",
                "closed": "投票结束，等计票",
                "counted": "已计票",
                "withdrawn": "已撤回",
            }[self]
        )


class PollStep(StrEnum):
    PREPARE = "prepare"
    OPEN = "open"
    VOTE = "vote"
    EXTEND = "extend"
    CLOSE = "close"
    READ_PAPER = "read_paper"
    COUNT = "count"
    RECOUNT = "recount"
    WITHDRAW = "withdraw"


POLL_NEXT: Mapping[tuple[PollState, PollStep], PollState] = MappingProxyType(
    {
        (PollState.DRAFT, PollStep.PREPARE): PollState.DRAFT,
        (PollState.DRAFT, PollStep.OPEN): PollState.OPEN,
        (PollState.DRAFT, PollStep.WITHDRAW): PollState.WITHDRAWN,
        (PollState.OPEN, PollStep.VOTE): PollState.OPEN,
        (PollState.OPEN, PollStep.EXTEND): PollState.OPEN,
        (PollState.OPEN, PollStep.CLOSE): PollState.CLOSED,
        # A human may stop a poll that runs, never decide it; what is closed has to be counted.
        (PollState.OPEN, PollStep.WITHDRAW): PollState.WITHDRAWN,
        (PollState.CLOSED, PollStep.READ_PAPER): PollState.CLOSED,
        (PollState.CLOSED, PollStep.COUNT): PollState.COUNTED,
        (PollState.COUNTED, PollStep.RECOUNT): PollState.COUNTED,
    }
)


class RollStepNotAllowed(Refusal):
    pass


class PollStepNotAllowed(Refusal):
    pass


def roll_after(state: RollState, step: RollStep) -> RollState:
    """Say where the step leads a roll, or refuse it."""
    if (state, step) not in ROLL_NEXT:
        raise RollStepNotAllowed("这份名册{state}，现在不能这样做。", state=state.label)
    return ROLL_NEXT[state, step]


def poll_after(state: PollState, step: PollStep) -> PollState:
    """Say where the step leads a poll, or refuse it."""
    if (state, step) not in POLL_NEXT:
        raise PollStepNotAllowed("这次投票{state}，现在不能这样做。", state=state.label)
    return POLL_NEXT[state, step]
