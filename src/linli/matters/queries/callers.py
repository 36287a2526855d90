"""Whom somebody speaks for or about: principals, callers on the register, who serves here."""

from datetime import date

from linli.kernel.words import say
from linli.people.models import Person
from linli.people.queries import seats_in
from linli.people.viewer import Viewer
from linli.places.models import Area


def principals_of(viewer: Viewer) -> dict[int, Person]:
    """Those who gave the viewer a mandate, by id."""
    return Person.objects.in_bulk(viewer.principals) if viewer.principals else {}


def caller_known_as(name: str, phone_index: str, viewer: Viewer) -> Person | None:
    """Find on the register who is said to call; only where the viewer serves."""
    if not phone_index:
        return None
    found = Person.objects.select_related("home").filter(phone_index=phone_index, name=name)
    return next((p for p in found if p.home and viewer.serves(p.home.path)), None)


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
