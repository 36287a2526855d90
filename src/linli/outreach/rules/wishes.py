"""What may happen to a wish (微心愿), and what is no wish for the wall. No Django here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

ADULT = 18
DAYS_TO_FULFIL = 30
# R34: no fund-raising on a wall; 慈善法（2023修正）leaves that to licensed charities, and help
# towards medical bills to the platforms that 民政部 names.
ABOUT_MONEY = (
    "捐款",
    "捐钱",
    "筹款",
    "募捐",
    "众筹",
    "水滴筹",
    "轻松筹",
    "转账",
    "打钱",
    "借钱",
    "借款",
    "还债",
    "现金",
    "红包",
    "医药费",
    "医疗费",
    "手术费",
    "治病的钱",
    "看病的钱",
)


class WishState(StrEnum):
    PUT = "put"
    OPEN = "open"
    CLAIMED = "claimed"
    FULFILLED = "fulfilled"
    HANDED_ON = "handed_on"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Words:
        return Words(
            {
                "put": "等社区看过",
                "open": "等人认领",
                "claimed": "有人认领了",
                "fulfilled": "实现了",
                "handed_on": "转成一件事在办",
                "declined": "不上墙",
                "withdrawn": "收回了",
            }[self]
        )


class WishStep(StrEnum):
    SHOW = "show"
    DECLINE = "decline"
    HAND_ON = "hand_on"
    CLAIM = "claim"
    LET_GO = "let_go"
    FULFIL = "fulfil"
    THANK = "thank"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> Words:
        return Words(
            {
                "show": "上墙",
                "decline": "不上墙",
                "hand_on": "转成一件事",
                "claim": "认领",
                "let_go": "放回墙上",
                "fulfil": "实现",
                "thank": "道谢",
                "withdraw": "收回",
            }[self]
        )


class WishStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[WishState, WishStep], WishState] = MappingProxyType(
    {
        (WishState.PUT, WishStep.SHOW): WishState.OPEN,
        (WishState.PUT, WishStep.DECLINE): WishState.DECLINED,
        (WishState.PUT, WishStep.HAND_ON): WishState.HANDED_ON,
        (WishState.PUT, WishStep.WITHDRAW): WishState.WITHDRAWN,
        (WishState.OPEN, WishStep.CLAIM): WishState.CLAIMED,
        (WishState.OPEN, WishStep.HAND_ON): WishState.HANDED_ON,
        (WishState.OPEN, WishStep.WITHDRAW): WishState.WITHDRAWN,
        (WishState.CLAIMED, WishStep.LET_GO): WishState.OPEN,
        (WishState.CLAIMED, WishStep.FULFIL): WishState.FULFILLED,
        (WishState.FULFILLED, WishStep.THANK): WishState.FULFILLED,
    }
)


def after(state: WishState, step: WishStep) -> WishState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise WishStepNotAllowed(
            "“{state}”的心愿不能{step}。", state=state.label, step=step.label
        ) from None


def asks_for_money(words: str) -> str:
    """Give the word by which a wish asks for money or medical help, or ""."""
    return next((word for word in ABOUT_MONEY if word in words), "")
