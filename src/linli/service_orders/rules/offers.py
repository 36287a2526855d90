"""Who is asked first for an order, and why, in words (派单是邀约). No Django here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.words import Words, say

YOUNGER_BY = 10


class Near(StrEnum):
    """How near two places lie to each other."""

    BUILDING = "building"
    COMPOUND = "compound"
    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    FAR = "far"

    @property
    def label(self) -> Words:
        return Words(
            {
                "building": "同一栋楼",
                "compound": "同一个小区",
                "community": "同一个社区",
                "subdistrict": "同一个街道",
                "far": "远一些",
            }[self]
        )

    @property
    def metres(self) -> int:
        """About so far to walk, against what a volunteer is willing to."""
        return {"building": 100, "compound": 500, "community": 1500, "subdistrict": 4000}.get(
            self.value, 10_000
        )

    @property
    def minutes(self) -> int:
        """About so long on the way."""
        return {"building": 2, "compound": 8, "community": 20, "subdistrict": 40}.get(
            self.value, 60
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an order asks of whoever comes, as far as offers look at it."""

    languages: tuple[str, ...] = ()
    recipient_age: int | None = None
    is_unable: bool = False
    younger_first: bool = False
    healthy_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who can do it: what speaks for asking them."""

    person_id: int
    near: Near
    certificate: str = ""
    languages: tuple[str, ...] = ()
    shared_language: str = ""
    visits_before: int = 0
    minutes_lately: int = 0
    wishes_it: bool = False
    age: int | None = None
    is_healthy: bool = False


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Somebody to be asked, with the reasons in words, the weightiest first."""

    person_id: int
    weight: int
    reasons: tuple[str, ...]


NEARNESS = {Near.BUILDING: 30, Near.COMPOUND: 22, Near.COMMUNITY: 12, Near.SUBDISTRICT: 4}
KNOWN, LANGUAGE, WISH, YOUNGER, HEALTHY, RESTED = 40, 16, 10, 12, 12, 20
MINUTES_A_POINT = 30


def weighed(candidate: Candidate, wanted: Wanted) -> Offered:
    """Weigh one candidate; every point has a reason that can be read out."""
    said = sorted(_points(candidate, wanted), key=lambda one: -one[0])
    facts = [say("那个时间有空")]
    if candidate.certificate:
        facts.insert(0, say("有{certificate}", certificate=Words(candidate.certificate)))
    return Offered(
        person_id=candidate.person_id,
        weight=sum(points for points, _ in said),
        reasons=(*(words for _, words in said), *facts),
    )


def ranked(candidates: Sequence[Candidate], wanted: Wanted) -> list[Offered]:
    """Whom to ask first; of two alike the one with fewer minutes lately, then by number."""
    lately = {one.person_id: one.minutes_lately for one in candidates}
    offers = [weighed(one, wanted) for one in candidates]
    return sorted(offers, key=lambda one: (-one.weight, lately[one.person_id], one.person_id))


def _is_younger(candidate: Candidate, wanted: Wanted) -> bool:
    if candidate.age is None or wanted.recipient_age is None:
        return False
    return candidate.age + YOUNGER_BY <= wanted.recipient_age


def _load(minutes: int) -> str:
    if not minutes:
        return say("这四周还没有排过")
    return say("这四周做了 {hours} 小时，还不多", hours=minutes // 60)


def _points(candidate: Candidate, wanted: Wanted) -> Iterator[tuple[int, str]]:
    if candidate.visits_before:
        yield KNOWN, say("去过 {times} 次，老人认识", times=candidate.visits_before)
    if points := NEARNESS.get(candidate.near, 0):
        yield points, say(candidate.near.label)
    if candidate.shared_language:
        yield LANGUAGE, say("会说{language}", language=Words(candidate.shared_language))
    if candidate.wishes_it:
        yield WISH, say("登记时说愿意做这个")
    if wanted.younger_first and _is_younger(candidate, wanted):
        yield YOUNGER, say("低龄帮高龄")
    if wanted.healthy_first and wanted.is_unable and candidate.is_healthy:
        yield HEALTHY, say("健康的帮失能的")
    if rested := max(0, RESTED - candidate.minutes_lately // MINUTES_A_POINT):
        yield rested, _load(candidate.minutes_lately)
