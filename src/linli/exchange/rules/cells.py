"""What one cell says: a time, a number, yes or no. No Django here."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from linli.kernel.dates import HERE
from linli.kernel.errors import Unreadable
from linli.ratings.rules import Satisfied, Solved

type Cell = str | int | float | bool | None

EXACT = 10**15  # spreadsheets keep no more than fifteen digits of a number
EXCEL_BEGINS = datetime(1899, 12, 30, tzinfo=HERE)
EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})秒?)?(?:\.\d+)?)?"
)
PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
A_DAY = 3  # numbers: the year, the month, the day
LAST_MOMENT = time(23, 59, 59)

NOT_ASKED = frozenset({"", "-", "—", "/", "无", "未评价", "未回访", "无法联系", "未接通"})
SOLVED: Mapping[str, Solved] = MappingProxyType(
    {
        **dict.fromkeys(("是", "解决", "已解决", "解决了", "yes"), Solved.YES),
        **dict.fromkeys(("部分解决", "部分", "解决了一部分", "partly"), Solved.PARTLY),
        **dict.fromkeys(("否", "未解决", "没有解决", "不解决", "no"), Solved.NO),
    }
)
SATISFIED: Mapping[str, Satisfied] = MappingProxyType(
    {
        **dict.fromkeys(("是", "满意", "非常满意", "很满意", "very"), Satisfied.VERY),
        **dict.fromkeys(("基本满意", "较满意", "比较满意", "一般", "fairly"), Satisfied.FAIRLY),
        **dict.fromkeys(("否", "不满意", "非常不满意", "很不满意", "not"), Satisfied.NOT),
    }
)


class CellUnreadable(Unreadable):
    pass


def plain_cell(value: object) -> Cell:
    """Bring what a reader of spreadsheets gives to what JSON can hold."""
    match value:
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case bool() | int() | None:
            return value
        case float():
            return int(value) if value.is_integer() else value
        case timedelta():
            return str(value)
        case _:
            return str(value).strip()


def text_of(cell: Cell) -> str:
    """Give what stands in the cell as text; of nothing, nothing."""
    return "" if cell is None else str(cell).strip()


def read_number(cell: Cell) -> str:
    """编号: refuse one whose last digits a spreadsheet has already lost."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= EXACT:
        raise CellUnreadable("编号被表格当成了数字，末几位已经丢了，请把这一列设成文本再导出。")
    return text_of(cell)


def read_time(cell: Cell, *, is_end: bool = False) -> datetime | None:
    """时间: of an end that names the day alone, the last moment of the day."""
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, int | float) and int(cell) in EXCEL_DAYS:
        whole = EXCEL_BEGINS + timedelta(seconds=round(cell * 24 * 60 * 60))
        return _with_time(whole, has_time=cell % 1 != 0, is_end=is_end)
    found = WRITTEN.fullmatch(text) or PACKED.fullmatch(text)
    try:
        parts = [int(part) for part in found.groups() if part is not None] if found else []
        read = datetime(*parts, tzinfo=HERE) if parts else None  # type: ignore[arg-type,misc]
    except ValueError:
        read = None
    if read is None:
        raise CellUnreadable("读不出时间“{text}”，应如 2025-03-01 08:30。", text=text[:30])
    return _with_time(read, has_time=len(parts) > A_DAY, is_end=is_end)


def read_solved(cell: Cell) -> Solved | None:
    """是否解决: an answer that was not asked for is none."""
    text = _answer(cell)
    if text and text not in SOLVED:
        raise CellUnreadable("“{text}”看不懂，应是：是、部分解决、否，或空着。", text=text[:20])
    return SOLVED.get(text)


def read_satisfied(cell: Cell) -> Satisfied | None:
    """是否满意: an answer that was not asked for is none."""
    text = _answer(cell)
    if text and text not in SATISFIED:
        raise CellUnreadable(
            "“{text}”看不懂，应是：满意、基本满意、不满意，或空着。", text=text[:20]
        )
    return SATISFIED.get(text)


def _answer(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    text = text_of(cell).lower()
    return "" if text in NOT_ASKED else text


def _with_time(moment: datetime, *, has_time: bool, is_end: bool) -> datetime:
    if has_time or not is_end:
        return moment
    return datetime.combine(moment.date(), LAST_MOMENT, tzinfo=HERE)
