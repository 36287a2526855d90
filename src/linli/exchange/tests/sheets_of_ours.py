"""Invented sheets of a hotline."""

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from linli.exchange import actions
from linli.exchange.models import ImportBatch
from linli.exchange.queries import who_handles
from linli.exchange.sheets import read_table
from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

HEADINGS = (
    "工单编号",
    "标题",
    "内容",
    "来电人",
    "电话",
    "村社区",
    "受理时间",
    "办结时间",
    "回复",
    "是否解决",
    "是否满意",
)
GOOD = {
    "工单编号": "HX20250301001",
    "标题": "路灯不亮",
    "内容": "翠竹苑三号楼前的路灯不亮，晚上看不清路。",
    "受理时间": "2025-03-03 09:00:00",
    "办结时间": "2025-03-05 16:30:00",
    "回复": "已更换灯泡，路灯恢复照明。",
    "是否解决": "是",
    "是否满意": "满意",
}


def csv_of(*rows: dict[str, str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    lines = [headings, *(tuple(row.get(name, "") for name in headings) for row in rows)]
    return "\r\n".join(",".join(line) for line in lines).encode("utf-8-sig")


def xlsx_of(file: Path, *rows: Mapping[str, object], above: tuple[str, ...] = ()) -> bytes:
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("三月")
    for number, line in enumerate(above):
        sheet.write(number, 0, line)
    headings = list(dict.fromkeys(name for row in rows for name in row))
    for place, name in enumerate(headings):
        sheet.write(len(above), place, name)
    for number, row in enumerate(rows, start=len(above) + 1):
        for place, name in enumerate(headings):
            sheet.write(number, place, row.get(name, ""))
    book.close()
    return file.read_bytes()


def staged(community: Area, *rows: dict[str, str], **overrides: str) -> ImportBatch:
    return staged_file(csv_of(*rows), community, **overrides)


def staged_file(
    content: bytes, community: Area, name: str = "热线.csv", **overrides: str
) -> ImportBatch:
    return actions.stage_batch(
        table=read_table(content, name),
        file_name=name,
        community=community,
        handler=who_handles(community, on=day_of(NOON)),
        by=THE_HOUSE,
        at=NOON,
        overrides=overrides,
    )


def committed(community: Area, *rows: dict[str, str]) -> ImportBatch:
    batch = staged(community, *rows)
    actions.commit_batch(batch=batch, by=THE_HOUSE, at=NOON)
    return batch
