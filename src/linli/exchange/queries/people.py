"""What pages, actions and commands ask about a register of households that came in."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from linli.exchange.models import RegisterBatch, RegisterFault, Standing
from linli.exchange.rules import Cell, Fault
from linli.exchange.rules.people import DoorBook, Floor, PersonColumn, ReadPerson, Stair
from linli.kernel.words import Words, say
from linli.people.models import Person
from linli.people.queries import RegisterEntry
from linli.people.rules import Trait
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling
from linli.places.rules import DESKS, AreaKind, ids_on

MOST_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class FaultKind:
    """One way of being wrong: in which column, how many rows, where the first ones stand."""

    heading: str
    sentence: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterBadRow:
    """A row that cannot go in: where it stands, its cells, everything that is wrong."""

    sheet: str
    line: int
    cells: dict[str, Cell]
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a row would change about whom."""

    line: int
    person: Person
    what: str


def areas_to_import_into(viewer: Viewer) -> list[Area]:
    """List the areas with a desk into whose registers somebody may import, inner ones first."""
    kept = Q(pk__in=[])
    for path in viewer.kept_paths:
        kept |= Q(path__startswith=path)
    found = Area.objects.filter(kept, kind__in=DESKS).order_by("path")
    return sorted(found, key=lambda area: DESKS.index(AreaKind(area.kind)))


def door_book_of(within: Area) -> DoorBook:
    """Read every building, unit and room of the area, in three queries."""
    areas = {area.pk: area for area in Area.objects.within(within)}
    buildings = [
        Floor(pk=area.pk, name=area.name, compound=_compound_around(area, areas))
        for area in areas.values()
        if area.kind == AreaKind.BUILDING
    ]
    units = [
        Stair(pk=area.pk, name=area.name, building=area.parent_id)
        for area in areas.values()
        if area.kind == AreaKind.UNIT and area.parent_id
    ]
    rooms = Dwelling.objects.filter(area__path__startswith=within.path)
    return DoorBook(buildings, units, rooms.values_list("area_id", "number"))


def _compound_around(area: Area, areas: dict[int, Area]) -> str:
    around = (areas[pk] for pk in reversed(ids_on(area.path)) if pk in areas)
    return next((one.name for one in around if one.kind == AreaKind.COMPOUND), "")


def entry_of(read: ReadPerson, home: int) -> RegisterEntry:
    """What a row that was read says to the register."""
    return RegisterEntry(
        name=read.name,
        home=home,
        room=read.room,
        relation=read.relation,
        household=read.household,
        phone=read.phone,
        id_number=read.id_number,
        born_on=read.born_on,
        town=read.town,
        village=read.village,
    )


def fault_kinds_of(batch: RegisterBatch) -> list[FaultKind]:
    """毛病分类: the commonest first, each with the lines where it stands."""
    kinds = (
        batch.faults.order_by()
        .values("column", "sentence")
        .annotate(many=Count("row", distinct=True))
        .order_by("-many", "column")
    )
    return [
        FaultKind(
            heading=heading_of(batch, kind["column"]),
            sentence=_general(kind["sentence"]),
            count=kind["many"],
            lines=_lines_of(batch, kind["column"], kind["sentence"]),
        )
        for kind in kinds[:MOST_SHOWN]
    ]


def bad_rows_of(
    batch: RegisterBatch, *, most: int | None = MOST_SHOWN
) -> Iterator[RegisterBadRow]:
    """List the rows with something wrong, in the order of the sheet."""
    bad = batch.rows.filter(standing=Standing.BAD).order_by("pk")
    for row in bad.prefetch_related("faults")[:most].iterator(chunk_size=500):
        yield RegisterBadRow(
            sheet=row.sheet,
            line=row.line,
            cells=json.loads(row.raw),
            sentences=tuple(_told(batch, fault) for fault in row.faults.all()),
        )


def changes_of(batch: RegisterBatch) -> list[Change]:
    """有改动: whom the file would change, and what about them; the first of them."""
    changed = batch.rows.filter(standing=Standing.CHANGED).select_related("person")
    return [
        Change(line=row.line, person=row.person, what=_traits(row.changes))
        for row in changed.order_by("pk")[:MOST_SHOWN]
        if row.person
    ]


def not_listed(batch: RegisterBatch) -> QuerySet[Person]:
    """登记册上有、表里没有: who lives in the same stairwells and does not stand in the file."""
    homes = batch.rows.exclude(home=None).order_by().values("home")
    listed = batch.rows.exclude(person=None).order_by().values("person")
    living = Person.objects.filter(home__in=homes, left_on=None)
    return (
        living.exclude(pk__in=listed).select_related("home", "dwelling").order_by("home", "pk")
    )


def heading_of(batch: RegisterBatch, column: str) -> str:
    """The heading as it stands in the sheet, or our own name of the column."""
    said: str = batch.columns.get(column, "")
    return said or say(PersonColumn(column).label)


def fault_of(fault: RegisterFault) -> Fault:
    """The fault with what its sentence quotes."""
    facts = json.loads(fault.facts) if fault.facts else {}
    return Fault(column=fault.column, sentence=fault.sentence, facts=facts)


def _told(batch: RegisterBatch, fault: RegisterFault) -> str:
    heading = heading_of(batch, fault.column)
    return say("“{heading}”：{fault}", heading=heading, fault=str(fault_of(fault)))


def _lines_of(batch: RegisterBatch, column: str, sentence: str) -> tuple[int, ...]:
    alike = batch.faults.filter(column=column, sentence=sentence).order_by("row_id")
    return tuple(alike.values_list("row__line", flat=True)[:3])


class _Dots(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return "…"


def _general(sentence: str) -> str:
    """The sentence without what it quotes: … stands where each row says something else."""
    return say(sentence).format_map(_Dots())


def _traits(changes: Sequence[str]) -> str:
    return "、".join(say(Words(Trait(code).label)) for code in changes)
