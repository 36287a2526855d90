"""Who may be served (服务对象): classes that are rules over dated facts. No Django here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.words import Words, say

NEED_PURPOSE = "判断能不能点单、要不要先安排"


class Need(StrEnum):
    """服务对象情况: what a class may ask for; each is sensitive and kept by consent."""

    LOW_INCOME = "low_income"
    HARDSHIP = "hardship"
    CHILDLESS = "childless"
    DISABLED_ELDER = "disabled_elder"
    SEVERE_DISABILITY = "severe_disability"
    BEREAVED_PARENT = "bereaved_parent"
    LIVING_ALONE = "living_alone"
    EMPTY_NEST = "empty_nest"
    LEFT_BEHIND = "left_behind"
    DISABILITY = "disability"

    @property
    def label(self) -> Words:
        return Words(NEED_LABELS[self])


NEED_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "low_income": "低保、低收入家庭",
        "hardship": "经济困难家庭",
        "childless": "孤寡",
        "disabled_elder": "中重度失能",
        "severe_disability": "重度残疾",
        "bereaved_parent": "计划生育特殊家庭",
        "living_alone": "独居",
        "empty_nest": "空巢",
        "left_behind": "农村留守",
        "disability": "残疾",
    }
)
UNABLE = frozenset({Need.DISABLED_ELDER, Need.SEVERE_DISABILITY, Need.DISABILITY})


@dataclass(frozen=True, kw_only=True)
class RecipientClass:
    """一类服务对象: all of `every`, and one of `one_of` or so old (`or_age`), from `age` on.

    `earned` asks for credits of one's own; `first` says that they are served before others.
    """

    code: str
    label: str
    label_en: str
    age: int = 60
    every: tuple[Need, ...] = ()
    one_of: tuple[Need, ...] = ()
    or_age: int = 0
    earned: bool = False
    first: bool = False
    pays: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What is known of somebody, with what it rests on and how long it holds."""

    need: Need
    began_on: date
    valid_until: date
    evidence: str = ""

    def holds(self, on: date) -> bool:
        return self.began_on <= on <= self.valid_until


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a decision looks at: age in years, facts, credits."""

    age: int | None
    facts: Sequence[Fact]
    earned: int = 0


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One class that applies, why, and until when what it rests on holds."""

    code: str
    label: str
    because: tuple[str, ...]
    until: date | None
    first: bool
    pays: bool

    @property
    def sentence(self) -> str:
        return say(
            "{label}：{because}",
            label=Words(self.label),
            because="、".join(say(one) for one in self.because),
        )


def hits(classes: Sequence[RecipientClass], known: Known, *, on: date) -> tuple[Hit, ...]:
    """服务对象资格: every class that applies that day; several may."""
    found = (_hit(one, known, on) for one in classes)
    return tuple(hit for hit in found if hit is not None)


def missing(classes: Sequence[RecipientClass], known: Known) -> str:
    """Say in words why no class applies, so that somebody can bring what is lacking."""
    if known.age is None:
        return say("登记册上没有出生日期，先请社区补上。")
    youngest = min((one.age for one in classes), default=0)
    if known.age < youngest:
        return say("要满 {age} 周岁，现在 {now} 周岁。", age=youngest, now=known.age)
    return say("登记的情况里，没有一类对得上；有新的证明可以带来再看。")


def _hit(one: RecipientClass, known: Known, on: date) -> Hit | None:
    if known.age is None or known.age < one.age:
        return None
    held = {fact.need: fact for fact in known.facts if fact.holds(on)}
    if not set(one.every) <= held.keys() or (one.earned and known.earned < 1):
        return None
    picked = [held[need] for need in one.one_of if need in held]
    is_old = bool(one.or_age) and known.age >= one.or_age
    if (one.one_of or one.or_age) and not picked and not is_old:
        return None
    rests_on = [*(held[need] for need in one.every), *picked]
    return Hit(
        code=one.code,
        label=one.label,
        because=_because(one, rests_on, is_old=is_old),
        until=min((fact.valid_until for fact in rests_on), default=None),
        first=one.first,
        pays=one.pays,
    )


def _because(one: RecipientClass, facts: Collection[Fact], *, is_old: bool) -> tuple[str, ...]:
    said = [NEED_LABELS[fact.need] for fact in facts]
    if is_old:
        said.append("高龄")
    if one.earned:
        said.append("存有时间积分")
    return (*said, "年龄符合")
