"""How a ballot comes in, whether it is secret, and who stands on a roll. No Django here."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.words import Words


class Secrecy(StrEnum):
    SECRET = "secret"  # noqa: S105 - no password
    NAMED = "named"

    @property
    def label(self) -> Words:
        return Words({"secret": "无记名", "named": "记名（只有计票人看得到）"}[self])


class Channel(StrEnum):
    """渠道: in the net, on paper at the desk, with the box at the door, in the hall."""

    ONLINE = "online"
    PAPER = "paper"
    DOOR = "door"
    HALL = "hall"

    @property
    def label(self) -> Words:
        return Words(
            {
                "online": "网上投",
                "paper": "到社区投纸票",
                "door": "流动票箱上门",
                "hall": "在会场投",
            }[self]
        )


ON_PAPER = frozenset({Channel.PAPER, Channel.DOOR, Channel.HALL})


class RollKind(StrEnum):
    """Who stands on a roll: persons of age, one for a household, one for each owner's units."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    OWNERS = "owners"
    NAMED = "named"

    @property
    def label(self) -> Words:
        return Words(
            {
                "persons": "满18岁的居民，一人一票",
                "households": "一户一票",
                "owners": "业主，人数和面积都算",
                "named": "点名列出的人",
            }[self]
        )


# 民法典第十七条：十八周岁以上的自然人为成年人。
OF_AGE = 18

type Line = tuple[str, str, int, int, int]
"""An entry as it is sealed: key, whom it means, heads, area, units."""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """延长: declared before the poll opens; used only while too few have taken part."""

    times: int = 0
    days: int = 0


def digest_of(value: object) -> str:
    """摘要: the SHA-256 of the value as JSON with sorted keys and no spaces."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def roll_digest(lines: Iterable[Line]) -> str:
    """名册摘要: independent of the order in which the entries are read."""
    return digest_of(sorted([list(line) for line in lines]))
