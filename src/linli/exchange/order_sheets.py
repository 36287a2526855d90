"""回传表: orders as a sheet in the column order of the import, xlsx or csv, with no formula."""

import csv
import io
from collections.abc import Sequence

from linli.exchange.register import SHEET, Line
from linli.exchange.rules import Column
from linli.exchange.rules.people import escaped
from linli.exchange.workbooks import workbook_of

HEADS = tuple(str(column.label) for column in Column)


def orders_sheet(lines: Sequence[Line], ending: str) -> bytes:
    """Write the sheet; a spreadsheet reads a csv as UTF-8 only with a mark before it."""
    rows = [[line.get(column, "") for column in Column] for line in lines]
    return _csv(rows) if ending == "csv" else workbook_of(SHEET, HEADS, rows)[0]


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
