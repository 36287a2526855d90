"""The rules of a place as a community worker reads them, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import get_language, gettext

from linli.kernel import options
from linli.kernel.options import Option, Resolution
from linli.kernel.words import say
from linli.matters.options import CHANNELS, ROUTES, TIERS
from linli.matters.routing import Route, Tier
from linli.people.options import RHYTHMS
from linli.people.rules import PostKind
from linli.places.models import Area
from linli.places.options import LEVELS
from linli.places.rules import AreaKind
from linli.playbooks.options import POSTS, TOPICS
from linli.playbooks.queries import Effective, effective_options
from linli.playbooks.rules import TERMS
from linli.ui.options import LABELS


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class RouteRow:
    """A rule with the names of what it points at."""

    code: str
    label: str
    keywords: tuple[str, ...]
    tier: str
    workdays: int
    desk: str
    holder: str
    topic: str
    requirement: str
    basis: str
    private: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a list: its name, what is said of it, and short marks."""

    label: str
    note: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """An option of the place: its rows, where it was set and whether it differs."""

    option: Option[Any]
    rows: tuple[Row, ...]
    differs: bool
    set_at: Area | None

    @property
    def label(self) -> str:
        return gettext(self.option.label)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything that holds in a place, ready to be read."""

    tiers: tuple[Tier, ...]
    routes: tuple[RouteRow, ...]
    sections: tuple[Section, ...]
    numbers: tuple[Section, ...]
    """What is one number or word: days, times, the prefix."""
    marks: dict[str, Effective]
    """Of tiers and routes, which stand by themselves: whether they differ and who set them."""


def sheet_of(area: Area) -> Sheet:
    """Write out the rules as they hold in the area."""
    rules = options.resolve(area.chain)
    found = {effective.option.code: effective for effective in effective_options(area)}
    levels, tiers, routes = rules[LEVELS], rules[TIERS], rules[ROUTES]
    rows: dict[Option[Any], tuple[Row, ...]] = {
        LEVELS: (Row(label=" › ".join(map(named, levels))),),
        CHANNELS: tuple(_channels(rules)),
        POSTS: tuple(_posts(rules)),
        RHYTHMS: tuple(_rhythms(rules)),
        TOPICS: tuple(Row(label=named(item), note=item.hint) for item in rules[TOPICS]),
        LABELS: tuple(_labels(rules)),
    }
    return Sheet(
        tiers=tiers,
        routes=tuple(route_row(route, rules) for route in routes),
        sections=tuple(_section(found[option.code], lines) for option, lines in rows.items()),
        numbers=tuple(
            _section(one, _plain_row(one)) for one in found.values() if _is_plain(one)
        ),
        marks={"tiers": found[TIERS.code], "routes": found[ROUTES.code]},
    )


def named(thing: Named) -> str:
    """Say the name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return thing.label_en if english and thing.label_en else thing.label


def route_row(route: Route, rules: Resolution) -> RouteRow:
    """Write out one rule with the names that this place gives to tier, level and post."""
    tiers = {tier.code: tier for tier in rules[TIERS]}
    topics = {topic.code: named(topic) for topic in rules[TOPICS]}
    return RouteRow(
        code=route.code,
        label=named(route),
        keywords=route.keywords,
        tier=named(tiers[route.tier]) if route.tier in tiers else route.tier,
        workdays=tiers[route.tier].workdays if route.tier in tiers else 0,
        desk=level_name(route.desk, rules),
        holder=" · ".join(_holders(route, rules)),
        topic=topics.get(route.topic or "", ""),
        requirement=route.requirement,
        basis=route.basis,
        private=route.private,
    )


def level_name(kind: AreaKind, rules: Resolution) -> str:
    """Say what the level is called here."""
    names = {level.kind: named(level) for level in rules[LEVELS]}
    return names.get(kind) or say(kind.label)


def post_name(kind: PostKind, rules: Resolution) -> str:
    """Say what the post is called here."""
    names = {post.kind: named(post) for post in rules[POSTS]}
    return names.get(kind) or gettext(kind.label)


def _holders(route: Route, rules: Resolution) -> Iterator[str]:
    if route.post:
        yield post_name(route.post, rules)
    if route.unit:
        yield gettext(route.unit.label)


def _labels(rules: Resolution) -> Iterator[Row]:
    for label in rules[LABELS]:
        house = gettext(TERMS.get(label.term, label.term))
        yield Row(label=named(label), marks=(gettext("别处叫{word}").format(word=house),))


def _channels(rules: Resolution) -> Iterator[Row]:
    for channel in rules[CHANNELS]:
        marks = {gettext("定时"): channel.scheduled, gettext("可以不留名"): channel.anonymous}
        told = tuple(mark for mark, holds in marks.items() if holds)
        yield Row(label=named(channel), marks=told)


def _posts(rules: Resolution) -> Iterator[Row]:
    for post in rules[POSTS]:
        level = level_name(post.level, rules)
        seats = gettext("每个{level}{seats}名") if post.seats else gettext("{level}，不限名额")
        told = seats.format(level=level, seats=post.seats)
        yield Row(label=named(post), note=post.task, marks=(told,))


def _rhythms(rules: Resolution) -> Iterator[Row]:
    for rhythm in rules[RHYTHMS]:
        who = [post_name(rhythm.post, rules)] if rhythm.post else []
        told = (gettext(rhythm.every.label), level_name(rhythm.level, rules), *who)
        yield Row(label=named(rhythm), note=rhythm.task, marks=told)


def _is_plain(effective: Effective) -> bool:
    return isinstance(effective.value, int | str)


def _plain_row(effective: Effective) -> tuple[Row, ...]:
    return (Row(label=str(effective.value), note=gettext(effective.option.help)),)


def _section(effective: Effective, rows: tuple[Row, ...]) -> Section:
    return Section(
        option=effective.option, rows=rows, differs=effective.differs, set_at=effective.set_at
    )
