"""导入: all rows of a checked sheet become matters, or none does."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from linli.exchange import policies
from linli.exchange.events import SheetCommitted, SheetDiscarded
from linli.exchange.models import BatchState, ImportBatch, ImportRow
from linli.exchange.queries import cells_of
from linli.exchange.rules import Column, ReadRow
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.matters.actions import Ending, OutsideMatter, Word, record_outside_matter
from linli.people.actions import (
    NewPerson,
    PhoneUnreadable,
    phone_index,
    read_phone_as_said,
    register_people,
)
from linli.people.models import Person
from linli.people.viewer import THE_HOUSE, Viewer

HOTLINE_CHANNEL = "hotline"
LONGEST_SPOT, LONGEST_TOPIC, LONGEST_NAME = 60, 20, 60
SAY_EVERY = 100
KEPT_FOR = timedelta(days=7)
# What a matter has no place for stays with the row; the rest is in the matter itself.
KEPT = (
    Column.KIND,
    Column.CATEGORY,
    Column.TAGS,
    Column.DISTRICT,
    Column.SUBDISTRICT,
    Column.WAY,
    Column.COMPANY,
    Column.NATURE,
    Column.SPOT,
)

type Caller = tuple[str, str]  # name, phone


class BatchSettledAlready(Refusal):
    pass


class SheetHasFaults(Refusal):
    pass


class ImportedMeanwhile(Refusal):
    pass


@transaction.atomic
def commit_batch(
    *,
    batch: ImportBatch,
    by: Viewer,
    at: datetime,
    told: Callable[[int, int], None] | None = None,
) -> int:
    """导入: whole or not at all; `told` hears how far it is. Gives the number of matters."""
    _refuse(batch, by)
    _settle(batch, BatchState.COMMITTED, at)
    rows = list(batch.rows.select_related("place").order_by("pk"))
    read = {row.pk: ReadRow.from_plain(json.loads(row.read)) for row in rows}
    callers = _callers(batch, rows, read, by, at)
    for done, row in enumerate(rows, start=1):
        _bring_in(row, read[row.pk], batch, callers, by, at)
        if told and (done % SAY_EVERY == 0 or done == len(rows)):
            told(done, len(rows))
    event = SheetCommitted(subject=batch.ref, rows=len(rows))
    journal.record(event, by=by.ref, at=at, place=batch.community.ref)
    return len(rows)


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: Viewer, at: datetime) -> None:
    """放弃: what was read of the file goes; that there was one stays."""
    if not policies.may_import(by, batch.community):
        raise NotPermitted("只有管理员，以及该社区和上级的工作人员，可以导入。")
    _settle(batch, BatchState.DISCARDED, at)
    batch.rows.all().delete()
    event = SheetDiscarded(subject=batch.ref, rows=batch.row_count)
    journal.record(event, by=by.ref, at=at, place=batch.community.ref)


def discard_forgotten(*, at: datetime) -> int:
    """清理: a sheet that nobody took in is given up; names and phones must not lie about."""
    staged = ImportBatch.objects.filter(state=BatchState.STAGED, staged_at__lt=at - KEPT_FOR)
    forgotten = list(staged.select_related("community"))
    for batch in forgotten:
        discard_batch(batch=batch, by=THE_HOUSE, at=at)
    return len(forgotten)


def refuse_settled(batch: ImportBatch) -> None:
    """Refuse whatever was taken in or given up already."""
    if batch.state != BatchState.STAGED:
        raise BatchSettledAlready("这张表已经导入或放弃了。")


def _refuse(batch: ImportBatch, by: Viewer) -> None:
    if not policies.may_import(by, batch.community):
        raise NotPermitted("只有管理员，以及该社区和上级的工作人员，可以导入。")
    refuse_settled(batch)
    if batch.fault_count:
        raise SheetHasFaults(
            "这张表还有 {many} 处毛病，一行也没有导入；改好后重新选文件。",
            many=batch.fault_count,
        )


def _settle(batch: ImportBatch, state: BatchState, at: datetime) -> None:
    seen = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.STAGED)
    if not seen.update(state=state, settled_at=at):
        raise BatchSettledAlready("这张表已经导入或放弃了。")
    batch.state, batch.settled_at = state, at


def _bring_in(
    row: ImportRow,
    read: ReadRow,
    batch: ImportBatch,
    callers: Mapping[Caller, Person],
    by: Viewer,
    at: datetime,
) -> None:
    reporter = callers.get(_caller(read))
    outside = _outside(row, read, batch, reporter)
    matter = record_outside_matter(outside=outside, by=by, at=at)
    headings = [batch.columns.get(column) for column in KEPT]
    cells = cells_of(row)
    kept = {name: cells[name] for name in headings if name and cells.get(name)}
    try:
        ImportRow.objects.filter(pk=row.pk).update(
            matter=matter, raw=json.dumps(kept, ensure_ascii=False), read=""
        )
    except IntegrityError as error:
        raise ImportedMeanwhile("编号{number}刚刚被别人导入了。", number=read.number) from error


def _outside(
    row: ImportRow, read: ReadRow, batch: ImportBatch, reporter: Person | None
) -> OutsideMatter:
    assert read.reported_at  # noqa: S101 - a row without it has a fault
    word = Word(
        words=read.words,
        place=row.place or batch.community,
        channel=HOTLINE_CHANNEL,
        spot=read.spot[:LONGEST_SPOT],
        contact="" if reporter else _contact(read),
    )
    return OutsideMatter(
        word=word,
        reported_at=read.reported_at,
        number=read.number,
        title=read.title,
        reporter=reporter,
        ending=_ending(read, batch.handler),
    )


def _ending(read: ReadRow, handler: Person) -> Ending | None:
    if not read.finished_at:
        return None
    return Ending(
        handler=handler,
        outcome=read.outcome,
        measure=read.measure,
        dispatched_at=read.dispatched_at,
        finished_at=read.finished_at,
        solved=read.solved,
        satisfied=read.satisfied,
    )


def _callers(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    read: Mapping[int, ReadRow],
    by: Viewer,
    at: datetime,
) -> dict[Caller, Person]:
    """Find on the register who left both name and phone, and register who is new, at once."""
    places = {
        caller: row.place or batch.community
        for row in rows
        if (caller := _caller(read[row.pk]))[1]
    }
    known = _on_register(list(places))
    for place in {area.pk: area for area in places.values()}.values():
        new = [
            NewPerson(name=name, home=place, phone=phone)
            for (name, phone), home in places.items()
            if home.pk == place.pk and (name, phone) not in known
        ]
        if new:
            people = register_people(within=place, people=new, by=by, at=at)
            known |= {(person.name, person.phone): person for person in people}
    return known


def _on_register(callers: Sequence[Caller]) -> dict[Caller, Person]:
    indexes = {phone_index(phone): phone for _, phone in callers}
    asked = list(indexes)
    found: dict[Caller, Person] = {}
    for start in range(0, len(asked), 500):
        people = Person.objects.filter(phone_index__in=asked[start : start + 500])
        found |= {(one.name, indexes[one.phone_index]): one for one in people.order_by("-pk")}
    return {caller: found[caller] for caller in callers if caller in found}


def _caller(read: ReadRow) -> Caller:
    """Who called, if there is a name and a phone that can be dialled; else nobody."""
    try:
        phone = read_phone_as_said(read.phone)
    except PhoneUnreadable:
        phone = ""
    name = read.caller.strip()[:LONGEST_NAME]
    return (name, phone) if name and phone else ("", "")


def _contact(read: ReadRow) -> str:
    """What else there is to reach them by: for who has it in hand alone, encrypted."""
    return " ".join(part for part in (read.caller, read.phone) if part)
