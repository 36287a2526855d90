"""Workbooks that go out: every cell as text, so that nothing in it is taken for a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext

from linli.exchange.models import RegisterBatch
from linli.exchange.queries import RegisterBadRow
from linli.exchange.rules import text_of
from linli.exchange.rules.people import PersonColumn, escaped
from linli.kernel.words import say
from linli.people.rules import RELATIONS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHAT_IS_WRONG = "哪里不对"
SHEET_NAME = "人户登记册"
WIDEST = 24
EXAMPLES = (
    {
        PersonColumn.COMPOUND: "翠竹苑",
        PersonColumn.BUILDING: "3号楼",
        PersonColumn.UNIT: "2单元",
        PersonColumn.ROOM: "101",
        PersonColumn.RELATION: "户主",
        PersonColumn.NAME: "王秀英（例子，请删掉这一行）",
        PersonColumn.SEX: "女",
        PersonColumn.BORN_ON: "1949-12-31",
        PersonColumn.PHONE: "13800002207",
    },
)
HOW = (
    "怎么填",
    "一人一行；同一户的人，楼栋、单元、房号写成一样，其中一人写“户主”。",
    "必须有的列：姓名、楼栋、房号、与户主关系。其余可以空着，空着的不会改动登记册。",
    "列的先后可以变，也认得别的叫法（例如“证件号码”“栋号”“室号”）。",
    "身份证号和手机号请填成文本，免得表格把末几位变成 0。",
    "性别只用来核对身份证号，不保存。",
    "一个门里住几户人家，在“户号”列写上各自的编号。",
    "易地搬迁来的，写“来源乡镇”“来源村”。",
    "已经登记的人不会重复：按身份证号找，没有就按姓名、住处和出生日期找。",
    "表里没有写到的人不会被删除，也不会被迁出。",
)

type Sheet = "xlsxwriter.worksheet.Worksheet"


def workbook_of(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> tuple[bytes, int]:
    """表格: one sheet with its headings kept in view; gives the content and how many rows."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "in_memory": True})
    sheet = _sheet(book, name, heads)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(count, place, escaped(text))
    book.close()
    return content.getvalue(), count


def as_download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    answer["Cache-Control"] = "no-store"
    return answer


def bad_rows_book(batch: RegisterBatch, rows: Iterable[RegisterBadRow]) -> HttpResponse:
    """哪里不对: the bad rows as they stood, to be mended and brought in again."""
    heads = [gettext(WHAT_IS_WRONG), say("行号"), *batch.headings]
    lines = (
        (
            "；".join(row.sentences),
            str(row.line),
            *(text_of(row.cells.get(heading)) for heading in batch.headings),
        )
        for row in rows
    )
    content, _ = workbook_of(SHEET_NAME, heads, lines)
    return as_download(content, f"{SHEET_NAME}-{gettext(WHAT_IS_WRONG)}")


def register_template() -> HttpResponse:
    """模板: how to fill it in, the empty sheet with choices, and an example."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    heads = [str(column.label) for column in PersonColumn]
    sheet = _sheet(book, SHEET_NAME, heads)
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(heads) - 1, 14, text)
    _offer(sheet, PersonColumn.RELATION, RELATIONS[:30])
    _offer(sheet, PersonColumn.SEX, ("男", "女"))
    for line, example in enumerate(EXAMPLES, start=1):
        for place, column in enumerate(PersonColumn):
            sheet.write_string(line, place, example.get(column, ""), text)
    instructions = book.add_worksheet("说明")
    instructions.set_column(0, 0, 90)
    for line, words in enumerate(HOW):
        instructions.write_string(line, 0, words)
    book.close()
    return as_download(content.getvalue(), f"{SHEET_NAME}模板")


def _sheet(book: "xlsxwriter.Workbook", name: str, heads: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        sheet.set_column(place, place, min(max(2 * len(head) + 2, 10), WIDEST))
        sheet.write_string(0, place, head, bold)
    return sheet


def _offer(sheet: Any, column: PersonColumn, choices: Sequence[str]) -> None:
    place = list(PersonColumn).index(column)
    sheet.data_validation(
        1,
        place,
        5000,
        place,
        {"validate": "list", "source": list(choices), "error_type": "warning"},
    )


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""
