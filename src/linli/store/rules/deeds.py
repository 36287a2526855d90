"""A deed of a household (户积分事项): noted by one, above a limit confirmed by another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class DeedState(StrEnum):
    PROPOSED = "proposed"
    AWARDED = "awarded"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words({"proposed": "等复核", "awarded": "记上了", "refused": "没有记"}[self])


class DeedStep(StrEnum):
    AWARD = "award"
    REFUSE = "refuse"

    @property
    def label(self) -> Words:
        return Words({"award": "记分", "refuse": "不记"}[self])


class DeedStepNotAllowed(Refusal):
    pass


DEED_NEXT: Mapping[tuple[DeedState, DeedStep], DeedState] = MappingProxyType(
    {
        (DeedState.PROPOSED, DeedStep.AWARD): DeedState.AWARDED,
        (DeedState.PROPOSED, DeedStep.REFUSE): DeedState.REFUSED,
    }
)


def deed_after(state: DeedState, step: DeedStep) -> DeedState:
    """Say which state `step` leads to, or refuse."""
    try:
        return DEED_NEXT[state, step]
    except KeyError:
        raise DeedStepNotAllowed(
            "“{state}”的户积分不能{step}。", state=state.label, step=step.label
        ) from None
