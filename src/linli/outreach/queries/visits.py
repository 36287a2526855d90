"""What the pages ask of home visits: those at a door, one's own, and how many each walked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from linli.kernel.models import Link
from linli.kernel.references import number
from linli.matters.models import Matter
from linli.outreach.models import DoorVisit
from linli.outreach.queries.patrols import people_behind
from linli.outreach.rules.patrols import COVERAGE_DAYS
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Dwelling

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit with the matters that came of it, as far as whoever looks may see them."""

    visit: DoorVisit
    matters: Sequence[Matter]


@dataclass(frozen=True, kw_only=True)
class Walked:
    """How many households one person visited within ninety days."""

    name: str
    visits: int


def visits_at(dwelling: Dwelling, viewer: Viewer) -> list[Visit]:
    """走访记录: at one door, the latest first."""
    seen = DoorVisit.objects.visible_to(viewer).of_households().filter(dwelling=dwelling)
    latest = list(seen.select_related("walker").order_by("-visited_at")[:MOST])
    return _with_matters(latest, viewer)


def my_visits(viewer: Viewer) -> list[DoorVisit]:
    """我走访的: the latest first."""
    mine = DoorVisit.objects.of_households().filter(walker=viewer.person_id or 0)
    return list(mine.select_related("dwelling__area").order_by("-visited_at")[:MOST])


def walked_by(viewer: Viewer, *, at: datetime) -> list[Walked]:
    """各人走访了几户: by name, never by number: it is no ranking."""
    since = at - timedelta(days=COVERAGE_DAYS)
    seen = DoorVisit.objects.visible_to(viewer).of_households().filter(visited_at__gte=since)
    rows = seen.order_by().values_list("walker__name").annotate(many=Count("pk"))
    return [Walked(name=name, visits=many) for name, many in sorted(rows)]


def who_lives_at(dwelling: Dwelling, viewer: Viewer) -> list[Person]:
    """Those behind the door, for whoever knows the neighbours there."""
    return people_behind([dwelling.pk], viewer)[dwelling.pk]


def _with_matters(visits: Sequence[DoorVisit], viewer: Viewer) -> list[Visit]:
    refs = {visit.ref: visit.pk for visit in visits}
    ties = Link.objects.filter(to_ref__in=refs).values_list("from_ref", "to_ref")
    came = [(number(matter), refs[visit]) for matter, visit in ties]
    seen = Matter.objects.visible_to(viewer).in_bulk([matter for matter, _ in came])
    return [
        Visit(
            visit=visit,
            matters=[seen[pk] for pk, of in came if of == visit.pk and pk in seen],
        )
        for visit in visits
    ]
