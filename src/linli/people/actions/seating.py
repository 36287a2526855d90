"""Who lives in which household, after a whole list of people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from linli.kernel.dates import day_of
from linli.people.models import Household, HouseholdMember, Origin
from linli.people.queries.entries import (
    Comparison,
    Doors,
    Lives,
    RegisterEntry,
    lives_there,
    origin_of,
)
from linli.people.rules import HEAD

AT_ONCE = 1000

type Homes = dict[tuple[int, str], Household]  # by dwelling and number of the household


@dataclass(kw_only=True)
class Seating:
    """What has to be written so that everybody lives where the list says."""

    begin: list[HouseholdMember] = field(default_factory=list)
    leave: list[Lives] = field(default_factory=list)
    related: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def seat_all(comparisons: Sequence[Comparison], doors: Doors, *, at: datetime) -> None:
    """入户: each into the household that the list means; one that nobody lives in ends.

    For those alone who are new or whose household changes.
    """
    on = day_of(at)
    homes = _homes([one.entry for one in comparisons], doors, on)
    seating = Seating()
    for one in comparisons:
        _seat(one, homes[_key(one.entry, doors)], seating, on)
    _write(seating, on)


def _homes(entries: Sequence[RegisterEntry], doors: Doors, on: date) -> Homes:
    """The household of each entry: found, given its number, or founded."""
    there = Household.objects.filter(
        dwelling__in={doors[entry.door] for entry in entries}, ended_on=None
    )
    running: Homes = {}
    for one in there.select_related("origin__town").order_by("pk"):
        running.setdefault((one.dwelling_id, one.number), one)
        running.setdefault((one.dwelling_id, ""), one)
    homes: Homes = {}
    founded: list[Household] = []
    numbered: dict[int, Household] = {}
    for entry in entries:
        key = _key(entry, doors)
        if key in homes:
            continue
        home = running.get(key) or _unnumbered(running, key, numbered)
        if home is None:
            home = Household(dwelling_id=doors[entry.door], number=entry.household, began_on=on)
            founded.append(home)
        homes[key] = running[key] = home
    Household.objects.bulk_create(founded, batch_size=AT_ONCE)
    Household.objects.bulk_update(numbered.values(), ["number"], batch_size=AT_ONCE)
    _trace(entries, homes, doors)
    return homes


def _unnumbered(
    running: Homes, key: tuple[int, str], numbered: dict[int, Household]
) -> Household | None:
    """A household that had no number yet takes the first one that is said behind its door."""
    home = running.get((key[0], ""))
    if home is None or home.number or home.pk is None:
        return None
    home.number = key[1]
    numbered[home.pk] = home
    return home


def _trace(entries: Sequence[RegisterEntry], homes: Homes, doors: Doors) -> None:
    """Note where the households came from."""
    said = {_key(one, doors): (one.town, one.village) for one in entries if one.town}
    origins = _origins(set(said.values()))
    moved = []
    for key, origin in said.items():
        if origin_of(homes[key].origin) != origin:
            homes[key].origin = origins[origin]
            moved.append(homes[key])
    Household.objects.bulk_update(moved, ["origin"], batch_size=AT_ONCE)


def _origins(said: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Origin]:
    said = set(said)
    towns = {town for town, _ in said}
    Origin.objects.bulk_create(
        (Origin(name=town) for town in towns - set(_towns(towns))), ignore_conflicts=True
    )
    known = _towns(towns)
    there = Origin.objects.filter(town__in=known.values()).select_related("town")
    villages = {origin_of(one): one for one in there}
    new = [
        Origin(town=known[town], name=village)
        for town, village in sorted(said)
        if village and (town, village) not in villages
    ]
    villages |= {origin_of(one): one for one in Origin.objects.bulk_create(new)}
    return villages | {(town, ""): origin for town, origin in known.items()}


def _towns(names: Iterable[str]) -> dict[str, Origin]:
    found = Origin.objects.filter(town=None, name__in=set(names))
    return {one.name: one for one in found}


def _seat(one: Comparison, home: Household, seating: Seating, on: date) -> None:
    assert one.person  # noqa: S101 - whoever is new has been registered before
    relation, lives = one.entry.relation, one.lives
    if lives and (lives.household == home.pk or lives_there(one.entry, lives)):
        if relation and relation != lives.relation:
            seating.related[relation].append(lives.membership)
        return
    if lives:
        seating.leave.append(lives)
    seating.begin.append(
        HouseholdMember(
            household=home, person=one.person, relation=relation or HEAD, began_on=on
        )
    )


def _write(seating: Seating, on: date) -> None:
    running = HouseholdMember.objects.filter(ended_on=None)
    running.filter(pk__in=[one.membership for one in seating.leave]).update(ended_on=on)
    HouseholdMember.objects.bulk_create(seating.begin, batch_size=AT_ONCE)
    for relation, members in seating.related.items():
        running.filter(pk__in=members).update(relation=relation)
    left = {one.household for one in seating.leave}
    lived_in = HouseholdMember.objects.filter(household__in=left, ended_on=None)
    empty = left - set(lived_in.values_list("household", flat=True))
    Household.objects.filter(pk__in=empty, ended_on=None).update(ended_on=on)


def _key(entry: RegisterEntry, doors: Doors) -> tuple[int, str]:
    return doors[entry.door], entry.household
