"""What happens to a file that comes in."""

from linli.kernel.events import Event
from linli.kernel.words import Words


class SheetStaged(
    Event,
    code="exchange.staged",
    sentence="读入一张热线表：{rows}行，{faults}处毛病",
    personal=[],
):
    rows: int
    faults: int


class SheetCommitted(
    Event, code="exchange.committed", sentence="转入{rows}件热线工单", personal=[]
):
    rows: int


class RegisterExported(
    Event,
    code="exchange.exported",
    sentence="导出事项登记表：{rows}件。{reason}",
    personal=[],
):
    rows: int
    reason: str


class OrdersExported(
    Event,
    code="exchange.orders_exported",
    sentence="回传{source}工单：{rows}件。{reason}",
    personal=[],
):
    """Its subject is the area; `reason` says why names and phones went along, if they did."""

    source: str
    rows: int
    reason: str


class SheetDiscarded(
    Event, code="exchange.discarded", sentence="放弃这张热线表，读入的内容已删除", personal=[]
):
    rows: int


class PeopleStaged(
    Event,
    code="exchange.people_staged",
    sentence="读入一份人户登记册：{rows}行",
    personal=[],
):
    rows: int


class PeopleChecked(
    Event,
    code="exchange.people_checked",
    sentence="核对完：新登记{new}人，有改动{changed}人，没有变{same}人，{bad}行有毛病",
    personal=[],
):
    new: int
    changed: int
    same: int
    bad: int


class PeopleOrdered(
    Event, code="exchange.people_ordered", sentence="同意写入人户登记册：{rows}行", personal=[]
):
    rows: int


class PeopleCommitted(
    Event,
    code="exchange.people_committed",
    sentence="导入人户登记册：新登记{new}人，改动{changed}人",
    personal=[],
):
    new: int
    changed: int


class PeopleDiscarded(
    Event,
    code="exchange.people_discarded",
    sentence="放弃这份人户登记册，读入的内容已删除",
    personal=[],
):
    rows: int


class SheetExported(
    Event,
    code="exchange.sheet_exported",
    sentence="导出{what}：{rows}行。{reason}",
    personal=[],
):
    """Its subject is the area; `reason` says why whole numbers went along, if they did."""

    what: Words
    rows: int
    reason: str
