"""拟分派: whom the playbook proposes for a matter, why, and who else could do it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q

from linli.duties.models import Duty
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.options import Resolution, pinned
from linli.matters import policies
from linli.matters.models import NUMBER_OF_DESK, Matter
from linli.matters.options import ROUTES, TIERS
from linli.matters.promises import handling_promise
from linli.matters.routing import Candidate, Route, Tier, propose
from linli.people.models import Membership, Organisation, Person, Term
from linli.people.queries import holders_of
from linli.people.rules import DESK_POSTS, STAIR_POSTS, OrganisationKind, PostKind
from linli.places.models import Area
from linli.places.rules import DESKS, AreaKind, ids_on

HANDLING = "handle"
MOST = 16
WHO_DO_THINGS = (*STAIR_POSTS, *DESK_POSTS, PostKind.LIAISON, PostKind.MEDIATOR)
FROM_ABOVE = (AreaKind.SUBDISTRICT, AreaKind.COUNTY)
WHO_REPAIR = (OrganisationKind.PROPERTY_MANAGER, OrganisationKind.COMPANY)


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody who could do it: from where, for which unit, and how much they have open."""

    person: Person
    post: PostKind | None = None
    area: Area | None = None
    unit: Organisation | None = None
    load: int = 0

    @property
    def code(self) -> str:
        """How a form names the choice: the person and, after a dot, the unit."""
        return f"{self.person.pk}.{self.unit.pk}" if self.unit else f"{self.person.pk}"

    @property
    def where(self) -> str:
        """The unit or the area; the community itself need not be named at its own desk."""
        if self.unit:
            return self.unit.name
        return self.area.name if self.area and self.area.kind != AreaKind.COMMUNITY else ""


@dataclass(frozen=True, kw_only=True)
class ProposedAssignment:
    """What one tap confirms: rule and why, tier, requirement, who, and until when."""

    route: Route
    why: str
    lost: tuple[Candidate, ...]
    tier: Tier
    requirement: str
    hands: Sequence[Hand]
    due_at: datetime
    why_due: str
    routes: tuple[Route, ...]
    tiers: tuple[Tier, ...]
    for_desk_above: Area | None

    @property
    def hand(self) -> Hand | None:
        """Whom the rule names, or else who is nearest and has least open."""
        return self.hands[0] if self.hands else None


def proposed_assignment(matter: Matter, *, at: datetime) -> ProposedAssignment:
    """拟分派: who is nearest under the matter's own rule, with what they already have open."""
    rules = pinned(matter.options_digest)
    routes, tiers = rules[ROUTES], rules[TIERS]
    route = _route_of(matter, rules)
    tier = next((tier for tier in tiers if tier.code == matter.tier), tiers[0])
    above = matter.desk.parent
    promise = handling_promise(
        tier, calendar_in_force(), at=at, has_desk_above=above is not None
    )
    passes_up = DESKS.index(route.desk) > NUMBER_OF_DESK[matter.desk.kind]  # type: ignore[index]
    return ProposedAssignment(
        route=route,
        why=matter.route_why,
        lost=propose(matter.words, routes).lost,
        tier=tier,
        requirement=matter.requirement or route.requirement,
        hands=hands_for(matter, route, at=at),
        due_at=promise.due_at,
        why_due=promise.why,
        routes=routes,
        tiers=tiers,
        for_desk_above=above if passes_up else None,
    )


def hands_for(matter: Matter, route: Route, *, at: datetime) -> list[Hand]:
    """Everybody who could do it, whom the rule names first; never who brought it."""
    on = day_of(at)
    outwards = list(reversed(ids_on(matter.place.path)))
    units = _units_around(outwards, on=on)
    named = _named_by(route, matter, on=on)
    posted = Term.objects.running(on).filter(
        Q(post__area__in=outwards, post__kind__in=WHO_DO_THINGS)
        | Q(post__organisation__in=[unit.pk for unit in units]),
        post__abolished_on=None,
    )
    serving = [
        Hand(
            person=term.person,
            post=PostKind(term.post.kind),
            area=term.post.area,
            unit=term.post.organisation,
        )
        for term in posted.select_related("person", "post__area", "post__organisation")
    ]
    serving.sort(key=lambda hand: _distance(hand, route, outwards))
    # The property manager stands before the desks above: the list is cut at its end.
    near = [hand for hand in serving if not _is_from_above(hand, route)]
    far = [hand for hand in serving if _is_from_above(hand, route)]
    able = [
        hand
        for hand in _once_each([*_explained(named, serving), *near, *_members_of(units), *far])
        if policies.may_be_given(hand.person, matter)
        and hand.person.pk != matter.handled_before_id
    ]
    return _with_load(able[:MOST])


def _route_of(matter: Matter, rules: Resolution) -> Route:
    routes = rules[ROUTES]
    return next((route for route in routes if route.code == matter.route), routes[-1])


def _units_around(outwards: Sequence[int], *, on: date) -> list[Organisation]:
    here = Organisation.objects.filter(area__in=outwards)
    return list(here.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on)))


def _named_by(route: Route, matter: Matter, *, on: date) -> list[Person]:
    """Who is on duty in the post that the rule names, nearest first."""
    if not route.post:
        return []
    return holders_of(
        route.post,
        matter.place,
        on=on,
        excluding=[
            pk
            for pk in (matter.reporter_id, matter.concerns_id, matter.handled_before_id)
            if pk
        ],
    )


def _explained(named: Sequence[Person], serving: Sequence[Hand]) -> list[Hand]:
    """Whom the rule names, with the post by which they serve where it is known."""
    by_person = {hand.person.pk: hand for hand in reversed(serving)}
    return [by_person.get(person.pk, Hand(person=person)) for person in named]


def _distance(hand: Hand, route: Route, outwards: Sequence[int]) -> tuple[int, int]:
    """The unit that the rule names comes first, then who serves nearest to the place."""
    asked_for = hand.unit is not None and hand.unit.kind == route.unit
    where = hand.area.pk if hand.area else 0
    far = outwards.index(where) if where in outwards else len(outwards)
    return (0 if asked_for else 1, far)


def _is_from_above(hand: Hand, route: Route) -> bool:
    asked_for = hand.unit is not None and hand.unit.kind == route.unit
    return not asked_for and hand.area is not None and hand.area.kind in FROM_ABOVE


def _members_of(units: Sequence[Organisation]) -> list[Hand]:
    """Who works for the property manager, with a post or without."""
    repairing = [unit.pk for unit in units if unit.kind in WHO_REPAIR]
    found = Membership.objects.filter(organisation__in=repairing, ended_on=None)
    return [
        Hand(person=member.person, unit=member.organisation)
        for member in found.select_related("person", "organisation").order_by("pk")
    ]


def _once_each(hands: Iterable[Hand]) -> list[Hand]:
    once: dict[int, Hand] = {}
    for hand in hands:
        once.setdefault(hand.person.pk, hand)
    return list(once.values())


def _with_load(hands: Sequence[Hand]) -> list[Hand]:
    """How much each has open, in one query."""
    running = Duty.objects.running().filter(
        kind=HANDLING, holder__in=[hand.person.pk for hand in hands]
    )
    loads = dict(running.values_list("holder").annotate(many=Count("pk")))
    return [replace(hand, load=loads.get(hand.person.pk, 0)) for hand in hands]
