"""What may happen to a course (培训) and to whoever signed up. No Django here."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class LessonForm(StrEnum):
    """SC06: the three forms of training."""

    LECTURE = "lecture"
    DEMONSTRATION = "demonstration"
    PRACTICE = "practice"

    @property
    def label(self) -> Words:
        return Words(
            {"lecture": "理论授课", "demonstration": "现场演示", "practice": "实操指导"}[self]
        )


class CourseState(StrEnum):
    PLANNED = "planned"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Words:
        return Words({"planned": "在办", "finished": "办完了", "cancelled": "取消了"}[self])


class CourseStep(StrEnum):
    ADD_LESSON = "add_lesson"
    SIGN_UP = "sign_up"
    SIGN_OFF = "sign_off"
    NOTE_ATTENDANCE = "note_attendance"
    FINISH = "finish"
    CANCEL = "cancel"

    @property
    def label(self) -> Words:
        return Words(
            {
                "add_lesson": "加一节课",
                "sign_up": "报名",
                "sign_off": "退出报名",
                "note_attendance": "记到课",
                "finish": "结业",
                "cancel": "取消",
            }[self]
        )


class CourseStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[CourseState, CourseStep], CourseState] = MappingProxyType(
    {
        (CourseState.PLANNED, CourseStep.ADD_LESSON): CourseState.PLANNED,
        (CourseState.PLANNED, CourseStep.SIGN_UP): CourseState.PLANNED,
        (CourseState.PLANNED, CourseStep.SIGN_OFF): CourseState.PLANNED,
        (CourseState.PLANNED, CourseStep.NOTE_ATTENDANCE): CourseState.PLANNED,
        (CourseState.PLANNED, CourseStep.FINISH): CourseState.FINISHED,
        (CourseState.PLANNED, CourseStep.CANCEL): CourseState.CANCELLED,
    }
)


def after(state: CourseState, step: CourseStep) -> CourseState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise CourseStepNotAllowed(
            "培训“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


class EnrolmentState(StrEnum):
    SIGNED_UP = "signed_up"
    SIGNED_OFF = "signed_off"
    PASSED = "passed"
    NOT_PASSED = "not_passed"

    @property
    def label(self) -> Words:
        return Words(
            {
                "signed_up": "报了名",
                "signed_off": "退出了",
                "passed": "结业了",
                "not_passed": "没有结业",
            }[self]
        )


def missed(lessons: Collection[int], attended: Collection[int]) -> int:
    """How many of the lessons somebody was not at."""
    return len(set(lessons) - set(attended))
