"""同一处、同一类: which matters belong together."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.options import Resolution, pinned, resolve
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.options import ROUTES
from linli.matters.queries.hanging import hanging_on, hangs
from linli.matters.rules import Sensitivity, State
from linli.places.models import Area
from linli.places.rules import ids_on
from linli.prevention.models import Hanging, Problem
from linli.prevention.options import COUNT, DAYS, LEVEL
from linli.prevention.rules import RUNNING, Cluster

GONE = (State.WITHDRAWN, State.MERGED)
MOST_LOOKED_AT = 1000

hangs("problem", lambda this: Hanging.objects.running().filter(matter=this))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What makes matters alike: a route that is not the one for all the rest."""

    route: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One more of them, and it would be a problem."""

    place: Area
    kind: Kind
    matters: tuple[Matter, ...]


def cluster_of(options: Resolution) -> Cluster:
    """When a few matters are a problem here."""
    return Cluster(count=options[COUNT], days=options[DAYS], level=options[LEVEL])


def kind_of(matter: Matter) -> Kind | None:
    """Of what kind a matter is; the route for all the rest says nothing.

    A topic is too wide to have one root: under it lie the lamp and the parked cars.
    """
    routes = pinned(matter.options_digest)[ROUTES]
    label = next((route.label for route in routes if route.code == matter.route), "")
    if not label or matter.route == routes[-1].code:
        return None
    return Kind(route=matter.route, label=label)


def spot_of(matter: Matter) -> Area | None:
    """同一处: the building or the compound, as the community has set it."""
    level = resolve(matter.place.chain)[LEVEL]
    return Area.objects.filter(pk__in=ids_on(matter.place.path), kind=level.value).first()


def matters_of_a_kind(spot: Area, kind: Kind, *, since: datetime) -> MatterQuerySet:
    """What counts: ordinary, still standing, once each however many joined."""
    found = counting().filter(place__path__startswith=spot.path, reported_at__gte=since)
    return found.filter(route=kind.route)


def counting() -> MatterQuerySet:
    """Private matters, complaints, what was withdrawn or merged, and parts do not count."""
    ordinary = Matter.objects.filter(sensitivity=Sensitivity.ORDINARY, part_of=None)
    return ordinary.exclude(state__in=GONE)


def problem_of(matter: Matter) -> Problem | None:
    """The problem on which the matter hangs, whether it still runs or not."""
    if "problem" not in hanging_on(matter):
        return None
    hung = Hanging.objects.running().filter(matter=matter).select_related("problem__place")
    found = hung.first()
    return found.problem if found else None


def running_problem(spot: Area, kind: Kind) -> Problem | None:
    """The problem of that kind that is known there, or above it for a season."""
    over = Problem.objects.filter(state__in=RUNNING, place__in=ids_on(spot.path))
    alike = over.filter(route=kind.route)
    return alike.select_related("place", "desk", "owner").order_by("-place__path").first()


def suggestions_at(desk: Area, *, at: datetime) -> list[Suggestion]:
    """成了两次的: those that lack one to be a problem, for somebody to look at."""
    cluster = cluster_of(resolve(desk.chain))
    said = counting().in_area(desk).filter(reported_at__gte=cluster.since(at))
    free = said.exclude(pk__in=Hanging.objects.running().values("matter"))
    rows = list(free.select_related("place").order_by("-reported_at")[:MOST_LOOKED_AT])
    spots = Area.objects.within(desk).filter(kind=cluster.level.value)
    known = {spot.pk: spot for spot in spots}
    grouped: dict[tuple[int, Kind], list[Matter]] = {}
    for matter in rows:
        kind = kind_of(matter)
        spot = next((pk for pk in ids_on(matter.place.path) if pk in known), None)
        if kind and spot:
            grouped.setdefault((spot, kind), []).append(matter)
    short = Counter({key: len(found) for key, found in grouped.items()})
    return [
        Suggestion(place=known[spot], kind=kind, matters=tuple(grouped[spot, kind]))
        for (spot, kind), count in short.most_common()
        if count == cluster.count - 1
    ]
