"""吹哨报到 and joint meetings as plain data: who was called, who came, what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words
from linli.people.rules import OrganisationKind

# Departments, and what serves the public beside them; one department leads.
CALLABLE = (
    OrganisationKind.DEPARTMENT,
    OrganisationKind.PROPERTY_MANAGER,
    OrganisationKind.COMPANY,
)


class Ground(StrEnum):
    """Why a whistle may be blown: these three and no other (吹哨三情形)."""

    UNSOLVED = "unsolved"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"

    @property
    def label(self) -> Words:
        return Words(
            {
                "unsolved": "群众反映突出、这一级解决不了",
                "enforcement": "要几家一起执法",
                "emergency": "应急处置",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Until when who was called has to be there, and to say what came of it."""

    ground: Ground
    minutes: int
    round_the_clock: bool = False
    """Nights and rest days count too; else only office minutes do."""
    result_workdays: int = 5

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.result_workdays < 1:
            raise ValueError("到场分钟数和出结果的天数至少是 1。")


class WhistleState(StrEnum):
    WORKING = "working"
    JUDGING = "judging"
    ENDED = "ended"

    @property
    def label(self) -> Words:
        return Words({"working": "正在处置", "judging": "等联合评价", "ended": "已收哨"}[self])


class UnitState(StrEnum):
    CALLED = "called"
    PRESENT = "present"
    DONE = "done"
    RELEASED = "released"

    @property
    def label(self) -> Words:
        return Words(
            {
                "called": "待报到",
                "present": "已报到，处置中",
                "done": "已给结果",
                "released": "已撤出",
            }[self]
        )


class UnitStep(StrEnum):
    REPORT_IN = "report_in"
    GIVE_RESULT = "give_result"
    RELEASE = "release"
    ESCALATE = "escalate"

    @property
    def label(self) -> Words:
        return Words(
            {
                "report_in": "报到",
                "give_result": "给结果",
                "release": "撤出",
                "escalate": "上报上一级",
            }[self]
        )


class NotThatWay(Refusal):
    pass


NEXT: Mapping[tuple[UnitState, UnitStep], UnitState] = MappingProxyType(
    {
        (UnitState.CALLED, UnitStep.REPORT_IN): UnitState.PRESENT,
        (UnitState.CALLED, UnitStep.RELEASE): UnitState.RELEASED,
        (UnitState.CALLED, UnitStep.ESCALATE): UnitState.CALLED,  # it is still to come
        (UnitState.PRESENT, UnitStep.GIVE_RESULT): UnitState.DONE,
        (UnitState.PRESENT, UnitStep.RELEASE): UnitState.RELEASED,
        (UnitState.PRESENT, UnitStep.ESCALATE): UnitState.PRESENT,
    }
)
STILL_THERE = (UnitState.CALLED, UnitState.PRESENT)


def after(state: UnitState, step: UnitStep) -> UnitState:
    """Say which state of a called unit `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise NotThatWay(
            "“{state}”的单位不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: UnitState) -> list[UnitStep]:
    """List the steps open to a called unit in that state."""
    return [step for (source, step) in NEXT if source is state]


def whistle_after(units: Collection[tuple[UnitState, bool]]) -> WhistleState:
    """事不完人不撤: where a whistle stands by its units, each with whether it was judged.

    Nobody leaves before the result or a reason; whoever gave a result is judged.
    """
    if any(state in STILL_THERE for state, _ in units):
        return WhistleState.WORKING
    if all(judged for state, judged in units if state is UnitState.DONE):
        return WhistleState.ENDED
    return WhistleState.JUDGING


class Coming(StrEnum):
    """Whether a called unit came, as it is counted."""

    IN_TIME = "in_time"
    LATE = "late"
    ABSENT = "absent"
    WAITED_FOR = "waited_for"
    SPARED = "spared"

    @property
    def label(self) -> Words:
        return Words(
            {
                "in_time": "按时报到",
                "late": "迟到",
                "absent": "没有报到",
                "waited_for": "还在路上",
                "spared": "不用来了",
            }[self]
        )


def coming(
    *,
    report_by: datetime,
    arrived_at: datetime | None,
    released_at: datetime | None,
    now: datetime,
) -> Coming:
    """报到: in time at the very deadline; who was let go before it does not count."""
    if arrived_at:
        return Coming.IN_TIME if arrived_at <= report_by else Coming.LATE
    if released_at and released_at <= report_by:
        return Coming.SPARED
    return Coming.ABSENT if now > report_by else Coming.WAITED_FOR


BEST, WORST = 5, 1
SCORES: Mapping[int, Words] = MappingProxyType(
    {
        5: Words("很好"),
        4: Words("较好"),
        3: Words("一般"),
        2: Words("较差"),
        1: Words("很差"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """联合评价: how the desk judges a unit, each from 1 to 5, with a word to it."""

    response: int
    result: int
    attitude: int
    words: str = ""


def tenths(total: int, count: int) -> int:
    """The mean in tenths, a half rounded up: 13 points of 3 are 43 tenths."""
    return (20 * total + count) // (2 * count) if count else 0


class TableKind(StrEnum):
    """Which meeting brings the units to one table; the codes are kinds of meetings."""

    JOINT = "joint_meeting"
    COORDINATION = "coordination"

    @property
    def label(self) -> Words:
        return Words({"joint_meeting": "党建联席会议", "coordination": "问题协调会"}[self])


class TaskState(StrEnum):
    AGREED = "agreed"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> Words:
        return Words({"agreed": "议定了，在办", "done": "办到了", "dropped": "不办了"}[self])


class TaskStep(StrEnum):
    FINISH = "finish"
    DROP = "drop"
    ESCALATE = "escalate"

    @property
    def label(self) -> Words:
        return Words({"finish": "报结果", "drop": "撤销", "escalate": "上报上一级"}[self])


TASK_NEXT: Mapping[tuple[TaskState, TaskStep], TaskState] = MappingProxyType(
    {
        (TaskState.AGREED, TaskStep.FINISH): TaskState.DONE,
        (TaskState.AGREED, TaskStep.DROP): TaskState.DROPPED,
        (TaskState.AGREED, TaskStep.ESCALATE): TaskState.AGREED,
    }
)


def task_after(state: TaskState, step: TaskStep) -> TaskState:
    """Say which state of an agreed task `step` leads to, or refuse."""
    try:
        return TASK_NEXT[state, step]
    except KeyError:
        raise NotThatWay(
            "“{state}”的议定事项不能{step}。", state=state.label, step=step.label
        ) from None


# What is owed by a day is owed until the offices close.
END_OF_DAY = time(18)


def quarter_of(day: date) -> int:
    """Say in which quarter of its year a day lies, from 1."""
    return (day.month + 2) // 3
