"""规则试跑: what the rules of a playbook would have done with what was said last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linli.kernel import options
from linli.kernel.redact import deidentified
from linli.matters.models import Matter
from linli.matters.options import ROUTES
from linli.matters.routing import Proposal, Route, propose
from linli.matters.rules import Sensitivity
from linli.places.models import Area
from linli.playbooks.loader import Pack

LAST = 1_000
AT_ONCE = 200
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One matter that would have gone elsewhere; what is not public keeps its words."""

    number: str
    title: str
    old: Route
    new: Route
    why_old: str
    why_new: str


@dataclass(frozen=True, kw_only=True)
class TrialOfRules:
    """How many were tried, how many would go elsewhere, and the newest of those."""

    tried: int
    moved: int
    listed: Sequence[Moved]


def try_rules(pack: Pack, area: Area) -> TrialOfRules:
    """试跑: route the last thousand matters of the area by both rules and compare.

    Read in lots and never all at once; of those that would move only the newest are kept.
    """
    then = pack[ROUTES]
    return try_routes(then, area)


def try_routes(then: Sequence[Route], area: Area) -> TrialOfRules:
    """Route what was said last by the rules that hold and by these, and compare."""
    now = options.resolve(area.chain)[ROUTES]
    tried, moved, listed = 0, 0, list[Moved]()
    for matter in _last_said(area):
        tried += 1
        old, new = propose(matter.words, now), propose(matter.words, then)
        if _goes_where(old.route) == _goes_where(new.route):
            continue
        moved += 1
        if len(listed) < MOST_LISTED:
            listed.append(_told(matter, old, new))
    return TrialOfRules(tried=tried, moved=moved, listed=listed)


def _last_said(area: Area) -> Iterator[Matter]:
    said = Matter.objects.in_area(area).only("number", "title", "words", "sensitivity")
    return said.order_by("-reported_at", "-pk")[:LAST].iterator(chunk_size=AT_ONCE)


def _goes_where(route: Route) -> tuple[object, ...]:
    return route.code, route.desk, route.post, route.unit, route.tier


def _told(matter: Matter, old: Proposal, new: Proposal) -> Moved:
    is_public = matter.sensitivity == Sensitivity.ORDINARY
    return Moved(
        number=matter.number,
        title=deidentified(matter.title) if is_public else "",
        old=old.route,
        new=new.route,
        why_old=old.why if is_public else "",
        why_new=new.why if is_public else "",
    )
