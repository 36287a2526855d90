"""The words of the bundled playbooks beside one another: one concept, what each place says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext

from linli.kernel.words import say
from linli.matters.options import CHANNELS, TIERS
from linli.matters.routing import Tier
from linli.people.options import RHYTHMS, Rhythm
from linli.people.rules import PostKind
from linli.places.options import LEVELS
from linli.places.rules import AreaKind
from linli.playbooks.loader import Header, bundled
from linli.playbooks.options import POSTS, TOPICS
from linli.playbooks.queries import Pack, pack_named
from linli.playbooks.rules import TERMS
from linli.ui.options import LABELS


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Said:
    """A name in both languages, as people there say it."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A community: its name and title in both languages."""

    code: str
    name: str
    title: Said

    @property
    def place(self) -> str:
        return self.title.zh.partition("：")[0]

    @property
    def place_en(self) -> str:
        return self.title.en.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One thing of the house and what each community calls it; an empty cell: as the house."""

    label: str
    cells: tuple[tuple[Column, tuple[Said, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Concepts that are read together: words, levels, tiers, channels, posts, rhythms."""

    code: str
    label: str
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    columns: tuple[Column, ...]
    chapters: tuple[Chapter, ...]


def side_by_side() -> Comparison:
    """并排看: read every bundled playbook and lay its words beside those of the others."""
    packs = [pack_named(name) for name in bundled()]
    columns = tuple(_column(pack.header) for pack in packs)
    chapters = (
        Chapter(code="words", label=gettext("叫法"), concepts=_words(packs, columns)),
        Chapter(code="levels", label=gettext("层级"), concepts=_levels(packs, columns)),
        Chapter(code="posts", label=gettext("岗位"), concepts=_posts(packs, columns)),
        Chapter(code="rest", label=gettext("办事"), concepts=_whole_lists(packs, columns)),
    )
    return Comparison(columns=columns, chapters=chapters)


def _column(header: Header) -> Column:
    title = Said(zh=header.title, en=header.title_en)
    return Column(code=header.code, name=header.name, title=title)


def _words(packs: Sequence[Pack], columns: Sequence[Column]) -> tuple[Concept, ...]:
    rows = []
    for term, house in TERMS.items():
        found = [[one for one in pack[LABELS] if one.term == term] for pack in packs]
        if any(found):
            rows.append(_concept(gettext(house), columns, found))
    return tuple(rows)


def _levels(packs: Sequence[Pack], columns: Sequence[Column]) -> tuple[Concept, ...]:
    return tuple(
        _concept(
            say(kind.label),
            columns,
            [[level for level in pack[LEVELS] if level.kind is kind] for pack in packs],
        )
        for kind in AreaKind
        if any(level.kind is kind for pack in packs for level in pack[LEVELS])
    )


def _posts(packs: Sequence[Pack], columns: Sequence[Column]) -> tuple[Concept, ...]:
    return tuple(
        _concept(
            gettext(kind.label),
            columns,
            [[post for post in pack[POSTS] if post.kind is kind] for pack in packs],
        )
        for kind in PostKind
        if any(post.kind is kind for pack in packs for post in pack[POSTS])
    )


def _whole_lists(packs: Sequence[Pack], columns: Sequence[Column]) -> tuple[Concept, ...]:
    tiers = [tuple(_tier(tier) for tier in pack[TIERS]) for pack in packs]
    channels = [tuple(_named(one) for one in pack[CHANNELS]) for pack in packs]
    topics = [tuple(_named(one) for one in pack[TOPICS]) for pack in packs]
    rhythms = [tuple(_rhythm(one) for one in pack[RHYTHMS]) for pack in packs]
    return (
        _beside(gettext("等级和办理天数"), columns, tiers),
        _beside(gettext("说事渠道"), columns, channels),
        _beside(gettext("说事内容"), columns, topics),
        _beside(gettext("定期要做的事"), columns, rhythms),
    )


def _concept(
    label: str, columns: Sequence[Column], found: Sequence[Iterable[Named]]
) -> Concept:
    return _beside(label, columns, [tuple(map(_named, named)) for named in found])


def _beside(label: str, columns: Sequence[Column], said: Sequence[tuple[Said, ...]]) -> Concept:
    return Concept(label=label, cells=tuple(zip(columns, said, strict=True)))


def _named(one: Named) -> Said:
    return Said(zh=one.label, en=one.label_en)


def _tier(tier: Tier) -> Said:
    return Said(
        zh=f"{tier.label}（{tier.workdays}个工作日）",
        en=f"{tier.label_en} ({tier.workdays} working days)",
    )


def _rhythm(rhythm: Rhythm) -> Said:
    return Said(
        zh=f"{rhythm.every.label}{rhythm.label}", en=f"{rhythm.label_en}, every {rhythm.every}"
    )
