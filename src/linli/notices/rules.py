"""What a notice is, where it can stand, whom it can mean, and how a door is reached. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words
from linli.places.rules import AreaKind

# 个人信息保护法 31: children under fourteen are spoken to through those who bring them up.
SPOKEN_TO_FROM = 14


class Kind(StrEnum):
    NOTICE = "notice"
    POLICY = "policy"
    COVENANT = "covenant"
    MEETING = "meeting"

    @property
    def label(self) -> Words:
        return Words(
            {"notice": "通知", "policy": "政策", "covenant": "公约", "meeting": "会议通知"}[
                self
            ]
        )


ORDINARY = frozenset({Kind.NOTICE, Kind.MEETING})


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"

    @property
    def label(self) -> Words:
        return Words(
            {
                "draft": "草稿",
                "sent": "已发出",
                "withdrawn": "已撤回",
                "discarded": "已作废",
            }[self]
        )


class Step(StrEnum):
    CHANGE = "change"
    DISCARD = "discard"
    SEND = "send"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    REACH = "reach"


# What was sent is never edited: people have read it. It is corrected by one that follows.
AFTER: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.DRAFT, Step.CHANGE): State.DRAFT,
        (State.DRAFT, Step.DISCARD): State.DISCARDED,
        (State.DRAFT, Step.SEND): State.SENT,
        (State.SENT, Step.WITHDRAW): State.WITHDRAWN,
        (State.SENT, Step.CORRECT): State.SENT,
        (State.SENT, Step.REACH): State.SENT,
        # What was withdrawn is often sent again, put right.
        (State.WITHDRAWN, Step.CORRECT): State.WITHDRAWN,
    }
)


def after(state: State, step: Step) -> State | None:
    """Say where a step leads; None where there is no such step."""
    return AFTER.get((state, step))


class Audience(StrEnum):
    """告知范围: everybody who lives in an area, or a group of them."""

    AREA = "area"
    POSTS = "posts"
    MEMBERS = "members"
    PARTY = "party"
    VOLUNTEERS = "volunteers"
    FACT = "fact"
    SAME = "same"

    @property
    def label(self) -> Words:
        return Words(
            {
                "area": "住在这里的所有人",
                "posts": "在这里任着某个岗位的人",
                "members": "某个组织的成员",
                "party": "住在这里的党员",
                "volunteers": "这里的志愿者",
                "fact": "住在这里、登记了某种情况的人",
                "same": "原来通知的人",
            }[self]
        )


# A steward climbs one stair: to whole communities, and over them, only a desk speaks.
STAIRS_KINDS = frozenset({AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT})


class Told(StrEnum):
    """How somebody came to know: by themselves, or told by somebody who calls, climbs, asks."""

    SELF = "self"
    CALL = "call"
    DOOR = "door"
    PAPER = "paper"

    @property
    def label(self) -> Words:
        return Words(
            {"self": "自己点的", "call": "电话里说的", "door": "上门说的", "paper": "纸上签收"}[
                self
            ]
        )


class Answer(StrEnum):
    """What came of one call."""

    KNOWS = "knows"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"

    @property
    def label(self) -> Words:
        return Words(
            {"knows": "接了，知道了", "no_answer": "没接", "wrong_number": "号码不对"}[self]
        )


def goes_to_the_door(*, calls: int, most: int, has_phone: bool) -> bool:
    """Say whether the next way is to the door: no phone, or called in vain often enough."""
    return not has_phone or calls >= most


class Standing(StrEnum):
    """Where a document stands: in force, followed by a newer version, or no longer."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    REPEALED = "repealed"

    @property
    def label(self) -> Words:
        return Words({"in_force": "现行", "replaced": "已有新版", "repealed": "已废止"}[self])
