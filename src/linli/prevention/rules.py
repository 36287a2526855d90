"""What may happen to a problem (问题) that lies behind several matters. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words


class State(StrEnum):
    SPOTTED = "spotted"
    TAKEN_ON = "taken_on"
    MEASURES_SET = "measures_set"
    CHECKED = "checked"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> Words:
        return Words(
            {
                "spotted": "刚发现",
                "taken_on": "正找根子",
                "measures_set": "办法定了，看管不管用",
                "checked": "根子解决了",
                "set_aside": "不列为问题",
            }[self]
        )


class Step(StrEnum):
    HANG = "hang"
    TAKE_OFF = "take_off"
    TAKE_ON = "take_on"
    SET_MEASURES = "set_measures"
    REOPEN = "reopen"
    HOLD = "hold"
    ASK_ASIDE = "ask_aside"
    SET_ASIDE = "set_aside"
    KEEP = "keep"

    @property
    def label(self) -> Words:
        return Words(
            {
                "hang": "挂上一件事",
                "take_off": "取下一件事",
                "take_on": "领下来",
                "set_measures": "定办法",
                "reopen": "重新找根子",
                "hold": "认定解决",
                "ask_aside": "申请不列为问题",
                "set_aside": "同意不列为问题",
                "keep": "照旧列为问题",
            }[self]
        )


class ProblemStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.SPOTTED, Step.HANG): State.SPOTTED,
        (State.SPOTTED, Step.TAKE_OFF): State.SPOTTED,
        (State.SPOTTED, Step.TAKE_ON): State.TAKEN_ON,
        (State.SPOTTED, Step.ASK_ASIDE): State.SPOTTED,
        (State.SPOTTED, Step.SET_ASIDE): State.SET_ASIDE,
        (State.SPOTTED, Step.KEEP): State.SPOTTED,
        (State.TAKEN_ON, Step.HANG): State.TAKEN_ON,
        (State.TAKEN_ON, Step.TAKE_OFF): State.TAKEN_ON,
        (State.TAKEN_ON, Step.SET_MEASURES): State.MEASURES_SET,
        (State.TAKEN_ON, Step.ASK_ASIDE): State.TAKEN_ON,
        (State.TAKEN_ON, Step.SET_ASIDE): State.SET_ASIDE,
        (State.TAKEN_ON, Step.KEEP): State.TAKEN_ON,
        (State.MEASURES_SET, Step.TAKE_OFF): State.MEASURES_SET,
        (State.MEASURES_SET, Step.REOPEN): State.TAKEN_ON,  # said again: not the root
        (State.MEASURES_SET, Step.HOLD): State.CHECKED,
    }
)
RUNNING = (State.SPOTTED, State.TAKEN_ON, State.MEASURES_SET)


def after(state: State, step: Step) -> State:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise ProblemStepNotAllowed(
            "“{state}”的问题不能{step}。", state=state.label, step=step.label
        ) from None


def steps_from(state: State) -> list[Step]:
    """List the steps open from `state`; pages show exactly these buttons."""
    return [step for (source, step) in NEXT if source is state]


class Level(StrEnum):
    """How near to each other matters must be to have one root."""

    BUILDING = "building"
    COMPOUND = "compound"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """When so many of a kind from one place within so many days are a problem."""

    count: int
    days: int
    level: Level

    def since(self, at: datetime) -> datetime:
        """From when on a matter counts."""
        return at - timedelta(days=self.days)


def season_begins(months: tuple[int, ...], on: date) -> date | None:
    """The first day of the season that runs on that day; a season may cross New Year."""
    if on.month not in months:
        return None
    year, month = on.year, on.month
    for _ in range(11):
        before = (year - 1, 12) if month == 1 else (year, month - 1)
        if before[1] not in months:
            break
        year, month = before
    return date(year, month, 1)
