"""读入: a sheet is read and checked row by row; nothing of it is a matter yet."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from linli.exchange import policies
from linli.exchange.actions.committing import refuse_settled
from linli.exchange.events import SheetStaged
from linli.exchange.models import ImportBatch, ImportRow
from linli.exchange.queries import Gazetteer, cells_of, communities_kept_by
from linli.exchange.rules import (
    Column,
    Fault,
    ReadRow,
    Understood,
    read_row,
    refuse_unreadable,
    understand,
)
from linli.exchange.rules.columns import Mapping as Columns
from linli.exchange.sheets import RawRow, Table
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.matters.queries.outside import known_numbers
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area

AT_ONCE = 500


@transaction.atomic
def stage_batch(
    *,
    table: Table,
    file_name: str,
    community: Area,
    handler: Person,
    by: Viewer,
    at: datetime,
    overrides: Mapping[str, str] = MappingProxyType({}),
) -> ImportBatch:
    """读入: keep every row with what was read of it and what is wrong; nothing goes on yet.

    `community` is where a row belongs that names none; `handler` is who past orders stand with.
    """
    if not policies.may_import(by, community):
        raise NotPermitted("只有管理员，以及该社区和上级的工作人员，可以导入。")
    understood = understand(table.headings, overrides)
    refuse_unreadable(understood.columns)
    batch = ImportBatch.objects.create(
        file_name=file_name[-120:],
        community=community,
        handler=handler,
        headings=list(table.headings),
        columns=understood.columns,
        row_count=len(table.rows),
        fault_count=0,
        staged_at=at,
    )
    rows = _read(table.rows, understood, community, by, at)
    for row in rows:
        row.batch = batch
    ImportRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    _count(batch, rows)
    _tell(batch, by, at)
    return batch


@transaction.atomic
def remap_batch(
    *, batch: ImportBatch, overrides: Mapping[str, str], by: Viewer, at: datetime
) -> None:
    """重认列: read the kept rows again with what a person says of the headings."""
    if not policies.may_import(by, batch.community):
        raise NotPermitted("只有管理员，以及该社区和上级的工作人员，可以导入。")
    refuse_settled(batch)
    understood = understand(batch.headings, overrides)
    refuse_unreadable(understood.columns)
    kept = list(batch.rows.order_by("pk"))
    raw = [RawRow(row.sheet, row.line, cells_of(row)) for row in kept]
    read = _read(raw, understood, batch.community, by, at)
    for row, again in zip(kept, read, strict=True):
        row.read, row.faults = again.read, again.faults
        row.place, row.outside_number = again.place, again.outside_number
    ImportRow.objects.bulk_update(
        kept, ["read", "faults", "place", "outside_number"], batch_size=AT_ONCE
    )
    ImportBatch.objects.filter(pk=batch.pk).update(columns=understood.columns)
    _count(batch, kept)
    _tell(batch, by, at)


def _read(
    raw: Iterable[RawRow], understood: Understood, community: Area, by: Viewer, at: datetime
) -> list[ImportRow]:
    gazetteer = Gazetteer.of(communities_kept_by(by))
    rows = [_row(one, understood.columns, gazetteer, community, at) for one in raw]
    _find_doubles(rows)
    return rows


def _row(
    raw: RawRow, columns: Columns, gazetteer: Gazetteer, community: Area, at: datetime
) -> ImportRow:
    cells = {column: raw.cells.get(heading) for column, heading in columns.items()}
    read, faults = read_row(cells, at=at)
    place = _place(read, gazetteer, community)
    if place is None:
        sentence = "这里没有登记“{name}”，或者您不管那里。"
        faults = [*faults, _fault(Column.COMMUNITY, sentence, name=read.community[:30])]
    return ImportRow(
        sheet=raw.sheet[:60],
        line=raw.line,
        raw=json.dumps(raw.cells, ensure_ascii=False),
        read=json.dumps(read.plain(), ensure_ascii=False),
        outside_number=read.number[:60],
        place=place,
        faults=[asdict(fault) for fault in faults],
    )


def _place(read: ReadRow, gazetteer: Gazetteer, community: Area) -> Area | None:
    if not read.community:
        return community
    return gazetteer.find(read.community, read.subdistrict)


def _find_doubles(rows: list[ImportRow]) -> None:
    """编号重复: twice in the file, or a matter already."""
    known = known_numbers([row.outside_number for row in rows if row.outside_number])
    first: dict[str, ImportRow] = {}
    for row in rows:
        number = row.outside_number
        if number in known:
            _add(row, "编号{number}已经导入过了。", number=number)
        elif number in first:
            before = str(first[number].line)
            _add(row, "编号{number}和第{line}行重复。", number=number, line=before)
        elif number:
            first[number] = row


def _add(row: ImportRow, sentence: str, **facts: str) -> None:
    row.faults = [*row.faults, asdict(_fault(Column.NUMBER, sentence, **facts))]


def _fault(column: Column, sentence: str, **facts: str) -> Fault:
    return Fault(column=column, sentence=sentence, facts=facts)


def _count(batch: ImportBatch, rows: list[ImportRow]) -> None:
    batch.fault_count = sum(len(row.faults) for row in rows)
    ImportBatch.objects.filter(pk=batch.pk).update(fault_count=batch.fault_count)


def _tell(batch: ImportBatch, by: Viewer, at: datetime) -> None:
    event = SheetStaged(subject=batch.ref, rows=batch.row_count, faults=batch.fault_count)
    journal.record(event, by=by.ref, at=at, place=batch.community.ref)
