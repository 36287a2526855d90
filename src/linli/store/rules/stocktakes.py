"""A stocktake (盘点): one counts, another signs; then the differences are booked."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class TakeState(StrEnum):
    COUNTED = "counted"
    SIGNED = "signed"
    DROPPED = "dropped"

    @property
    def label(self) -> Words:
        return Words(
            {"counted": "等另一位签字", "signed": "两人签了", "dropped": "作废重盘"}[self]
        )


class TakeStep(StrEnum):
    SIGN = "sign"
    DROP = "drop"

    @property
    def label(self) -> Words:
        return Words({"sign": "签字", "drop": "作废"}[self])


class TakeStepNotAllowed(Refusal):
    pass


TAKE_NEXT: Mapping[tuple[TakeState, TakeStep], TakeState] = MappingProxyType(
    {
        (TakeState.COUNTED, TakeStep.SIGN): TakeState.SIGNED,
        (TakeState.COUNTED, TakeStep.DROP): TakeState.DROPPED,
    }
)


def take_after(state: TakeState, step: TakeStep) -> TakeState:
    """Say which state `step` leads to, or refuse."""
    try:
        return TAKE_NEXT[state, step]
    except KeyError:
        raise TakeStepNotAllowed(
            "“{state}”的盘点不能{step}。", state=state.label, step=step.label
        ) from None
