"""A register of households is read in and checked row by row; nobody is registered yet."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import batched

from django.db import transaction

from linli.exchange import policies
from linli.exchange.events import PeopleChecked, PeopleStaged
from linli.exchange.models import (
    RegisterBatch,
    RegisterFault,
    RegisterRow,
    RegisterState,
    Standing,
)
from linli.exchange.queries.people import door_book_of, entry_of
from linli.exchange.rules import Fault
from linli.exchange.rules.people import (
    Beside,
    DoorBook,
    PersonColumn,
    ReadPerson,
    across_rows,
    missing_columns,
    person_columns,
    read_person,
    said_in,
)
from linli.exchange.sheets import RawRow, Table
from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted
from linli.people.models import HouseholdMember, Organisation
from linli.people.queries import compared
from linli.people.rules import HEAD
from linli.people.viewer import Viewer
from linli.places.models import Area

AT_ONCE = 500
KEEPERS_ONLY = "只有管理员，以及该区域和上级的工作人员，可以导入人户登记册。"
DOUBT_COLUMN = PersonColumn.NAME
NO_SUCH_ORGANISATION = "这里没有登记叫“{said}”的组织。"

type Told = Callable[[int, int], None]


@transaction.atomic
def stage_people(
    *,
    table: Table,
    file_name: str,
    within: Area,
    opens_rooms: bool,
    by: Viewer,
    at: datetime,
) -> RegisterBatch:
    """读入人户登记册: keep every row, encrypted; `check_people` looks at them afterwards.

    `opens_rooms`: rooms that are not on the map yet are entered along with the people.
    """
    if not policies.may_import(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    columns = person_columns(table.headings)
    missing_columns(columns)
    batch = RegisterBatch.objects.create(
        file_name=file_name[-120:],
        within=within,
        brought_by=by.ref,
        opens_rooms=opens_rooms,
        headings=list(table.headings),
        columns=columns,
        row_count=len(table.rows),
        staged_at=at,
    )
    for some in batched(table.rows, AT_ONCE, strict=False):
        RegisterRow.objects.bulk_create(_kept(batch, raw) for raw in some)
    event = PeopleStaged(subject=batch.ref, rows=batch.row_count)
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return batch


def check_people(*, batch: RegisterBatch, at: datetime, told: Told | None = None) -> None:
    """核对: every row against the rules, the map and the register.

    Five hundred rows at a time, each time in a transaction of its own: whoever looks sees how
    far it is, and after a killed worker it goes on from there. Of two at once, one counts.
    """
    book = door_book_of(batch.within)
    while batch.state == RegisterState.CHECKING:
        if batch.checked_count < batch.row_count:
            _check_some(batch, book, at)
        else:
            _finish(batch, at)
        batch.refresh_from_db()
        if told:
            told(batch.checked_count, batch.row_count)


def _kept(batch: RegisterBatch, raw: RawRow) -> RegisterRow:
    return RegisterRow(
        batch=batch,
        sheet=raw.sheet[:60],
        line=raw.line,
        raw=json.dumps(raw.cells, ensure_ascii=False),
    )


@transaction.atomic
def _check_some(batch: RegisterBatch, book: DoorBook, at: datetime) -> None:
    begun = batch.checked_count
    done = min(begun + AT_ONCE, batch.row_count)
    seen = RegisterBatch.objects.filter(
        pk=batch.pk, state=RegisterState.CHECKING, checked_count=begun
    )
    if not seen.update(checked_count=done):
        return
    rows = list(batch.rows.order_by("pk")[begun:done])
    faults = [fault for row in rows for fault in _read(row, batch, book, at)]
    faults += _compare([row for row in rows if row.home_id], batch)
    faults += _organisations(rows, batch)
    RegisterFault.objects.bulk_create(faults, batch_size=AT_ONCE)
    _write(rows)


def _write(rows: Sequence[RegisterRow]) -> None:
    """What was read of the rows; one statement, for an update row by row takes minutes."""
    for row in rows:
        row.raw = ""  # is not among what is written: it need not be encrypted once more
    RegisterRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[
            "read",
            "home",
            "id_index",
            "name_index",
            "door_index",
            "origin_index",
            "relation",
            "opens_room",
            "joins",
            "person",
            "standing",
            "changes",
        ],
    )


def _read(
    row: RegisterRow, batch: RegisterBatch, book: DoorBook, at: datetime
) -> list[RegisterFault]:
    cells = json.loads(row.raw)
    said = said_in(
        {PersonColumn(code): cells.get(heading) for code, heading in batch.columns.items()}
    )
    person, faults = read_person(said, on=day_of(at))
    row.home_id, unknown = book.find(said, opens_rooms=batch.opens_rooms)
    row.read = json.dumps(person.plain(), ensure_ascii=False)
    row.relation, row.joins = person.relation, bool(person.organisation)
    row.opens_room = bool(row.home_id) and not book.knows(row.home_id or 0, person.room)
    _index(row, person)
    return [_fault(row, fault) for fault in [*faults, *unknown]]


def _index(row: RegisterRow, person: ReadPerson) -> None:
    door = f"{row.home_id}/{person.room}"
    born_on = person.born_on.isoformat() if person.born_on else ""
    if person.id_number:
        row.id_index = blind_index(person.id_number, "id_number")
    if person.town:
        row.origin_index = blind_index(f"{person.town}/{person.village}", "import_origin")
    if row.home_id and person.room:
        who = f"{person.name}/{door}/{row.id_index or born_on}"
        row.name_index = blind_index(who, "import_name")
        row.door_index = blind_index(f"{door}/{person.household}", "import_door")


def _compare(rows: Sequence[RegisterRow], batch: RegisterBatch) -> list[RegisterFault]:
    """Whom each row means, and whether that can be told."""
    entries = [entry_of(read_of(row), row.home_id or 0) for row in rows]
    faults = []
    for row, one in zip(rows, compared(entries, within=batch.within), strict=True):
        row.person_id = one.person.pk if one.person else None
        row.changes = list(one.changes)
        row.standing = _standing(has_person=bool(one.person), has_changes=bool(one.changes))
        if one.doubt:
            faults.append(_fault(row, Fault(column=DOUBT_COLUMN, sentence=one.doubt.sentence)))
    return faults


def _organisations(rows: Sequence[RegisterRow], batch: RegisterBatch) -> list[RegisterFault]:
    said = {row.pk: read_of(row).organisation for row in rows if row.joins}
    known = set(
        Organisation.objects.filter(
            area__path__startswith=batch.within.path,
            name__in=set(said.values()),
            dissolved_on=None,
        ).values_list("name", flat=True)
    )
    return [
        _fault(
            row,
            Fault(
                column=PersonColumn.ORGANISATION,
                sentence=NO_SUCH_ORGANISATION,
                facts={"said": said[row.pk][:30]},
            ),
        )
        for row in rows
        if row.joins and said[row.pk] not in known
    ]


@transaction.atomic
def _finish(batch: RegisterBatch, at: datetime) -> None:
    """All rows side by side: doubles, households without a head; then the sums."""
    seen = RegisterBatch.objects.filter(pk=batch.pk, state=RegisterState.CHECKING)
    if not seen.update(state=RegisterState.CHECKED):
        return
    columns = [one.name for one in fields(Beside)]
    rows = batch.rows.order_by("pk").values(*columns)
    beside = [Beside(**row) for row in rows.iterator(AT_ONCE)]
    found = across_rows(beside, with_head=_with_head(batch, beside))
    RegisterFault.objects.bulk_create(
        (_fault(RegisterRow(pk=pk, batch=batch), fault) for pk, fault in found),
        batch_size=AT_ONCE,
    )
    batch.rows.filter(faults__isnull=False).update(standing=Standing.BAD)
    _count(batch, at)


def _with_head(batch: RegisterBatch, beside: Iterable[Beside]) -> set[str]:
    """The households of the file whose head is on the register and does not stand in it."""
    homes = batch.rows.exclude(home=None).order_by().values("home")
    listed = batch.rows.exclude(person=None).order_by().values("person")
    heads = HouseholdMember.objects.filter(
        household__dwelling__area__in=homes, relation=HEAD, ended_on=None
    ).exclude(person__in=listed)
    doors = heads.values_list(
        "household__dwelling__area_id",
        "household__dwelling__number",
        "household__number",
    )
    return {
        blind_index(f"{home}/{room}/{number}", "import_door") for home, room, number in doors
    } & {row.door_index for row in beside}


def _count(batch: RegisterBatch, at: datetime) -> None:
    counted = {
        standing: batch.rows.filter(standing=standing).count()
        for standing in (Standing.NEW, Standing.CHANGED, Standing.SAME)
    }
    bad = batch.row_count - sum(counted.values())
    RegisterBatch.objects.filter(pk=batch.pk).update(
        new_count=counted[Standing.NEW],
        changed_count=counted[Standing.CHANGED],
        same_count=counted[Standing.SAME],
        bad_count=bad,
        room_count=len(missing_rooms(batch)),
    )
    event = PeopleChecked(
        subject=batch.ref,
        new=counted[Standing.NEW],
        changed=counted[Standing.CHANGED],
        same=counted[Standing.SAME],
        bad=bad,
    )
    journal.record(event, by=batch.brought_by, at=at, place=batch.within.ref)


def missing_rooms(batch: RegisterBatch) -> set[tuple[int, str]]:
    """The doors of the file that are not on the map yet."""
    named = batch.rows.filter(opens_room=True).exclude(home=None).defer("raw")
    return {
        (row.home_id or 0, room)
        for row in named.order_by("pk").iterator(AT_ONCE)
        if (room := read_of(row).room)
    }


def read_of(row: RegisterRow) -> ReadPerson:
    """What was read of the row, empty before it was checked."""
    return ReadPerson.from_plain(json.loads(row.read)) if row.read else ReadPerson()


def _standing(*, has_person: bool, has_changes: bool) -> Standing:
    if not has_person:
        return Standing.NEW
    return Standing.CHANGED if has_changes else Standing.SAME


def _fault(row: RegisterRow, fault: Fault) -> RegisterFault:
    facts = json.dumps(dict(fault.facts), ensure_ascii=False) if fault.facts else ""
    return RegisterFault(
        batch=row.batch, row=row, column=fault.column, sentence=fault.sentence, facts=facts
    )
