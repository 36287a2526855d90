"""A redemption of goods (兑换物品): reserved, fetched, given up, lapsed or taken back."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class State(StrEnum):
    RESERVED = "reserved"
    HANDED_OVER = "handed_over"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> Words:
        return Words(
            {
                "reserved": "等来取",
                "handed_over": "取走了",
                "given_up": "不要了",
                "lapsed": "过期没取",
                "taken_back": "退货了",
            }[self]
        )


class Step(StrEnum):
    HAND_OVER = "hand_over"
    GIVE_UP = "give_up"
    LAPSE = "lapse"
    TAKE_BACK = "take_back"
    NEW_CODE = "new_code"

    @property
    def label(self) -> Words:
        return Words(
            {
                "hand_over": "交货",
                "give_up": "放弃",
                "lapse": "作废",
                "take_back": "退货",
                "new_code": "换取货码",
            }[self]
        )


class StepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.RESERVED, Step.HAND_OVER): State.HANDED_OVER,
        (State.RESERVED, Step.GIVE_UP): State.GIVEN_UP,
        (State.RESERVED, Step.LAPSE): State.LAPSED,
        (State.RESERVED, Step.NEW_CODE): State.RESERVED,
        (State.HANDED_OVER, Step.TAKE_BACK): State.TAKEN_BACK,
    }
)


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise StepNotAllowed(
            "“{state}”的兑换不能{step}。", state=state.label, step=step.label
        ) from None


class Proof(StrEnum):
    """凭什么交货: the code, or what somebody without a telephone shows at the counter."""

    CODE = "code"
    CARD = "card"
    MANDATE = "mandate"
    SLIP = "slip"

    @property
    def label(self) -> Words:
        return Words(
            {
                "code": "取货码",
                "card": "本人口令号",
                "mandate": "受托人来取",
                "slip": "本人签的纸条",
            }[self]
        )


def fetch_by(on: date, *, days: int, hold_days: int) -> date:
    """最后一天: goods are kept as long as the credits are held, and no longer."""
    return on + timedelta(days=max(0, min(days, hold_days - 1)))
