"""退单、挂账、并案、拆分: what waits to be decided, what was decided before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from linli.kernel.search import grams
from linli.matters.models import Matter, Parking, Precedent, Return
from linli.matters.queries.similar import likeness, similar_open
from linli.matters.rules import IN_THE_OPEN, AskedState, ReturnState
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import DESKS, ids_on

ALIKE = 60
"""Per cent of the shorter text's two-character grams that a precedent shares."""
LOOKED_AT = 200
MOST = 3
MOST_LISTED = 100
WITH_MATTER = ("matter__place", "matter__desk", "unit", "desk")


@dataclass(frozen=True, kw_only=True)
class Returned:
    """How many matters a unit, or whoever serves without one, has returned, and how it went."""

    name: str
    asked: int
    upheld: int
    refused: int


def returns_to_rule(viewer: Viewer) -> list[Return]:
    """Which returns wait for the desks of the viewer, first what falls due first."""
    asked = Return.objects.filter(_at_desks(viewer), state=ReturnState.ASKED)
    seen = asked.exclude(matter__concerns=viewer.person_id or 0).exclude(by=viewer.person_id)
    return list(seen.select_related(*WITH_MATTER).order_by("rule_by", "pk")[:MOST_LISTED])


def parkings_to_answer(viewer: Viewer) -> list[Parking]:
    """Which requests to lay something up wait for the desks of the viewer."""
    asked = Parking.objects.filter(
        _at_desks(viewer), state=AskedState.ASKED, matter__state="working"
    )
    return list(asked.select_related("matter__place").order_by("asked_at")[:MOST_LISTED])


def recent_precedents(viewer: Viewer) -> list[Precedent]:
    """先例: what was ruled on matters of the viewer's desks, whoever ruled, newest first."""
    here = Q(pk__in=[])
    for post in viewer.with_reach(Reach.DESK):
        here |= Q(matter__place__path__startswith=post.area_path)
    found = Precedent.objects.filter(here).select_related("unit", "desk")
    return list(found.order_by("-ruled_at")[:20])


def precedents_for(matter: Matter) -> list[Precedent]:
    """What was ruled before on words much like these, anywhere in the same county."""
    path = f"/{ids_on(matter.place.path)[0]}/"
    around = Precedent.objects.filter(desk__path__startswith=path).exclude(matter=matter)
    newest = around.select_related("unit", "desk").order_by("-ruled_at")[:LOOKED_AT]
    said = set(grams(matter.words).split())
    near = [(likeness(said, set(grams(one.words).split())), one) for one in newest]
    close = sorted((pair for pair in near if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [one for _, one in close[:MOST]]


def returns_by_unit(viewer: Viewer) -> list[Returned]:
    """Who returns how much around the viewer's desks, who most first."""
    here = Q(pk__in=[])
    for post in viewer.with_reach(Reach.DESK):
        here |= Q(matter__place__path__startswith=post.area_path)
    rows = (
        Return.objects.filter(here)
        .values_list("unit__name")
        .annotate(
            asked=Count("pk"),
            upheld=Count("pk", filter=Q(state=ReturnState.UPHELD)),
            refused=Count("pk", filter=Q(state=ReturnState.REFUSED)),
        )
        .order_by("-asked", "unit__name")
    )
    return [
        Returned(name=name or "", asked=asked, upheld=upheld, refused=refused)
        for name, asked, upheld, refused in rows[:MOST_LISTED]
    ]


def could_take_it_in(matter: Matter) -> list[Matter]:
    """Open matters nearby that say much the same, of the same desk."""
    near = similar_open(matter.words, matter.place, most=10)
    return [
        one
        for one in near
        if one.pk != matter.pk
        and one.desk_id == matter.desk_id
        and one.standing in IN_THE_OPEN
        and one.part_of_id is None
    ]


def desks_over(matter: Matter) -> Sequence[Area]:
    """The desks that a matter there can lie on, the nearest first."""
    over = Area.objects.filter(pk__in=ids_on(matter.place.path), kind__in=DESKS)
    return sorted(over, key=lambda area: -len(area.path))


def parking_of(matter: Matter) -> Parking | None:
    """The plan under which it is laid up now."""
    running = matter.parkings.filter(state=AskedState.GRANTED, ended_at=None)
    return running.first()


def return_of(matter: Matter) -> Return | None:
    """The return on which the desk above has to rule."""
    asked = matter.asked_returns.filter(state=ReturnState.ASKED)
    return asked.select_related("proposed_unit", "desk", "by").first()


def parts_of(matter: Matter) -> list[Matter]:
    """What it was split into, but for what was taken back."""
    apart: QuerySet[Matter] = matter.parts.exclude(state="merged")
    return list(apart.select_related("place", "desk", "handler").order_by("pk"))


def _at_desks(viewer: Viewer) -> Q:
    return Q(desk__in=[post.area_id for post in viewer.with_reach(Reach.DESK)])
