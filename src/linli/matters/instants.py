"""即办件: what is done at once, in three steps; what is put right on the way. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

MOST_VISITS_UNASKED = 1  # 最多跑一次


class InstantState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    REPORTED = "reported"
    TURNED = "turned"

    @property
    def label(self) -> Words:
        return Words(
            {
                "waiting": "等人接手",
                "taken": "正在办",
                "done": "办好了，等反馈",
                "reported": "已反馈",
                "turned": "转成一般的事",
            }[self]
        )


class InstantStep(StrEnum):
    TAKE = "take"
    GIVE_BACK = "give_back"
    FINISH = "finish"
    REPORT = "report"
    TURN = "turn"

    @property
    def label(self) -> Words:
        return Words(
            {
                "take": "接手",
                "give_back": "放回去",
                "finish": "办好",
                "report": "反馈",
                "turn": "转成一般的事",
            }[self]
        )


class InstantStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[InstantState, InstantStep], InstantState] = MappingProxyType(
    {
        (InstantState.WAITING, InstantStep.TAKE): InstantState.TAKEN,
        (InstantState.TAKEN, InstantStep.GIVE_BACK): InstantState.WAITING,
        (InstantState.TAKEN, InstantStep.FINISH): InstantState.DONE,
        (InstantState.TAKEN, InstantStep.TURN): InstantState.TURNED,
        (InstantState.DONE, InstantStep.REPORT): InstantState.REPORTED,
    }
)
RUNNING = (InstantState.WAITING, InstantState.TAKEN, InstantState.DONE)


def after(state: InstantState, step: InstantStep) -> InstantState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise InstantStepNotAllowed(
            "“{state}”的即办件不能{step}。", state=state.label, step=step.label
        ) from None


def wants_a_reason(visits: int) -> bool:
    """最多跑一次: whoever had to come more often is owed an explanation."""
    return visits > MOST_VISITS_UNASKED


class Way(StrEnum):
    """How the resident was told."""

    PHONE = "phone"
    DOOR = "door"
    MESSAGE = "message"

    @property
    def label(self) -> Words:
        return Words({"phone": "打电话", "door": "上门", "message": "发消息"}[self])


@dataclass(frozen=True, kw_only=True)
class InstantKind:
    """即办事项: what can be done at once, what to bring, and in how many office minutes."""

    code: str
    label: str
    label_en: str
    minutes: int
    materials: str = ""

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("承诺的分钟数至少是 1。")


@dataclass(frozen=True, kw_only=True)
class FixKind:
    """随手办: a kind of thing that who walks there puts right on the spot."""

    code: str
    label: str
    label_en: str


INSTANT_KINDS = (
    InstantKind(
        code="residence",
        label="居住情况证明",
        label_en="Proof of residence",
        minutes=60,
        materials="身份证",
    ),
    InstantKind(
        code="allowance",
        label="高龄津贴申请",
        label_en="Allowance for the very old",
        minutes=120,
        materials="身份证、户口簿、银行卡",
    ),
    InstantKind(
        code="insurance",
        label="医保参保登记",
        label_en="Joining the medical insurance",
        minutes=120,
        materials="身份证、户口簿",
    ),
)
FIX_KINDS = (
    FixKind(code="parking", label="乱停车", label_en="Parked in the way"),
    FixKind(code="litter", label="卫生死角", label_en="Neglected corner"),
    FixKind(code="stickers", label="牛皮癣", label_en="Illegal stickers"),
    FixKind(code="manners", label="不文明行为规劝", label_en="A word about manners"),
    FixKind(code="policy", label="政策宣传", label_en="Explaining a policy"),
)
