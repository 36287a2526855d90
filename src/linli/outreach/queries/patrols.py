"""What the pages ask of rounds: the doors, who lives behind them, how many were reached."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from linli.matters.models import Matter
from linli.matters.rules import OPEN
from linli.outreach.models import Correction, DoorVisit, Patrol
from linli.outreach.rules.patrols import COVERAGE_DAYS, IN_VAIN, Found, is_never_reached
from linli.people.models import HouseholdMember, Person, PersonFact
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling
from linli.places.queries import whole_names

MOST_DOORS = 400


@dataclass(frozen=True, kw_only=True)
class Door:
    """A door of the round, with what stands on the card of whoever may see it."""

    dwelling: Dwelling
    people: Sequence[Person]
    facts: Sequence[str]
    open_matters: int
    last_reached: datetime | None
    found: Found | None


@dataclass(frozen=True, kw_only=True)
class Reached:
    """覆盖: how many doors of a building were reached in the last ninety days."""

    area: Area
    name: str
    doors: int
    reached: int


def areas_walked(viewer: Viewer) -> list[Area]:
    """The areas whose stairs somebody walks, the smallest first."""
    pks = [post.area_id for post in viewer.with_reach(Reach.STAIRS)]
    return sorted(Area.objects.filter(pk__in=pks), key=lambda area: -len(area.path))


def patrol_under_way(viewer: Viewer) -> Patrol | None:
    """The round that somebody is on, the latest begun."""
    mine = Patrol.objects.filter(walker=viewer.person_id or 0).under_way()
    return mine.select_related("area").order_by("-begun_at").first()


def doors_to_go(patrol: Patrol) -> int:
    """How many doors of the round have not been knocked at."""
    doors = Dwelling.objects.filter(area__path__startswith=patrol.area.path)
    return doors.exclude(pk__in=patrol.visits.values("dwelling")).count()


def doors_of(patrol: Patrol, viewer: Viewer) -> list[Door]:
    """门: those not knocked at yet first; names and cards by what whoever looks may see."""
    there = Dwelling.objects.filter(area__path__startswith=patrol.area.path)
    dwellings = list(there.select_related("area").order_by("area__path", "number")[:MOST_DOORS])
    pks = [dwelling.pk for dwelling in dwellings]
    people = people_behind(pks, viewer)
    facts = _facts_of(people, viewer)
    matters = _open_matters_of(people, viewer)
    found = {
        visit.dwelling_id: Found(visit.found)
        for visit in patrol.visits.filter(dwelling__in=pks)
    }
    last = dict(
        DoorVisit.objects.filter(dwelling__in=pks)
        .exclude(found=Found.NOBODY)
        .order_by("visited_at")
        .values_list("dwelling", "visited_at")
    )
    doors = [
        Door(
            dwelling=dwelling,
            people=people[dwelling.pk],
            facts=[fact for one in people[dwelling.pk] for fact in facts[one.pk]],
            open_matters=sum(matters[one.pk] for one in people[dwelling.pk]),
            last_reached=last.get(dwelling.pk),
            found=found.get(dwelling.pk),
        )
        for dwelling in dwellings
    ]
    return sorted(doors, key=lambda door: door.found is not None)


def reached_lately(areas: Sequence[Area], *, at: datetime) -> list[Reached]:
    """九十天覆盖: building by building."""
    inside = Q(pk__in=[])
    for area in areas:
        inside |= Q(area__path__startswith=area.path)
    since = at - timedelta(days=COVERAGE_DAYS)
    visits = DoorVisit.objects.filter(visited_at__gte=since).exclude(found=Found.NOBODY)
    rows = (
        Dwelling.objects.filter(inside)
        .values_list("area")
        .annotate(
            doors=Count("pk"), reached=Count("pk", filter=Q(pk__in=visits.values("dwelling")))
        )
    )
    counted = {area: (doors, reached) for area, doors, reached in rows}
    there = list(Area.objects.filter(pk__in=counted).order_by("path"))
    names = whole_names(there)
    return [
        Reached(
            area=area,
            name=names[area.pk],
            doors=counted[area.pk][0],
            reached=counted[area.pk][1],
        )
        for area in there
    ]


def never_reached(areas: Sequence[Area]) -> list[Dwelling]:
    """三次没人: doors at which the last rounds found nobody."""
    inside = Q(pk__in=[])
    for area in areas:
        inside |= Q(dwelling__area__path__startswith=area.path)
    latest: dict[int, list[Found]] = defaultdict(list)
    visits = DoorVisit.objects.filter(inside).order_by("-visited_at", "-pk")
    for dwelling, found in visits.values_list("dwelling", "found"):
        if len(latest[dwelling]) < IN_VAIN:
            latest[dwelling].append(Found(found))
    pks = [pk for pk, founds in latest.items() if is_never_reached(founds)]
    return list(
        Dwelling.objects.filter(pk__in=pks).select_related("area").order_by("area__path")
    )


def corrections_waiting(viewer: Viewer) -> list[Correction]:
    """What was proposed at the doors of the registers that somebody keeps."""
    waiting = Correction.objects.visible_to(viewer).waiting()
    return list(
        waiting.select_related("dwelling__area", "proposed_by").order_by("proposed_at")[:100]
    )


def people_behind(dwellings: Sequence[int], viewer: Viewer) -> dict[int, list[Person]]:
    """Who lives behind these doors, as far as whoever looks knows the neighbours there."""
    lives = HouseholdMember.objects.filter(
        household__dwelling__in=dwellings, ended_on=None, household__ended_on=None
    ).select_related("person", "household__dwelling__area")
    behind: dict[int, list[Person]] = defaultdict(list)
    for one in lives.order_by("pk"):
        if viewer.serves(one.household.dwelling.area.path):
            behind[one.household.dwelling_id].append(one.person)
    return behind


def _facts_of(people: dict[int, list[Person]], viewer: Viewer) -> dict[int, list[str]]:
    """Sensitive facts are for whoever keeps the register alone."""
    kept = (
        [
            one.pk
            for behind in people.values()
            for one in behind
            if one.home and viewer.keeps(one.home.path)
        ]
        if viewer.keeps_anything
        else []
    )
    facts: dict[int, list[str]] = defaultdict(list)
    for fact in PersonFact.objects.filter(person__in=kept, ended_on=None) if kept else ():
        facts[fact.person_id].append(fact.kind)
    return facts


def _open_matters_of(people: dict[int, list[Person]], viewer: Viewer) -> dict[int, int]:
    """Open matters of those behind the doors, as far as whoever looks may see them."""
    pks = [one.pk for behind in people.values() for one in behind]
    rows = Matter.objects.visible_to(viewer).filter(reporter__in=pks, state__in=OPEN)
    counted = rows.order_by().values_list("reporter").annotate(many=Count("pk", distinct=True))
    return defaultdict(int, dict(counted))
