"""Two say different things of a service (不同说法), and a third rules. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class DisputeState(StrEnum):
    RAISED = "raised"
    REPLIED = "replied"
    UPHELD = "upheld"
    REJECTED = "rejected"

    @property
    def label(self) -> Words:
        return Words(
            {
                "raised": "等对方说",
                "replied": "双方说了，等第三个人判断",
                "upheld": "认定没做，时间不算",
                "rejected": "认定做了，时间照算",
            }[self]
        )


class DisputeStep(StrEnum):
    REPLY = "reply"
    ADD_EVIDENCE = "add_evidence"
    UPHOLD = "uphold"
    REJECT = "reject"

    @property
    def label(self) -> Words:
        return Words(
            {
                "reply": "答复",
                "add_evidence": "补凭据",
                "uphold": "认定没做",
                "reject": "认定做了",
            }[self]
        )


class DisputeStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[DisputeState, DisputeStep], DisputeState] = MappingProxyType(
    {
        (DisputeState.RAISED, DisputeStep.REPLY): DisputeState.REPLIED,
        (DisputeState.RAISED, DisputeStep.ADD_EVIDENCE): DisputeState.RAISED,
        # Who is asked and does not answer cannot hold it up: the ruling says so.
        (DisputeState.RAISED, DisputeStep.UPHOLD): DisputeState.UPHELD,
        (DisputeState.RAISED, DisputeStep.REJECT): DisputeState.REJECTED,
        (DisputeState.REPLIED, DisputeStep.ADD_EVIDENCE): DisputeState.REPLIED,
        (DisputeState.REPLIED, DisputeStep.UPHOLD): DisputeState.UPHELD,
        (DisputeState.REPLIED, DisputeStep.REJECT): DisputeState.REJECTED,
    }
)
OPEN = frozenset({DisputeState.RAISED, DisputeState.REPLIED})


def after(state: DisputeState, step: DisputeStep) -> DisputeState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise DisputeStepNotAllowed(
            "“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None
