"""Stars (星级): thresholds, the public notice, objections and rulings. No Django here."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

HOUR = 60
YEARS_OF_EXCLUSION = (1, 2, 3)
"""R08: whoever reported falsely is out for one to three years."""


class StarState(StrEnum):
    NOTICED = "noticed"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"

    @property
    def label(self) -> Words:
        return Words(
            {
                "noticed": "公示中",
                "granted": "已评定",
                "refused": "没有评定",
                "revoked": "撤销了",
            }[self]
        )


class StarStep(StrEnum):
    OBJECT = "object"
    RULE = "rule"
    GRANT = "grant"
    REFUSE = "refuse"
    REVOKE = "revoke"

    @property
    def label(self) -> Words:
        return Words(
            {
                "object": "提异议",
                "rule": "处理异议",
                "grant": "评定",
                "refuse": "不评定",
                "revoke": "撤销",
            }[self]
        )


class StarStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[StarState, StarStep], StarState] = MappingProxyType(
    {
        (StarState.NOTICED, StarStep.OBJECT): StarState.NOTICED,
        (StarState.NOTICED, StarStep.RULE): StarState.NOTICED,
        (StarState.NOTICED, StarStep.GRANT): StarState.GRANTED,
        (StarState.NOTICED, StarStep.REFUSE): StarState.REFUSED,
        (StarState.NOTICED, StarStep.REVOKE): StarState.REVOKED,
        (StarState.GRANTED, StarStep.REVOKE): StarState.REVOKED,
    }
)


def after(state: StarState, step: StarStep) -> StarState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise StarStepNotAllowed(
            "星级“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


class ObjectionState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"

    @property
    def label(self) -> Words:
        return Words({"open": "等人处理", "upheld": "成立", "dismissed": "不成立"}[self])


def star_for(minutes: int, thresholds: Sequence[int]) -> int:
    """How many stars so many minutes of service are worth; `thresholds` are hours, rising."""
    return sum(1 for hours in thresholds if minutes >= hours * HOUR)


def are_rising(thresholds: Sequence[int]) -> bool:
    """Say whether the thresholds are hours, each above the one before."""
    steps = pairwise(thresholds)
    return bool(thresholds) and thresholds[0] > 0 and all(one < two for one, two in steps)
