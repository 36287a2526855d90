"""A list to take away: as CSV and as a workbook, the same rows as on the page."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse

# A cell that begins so would be reckoned by a spreadsheet.
RECKONED = ("=", "+", "-", "@", "\t")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(rows: Iterable[tuple[str, ...]], name: str) -> HttpResponse:
    """CSV with a mark by which Excel knows UTF-8."""
    out = StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    content = f"\ufeff{out.getvalue()}"
    return _attached(content.encode(), "text/csv; charset=utf-8", f"{name}.csv")


def as_workbook(rows: Iterable[tuple[str, ...]], name: str) -> HttpResponse:
    """An Excel workbook with one sheet."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return _attached(out.getvalue(), WORKBOOK, f"{name}.xlsx")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RECKONED) else cell


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
