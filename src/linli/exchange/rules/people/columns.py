"""认列: which heading of a register is which column of ours. No Django here."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from linli.exchange.rules.columns import FieldMissing, plain_heading
from linli.kernel.words import Words


class PersonColumn(StrEnum):
    """What linli reads of a register; the label is the heading with which it writes one."""

    COMPOUND = "compound"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    HOUSEHOLD = "household"
    RELATION = "relation"
    NAME = "name"
    ID_NUMBER = "id_number"
    SEX = "sex"
    BORN_ON = "born_on"
    PHONE = "phone"
    TOWN = "town"
    VILLAGE = "village"
    ORGANISATION = "organisation"

    @property
    def label(self) -> Words:
        return Words(LABELS[self])

    @property
    def also(self) -> tuple[str, ...]:
        return ALSO[self]


LABELS: Mapping[str, str] = MappingProxyType(
    {
        "compound": "小区",
        "building": "楼栋",
        "unit": "单元",
        "room": "房号",
        "household": "户号",
        "relation": "与户主关系",
        "name": "姓名",
        "id_number": "身份证号",
        "sex": "性别",
        "born_on": "出生日期",
        "phone": "手机号",
        "town": "来源乡镇",
        "village": "来源村",
        "organisation": "所属组织",
    }
)
# What offices write instead; read, never said but in the sentence that names a missing column.
ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "compound": ("小区名称", "院落", "苑"),
        "building": ("楼号", "栋", "幢", "栋号", "幢号", "楼栋号", "楼", "楼栋名称"),
        "unit": ("单元号", "门洞", "梯位"),
        "room": ("门牌号", "室号", "房间号", "室", "门号", "房屋编号"),
        "household": ("户编号", "家庭编号", "户籍编号"),
        "relation": ("户主关系", "关系", "家庭关系"),
        "name": ("名字", "居民姓名", "人员姓名"),
        "id_number": ("证件号码", "身份证号码", "公民身份号码", "身份证", "证件号"),
        "sex": (),
        "born_on": ("出生年月日", "生日", "出生"),
        "phone": ("手机", "联系电话", "电话", "手机号码", "联系方式", "电话号码"),
        "town": ("迁出乡镇", "原乡镇", "来源乡镇街道", "迁出乡镇街道"),
        "village": ("迁出村", "原村", "原居住村"),
        "organisation": ("组织", "所在支部", "党支部", "队伍"),
    }
)
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {code: (label, *ALSO[code]) for code, label in LABELS.items()}
)
NEEDED = (
    PersonColumn.NAME,
    PersonColumn.BUILDING,
    PersonColumn.ROOM,
    PersonColumn.RELATION,
)

type Columns = dict[PersonColumn, str]


def person_columns(headings: Sequence[str]) -> Columns:
    """认列: in any order, by any name that is known; of several, the one we know best."""
    written = {plain_heading(heading): heading for heading in reversed(headings) if heading}
    found = {
        column: next((written[name] for name in NAMES[column] if name in written), "")
        for column in PersonColumn
    }
    return {column: heading for column, heading in found.items() if heading}


def missing_columns(columns: Mapping[PersonColumn, str]) -> None:
    """Refuse a sheet that lacks a column which everybody needs; say what it may be called."""
    for column in NEEDED:
        if column not in columns:
            raise FieldMissing(
                "表头里没有“{column}”这一列（也可以叫：{also}）。",
                column=column.label,
                also="、".join(column.also[:3]),
            )


def register_score(cells: Sequence[str]) -> int:
    """Say how much a row looks like the headings: sheets often begin with a title."""
    known = {name for names in NAMES.values() for name in names}
    return len({plain_heading(cell) for cell in cells} & known)
