"""办理方式: how a matter is taken on, and what then has to be there. No Django here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.words import Words
from linli.people.rules import OrganisationKind


class Need(StrEnum):
    """What a way of handling asks for before it can be said to be kept."""

    ANSWER = "answer"
    PLAN = "plan"
    LEAD = "lead"
    TRACKER = "tracker"
    ASSIST = "assist"
    CO = "co"
    NEIGHBOURS = "neighbours"

    @property
    def label(self) -> Words:
        return Words(
            {
                "answer": "回复说事人",
                "plan": "会上定的方案",
                "lead": "领办的人",
                "tracker": "跟踪的人",
                "assist": "帮办的单位",
                "co": "协办的社工或社会组织",
                "neighbours": "搭把手的邻居",
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Mode:
    """办理方式: which matters are handled so, who may claim them, and what it needs."""

    code: str
    label: str
    label_en: str
    hint: str
    tiers: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    claimed_by: tuple[OrganisationKind, ...] = ()
    """Which units, and members of which organisations, see it when it is offered; none: all."""


HANDLED_BY_SIZE = (
    Mode(
        code="small",
        label="小事快办",
        label_en="Small: done fast",
        hint="党员干部快速处理，当面回复说事人",
        tiers=("minor",),
        needs=(Need.ANSWER,),
    ),
    Mode(
        code="big",
        label="大事领办",
        label_en="Big: a member takes it on",
        hint="党员会议定方案，党员领办",
        tiers=("major",),
        needs=(Need.PLAN, Need.LEAD),
    ),
    Mode(
        code="hard",
        label="难事会办",
        label_en="Hard: done together",
        hint="提交联席会议，指定社区“两委”干部跟踪",
        tiers=("hard",),
        needs=(Need.TRACKER,),
    ),
)


def mode_for(modes: Sequence[Mode], *, route: str, tier: str) -> Mode:
    """按规则定办法: the mode that names the route, otherwise the tier, otherwise the first."""
    by_route = (mode for mode in modes if route in mode.routes)
    by_tier = (mode for mode in modes if tier in mode.tiers)
    return next(by_route, next(by_tier, modes[0]))


def lacking(mode: Mode, have: Collection[Need]) -> tuple[Need, ...]:
    """还缺什么: what the mode needs and is not there yet, in the order of the playbook."""
    return tuple(need for need in mode.needs if need not in have)


def lack_of_modes(modes: Sequence[Mode]) -> str | None:
    """Why these modes cannot be worked by; None if they can."""
    if not modes:
        return "至少要有一种办理方式。"
    codes = [mode.code for mode in modes]
    return None if len(set(codes)) == len(codes) else "两种办理方式用了同一个代码。"
