"""Who is a volunteer, and what they said of themselves."""

from collections.abc import Collection

from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.volunteers.models import Volunteer, VolunteerQuerySet
from linli.volunteers.rules.registration import FreeTime, TraitKind, VolunteerState


def volunteer_of(person: Person | int) -> Volunteer | None:
    """Find the registration of a person, in whatever state it is."""
    pk = person if isinstance(person, int) else person.pk
    return with_person(Volunteer.objects.filter(person=pk)).first()


def is_volunteer(person: Person | int) -> bool:
    """Say whether somebody is on the register of volunteers now."""
    pk = person if isinstance(person, int) else person.pk
    return Volunteer.objects.active().filter(person=pk).exists()


def volunteers_waiting(viewer: Viewer) -> VolunteerQuerySet:
    """待审: the registrations that wait for this desk, the oldest first; never one's own."""
    seen = Volunteer.objects.visible_to(viewer).filter(state=VolunteerState.APPLIED)
    others = seen.exclude(person__in=viewer.speaks_for)
    return with_person(others).order_by("applied_at", "pk")


def with_person(volunteers: VolunteerQuerySet) -> VolunteerQuerySet:
    """With what a page and an action need of each."""
    return volunteers.select_related("person__home", "area")


def free_times(volunteer: Volunteer) -> list[FreeTime]:
    """The stretches of the week in which they are free, in order."""
    rows = volunteer.availabilities.order_by("weekday", "begins")
    return [row.free_time for row in rows]


def traits_of(volunteer: Volunteer) -> dict[TraitKind, Collection[str]]:
    """What they can, wish and speak, as codes."""
    found: dict[TraitKind, list[str]] = {kind: [] for kind in TraitKind}
    for kind, code in volunteer.traits.order_by("kind", "pk").values_list("kind", "code"):
        found[TraitKind(kind)].append(code)
    return {kind: tuple(codes) for kind, codes in found.items()}
