"""A list of matters to take away, as CSV or Excel; nobody who spoke is named in it."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import HERE
from linli.kernel.options import pinned
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.matters.views.showing import channel_label, route_label, tier_label

KINDS = {"csv": "CSV", "xlsx": "Excel"}
MOST_ROWS = 5_000
COLUMNS = (
    _("编号"),
    _("事项"),
    _("地点"),
    _("状态"),
    _("等级"),
    _("规则"),
    _("渠道"),
    _("现在哪一级"),
    _("承办人"),
    _("承办单位"),
    _("说事时间"),
    _("期限"),
    _("办结时间"),
    _("办理结果"),
    _("解决了吗"),
    _("满意吗"),
)
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(ending: str, title: str, rows: Iterable[Matter]) -> HttpResponse:
    """The rows as a file of that kind."""
    if ending not in KINDS:
        raise Http404
    table = [_head(), *map(_line, rows)]
    return _as_csv(title, table) if ending == "csv" else _as_xlsx(title, table)


def _head() -> list[str]:
    return [gettext(name) for name in COLUMNS]


def _line(matter: Matter) -> list[str]:
    options = pinned(matter.options_digest)
    times = (matter.reported_at, matter.due_at, matter.finished_at)
    said = [f"{at.astimezone(HERE):%Y-%m-%d %H:%M}" if at else "" for at in times]
    return [
        matter.number,
        matter.title,
        matter.place.name + matter.spot,
        say(matter.standing.label),
        tier_label(matter, options),
        route_label(matter, options),
        channel_label(matter, options),
        matter.desk.name,
        matter.handler.name if matter.handler else "",
        matter.unit.name if matter.unit else "",
        *said,
        matter.outcome,
        matter.solved,
        matter.satisfied,
    ]


def _as_csv(title: str, table: list[list[str]]) -> HttpResponse:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in line] for line in table)
    # Excel reads a CSV as UTF-8 only with this mark.
    return _file(
        title, "csv", "text/csv; charset=utf-8", "\ufeff".encode() + text.getvalue().encode()
    )


def _as_xlsx(title: str, table: list[list[str]]) -> HttpResponse:
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet()
        for number, line in enumerate(table):
            page.write_row(number, 0, line)
        page.freeze_panes(1, 0)
        page.set_column(1, 2, 30)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(title, "xlsx", kind, content.getvalue())


def _harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def _file(title: str, ending: str, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    named = content_disposition_header(as_attachment=True, filename=f"{title}.{ending}")
    response.headers["Content-Disposition"] = named or "attachment"
    return response
