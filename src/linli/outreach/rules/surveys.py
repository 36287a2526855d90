"""What may happen to a needs survey (需求调查), whom it asks, what it may tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.words import Words

MOST_CHOICES = 12
MOST_NUMBER = 1_000_000
MOST_WORDS = 500


class SurveyState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"
    DROPPED = "dropped"

    @property
    def label(self) -> Words:
        return Words(
            {
                "draft": "还在拟题",
                "running": "正在问",
                "closed": "问完了，公布了",
                "dropped": "不问了",
            }[self]
        )


class SurveyStep(StrEnum):
    ASK = "ask"
    BEGIN = "begin"
    ANSWER = "answer"
    REPLACE = "replace"
    CLOSE = "close"
    DROP = "drop"

    @property
    def label(self) -> Words:
        return Words(
            {
                "ask": "加题",
                "begin": "开始",
                "answer": "作答",
                "replace": "换一户",
                "close": "结束",
                "drop": "取消",
            }[self]
        )


NEXT: Mapping[tuple[SurveyState, SurveyStep], SurveyState] = MappingProxyType(
    {
        (SurveyState.DRAFT, SurveyStep.ASK): SurveyState.DRAFT,
        (SurveyState.DRAFT, SurveyStep.BEGIN): SurveyState.RUNNING,
        (SurveyState.DRAFT, SurveyStep.DROP): SurveyState.DROPPED,
        (SurveyState.RUNNING, SurveyStep.ANSWER): SurveyState.RUNNING,
        (SurveyState.RUNNING, SurveyStep.REPLACE): SurveyState.RUNNING,
        # What was asked is told: a survey that has begun is never dropped.
        (SurveyState.RUNNING, SurveyStep.CLOSE): SurveyState.CLOSED,
    }
)


class SurveyStepNotAllowed(Refusal):
    pass


def after(state: SurveyState, step: SurveyStep) -> SurveyState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise SurveyStepNotAllowed(
            "“{state}”的调查不能{step}。", state=state.label, step=step.label
        ) from None


class Answering(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"

    @property
    def label(self) -> Words:
        return Words(
            {"one": "选一个", "several": "可选几个", "number": "填数字", "words": "写几句"}[
                self
            ]
        )

    @property
    def has_choices(self) -> bool:
        return self in (Answering.ONE, Answering.SEVERAL)


class Way(StrEnum):
    """How a household answered."""

    WALKER = "walker"
    SELF = "self"
    PAPER = "paper"

    @property
    def label(self) -> Words:
        return Words({"walker": "上门问的", "self": "自己填的", "paper": "纸上填的"}[self])


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer to one question: the choices by their place, a number, or words."""

    choices: tuple[int, ...] = ()
    number: int | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.choices and self.number is None and not self.words.strip()


class AnswerUnreadable(Unreadable):
    pass


class QuestionUnreadable(Unreadable):
    pass


def read_choices(answering: Answering, written: Sequence[str]) -> list[str]:
    """Bring the choices of a question to their spelling, or refuse."""
    choices = [choice.strip() for choice in written if choice.strip()]
    if not answering.has_choices:
        return []
    if len(choices) not in range(2, MOST_CHOICES + 1) or len(set(choices)) != len(choices):
        raise QuestionUnreadable(
            "选择题要有 2 到 {most} 个不一样的选项，一行一个。", most=MOST_CHOICES
        )
    return choices


def refuse_unreadable(answering: Answering, choices: int, said: Said) -> None:
    """Refuse what does not answer the question; nothing said is an answer too."""
    known = all(0 <= choice < choices for choice in said.choices)
    if not known or len(set(said.choices)) != len(said.choices):
        raise AnswerUnreadable("选的不在选项里，请重新选。")
    if answering is not Answering.SEVERAL and len(said.choices) > 1:
        raise AnswerUnreadable("这一题只能选一个。")
    if said.number is not None and not 0 <= said.number <= MOST_NUMBER:
        raise AnswerUnreadable("数字要在 0 到 {most} 之间。", most=MOST_NUMBER)
    if len(said.words) > MOST_WORDS:
        raise AnswerUnreadable("写得太长了，最多 {most} 字。", most=MOST_WORDS)
    fits = {
        Answering.ONE: said.number is None and not said.words,
        Answering.SEVERAL: said.number is None and not said.words,
        Answering.NUMBER: not said.choices and not said.words,
        Answering.WORDS: not said.choices and said.number is None,
    }
    if not fits[answering]:
        raise AnswerUnreadable("这样的回答对不上这一题。")


def drawn(households: Iterable[int], *, seed: int) -> list[int]:
    """抽签: bring the ids into an order that only the seed decides; the first ones are asked.

    Whoever knows the seed and the register draws the same again.
    """
    return sorted(households, key=lambda pk: (sha256(f"{seed}:{pk}".encode()).hexdigest(), pk))


def shown_counts(counts: Sequence[int], *, smallest: int, adds_up: bool) -> list[int | None]:
    """Hide (None) what fewer than `smallest` households chose.

    Where the counts add up to the whole (one choice each), the hidden ones together must be as
    many too, or subtraction would find them: then the next fewest are hidden as well.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smallest}
    if adds_up:
        others = sorted(
            (place for place, count in enumerate(counts) if count and place not in hidden),
            key=lambda place: (counts[place], place),
        )
        while others and 0 < sum(counts[place] for place in hidden) < smallest:
            hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def average(numbers: Sequence[int]) -> int | None:
    """平均: a half rounded up; of no number, none."""
    return (2 * sum(numbers) + len(numbers)) // (2 * len(numbers)) if numbers else None
