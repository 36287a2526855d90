"""Invented registers of households."""

from linli.exchange import actions
from linli.exchange.models import RegisterBatch
from linli.exchange.rules.people import register_score
from linli.exchange.sheets import Table, read_table
from linli.kernel.identity import ID_CHECKS, ID_WEIGHTS
from linli.kernel.testing import NOON
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood

HEADINGS = (
    "小区",
    "楼栋",
    "单元",
    "房号",
    "与户主关系",
    "姓名",
    "身份证号",
    "性别",
    "出生日期",
    "手机号",
)
WANG = {
    "小区": "翠竹苑",
    "楼栋": "3号楼",
    "单元": "2单元",
    "房号": "101",
    "与户主关系": "户主",
    "姓名": "王秀英",
    "身份证号": "11010519491231002X",
    "性别": "女",
    "出生日期": "1949-12-31",
    "手机号": "13800002207",
}
LI = WANG | {
    "与户主关系": "配偶",
    "姓名": "李建国",
    "身份证号": "",
    "性别": "男",
    "出生日期": "1948-05-01",
    "手机号": "",
}


def a_place(rooms: int = 4) -> Neighbourhood:
    """A neighbourhood in whose stairwell there are some rooms: 101, 102 …"""
    here = a_neighbourhood()
    new = [NewDwelling(area=here.unit, number=str(101 + room)) for room in range(rooms)]
    add_dwellings(within=here.unit, dwellings=new, by=THE_HOUSE, at=NOON)
    return here


def table_of(*rows: dict[str, str]) -> Table:
    headings = tuple(dict.fromkeys((*HEADINGS, *(name for row in rows for name in row))))
    lines = [headings, *(tuple(row.get(name, "") for name in headings) for row in rows)]
    content = "\r\n".join(",".join(line) for line in lines).encode("utf-8-sig")
    return read_table(content, "人户登记册.csv", score=register_score)


def staged(within: Area, *rows: dict[str, str], opens_rooms: bool = False) -> RegisterBatch:
    return actions.stage_people(
        table=table_of(*rows),
        file_name="人户登记册.csv",
        within=within,
        opens_rooms=opens_rooms,
        by=THE_HOUSE,
        at=NOON,
    )


def checked(within: Area, *rows: dict[str, str], opens_rooms: bool = False) -> RegisterBatch:
    batch = staged(within, *rows, opens_rooms=opens_rooms)
    actions.check_people(batch=batch, at=NOON)
    return batch


def committed(within: Area, *rows: dict[str, str], opens_rooms: bool = False) -> RegisterBatch:
    batch = checked(within, *rows, opens_rooms=opens_rooms)
    actions.commit_people(batch=batch, by=THE_HOUSE, at=NOON)
    return batch


def an_id_number(serial: int, born: str = "19600101") -> str:
    """A number with a true check digit."""
    body = f"110105{born}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return body + ID_CHECKS[total % 11]
