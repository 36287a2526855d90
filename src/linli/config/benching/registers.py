"""A register of ten thousand people: read, checked, written, and taken out again."""

import argparse
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import django
import xlsxwriter

from linli.config.benching.lines import Limit, Line
from linli.kernel.identity import ID_CHECKS, ID_WEIGHTS

if TYPE_CHECKING:
    from linli.places.models import Area

PER_HOUSEHOLD, PER_UNIT, UNITS = 3, 36, 3  # people, people, units a building
SECOND = 1000
IMPORT = Limit(ms=20 * SECOND)
EXPORT = Limit(ms=5 * SECOND)
MEMORY = Limit(megabytes=400)
HEADINGS = (
    "小区",
    "楼栋",
    "单元",
    "房号",
    "与户主关系",
    "姓名",
    "身份证号",
    "出生日期",
    "手机号",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ["LINLI_ADMIN_PASSWORD"] = os.urandom(12).hex()
    django.setup()
    for size in sorted(given.rows):
        for line in measured(size, at=given.at):
            sys.stdout.write(f"{line.passed_on()}\n")
            sys.stdout.flush()


def measured(size: int, *, at: datetime) -> Iterator[Line]:
    """Each way of using the register, as the pages use it; the import is all its steps."""
    # Only after the set-up can anything of Django's be imported.
    from linli.config import preparation  # noqa: PLC0415 - Django is not set up before

    preparation.migrate()
    community = _community(size, at)
    for operation, phone in (
        ("人户登记册导入 import, all new", "138"),
        ("再导入 import again, all changed", "139"),
        ("再导入 import again, all the same", "139"),
    ):
        content = _sheet(size, phone)
        bring_in = partial(_bring_in, content, community, at)
        yield _timed(operation, size, IMPORT, bring_in)
    take_out = partial(_take_out, community)
    yield _timed("人户登记册导出 export", size, EXPORT, take_out)
    yield Line(
        operation="内存峰值 peak memory of the process",
        rows=size,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        limit=MEMORY,
    )


def _bring_in(content: bytes, community: "Area", at: datetime) -> None:
    from linli.exchange import actions  # noqa: PLC0415 - Django is not set up before
    from linli.exchange.rules.people import register_score  # noqa: PLC0415 - Django is not set up before
    from linli.exchange.sheets import read_table  # noqa: PLC0415 - Django is not set up before
    from linli.people.viewer import THE_HOUSE  # noqa: PLC0415 - Django is not set up before

    batch = actions.stage_people(
        table=read_table(content, "register.xlsx", score=register_score),
        file_name="register.xlsx",
        within=community,
        opens_rooms=True,
        by=THE_HOUSE,
        at=at,
    )
    actions.check_people(batch=batch, at=at)
    actions.commit_people(batch=batch, by=THE_HOUSE, at=at)


def _take_out(community: "Area") -> None:
    from linli.exchange.registers import SHEETS  # noqa: PLC0415 - Django is not set up before
    from linli.exchange.workbooks import workbook_of  # noqa: PLC0415 - Django is not set up before

    sheet, is_whole = SHEETS["households"], False
    workbook_of("register", sheet.heads, sheet.rows(community, is_whole))


def _timed(operation: str, rows: int, limit: Limit, work: Callable[[], object]) -> Line:
    began, clocked = time.perf_counter(), time.process_time()
    work()
    return Line(
        operation=operation,
        rows=rows,
        cpu_ms=(time.process_time() - clocked) * SECOND,
        wall_ms=(time.perf_counter() - began) * SECOND,
        limit=limit,
    )


def _community(size: int, at: datetime) -> "Area":
    from linli.people.viewer import THE_HOUSE  # noqa: PLC0415 - Django is not set up before
    from linli.places.actions import NewArea, open_areas  # noqa: PLC0415 - Django is not set up before
    from linli.places.rules import AreaKind  # noqa: PLC0415 - Django is not set up before

    units = tuple(NewArea(kind=AreaKind.UNIT, name=f"{one}单元") for one in range(1, UNITS + 1))
    buildings = tuple(
        NewArea(kind=AreaKind.BUILDING, name=f"{one}号楼", below=units)
        for one in range(1, size // (PER_UNIT * UNITS) + 2)
    )
    compound = NewArea(kind=AreaKind.COMPOUND, name="丁香苑", below=buildings)
    community = NewArea(kind=AreaKind.COMMUNITY, name=f"丁香{size}社区", below=(compound,))
    opened = open_areas(parent=None, areas=[community], by=THE_HOUSE, at=at)
    return opened[0]


def _sheet(size: int, phone: str) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet("人户登记册")
    for line, row in enumerate((HEADINGS, *(_row(one, phone) for one in range(size)))):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text)
    book.close()
    return content.getvalue()


def _row(one: int, phone: str) -> tuple[str, ...]:
    unit, inside = divmod(one, PER_UNIT)
    building, unit = divmod(unit, UNITS)
    room, member = divmod(inside, PER_HOUSEHOLD)
    born = f"{1940 + one % 60}{1 + one % 12:02d}{1 + one % 28:02d}"
    return (
        "丁香苑",
        f"{building + 1}号楼",
        f"{unit + 1}单元",
        f"{1 + room // 2}0{1 + room % 2}",
        ("户主", "配偶", "儿子")[member],
        f"{'王李张刘陈杨赵黄周吴'[one % 10]}{chr(0x4E00 + one // 10 % 5000)}{one % 7}",
        _id_number(one, born),
        f"{born[:4]}-{born[4:6]}-{born[6:]}",
        f"{phone}{one:08d}",
    )


def _id_number(one: int, born: str) -> str:
    body = f"{110101 + one // 1000 % 900}{born}{one % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return body + ID_CHECKS[total % 11]


if __name__ == "__main__":
    main()
