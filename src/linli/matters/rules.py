"""What may happen to a matter (诉求), as plain data. No Django here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words
from linli.places.rules import AreaKind

ENDS = re.compile(r"[。！？!?；;]")
PAUSES = re.compile(r"[，,：:]")
SAYS_ENOUGH = 6  # characters
MILESTONE = re.compile(r"(\d{4}-\d{2}-\d{2})[\s：:，,]*(\S.*)")


class State(StrEnum):
    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WORKING = "working"
    RETURNED = "returned"
    PARKED = "parked"
    SPLIT = "split"
    FINISHED = "finished"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"

    @property
    def label(self) -> Words:
        return Words(
            {
                "received": "待分派",
                "dispatched": "待签收",
                "working": "办理中",
                "returned": "退单待裁定",
                "parked": "挂账",
                "split": "分头在办",
                "finished": "等您评价",
                "closed": "已办结",
                "withdrawn": "已撤回",
                "merged": "已并案",
            }[self]
        )


class Step(StrEnum):
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    NOTE = "note"
    EXTEND = "extend"
    ESCALATE = "escalate"
    SEND_BACK = "send_back"
    FINISH = "finish"
    RATE = "rate"
    REOPEN = "reopen"
    LAPSE = "lapse"
    HAND_BACK = "hand_back"
    WITHDRAW = "withdraw"
    INVOLVE = "involve"
    OUTSIDE = "outside"
    RETURN = "return"
    UPHOLD = "uphold"
    SETTLE = "settle"
    ASK_TO_PARK = "ask_to_park"
    PARK = "park"
    RESUME = "resume"
    MERGE = "merge"
    SPLIT = "split"
    REFER = "refer"
    CALL = "call"
    ASK_TO_EXCLUDE = "ask_to_exclude"
    EXCLUDE = "exclude"
    BACK_TO_DESK = "back_to_desk"
    BACK_TO_SIGN = "back_to_sign"
    BACK_TO_WORK = "back_to_work"

    @property
    def label(self) -> Words:
        return Words(
            {
                "dispatch": "分派",
                "accept": "签收",
                "note": "记一笔进展",
                "extend": "延期",
                "escalate": "上报上一级",
                "send_back": "带意见退回",
                "finish": "办结",
                "rate": "评价",
                "reopen": "重新办理",
                "lapse": "到期归档",
                "hand_back": "退回重新分派",
                "withdraw": "撤回",
                "involve": "请人一起办",
                "outside": "记平台的编号和期限",
                "return": "退单",
                "uphold": "准予退单",
                "settle": "会商定牵头",
                "ask_to_park": "申请挂账",
                "park": "挂账",
                "resume": "恢复办理",
                "merge": "并案",
                "split": "拆开分头办",
                "refer": "转介",
                "call": "记一次没接通的回访",
                "ask_to_exclude": "申请剔除",
                "exclude": "核定剔除",
                "back_to_desk": "恢复待分派",
                "back_to_sign": "恢复待签收",
                "back_to_work": "恢复办理中",
            }[self]
        )


class StepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.RECEIVED, Step.DISPATCH): State.DISPATCHED,
        (State.RECEIVED, Step.NOTE): State.RECEIVED,
        (State.RECEIVED, Step.INVOLVE): State.RECEIVED,
        (State.RECEIVED, Step.OUTSIDE): State.RECEIVED,
        (State.RECEIVED, Step.ESCALATE): State.RECEIVED,  # the next desk has to dispatch it
        (
            State.RECEIVED,
            Step.SEND_BACK,
        ): State.RECEIVED,  # the desk below gets it with a ruling
        (State.RECEIVED, Step.WITHDRAW): State.WITHDRAWN,
        (State.DISPATCHED, Step.DISPATCH): State.DISPATCHED,  # 转派
        (State.DISPATCHED, Step.ACCEPT): State.WORKING,
        (State.DISPATCHED, Step.NOTE): State.DISPATCHED,
        (State.DISPATCHED, Step.INVOLVE): State.DISPATCHED,
        (State.DISPATCHED, Step.OUTSIDE): State.DISPATCHED,
        (State.DISPATCHED, Step.ESCALATE): State.RECEIVED,
        (State.DISPATCHED, Step.SEND_BACK): State.RECEIVED,
        (State.DISPATCHED, Step.HAND_BACK): State.RECEIVED,
        (State.DISPATCHED, Step.FINISH): State.FINISHED,  # 当场办了: doing it is taking it on
        (State.DISPATCHED, Step.WITHDRAW): State.WITHDRAWN,
        (State.WORKING, Step.DISPATCH): State.DISPATCHED,  # 转派: a new holder, a new clock
        (State.WORKING, Step.NOTE): State.WORKING,
        (State.WORKING, Step.INVOLVE): State.WORKING,
        (State.WORKING, Step.OUTSIDE): State.WORKING,
        (State.WORKING, Step.EXTEND): State.WORKING,
        (State.WORKING, Step.ESCALATE): State.RECEIVED,
        (State.WORKING, Step.SEND_BACK): State.RECEIVED,
        (State.WORKING, Step.HAND_BACK): State.RECEIVED,
        (State.WORKING, Step.FINISH): State.FINISHED,
        (State.WORKING, Step.WITHDRAW): State.WITHDRAWN,
        # 退单: three ways out; the step back leads to where it was (BACK).
        (State.DISPATCHED, Step.RETURN): State.RETURNED,
        (State.WORKING, Step.RETURN): State.RETURNED,
        (State.RETURNED, Step.NOTE): State.RETURNED,
        (State.RETURNED, Step.UPHOLD): State.RECEIVED,
        (State.RETURNED, Step.SETTLE): State.DISPATCHED,
        (State.RETURNED, Step.BACK_TO_SIGN): State.DISPATCHED,
        (State.RETURNED, Step.BACK_TO_WORK): State.WORKING,
        (State.RETURNED, Step.HAND_BACK): State.RECEIVED,
        (State.RETURNED, Step.WITHDRAW): State.WITHDRAWN,
        # 挂账: it comes back by itself on its day.
        (State.WORKING, Step.ASK_TO_PARK): State.WORKING,
        (State.WORKING, Step.PARK): State.PARKED,
        (State.PARKED, Step.NOTE): State.PARKED,
        (State.PARKED, Step.INVOLVE): State.PARKED,
        (State.PARKED, Step.RESUME): State.WORKING,
        (State.PARKED, Step.HAND_BACK): State.RECEIVED,
        (State.PARKED, Step.WITHDRAW): State.WITHDRAWN,
        # 并案、拆分: undone, it stands where it stood.
        (State.RECEIVED, Step.MERGE): State.MERGED,
        (State.DISPATCHED, Step.MERGE): State.MERGED,
        (State.WORKING, Step.MERGE): State.MERGED,
        (State.MERGED, Step.BACK_TO_DESK): State.RECEIVED,
        (State.MERGED, Step.BACK_TO_SIGN): State.DISPATCHED,
        (State.MERGED, Step.BACK_TO_WORK): State.WORKING,
        (State.RECEIVED, Step.SPLIT): State.SPLIT,
        (State.DISPATCHED, Step.SPLIT): State.SPLIT,
        (State.WORKING, Step.SPLIT): State.SPLIT,
        (State.SPLIT, Step.NOTE): State.SPLIT,
        (State.SPLIT, Step.BACK_TO_DESK): State.RECEIVED,
        (State.SPLIT, Step.BACK_TO_SIGN): State.DISPATCHED,
        (State.SPLIT, Step.BACK_TO_WORK): State.WORKING,
        # 转介: registered and told where to go, never "handled".
        (State.RECEIVED, Step.REFER): State.FINISHED,
        (State.DISPATCHED, Step.REFER): State.FINISHED,
        (State.WORKING, Step.REFER): State.FINISHED,
        (State.FINISHED, Step.RATE): State.CLOSED,
        (State.FINISHED, Step.REOPEN): State.RECEIVED,  # one level up, for other eyes
        (
            State.FINISHED,
            Step.LAPSE,
        ): State.CLOSED,  # nobody answered in time: unrated, and so said
        (State.CLOSED, Step.RATE): State.CLOSED,  # those who joined may still answer
        # 回访、剔除: what was found afterwards is kept beside the end, which stays.
        (State.FINISHED, Step.CALL): State.FINISHED,
        (State.CLOSED, Step.ASK_TO_EXCLUDE): State.CLOSED,
        (State.CLOSED, Step.EXCLUDE): State.CLOSED,
    }
)
IN_THE_OPEN = (State.RECEIVED, State.DISPATCHED, State.WORKING)
UNFINISHED = (*IN_THE_OPEN, State.RETURNED, State.PARKED, State.SPLIT)
OPEN = (*UNFINISHED, State.FINISHED)
# How what was set aside goes back to where it stood.
BACK: Mapping[State, Step] = MappingProxyType(
    {
        State.RECEIVED: Step.BACK_TO_DESK,
        State.DISPATCHED: Step.BACK_TO_SIGN,
        State.WORKING: Step.BACK_TO_WORK,
    }
)
# Which clock runs in each state that waits for somebody: nothing waits without one.
CLOCKS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "dispatch",
        State.DISPATCHED: "handle",
        State.WORKING: "handle",
        State.RETURNED: "rule",
        State.PARKED: "parked",
        State.SPLIT: "parts",
    }
)
MOST_RETURNS = 2  # the second calls a 会商, whose word is the last


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise StepNotAllowed(
            "“{state}”的事不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: State) -> list[Step]:
    """List the steps open from `state`; pages show exactly these buttons."""
    return [step for (source, step) in NEXT if source is state]


# Where a matter can be: a neighbour names the compound, the building, or a place in between.
NEAR_KINDS = (AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.SPOT)


class Sensitivity(StrEnum):
    """Who besides the parties may see it."""

    ORDINARY = "ordinary"
    PRIVATE = "private"
    """For the desk alone: illness, family, poverty (个保法 28)."""
    COMPLAINT = "complaint"
    """About somebody who serves here: for the level above alone."""


class Role(StrEnum):
    """In what part somebody takes part beside the handler (参与承办)."""

    ASSIST = "assist"
    CO = "co"
    TRACK = "track"
    LEAD = "lead"
    CALLED = "called"
    MEDIATE = "mediate"

    @property
    def label(self) -> Words:
        return Words(
            {
                "assist": "帮办",
                "co": "协办",
                "track": "跟踪督办",
                "lead": "领办",
                "called": "被吹哨",
                "mediate": "调解",
            }[self]
        )


class Ground(StrEnum):
    """On what ground a matter is returned (退单理由)."""

    NOT_OURS = "not_ours"
    WRONG_PLACE = "wrong_place"
    WRONG_KIND = "wrong_kind"
    TOO_LITTLE = "too_little"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> Words:
        return Words(
            {
                "not_ours": "不归我们管",
                "wrong_place": "地点不在我们这里",
                "wrong_kind": "类别分错了",
                "too_little": "说得不够，没法办",
                "duplicate": "和另一件重复",
            }[self]
        )


class ReturnState(StrEnum):
    """How a return stands."""

    ASKED = "asked"
    UPHELD = "upheld"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words({"asked": "等裁定", "upheld": "准予退单", "refused": "不予退单"}[self])


class AskedState(StrEnum):
    """How a request to lay something up stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def label(self) -> Words:
        return Words({"asked": "等审批", "granted": "已同意", "refused": "没有同意"}[self])


