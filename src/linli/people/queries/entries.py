"""Lists of people (人户登记册), each entry laid beside what the register says."""

from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from linli.kernel.encryption import blind_index
from linli.people.models import HouseholdMember, Origin, Person
from linli.people.rules import Doubt, Trait
from linli.places.models import Area

type Door = tuple[int, str]  # the id of the area, the room
type Doors = Mapping[Door, int]  # the id of the dwelling


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """人户登记册一行: what a list says of one person; what it leaves empty stays as it is.

    `phone` and `id_number` in their one spelling; `home` is the id of the area of the door.
    """

    name: str
    home: int
    room: str
    relation: str = ""
    household: str = ""
    phone: str = ""
    id_number: str = ""
    born_on: date | None = None
    town: str = ""
    village: str = ""

    @property
    def door(self) -> Door:
        return self.home, self.room


@dataclass(frozen=True, kw_only=True, slots=True)
class Lives:
    """In which household somebody lives: the membership, the door, the number, the origin."""

    membership: int
    household: int
    relation: str
    home: int
    room: str
    number: str
    town: str
    village: str

    @property
    def door(self) -> Door:
        return self.home, self.room


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One entry beside the register: whom it means, what it would change, what is doubtful."""

    entry: RegisterEntry
    id_index: str
    person: Person | None = None
    lives: Lives | None = None
    changes: tuple[Trait, ...] = ()
    doubt: Doubt | None = None


def compared(
    entries: Sequence[RegisterEntry], *, within: Area, locked: bool = False
) -> list[Comparison]:
    """对照登记册: find each person by ID number, else by name, door and birth.

    A few queries however many entries there are. `locked` holds the persons until the end of
    the transaction.
    """
    indexes = [
        blind_index(entry.id_number, "id_number") if entry.id_number else ""
        for entry in entries
    ]
    everybody = Person.objects.annotate(room=F("dwelling__number")).order_by("pk")
    if locked:
        everybody = everybody.select_for_update(of=("self",))
    by_id = _by_id(everybody, set(indexes) - {""})
    by_door = _by_door(everybody, entries)
    found = [
        by_id.get(index) or _who(entry, by_door)
        for entry, index in zip(entries, indexes, strict=True)
    ]
    known = [one for one in found if isinstance(one, Person)]
    lives, inside = _lives(known), _inside(known, within)
    return [
        _comparison(entry, index, meant, lives, inside)
        for entry, index, meant in zip(entries, indexes, found, strict=True)
    ]


def _by_id(everybody: QuerySet[Person], indexes: Collection[str]) -> dict[str, Person]:
    found = everybody.filter(id_number_index__in=indexes) if indexes else []
    return {person.id_number_index: person for person in found}


def _by_door(
    everybody: QuerySet[Person], entries: Sequence[RegisterEntry]
) -> Mapping[tuple[str, Door], list[Person]]:
    homes, names = {entry.home for entry in entries}, {entry.name for entry in entries}
    living = everybody.filter(home__in=homes, name__in=names, left_on=None)
    found: defaultdict[tuple[str, Door], list[Person]] = defaultdict(list)
    for person in living.exclude(dwelling=None):
        found[person.name, _door_of(person)].append(person)
    return found


def _who(
    entry: RegisterEntry, by_door: Mapping[tuple[str, Door], list[Person]]
) -> Person | Doubt | None:
    alike = [
        person
        for person in by_door.get((entry.name, entry.door), ())
        if not (entry.id_number and person.id_number)
        and (None in (entry.born_on, person.born_on) or entry.born_on == person.born_on)
    ]
    if len(alike) > 1:
        return Doubt.SEVERAL
    return alike[0] if alike else None


def _lives(people: Sequence[Person]) -> dict[int, Lives]:
    running = HouseholdMember.objects.filter(
        person__in={one.pk for one in people}, ended_on=None
    )
    columns = (
        "person_id",
        "pk",
        "household_id",
        "relation",
        "household__dwelling__area_id",
        "household__dwelling__number",
        "household__number",
        "household__origin__name",
        "household__origin__town__name",
    )
    return {
        pk: Lives(
            membership=membership,
            household=household,
            relation=relation,
            home=home,
            room=room,
            number=number,
            town=(town or origin) or "",
            village=(origin if town else "") or "",
        )
        for pk, membership, household, relation, home, room, number, origin, town in (
            running.values_list(*columns)
        )
    }


def _inside(people: Sequence[Person], within: Area) -> frozenset[int | None]:
    """The homes of these that lie within the area; who has none may come to live there."""
    homes = Area.objects.within(within).filter(pk__in={one.home_id for one in people})
    return frozenset({None, *homes.values_list("pk", flat=True)})


def _comparison(
    entry: RegisterEntry,
    index: str,
    meant: Person | Doubt | None,
    lives: Mapping[int, Lives],
    inside: Container[int | None],
) -> Comparison:
    if not isinstance(meant, Person):
        return Comparison(entry=entry, id_index=index, doubt=meant)
    living = lives.get(meant.pk)
    return Comparison(
        entry=entry,
        id_index=index,
        person=meant,
        lives=living,
        changes=_changes(entry, meant, living),
        doubt=_doubt(entry, meant, inside),
    )


def _doubt(entry: RegisterEntry, person: Person, inside: Container[int | None]) -> Doubt | None:
    if entry.name != person.name:
        return Doubt.OTHER_NAME
    if person.left_on is None and person.home_id not in inside:
        return Doubt.ELSEWHERE
    return None


def _changes(entry: RegisterEntry, person: Person, lives: Lives | None) -> tuple[Trait, ...]:
    differs = {
        Trait.PHONE: bool(entry.phone) and entry.phone != person.phone,
        Trait.ID_NUMBER: bool(entry.id_number) and entry.id_number != person.id_number,
        Trait.BORN_ON: entry.born_on is not None and entry.born_on != person.born_on,
        Trait.DOOR: entry.door != _door_of(person),
        Trait.RETURN: person.left_on is not None,
    }
    return tuple(trait for trait, is_so in differs.items() if is_so) + _at_home(entry, lives)


def _at_home(entry: RegisterEntry, lives: Lives | None) -> tuple[Trait, ...]:
    """What would change about the household, or within it."""
    if lives is None:
        return (Trait.HOUSEHOLD,)
    differs = {
        Trait.RELATION: bool(entry.relation) and entry.relation != lives.relation,
        Trait.HOUSEHOLD: not lives_there(entry, lives),
        Trait.ORIGIN: bool(entry.town)
        and (entry.town, entry.village) != (lives.town, lives.village),
    }
    return tuple(trait for trait, is_so in differs.items() if is_so)


def lives_there(entry: RegisterEntry, lives: Lives) -> bool:
    """Say whether the household they belong to is the one that the entry means."""
    return lives.door == entry.door and entry.household in ("", lives.number)


def _door_of(person: Person) -> Door:
    # The query has annotated the room.
    return person.home_id or 0, person.room or ""  # type: ignore[attr-defined]


def origin_of(origin: Origin | None) -> tuple[str, str]:
    """Name a place of origin: the town, and the village if one is known."""
    if origin is None:
        return "", ""
    return (origin.town.name, origin.name) if origin.town else (origin.name, "")
