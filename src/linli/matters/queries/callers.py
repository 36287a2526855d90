"""Whom somebody speaks for or about: principals, callers on the register, who serves here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from linli.kernel.masks import masked_name
from linli.kernel.words import say
from linli.matters.contacts import contact_index
from linli.matters.models import Matter
from linli.matters.rules import UNFINISHED
from linli.people.models import Person
from linli.people.queries import seats_in
from linli.people.viewer import Viewer
from linli.places.models import Area

LAST = 6
OPEN_FIRST = Case(
    When(state__in=UNFINISHED, then=Value(0)), default=Value(1), output_field=IntegerField()
)


def principals_of(viewer: Viewer) -> dict[int, Person]:
    """Those who gave the viewer a mandate, by id."""
    return Person.objects.in_bulk(viewer.principals) if viewer.principals else {}


def caller_known_as(name: str, phone_index: str, viewer: Viewer) -> Person | None:
    """Find on the register who is said to call; only where the viewer serves."""
    if not phone_index:
        return None
    found = Person.objects.select_related("home").filter(phone_index=phone_index, name=name)
    return next((p for p in found if p.home and viewer.serves(p.home.path)), None)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """来电人: who it may be by that number, and what came of their last matters."""

    number: str
    names: Sequence[str]
    matters: Sequence[Matter]

    @property
    def is_unknown(self) -> bool:
        return not self.names and not self.matters


def caller_behind(phone: str, viewer: Viewer) -> Caller | None:
    """按号码查: what this viewer may see of who called before; None if that is no number.

    Matters brought under a name and those that only left the number; open ones first.
    """
    index = contact_index(phone)
    if not index:
        return None
    theirs = Q(reporter__phone_index=index) | Q(contact_index=index)
    matters = Matter.objects.visible_to(viewer).filter(theirs)
    matters = matters.select_related("place", "desk", "handler")
    return Caller(
        number=phone.strip(),
        names=_names_by(index, viewer),
        matters=list(matters.order_by(OPEN_FIRST, "-reported_at", "-pk")[:LAST]),
    )


def _names_by(index: str, viewer: Viewer) -> list[str]:
    """By name who lives where the viewer serves, masked who lives elsewhere."""
    people = Person.objects.select_related("home").filter(phone_index=index, left_on=None)
    return [
        one.name if one.home and viewer.serves(one.home.path) else masked_name(one.name)
        for one in people.order_by("pk")[:LAST]
    ]


def serving_in(community: Area | None, *, on: date) -> list[tuple[int, str]]:
    """List whom a complaint can be about: everybody in a post of the community or below."""
    if not community:
        return []
    seats = [seat for seat in seats_in(community, on=on, below=True) if seat.holder]
    return list(
        {
            seat.holder.pk: (
                seat.holder.pk,
                say("{name}（{post}）", name=seat.holder.name, post=seat.kind.label),
            )
            for seat in seats
            if seat.holder
        }.values()
    )
