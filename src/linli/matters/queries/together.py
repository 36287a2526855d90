"""一起办的人: who takes part in a matter beside its handler, and who could be asked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linli.kernel.dates import day_of
from linli.kernel.options import pinned
from linli.matters.models import Involvement, Matter
from linli.matters.options import ROUTES
from linli.matters.queries.hanging import hanging_on
from linli.matters.queries.proposals import Hand, hands_for
from linli.people.models import Organisation
from linli.places.rules import ids_on

MOST_UNITS = 60


@dataclass(frozen=True, kw_only=True)
class Helpers:
    """Who could take part: persons who serve around there, and units up to the county's."""

    hands: Sequence[Hand]
    units: Sequence[Organisation]


def together_on(matter: Matter) -> list[Involvement]:
    """Who takes part now, first who was asked first."""
    if "involvement" not in hanging_on(matter):
        return []
    running = matter.involvements.running().select_related("person", "organisation")
    return list(running.order_by("since", "pk"))


def who_could_help(matter: Matter, *, at: datetime) -> Helpers:
    """Whom one could ask: the same hands as for giving it out, but for who has it."""
    routes = pinned(matter.options_digest)[ROUTES]
    route = next((one for one in routes if one.code == matter.route), routes[-1])
    hands = hands_for(matter, route, at=at)
    return Helpers(
        hands=[hand for hand in hands if hand.person.pk != matter.handler_id],
        units=units_over(matter, at=at),
    )


def units_over(matter: Matter, *, at: datetime) -> list[Organisation]:
    """Every unit that stands in an area in which the place lies, nearest first."""
    outwards = list(reversed(ids_on(matter.place.path)))
    standing = Q(dissolved_on=None) | Q(dissolved_on__gt=day_of(at))
    found = Organisation.objects.filter(standing, area__in=outwards).order_by("pk")
    return sorted(found, key=lambda unit: outwards.index(unit.area_id))[:MOST_UNITS]
