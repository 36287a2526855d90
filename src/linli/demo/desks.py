"""How a desk works through what lies on it: as the rules propose, and nothing else."""

from dataclasses import dataclass
from datetime import date

from linli.kernel.options import pinned
from linli.matters.actions import Assignment
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import ROUTES
from linli.matters.routing import Route
from linli.people.models import Organisation, Person, Term
from linli.people.rules import DESK_POSTS, OrganisationKind, PostKind
from linli.places.rules import AreaKind, ids_on


@dataclass(frozen=True)
class Seat:
    """Somebody in a post, since when, and for which organisation."""

    person: Person
    since: date
    organisation: Organisation | None
    kind: PostKind

    def speaks_for(self, unit: int) -> bool:
        """Whether this is the contact of that organisation."""
        here = self.organisation is not None and self.organisation.pk == unit
        return here and self.kind is PostKind.DEPARTMENT_CONTACT


class Directory:
    """Who holds which post where, read once: the registers of a replay stand still."""

    def __init__(self) -> None:
        self._seats: dict[tuple[PostKind, int], list[Seat]] = {}
        terms = Term.objects.select_related("post__organisation", "person__home")
        for term in terms.order_by("post_id"):
            kind = PostKind(term.post.kind)
            seat = Seat(term.person, term.starts_on, term.post.organisation, kind)
            key = (kind, term.post.area_id)
            self._seats.setdefault(key, []).append(seat)
        self.in_posts = {seat.person.pk for seats in self._seats.values() for seat in seats}
        self._organisations: dict[tuple[str, int], Organisation] = {}
        for one in Organisation.objects.order_by("-pk"):
            self._organisations[one.kind, one.area_id] = one

    def nearest(self, kind: PostKind, path: str, on: date) -> list[Seat]:
        """List who holds such a post nearest to the place, on the way up."""
        for area in reversed(ids_on(path)):
            seats = self._seats.get((kind, area), [])
            if holding := [seat for seat in seats if seat.since <= on]:
                return holding
        return []

    def at_desk(self, area: int, kind: AreaKind, on: date) -> list[Person]:
        """List who works that very desk."""
        posts = [post for post, level in DESK_POSTS.items() if level is kind]
        seats = [seat for post in posts for seat in self._seats.get((post, area), [])]
        return [seat.person for seat in seats if seat.since <= on]

    def contact_of(self, unit: int, on: date) -> Person | None:
        """Find who speaks for that organisation."""
        seats = (seat for seats in self._seats.values() for seat in seats)
        speaking = (s.person for s in seats if s.speaks_for(unit) and s.since <= on)
        return next(speaking, None)

    def organisation(self, kind: OrganisationKind, path: str) -> Organisation | None:
        """Find the organisation of that kind nearest to the place."""
        near = (self._organisations.get((kind, area)) for area in reversed(ids_on(path)))
        return next((one for one in near if one), None)


def route_of(matter: Matter) -> Route:
    """The rule that spoke for the words, as it stood when they were said."""
    routes = pinned(matter.options_digest)[ROUTES]
    return next((route for route in routes if route.code == matter.route), routes[-1])


def belongs_above(matter: Matter, route: Route) -> bool:
    """Whether the rule names a desk above the one that it lies on, and none has ruled yet."""
    here = NUMBER_OF_DESK[AreaKind(matter.desk.kind)]
    return not matter.ruling and NUMBER_OF_DESK[route.desk] > here


def assignment_for(
    matter: Matter,
    route: Route,
    directory: Directory,
    departments: dict[int, tuple[str, ...]],
    on: date,
) -> Assignment:
    """Name who is to do it: the post of the rule, the department in charge, or the desk."""
    kind = AreaKind(matter.desk.kind)
    if kind is AreaKind.COMMUNITY:
        seats = directory.nearest(route.post, matter.place.path, on) if route.post else []
        unit = directory.organisation(route.unit, matter.place.path) if route.unit else None
    else:
        contacts = directory.nearest(PostKind.DEPARTMENT_CONTACT, matter.desk.path, on)
        seats = [s for s in contacts if route.code in departments.get(s.person.pk, ())]
        unit = seats[0].organisation if seats else None
    fitting = [seat.person for seat in seats if _fits(seat.person, matter)]
    desk = [who for who in directory.at_desk(matter.desk_id, kind, on) if _fits(who, matter)]
    return Assignment(handler=(fitting or desk[-1:])[0], unit=unit)


def _fits(person: Person, matter: Matter) -> bool:
    """Neither whom it is about nor whoever did it before, which the reporter did not accept."""
    return person.pk not in (matter.reporter_id, matter.concerns_id, matter.handled_before_id)
