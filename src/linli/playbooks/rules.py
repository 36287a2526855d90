"""What makes a playbook sound across its options. No Django here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from linli.kernel.words import Words
from linli.matters.options import Channel
from linli.matters.routing import Route, Tier, propose
from linli.people.options import Rhythm
from linli.places.options import Level
from linli.places.rules import DESKS, AreaKind
from linli.playbooks.options import PostPlan, Topic
from linli.prevention.options import Season
from linli.ui.options import Label

type Flaw = tuple[tuple[str | int, ...], str]
"""Where (the option's code, the item, the field) and what is wrong there."""

OFFICE_MINUTES = 390
"""A working day: 8:30–12:00 and 14:30–17:30."""
LONGEST_WORKDAYS = 250

TERMS: Mapping[str, str] = MappingProxyType(
    {
        "matter": "诉求",
        "say": "我要说事",
        "channel": "渠道",
        "platform": "议事平台",
        "session": "集中说事",
        "speaker": "说事人",
        "handler": "领办人",
        "host": "主持人",
        "steward": "楼长",
        "expert_speaker": "答疑人",
        "register": "诉求台账",
        "board": "公开栏",
        "tier": "事项等级",
        "escalate": "上报上一级",
        "assistance": "代办",
        "deliberation": "协商议事",
        "joint_meeting": "联席会议",
        "coordination_meeting": "协调会",
        "mediation_panel": "调解委员会",
        "canteen": "长者食堂",
        "credit": "时间积分",
        "points": "积分",
    }
)
"""What a community may call otherwise, with the word of the house (glossary 5.1)."""


class ProposalState(StrEnum):
    TRIAL = "trial"
    ON = "on"
    DROPPED = "dropped"

    @property
    def label(self) -> Words:
        return Words({"trial": "试行，还没启用", "on": "启用了", "dropped": "不用"}[self])


@dataclass(frozen=True, kw_only=True)
class Book:
    """The options of a playbook that speak of one another."""

    labels: tuple[Label, ...]
    levels: tuple[Level, ...]
    posts: tuple[PostPlan, ...]
    channels: tuple[Channel, ...]
    topics: tuple[Topic, ...]
    tiers: tuple[Tier, ...]
    routes: tuple[Route, ...]
    rhythms: tuple[Rhythm, ...]
    seasons: tuple[Season, ...] = ()

    @property
    def kinds(self) -> tuple[AreaKind, ...]:
        return tuple(level.kind for level in self.levels)


def flaws_of(book: Book) -> Iterator[Flaw]:
    """体检: tell everything in which the options do not fit one another."""
    yield from _labels(book)
    yield from _levels(book)
    yield from _posts(book)
    yield from _twice("matters.channels", "code", [item.code for item in book.channels])
    yield from _twice("playbooks.topics", "code", [item.code for item in book.topics])
    yield from _tiers(book)
    yield from _routes(book)
    yield from _rhythms(book)
    yield from _seasons(book)
    yield from _english(book)


def _labels(book: Book) -> Iterator[Flaw]:
    yield from _twice("ui.labels", "term", [label.term for label in book.labels])
    for i, label in enumerate(book.labels):
        if label.term not in TERMS:
            known = "、".join(TERMS)
            yield (
                ("ui.labels", i, "term"),
                f"没有“{label.term}”这个词；可以改叫法的是 {known}。",
            )


def _levels(book: Book) -> Iterator[Flaw]:
    order = list(AreaKind)
    for i, (upper, lower) in enumerate(zip(book.levels, book.levels[1:], strict=False)):
        if order.index(upper.kind) > order.index(lower.kind):
            reason = f"“{lower.label}”在“{upper.label}”上面，请从上到下写。"
            yield ("places.levels", i + 1, "kind"), reason
    if AreaKind.COMMUNITY not in book.kinds:
        yield ("places.levels",), "层级里要有社区（community）。"


def _posts(book: Book) -> Iterator[Flaw]:
    taken: set[tuple[str, str]] = set()
    for i, post in enumerate(book.posts):
        if post.level not in book.kinds:
            yield ("playbooks.posts", i, "level"), f"层级里没有“{post.level}”。"
        if (post.kind, post.level) in taken:
            yield ("playbooks.posts", i, "kind"), f"“{post.kind}”在这一级写了两次。"
        taken.add((post.kind, post.level))


def _tiers(book: Book) -> Iterator[Flaw]:
    yield from _twice("matters.tiers", "code", [tier.code for tier in book.tiers])
    for i, tier in enumerate(book.tiers):
        if tier.accept_minutes > tier.workdays * OFFICE_MINUTES:
            reason = f"“{tier.label}”的签收时限比 {tier.workdays} 个工作日的办理期限还长。"
            yield ("matters.tiers", i, "accept_minutes"), reason
        if tier.remind_workdays > tier.workdays:
            reason = f"“{tier.label}”办理期限 {tier.workdays} 天，提醒不能提前这么多。"
            yield ("matters.tiers", i, "remind_workdays"), reason
        if tier.workdays > LONGEST_WORKDAYS:
            yield ("matters.tiers", i, "workdays"), "办理期限超过一年，居民等不了。"
        if not 0 <= tier.give_up_workdays <= LONGEST_WORKDAYS:
            yield ("matters.tiers", i, "give_up_workdays"), "超期上报的天数要在 0 到 250 之间。"


def _routes(book: Book) -> Iterator[Flaw]:
    tiers = {tier.code: tier for tier in book.tiers}
    for i, route in enumerate(book.routes):
        where = ("matters.routes", i)
        if route.tier not in tiers:
            yield (*where, "tier"), f"没有“{route.tier}”这个等级；有的是 {'、'.join(tiers)}。"
        yield from _desk(book, route, tiers.get(route.tier), where)
        yield from _holder(book, route, where)
        yield from _keywords(book, route, where)
        if route.topic and route.topic not in {topic.code for topic in book.topics}:
            yield (*where, "topic"), f"没有“{route.topic}”这一类说事内容。"
        if not route.requirement.strip():
            yield (*where, "requirement"), f"“{route.label}”没写工作要求。"


def _desk(
    book: Book, route: Route, tier: Tier | None, where: tuple[str | int, ...]
) -> Iterator[Flaw]:
    if route.desk not in book.kinds:
        yield (*where, "desk"), f"层级里没有“{route.desk}”。"
    elif route.desk not in DESKS:
        yield (*where, "desk"), f"“{route.desk}”这一级没有工作台；可用的是 {'、'.join(DESKS)}。"
    elif tier and tier.give_up_workdays and not _has_desk_above(book, route.desk):
        reason = f"“{tier.label}”超期要自动上报，可“{route.desk}”上面没有一级了。"
        yield (*where, "desk"), reason


def _has_desk_above(book: Book, desk: AreaKind) -> bool:
    return any(above in book.kinds for above in DESKS[DESKS.index(desk) + 1 :])


def _holder(book: Book, route: Route, where: tuple[str | int, ...]) -> Iterator[Flaw]:
    if route.post is None:
        return
    levels = [post.level for post in book.posts if post.kind is route.post]
    order = list(AreaKind)
    if not levels:
        yield (*where, "post"), f"岗位设置里没有“{route.post}”。"
    elif all(order.index(level) < order.index(route.desk) for level in levels):
        yield (*where, "post"), f"“{route.post}”设在“{route.desk}”的上级，这一级派不到。"


def _keywords(book: Book, route: Route, where: tuple[str | int, ...]) -> Iterator[Flaw]:
    words = Counter(route.keywords)
    for j, word in enumerate(route.keywords):
        here = (*where, "keywords", j)
        if not word.strip() or word != word.strip():
            yield here, f"关键词“{word}”是空的，或者前后有空格。"
            continue
        if words[word] > 1 and route.keywords.index(word) != j:
            yield here, f"关键词“{word}”在这条规则里写了两次。"
        winner = propose(word, book.routes).route
        if winner.code != route.code:
            yield here, f"只说“{word}”会归到“{winner.label}”，这个关键词轮不到“{route.label}”。"


def _rhythms(book: Book) -> Iterator[Flaw]:
    yield from _twice("playbooks.rhythms", "code", [item.code for item in book.rhythms])
    kinds = {post.kind for post in book.posts}
    for i, rhythm in enumerate(book.rhythms):
        if rhythm.level not in book.kinds:
            yield ("playbooks.rhythms", i, "level"), f"层级里没有“{rhythm.level}”。"
        if rhythm.post and rhythm.post not in kinds:
            yield ("playbooks.rhythms", i, "post"), f"岗位设置里没有“{rhythm.post}”。"


def _seasons(book: Book) -> Iterator[Flaw]:
    """A season that names no rule would open nothing, year after year."""
    known = {route.code for route in book.routes}
    yield from _twice("prevention.seasons", "route", [item.route for item in book.seasons])
    for i, season in enumerate(book.seasons):
        if season.route not in known:
            yield ("prevention.seasons", i, "route"), f"分派规则里没有“{season.route}”。"


class _Named(Protocol):
    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


def _english(book: Book) -> Iterator[Flaw]:
    named: Mapping[str, Iterable[_Named]] = {
        "ui.labels": book.labels,
        "places.levels": book.levels,
        "playbooks.posts": book.posts,
        "matters.channels": book.channels,
        "playbooks.topics": book.topics,
        "playbooks.rhythms": book.rhythms,
        "prevention.seasons": book.seasons,
        "matters.tiers": book.tiers,
        "matters.routes": book.routes,
    }
    for code, items in named.items():
        for i, item in enumerate(items):
            if not item.label.strip():
                yield (code, i, "label"), "缺中文叫法（label）。"
            if not item.label_en.strip():
                yield (code, i, "label_en"), f"“{item.label}”缺英文叫法（label_en）。"
            elif any("\u4e00" <= sign <= "\u9fff" for sign in item.label_en):
                yield (code, i, "label_en"), f"“{item.label}”的英文叫法里写了中文。"


def _twice(option: str, field: str, codes: list[str]) -> Iterator[Flaw]:
    for i, code in enumerate(codes):
        if code in codes[:i]:
            yield (option, i, field), f"“{code}”写了两次。"
