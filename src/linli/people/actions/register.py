"""A whole list of people goes into the register: whoever is new, and what has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.words import say
from linli.people import policies
from linli.people.actions.persons import KEEPERS_ONLY, give_spoken_codes, phone_index
from linli.people.actions.seating import seat_all
from linli.people.events import PersonCorrected, RegisterEntered
from linli.people.models import Person
from linli.people.queries.entries import Comparison, Doors, RegisterEntry, compared
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling

AT_ONCE = 1000
WRITTEN = (
    "phone",
    "phone_index",
    "phone_verified_at",
    "id_number",
    "id_number_index",
    "born_on",
    "home",
    "dwelling",
    "left_on",
)


class EntryDoubtful(Refusal):
    pass


class DoorUnknown(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Entered:
    """How many of a list were new, changed, or as the register already had them."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same

    def __add__(self, other: "Entered") -> "Entered":
        return Entered(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            same=self.same + other.same,
        )


@transaction.atomic
def enter_register(
    *, within: Area, entries: Iterable[RegisterEntry], by: Viewer, at: datetime
) -> Entered:
    """登记入册: whole or not at all; the doors are open already.

    Reads `entries` a thousand at a time, so that a list of any length takes the same memory.
    Whoever is new is told in one line with the counts, what changed about somebody in a line
    of their own. Whoever is on the register and not on the list stays as they are.
    """
    if not policies.may_keep_register(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    entered = Entered()
    for some in batched(entries, AT_ONCE, strict=False):
        entered += _enter(some, within, by, at)
    event = RegisterEntered(subject=within.ref, new=entered.new, changed=entered.changed)
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return entered


def _enter(entries: Sequence[RegisterEntry], within: Area, by: Viewer, at: datetime) -> Entered:
    doors = _doors(entries, within)
    found = compared(entries, within=within, locked=True)
    _refuse_doubtful(found)
    new = [one for one in found if one.person is None]
    changed = [one for one in found if one.changes]
    registered = _register(new, doors, at)
    _correct(changed, doors)
    people = iter(registered)
    known = [
        one if one.person else replace(one, person=next(people)) for one in found
    ]  # in the order of the list
    seat_all([one for one in known if one.changes or not one.lives], doors, at=at)
    _tell(changed, within, by, at)
    return Entered(
        new=len(new), changed=len(changed), same=len(found) - len(new) - len(changed)
    )


def _doors(entries: Sequence[RegisterEntry], within: Area) -> Doors:
    """Every door that is named, which must lie within the area."""
    there = Dwelling.objects.filter(
        area__in={entry.home for entry in entries},
        number__in={entry.room for entry in entries},
        area__path__startswith=within.path,
    )
    doors = {(home, room): pk for home, room, pk in there.values_list("area", "number", "pk")}
    for entry in entries:
        if entry.door not in doors:
            raise DoorUnknown("登记册上还没有{room}这个门。", room=entry.room)
    return doors


def _refuse_doubtful(found: Sequence[Comparison]) -> None:
    for one in found:
        if one.doubt:
            raise EntryDoubtful(
                "{name}：{doubt}", name=one.entry.name, doubt=say(one.doubt.sentence)
            )


def _register(new: Sequence[Comparison], doors: Doors, at: datetime) -> list[Person]:
    rows = [Person(name=one.entry.name, registered_on=day_of(at)) for one in new]
    for row, one in zip(rows, new, strict=True):
        _write(row, one, doors)
    give_spoken_codes(rows)
    return Person.objects.bulk_create(rows, batch_size=AT_ONCE)


def _correct(changed: Sequence[Comparison], doors: Doors) -> None:
    """The rows are locked; one statement writes what the list may say, and nothing else."""
    rows = [one.person for one in changed if one.person]
    for one in changed:
        if one.person:
            _write(one.person, one, doors)
    Person.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=WRITTEN,
        batch_size=AT_ONCE,
    )


def _write(row: Person, one: Comparison, doors: Doors) -> None:
    entry = one.entry
    row.home_id, row.dwelling_id, row.left_on = entry.home, doors[entry.door], None
    if entry.phone:
        if entry.phone != row.phone:
            row.phone_verified_at = None
        row.phone, row.phone_index = entry.phone, phone_index(entry.phone)
    if entry.id_number:
        row.id_number, row.id_number_index = entry.id_number, one.id_index
    if entry.born_on:
        row.born_on = entry.born_on


def _tell(changed: Sequence[Comparison], within: Area, by: Viewer, at: datetime) -> None:
    events = [
        PersonCorrected(
            subject=one.person.ref, changed="、".join(say(what.label) for what in one.changes)
        )
        for one in changed
        if one.person
    ]
    journal.record_all(events, by=by.ref, at=at, place=within.ref)