class CallEnd(StrEnum):
    """How a call-back ended without an answer (未联系上、不评价 are counted apart: R20)."""

    NOT_REACHED = "not_reached"
    DECLINED = "declined"

    @property
    def label(self) -> Words:
        return Words({"not_reached": "没有联系上", "declined": "说不评价"}[self])


class ClosingKind(StrEnum):
    """How a matter came to its end (办结方式)."""

    DONE = "done"
    EXPLAINED = "explained"
    REFERRED = "referred"

    @property
    def label(self) -> Words:
        return Words({"done": "已办成", "explained": "已解释说明", "referred": "已转介"}[self])


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """节点: what is to be reached by when."""

    on: date
    words: str


def milestones_of(text: str) -> list[Milestone] | None:
    """Read lines such as "2026-04-01 拿到批文"; None if one of them says no day or nothing."""
    found = [MILESTONE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    if not all(found):
        return None
    try:
        return [Milestone(on=date.fromisoformat(one[1]), words=one[2]) for one in found if one]
    except ValueError:
        return None


def title_of(words: str, *, longest: int = 24) -> str:
    """Take what was said first as the title: the first clause, if it says enough by itself."""
    lines = words.strip().splitlines()
    sentence = ENDS.split(lines[0].strip())[0] if lines else ""
    clause = PAUSES.split(sentence)[0]
    title = clause if len(clause) >= SAYS_ENOUGH else sentence
    return title if len(title) <= longest else title[: longest - 1] + "…"
