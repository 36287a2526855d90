"""事项登记表: the matters of a community as a sheet that can be brought in again."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from pathlib import Path

import xlsxwriter

from linli.exchange.models import ImportRow
from linli.exchange.rules import Column
from linli.exchange.rules.columns import Mapping
from linli.kernel.dates import HERE
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.queries.outside import outside_numbers
from linli.matters.rules import Sensitivity
from linli.places.models import Area
from linli.ratings.rules import Satisfied, Solved

AT_ONCE = 500
SHEET = "事项登记"
SOLVED = {Solved.YES: "是", Solved.PARTLY: "部分解决", Solved.NO: "否"}

type Line = dict[Column, str]


def register_of(community: Area) -> MatterQuerySet:
    """What the desk of the community may see: complaints about it lie with the one above."""
    matters = Matter.objects.in_area(community).exclude(sensitivity=Sensitivity.COMPLAINT)
    return matters.select_related("place", "reporter").order_by("reported_at", "pk")


def write_register(community: Area, file: Path, *, with_contacts: str) -> int:
    """写登记表: every cell as text, so that nothing in it is taken for a formula.

    `with_contacts` is the reason for which names and phones go along; empty leaves them out.
    """
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet(SHEET)
    _write(sheet, 0, {column: str(column.label) for column in Column})
    count = 0
    for count, line in enumerate(
        lines_of(community, has_contacts=bool(with_contacts)), start=1
    ):
        _write(sheet, count, line)
    book.close()
    return count


def _write(sheet: "xlsxwriter.worksheet.Worksheet", number: int, line: Line) -> None:
    for place, column in enumerate(Column):
        sheet.write_string(number, place, line.get(column, ""))


def lines_of(community: Area, *, has_contacts: bool) -> Iterator[Line]:
    """逐行: every matter of a community that its desk may see."""
    return lines_about(register_of(community), has_contacts=has_contacts)


def lines_about(rows: MatterQuerySet, *, has_contacts: bool) -> Iterator[Line]:
    """Say what each matter says, with what the hotline said that it has no place for."""
    for matters in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        numbers = outside_numbers([matter.ref for matter in matters])
        kept = _kept(matters)
        for matter in matters:
            line = kept.get(matter.pk, {}) | _line(matter)
            line[Column.NUMBER] = numbers.get(matter.pk, matter.number)
            yield line | _contacts(matter) if has_contacts else line


def _line(matter: Matter) -> Line:
    said = {
        Column.TITLE: matter.title,
        Column.WORDS: matter.words,
        Column.STATE: str(matter.standing.label),
        Column.MEASURE: matter.measure,
        Column.OUTCOME: matter.outcome,
        Column.REPORTED_AT: _moment(matter.reported_at),
        Column.FINISHED_AT: _moment(matter.finished_at),
        Column.SOLVED: SOLVED.get(matter.solved, ""),  # type: ignore[call-overload]
        Column.SATISFIED: str(Satisfied(matter.satisfied).label) if matter.satisfied else "",
        Column.SPOT: matter.spot,
    }
    return {column: text for column, text in said.items() if text}


def _contacts(matter: Matter) -> Line:
    if matter.reporter:
        return {Column.CALLER: matter.reporter.name, Column.PHONE: matter.reporter.phone}
    return {Column.PHONE: matter.contact}


def _kept(matters: Sequence[Matter]) -> dict[int, Line]:
    """What the hotline said and a matter has no place for."""
    rows = ImportRow.objects.filter(matter__in=matters).select_related("batch")
    return {row.matter_id or 0: _of_row(row.raw, row.batch.columns) for row in rows}


def _of_row(raw: str, columns: Mapping) -> Line:
    cells = json.loads(raw) if raw else {}
    found = {column: cells.get(heading) for column, heading in columns.items()}
    return {Column(column): str(cell) for column, cell in found.items() if cell}


def _moment(at: datetime | None) -> str:
    return at.astimezone(HERE).strftime("%Y-%m-%d %H:%M:%S") if at else ""
