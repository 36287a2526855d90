"""列对照: which heading of a sheet is which column of ours. No Django here."""

import re
from collections.abc import Mapping as AbcMapping
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.errors import Unreadable
from linli.kernel.words import Words


class ColumnTwice(Unreadable):
    pass


class FieldMissing(Unreadable):
    pass


class NoSuchColumn(Unreadable):
    pass


class NoSuchField(Unreadable):
    pass


class Column(StrEnum):
    """What linli reads of a sheet; the label is the heading with which it writes one."""

    NUMBER = "number"
    KIND = "kind"
    CATEGORY = "category"
    TAGS = "tags"
    TITLE = "title"
    WORDS = "words"
    STATE = "state"
    CALLER = "caller"
    PHONE = "phone"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    MEASURE = "measure"
    OUTCOME = "outcome"
    WAY = "way"
    REPORTED_AT = "reported_at"
    DISPATCHED_AT = "dispatched_at"
    FINISHED_AT = "finished_at"
    COMPANY = "company"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    NATURE = "nature"
    COMMUNITY = "community"
    SPOT = "spot"

    @property
    def label(self) -> Words:
        return Words(OURS[self])


OURS: AbcMapping[str, str] = MappingProxyType(
    {
        "number": "工单编号",
        "kind": "类型",
        "category": "分类",
        "tags": "标签",
        "title": "标题",
        "words": "内容",
        "state": "状态",
        "caller": "来电人",
        "phone": "电话",
        "district": "区",
        "subdistrict": "街乡镇",
        "measure": "办理结果",
        "outcome": "回复",
        "way": "受理方式",
        "reported_at": "受理时间",
        "dispatched_at": "派单时间",
        "finished_at": "办结时间",
        "company": "企业",
        "solved": "是否解决",
        "satisfied": "是否满意",
        "nature": "性质",
        "community": "村社区",
        "spot": "点位",
    }
)
SEEN_ELSEWHERE: AbcMapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("工单号", "编号", "留言编号", "诉求编号", "受理编号"),
        "kind": ("工单类型", "诉求类型"),
        "category": ("诉求分类", "内容分类", "一级分类"),
        "tags": ("关键词",),
        "title": ("工单标题", "留言主题", "主题", "诉求标题"),
        "words": ("工单内容", "留言详情", "诉求内容", "来电内容", "反映内容"),
        "state": ("工单状态", "办理状态"),
        "caller": ("姓名", "联系人", "诉求人", "反映人"),
        "phone": ("来电号码", "联系电话", "手机号", "联系方式"),
        "district": ("区县", "所属区"),
        "subdistrict": ("街道", "街道乡镇", "镇街"),
        "measure": ("办理情况", "处理结果"),
        "outcome": ("回复内容", "答复意见", "答复内容", "答复"),
        "way": ("来源", "受理渠道"),
        "reported_at": ("来电时间", "留言时间", "登记时间", "创建时间"),
        "dispatched_at": ("转办时间", "分派时间"),
        "finished_at": ("答复时间", "回复时间", "完成时间"),
        "company": ("企业名称", "涉及企业"),
        "solved": ("解决情况",),
        "satisfied": ("满意度", "满意情况"),
        "nature": ("诉求性质",),
        "community": ("社区", "社区村", "所属社区"),
        "spot": ("具体位置", "地址", "事发地址", "诉求地址", "事发地点", "诉求地点"),
    }
)
HEADINGS: AbcMapping[str, tuple[str, ...]] = MappingProxyType(
    {field: (ours, *SEEN_ELSEWHERE[field]) for field, ours in OURS.items()}
)
NEEDED = (Column.REPORTED_AT,)
ONE_NEEDED = (Column.WORDS, Column.TITLE)

type Mapping = dict[Column, str]


@dataclass(frozen=True)
class Understood:
    """Which heading stands for which column, and which headings say nothing to us."""

    columns: Mapping
    unread: tuple[str, ...]


def understand(
    headings: Sequence[str], overrides: AbcMapping[str, str] = MappingProxyType({})
) -> Understood:
    """认列: match headings to columns by their names; what a person says goes before.

    `overrides` is heading → the label or code of a column, or "" for a heading to be left out.
    """
    said = _said(headings, overrides)
    columns: Mapping = {column: heading for heading, column in said.items() if column}
    for column in Column:
        if column not in columns and (found := _heading_of(column, headings, said)):
            columns[column] = found
    taken = set(columns.values())
    return Understood(columns, tuple(name for name in headings if name and name not in taken))


def refuse_unreadable(columns: Mapping) -> None:
    """Refuse a sheet in which nobody can find what was said, or when."""
    if not any(column in columns for column in ONE_NEEDED):
        raise FieldMissing("没有看懂哪一列是“内容”，请指明（列=内容）。")
    for column in NEEDED:
        if column not in columns:
            raise FieldMissing("没有看懂哪一列是“{column}”，请指明。", column=column.label)


def header_score(cells: Sequence[str]) -> int:
    """Say how much a row looks like the headings: sheets often begin with a title."""
    known = {plain_heading(name) for names in HEADINGS.values() for name in names}
    return len({plain_heading(cell) for cell in cells} & known)


def column_named(name: str) -> Column:
    """Find a column by its label, its code or any heading that it is known by."""
    for column in Column:
        if name == column or plain_heading(name) in map(plain_heading, HEADINGS[column]):
            return column
    known = "、".join(column.label for column in Column)
    raise NoSuchField("没有“{name}”这个字段；可用的是：{known}。", name=name, known=known)


def _said(headings: Sequence[str], overrides: AbcMapping[str, str]) -> dict[str, Column | None]:
    said: dict[str, Column | None] = {}
    for heading, name in overrides.items():
        if heading not in headings:
            raise NoSuchColumn("表里没有“{heading}”这一列。", heading=heading)
        said[heading] = column_named(name) if name else None
    chosen = [column for column in said.values() if column]
    if twice := {column for column in chosen if chosen.count(column) > 1}:
        raise ColumnTwice("有两列都指成了“{column}”。", column=min(twice).label)
    return said


def _heading_of(
    column: Column, headings: Sequence[str], said: AbcMapping[str, Column | None]
) -> str:
    """The heading that matches; of several, that by the name which we know best."""
    free = {plain_heading(heading): heading for heading in headings if heading not in said}
    return next(
        (free[name] for name in map(plain_heading, HEADINGS[column]) if name in free), ""
    )


def plain_heading(heading: str) -> str:
    """Drop what sheets add to a heading: spaces, marks, remarks in brackets."""
    return re.sub(r"[（(].*?[)）]|[\s*＊:：/、]", "", heading)
