"""What happens to a file that comes in."""

from linli.kernel.events import Event


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


class SheetDiscarded(
    Event, code="exchange.discarded", sentence="放弃这张热线表，读入的内容已删除", personal=[]
):
    rows: int
