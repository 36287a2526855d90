"""分类: how words find their way by the playbook's own rules. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.people.rules import OrganisationKind, PostKind
from linli.places.rules import AreaKind


@dataclass(frozen=True, kw_only=True)
class Tier:
    """事项等级: how heavy a matter is (小事, 大事, 难事), and what that means for its time."""

    code: str
    label: str
    label_en: str
    workdays: int
    hint: str
    accept_minutes: int = 120
    remind_workdays: int = 1
    give_up_workdays: int = 3
    """So many workdays after the deadline it goes one level up by itself; 0: never."""

    def __post_init__(self) -> None:
        if self.workdays < 1 or self.accept_minutes < 1 or self.remind_workdays < 0:
            raise ValueError("办理天数和签收分钟数至少是 1。")


@dataclass(frozen=True, kw_only=True)
class Route:
    """分派规则: which words lead to which tier, desk, unit and post, and what is asked for."""

    code: str
    label: str
    label_en: str
    keywords: tuple[str, ...]
    tier: str
    desk: AreaKind
    requirement: str
    post: PostKind | None = None
    unit: OrganisationKind | None = None
    topic: str | None = None
    private: bool = False
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A rule that speaks for the words, with the words by which it does."""

    route: Route
    matched: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Which rule was chosen, why, and which others lost."""

    route: Route
    matched: tuple[str, ...]
    lost: tuple[Candidate, ...]

    @property
    def why(self) -> str:
        if not self.matched:
            return "没有对上关键词，按其他事项处理"
        return f"说到“{'”“'.join(self.matched)}”"


def propose(words: str, routes: Sequence[Route]) -> Proposal:
    """拟分派: the rule with the most matching letters wins, the earlier one of two equals.

    The last rule is the one for everything else; it wins when no keyword is found.
    """
    candidates = [
        Candidate(route=route, matched=matched)
        for route in routes
        if (matched := tuple(word for word in route.keywords if word in words))
    ]
    if not candidates:
        return Proposal(route=routes[-1], matched=(), lost=())
    best = max(candidates, key=lambda candidate: sum(map(len, candidate.matched)))
    lost = tuple(candidate for candidate in candidates if candidate is not best)
    return Proposal(route=best.route, matched=best.matched, lost=lost)


def lack_of(routes: Sequence[Route]) -> str | None:
    """Say what is missing for the rules to be sound, or None."""
    if not routes:
        return "至少要有一条规则。"
    codes = [route.code for route in routes]
    if len(set(codes)) != len(codes):
        return "有两条规则用了同一个代码。"
    if routes[-1].keywords:
        return "最后一条规则要管其余的事，不写关键词。"
    idle = [route.label for route in routes[:-1] if not route.keywords]
    return f"规则“{idle[0]}”没有关键词，永远轮不到。" if idle else None
