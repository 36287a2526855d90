"""Opens what a hotline sends: xlsx, xls, ods, and csv however it was encoded."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, PasswordError, load_workbook

from linli.exchange.rules import Cell, header_score, plain_cell, text_of
from linli.exchange.uploads import TEXTS, FileUnreadable, refuse_strange_files

__all__ = ["FileUnreadable", "RawRow", "Table", "read_table"]

ENCODINGS = ("utf-8-sig", "gb18030")
HEADINGS_WITHIN = 10  # rows: above the headings stand a title, a date, a unit
MOST_ROWS = 20_000


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


type Score = Callable[[Sequence[str]], int]


def read_table(content: bytes, name: str, *, score: Score = header_score) -> Table:
    """读表: every sheet with headings; what has none (a cover, a legend) is left out.

    `score` says how much a row looks like the headings that are looked for.
    """
    refuse_strange_files(content, name)
    sheets = _of_text(content) if name.lower().endswith(TEXTS) else _of_workbook(content)
    headings: dict[str, None] = {}
    rows: list[RawRow] = []
    read = [(sheet, cells, *_headings(cells, score)) for sheet, cells in sheets]
    known = [one for one in read if score(one[3])]
    for sheet, cells, above, names in known or read:
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
    except PasswordError as error:
        raise FileUnreadable("这个文件设了打开密码，请先去掉密码再导入。") from error
    except CalamineError as error:
        raise FileUnreadable("打不开这个文件，请用 xlsx、xls 或 csv。") from error


def _headings(cells: Sequence[Sequence[Cell]], score: Score) -> tuple[int, list[str]]:
    """Say in which row the headings stand: where most of the names are known."""
    top = [[text_of(cell) for cell in row] for row in cells[:HEADINGS_WITHIN]]
    if not top:
        return 0, []
    best = max(range(len(top)), key=lambda number: (score(top[number]), -number))
    return best + 1, top[best]


def _rows(
    sheet: str, cells: Sequence[Sequence[Cell]], above: int, names: Sequence[str]
) -> Iterator[RawRow]:
    for line, row in enumerate(cells[above:], start=above + 1):
        said = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if any(text_of(cell) for cell in said.values()):
            yield RawRow(sheet, line, said)
