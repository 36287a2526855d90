"""What may happen to a registration (志愿者登记), who is old enough, and when they are free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Refusal
from linli.kernel.words import Words

DAY_MINUTES = 24 * 60
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class VolunteerState(StrEnum):
    APPLIED = "applied"
    ACTIVE = "active"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Words:
        return Words(
            {
                "applied": "等社区看过",
                "active": "在册",
                "refused": "没有通过",
                "withdrawn": "已退出",
            }[self]
        )


class VolunteerStep(StrEnum):
    APPLY_AGAIN = "apply_again"
    CHANGE = "change"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> Words:
        return Words(
            {
                "apply_again": "再次登记",
                "change": "改登记的内容",
                "accept": "通过",
                "refuse": "不通过",
                "withdraw": "退出",
            }[self]
        )


class VolunteerStepNotAllowed(Refusal):
    pass


NEXT: Mapping[tuple[VolunteerState, VolunteerStep], VolunteerState] = MappingProxyType(
    {
        (VolunteerState.APPLIED, VolunteerStep.CHANGE): VolunteerState.APPLIED,
        (VolunteerState.APPLIED, VolunteerStep.ACCEPT): VolunteerState.ACTIVE,
        (VolunteerState.APPLIED, VolunteerStep.REFUSE): VolunteerState.REFUSED,
        (VolunteerState.APPLIED, VolunteerStep.WITHDRAW): VolunteerState.WITHDRAWN,
        (VolunteerState.ACTIVE, VolunteerStep.CHANGE): VolunteerState.ACTIVE,
        (VolunteerState.ACTIVE, VolunteerStep.WITHDRAW): VolunteerState.WITHDRAWN,
        # Who left or was refused is looked at anew; number, hours and stars are still theirs.
        (VolunteerState.REFUSED, VolunteerStep.APPLY_AGAIN): VolunteerState.APPLIED,
        (VolunteerState.WITHDRAWN, VolunteerStep.APPLY_AGAIN): VolunteerState.APPLIED,
    }
)


def after(state: VolunteerState, step: VolunteerStep) -> VolunteerState:
    """Say which state `step` leads to, or refuse."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise VolunteerStepNotAllowed(
            "志愿者登记“{state}”的时候不能{step}。", state=state.label, step=step.label
        ) from None


class TraitKind(StrEnum):
    """What a volunteer says of themselves beyond name and hours."""

    SKILL = "skill"
    WISH = "wish"
    LANGUAGE = "language"

    @property
    def label(self) -> Words:
        return Words({"skill": "特长", "wish": "想做的服务", "language": "会说的话"}[self])


class Admission(StrEnum):
    """Whether somebody of that age can be a volunteer."""

    BY_THEMSELVES = "by_themselves"
    WITH_GUARDIAN = "with_guardian"
    TOO_YOUNG = "too_young"


def age_on(born_on: date, on: date) -> int:
    """周岁: full years on that day."""
    had_it = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if had_it else 1)


def admission(*, age: int, adult: int, youngest_with_guardian: int | None) -> Admission:
    """GZ04: an adult by themselves; younger with a guardian, where the playbook allows it."""
    if age >= adult:
        return Admission.BY_THEMSELVES
    if youngest_with_guardian is not None and age >= youngest_with_guardian:
        return Admission.WITH_GUARDIAN
    return Admission.TOO_YOUNG


@dataclass(frozen=True, kw_only=True, order=True)
class FreeTime:
    """A stretch of a weekday (Monday is 0) in minutes from midnight, half-open."""

    weekday: int
    begins: int
    ends: int

    @property
    def is_sound(self) -> bool:
        return 0 <= self.weekday < len(WEEKDAYS) and 0 <= self.begins < self.ends <= DAY_MINUTES


def merged(times: Iterable[FreeTime]) -> tuple[FreeTime, ...]:
    """可服务时间: stretches of one day that meet are one, in order."""
    joined: list[FreeTime] = []
    for one in sorted(times):
        last = joined[-1] if joined else None
        if last and last.weekday == one.weekday and one.begins <= last.ends:
            joined[-1] = FreeTime(
                weekday=one.weekday, begins=last.begins, ends=max(last.ends, one.ends)
            )
        else:
            joined.append(one)
    return tuple(joined)


def is_free(times: Iterable[FreeTime], wanted: FreeTime) -> bool:
    """Say whether the whole of the wanted stretch lies in one of the merged ones."""
    return any(
        one.weekday == wanted.weekday
        and one.begins <= wanted.begins
        and wanted.ends <= one.ends
        for one in times
    )
