"""登记调委会组成: whom the form offers, and who is looked up by name."""

from collections.abc import Collection
from datetime import date

from django.http import HttpRequest

from linli.kernel.words import say
from linli.mediation.forms import ComposeForm
from linli.mediation.views.doors import LOOK_UP
from linli.people.models import Organisation, Person
from linli.people.queries import people_found, seats_in
from linli.people.viewer import Viewer

MOST_FOUND = 20
KEPT = ("head", "women", "elected_on", "named")


def composing(
    request: HttpRequest, viewer: Viewer, unit: Organisation, *, on: date
) -> ComposeForm:
    """The form; it offers the members, who serves there, and who was looked up by name."""
    members = list(unit.memberships.filter(ended_on=None).values_list("person", flat=True))
    said = request.POST
    chosen = [
        int(pk) for pk in (*said.getlist("members"), said.get("head", "")) if pk.isdigit()
    ]
    found = (
        people_found(viewer, said.get("named", ""))[:MOST_FOUND] if said.get("named") else []
    )
    added = [*chosen, *(person.pk for person in found)]
    people = _offered(viewer, unit, members, added, on=on)
    if LOOK_UP in said:
        kept = {name: said.get(name) for name in KEPT}
        return ComposeForm(people=people, initial={"members": said.getlist("members"), **kept})
    initial = {"members": members, "elected_on": on}
    return ComposeForm(said or None, people=people, initial=initial)


def _offered(
    viewer: Viewer,
    unit: Organisation,
    members: Collection[int],
    added: Collection[int],
    *,
    on: date,
) -> dict[Person, str]:
    """Each with the post that they hold there: members first, then who was looked up."""
    posts = {
        seat.holder.pk: say(seat.kind.label)
        for seat in seats_in(unit.area, on=on, below=True)
        if seat.holder
    }
    there = Person.objects.visible_to(viewer).living_in(unit.area)
    serving = Person.objects.filter(pk__in=[*members, *posts])
    people = (there.filter(pk__in=added) | serving).distinct().order_by("name", "pk")

    def place_in_line(person: Person) -> tuple[bool, bool]:
        return person.pk not in members, person.pk not in added

    return {
        person: _called(person, posts.get(person.pk, ""))
        for person in sorted(people, key=place_in_line)
    }


def _called(person: Person, post: str) -> str:
    return say("{name}（{post}）", name=person.name, post=post) if post else person.name
