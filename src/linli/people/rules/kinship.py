"""Kinship (亲属关系): who is what to whom, and what may happen to it. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class KinRelation(StrEnum):
    """What the relative is to the person."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"

    @property
    def label(self) -> Words:
        return Words(
            {
                "spouse": "配偶",
                "parent": "父亲或母亲",
                "child": "儿子或女儿",
                "grandparent": "祖辈",
                "grandchild": "孙辈",
            }[self]
        )

    @property
    def seen_from_the_other(self) -> "KinRelation":
        return THE_OTHER_WAY[self]


THE_OTHER_WAY: Mapping[KinRelation, KinRelation] = MappingProxyType(
    {
        KinRelation.SPOUSE: KinRelation.SPOUSE,
        KinRelation.PARENT: KinRelation.CHILD,
        KinRelation.CHILD: KinRelation.PARENT,
        KinRelation.GRANDPARENT: KinRelation.GRANDCHILD,
        KinRelation.GRANDCHILD: KinRelation.GRANDPARENT,
    }
)


class KinshipState(StrEnum):
    PROPOSED = "proposed"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def label(self) -> Words:
        return Words(
            {
                "proposed": "等核实",
                "verified": "核实了",
                "refused": "没有核实",
                "ended": "不再有效",
            }[self]
        )


class KinshipStep(StrEnum):
    VERIFY = "verify"
    REFUSE = "refuse"
    END = "end"

    @property
    def label(self) -> Words:
        return Words({"verify": "核实", "refuse": "不予核实", "end": "终止"}[self])


class KinshipStepNotAllowed(Refusal):
    pass


KINSHIP_NEXT: Mapping[tuple[KinshipState, KinshipStep], KinshipState] = MappingProxyType(
    {
        (KinshipState.PROPOSED, KinshipStep.VERIFY): KinshipState.VERIFIED,
        (KinshipState.PROPOSED, KinshipStep.REFUSE): KinshipState.REFUSED,
        (KinshipState.VERIFIED, KinshipStep.END): KinshipState.ENDED,
    }
)


def kinship_after(state: KinshipState, step: KinshipStep) -> KinshipState:
    """Say which state `step` leads to, or refuse."""
    try:
        return KINSHIP_NEXT[state, step]
    except KeyError:
        raise KinshipStepNotAllowed(
            "“{state}”的亲属关系不能{step}。", state=state.label, step=step.label
        ) from None
