"""The board to take away: as CSV and as a workbook, the same rows as on the page."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import day_of
from linli.matters.queries.board import PublicMatter

HEADS = (
    _("编号"), _("什么事"), _("哪一类"), _("在哪里"), _("责任人"), _("单位或岗位"), _("措施"),
    _("结果"), _("办到哪"), _("哪天说的"), _("办理期限"), _("哪天办结"), _("用时（天）"),
    _("附议人数"), _("解释的依据"), _("挂账到"), _("并到"),
)  # fmt: skip
# A cell that begins so would be reckoned by a spreadsheet.
RECKONED = ("=", "+", "-", "@", "\t")


def as_csv(matters: Iterable[PublicMatter], name: str) -> HttpResponse:
    """CSV with a mark by which Excel knows UTF-8."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([gettext(head) for head in HEADS])
    writer.writerows([_plain(cell) for cell in row] for row in map(_row, matters))
    response = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
    return _attached(response, f"{name}.csv")


def as_workbook(matters: Iterable[PublicMatter], name: str) -> HttpResponse:
    """An Excel workbook with one sheet."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(gettext("公开栏"))
    rows = [tuple(gettext(head) for head in HEADS), *map(_row, matters)]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(HEADS) - 1, 16)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attached(HttpResponse(out.getvalue(), content_type=kind), f"{name}.xlsx")


def _row(matter: PublicMatter) -> tuple[str, ...]:
    return (
        matter.number,
        matter.title,
        matter.kind,
        matter.where,
        matter.handler,
        matter.handler_from,
        matter.measure,
        matter.outcome,
        matter.ending or gettext(matter.state.label),
        f"{day_of(matter.reported_at):%Y-%m-%d}",
        f"{day_of(matter.due_at):%Y-%m-%d}",
        f"{day_of(matter.finished_at):%Y-%m-%d}" if matter.finished_at else "",
        str(matter.days or ""),
        str(matter.joined),
        matter.ground,
        f"{matter.parked_until:%Y-%m-%d}" if matter.parked_until else "",
        matter.merged_into,
    )


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RECKONED) else cell


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
