"""Opens what a hotline sends: xlsx, xls, ods, and csv however it was encoded."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, load_workbook

from linli.exchange.rules import Cell, header_score, plain_cell, text_of
from linli.kernel.errors import Unreadable

ENCODINGS = ("utf-8-sig", "gb18030")
TEXTS = (".csv", ".txt", ".tsv")
HEADINGS_WITHIN = 10  # rows: above the headings stand a title, a date, a unit
MOST_ROWS = 20_000


class FileUnreadable(Unreadable):
    pass


@dataclass(frozen=True)
class RawRow:
    """One row: where it stands, and its cells by heading."""

    sheet: str
    line: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Table:
    """All rows of all sheets of a file, and every heading once."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_table(content: bytes, name: str) -> Table:
    """读表: every sheet with headings; what has none (a cover, a legend) is left out."""
    sheets = _of_text(content) if name.lower().endswith(TEXTS) else _of_workbook(content)
    headings: dict[str, None] = {}
    rows: list[RawRow] = []
    for sheet, cells in sheets:
        above, names = _headings(cells)
        headings |= dict.fromkeys(name for name in names if name)
        rows.extend(_rows(sheet, cells, above, names))
    if not rows:
        raise FileUnreadable("这个文件里没有一行数据。")
    if len(rows) > MOST_ROWS:
        raise FileUnreadable("一次最多导入 {most} 行，请分成几个文件。", most=MOST_ROWS)
    return Table(tuple(headings), tuple(rows))


def _of_text(content: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        separator = max(",\t;", key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        yield "", [list(row) for row in reader]
        return
    raise FileUnreadable("读不出这个文件的文字，请另存为 UTF-8 编码的 csv 或 xlsx。")


def _of_workbook(content: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    try:
        workbook = load_workbook(io.BytesIO(content))
        for sheet in workbook.sheet_names:
            found = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield sheet, [[plain_cell(cell) for cell in row] for row in found]
    except CalamineError as error:
        raise FileUnreadable("打不开这个文件，请用 xlsx、xls 或 csv。") from error


def _headings(cells: Sequence[Sequence[Cell]]) -> tuple[int, list[str]]:
    """Say in which row the headings stand: where most of the names are known."""
    top = [[text_of(cell) for cell in row] for row in cells[:HEADINGS_WITHIN]]
    if not top:
        return 0, []
    best = max(range(len(top)), key=lambda number: (header_score(top[number]), -number))
    return best + 1, top[best]


def _rows(
    sheet: str, cells: Sequence[Sequence[Cell]], above: int, names: Sequence[str]
) -> Iterator[RawRow]:
    for line, row in enumerate(cells[above:], start=above + 1):
        said = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if any(text_of(cell) for cell in said.values()):
            yield RawRow(sheet, line, said)
