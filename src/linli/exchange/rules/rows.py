"""One row of a hotline's sheet, read whole, with everything that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.exchange.rules.cells import (
    Cell,
    CellUnreadable,
    read_number,
    read_satisfied,
    read_solved,
    read_time,
    text_of,
)
from linli.exchange.rules.columns import Column
from linli.kernel.words import say
from linli.ratings.rules import Satisfied, Solved

LONGEST_WORDS = 10_000
LONGEST_OUTCOME = 4_000
LONGEST_NUMBER = 40
FINISHED = ("已办结", "办结", "已完成", "已回复", "已答复", "已归档", "结案")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in which column, as a sentence that can be said in any language."""

    column: str
    sentence: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return say(self.sentence, **self.facts)


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """What one row says."""

    number: str = ""
    title: str = ""
    words: str = ""
    topic: str = ""
    spot: str = ""
    caller: str = ""
    phone: str = ""
    community: str = ""
    subdistrict: str = ""
    measure: str = ""
    outcome: str = ""
    reported_at: datetime | None = None
    dispatched_at: datetime | None = None
    finished_at: datetime | None = None
    solved: Solved | None = None
    satisfied: Satisfied | None = None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def plain(self) -> dict[str, str]:
        """What JSON can hold; empty fields are left out."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in vars(self).items()
            if value
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, str]) -> "ReadRow":
        return cls(**{name: _back(name, value) for name, value in kept.items()})


def read_row(cells: Mapping[Column, Cell], *, at: datetime) -> tuple[ReadRow, list[Fault]]:
    """读一行: everything it says, and every fault with its column; nothing is guessed."""
    reader = _Reader(cells)
    text = {column: text_of(cells.get(column)) for column in Column}
    measure, outcome = _what_came_of_it(text)
    row = ReadRow(
        number=reader.read(Column.NUMBER, read_number) or "",
        title=text[Column.TITLE],
        words=text[Column.WORDS] or text[Column.TITLE],
        topic=text[Column.CATEGORY],
        spot=text[Column.SPOT],
        caller=text[Column.CALLER],
        phone=text[Column.PHONE],
        community=text[Column.COMMUNITY],
        subdistrict=text[Column.SUBDISTRICT],
        measure=measure,
        outcome=outcome,
        reported_at=reader.read(Column.REPORTED_AT, read_time),
        dispatched_at=reader.read(Column.DISPATCHED_AT, read_time),
        finished_at=reader.read(Column.FINISHED_AT, _end),
        solved=reader.read(Column.SOLVED, read_solved),
        satisfied=reader.read(Column.SATISFIED, read_satisfied),
    )
    unread = {fault.column for fault in reader.faults}
    lacks = [*_lacks(row, text), *_out_of_time(row, at)]
    return row, [*reader.faults, *(fault for fault in lacks if fault.column not in unread)]


class _Reader:
    """Reads cell after cell and keeps what could not be read."""

    def __init__(self, cells: Mapping[Column, Cell]) -> None:
        self.cells = cells
        self.faults: list[Fault] = []

    def read[T](self, column: Column, how: Callable[[Cell], T]) -> T | None:
        try:
            return how(self.cells.get(column))
        except CellUnreadable as error:
            facts = {name: str(fact) for name, fact in error.facts.items()}
            self.faults.append(Fault(column=column, sentence=error.sentence, facts=facts))
            return None


def _end(cell: Cell) -> datetime | None:
    return read_time(cell, is_end=True)


def _what_came_of_it(text: Mapping[Column, str]) -> tuple[str, str]:
    """办理结果 is what was done and 回复 what was answered; alone, either is the outcome."""
    measure, outcome = text[Column.MEASURE], text[Column.OUTCOME]
    return (measure, outcome) if measure and outcome else ("", measure or outcome)


def _lacks(row: ReadRow, text: Mapping[Column, str]) -> list[Fault]:
    wrong = {
        (Column.WORDS, "没有写是什么事。"): not row.words,
        (Column.WORDS, "内容太长了，最多一万字。"): len(row.words) > LONGEST_WORDS,
        (Column.OUTCOME, "回复太长了，最多四千字。"): max(len(row.outcome), len(row.measure))
        > LONGEST_OUTCOME,
        (Column.NUMBER, "编号太长了，最多四十个字。"): len(row.number) > LONGEST_NUMBER,
        (Column.REPORTED_AT, "没有写受理时间。"): row.reported_at is None,
        (Column.OUTCOME, "有办结时间，却没有办理结果或回复。"): row.is_finished
        and not row.outcome,
        (Column.FINISHED_AT, "有办理结果或回复，却没有办结时间。"): bool(row.outcome)
        and not row.is_finished,
        (Column.FINISHED_AT, "状态是已办结，却没有办结时间。"): not row.is_finished
        and not row.outcome
        and text[Column.STATE] in FINISHED,
        (Column.SOLVED, "还没有办结，却有评价。"): bool(row.solved or row.satisfied)
        and not row.is_finished,
    }
    return [
        Fault(column=column, sentence=sentence)
        for (column, sentence), is_so in wrong.items()
        if is_so
    ]


def _out_of_time(row: ReadRow, at: datetime) -> list[Fault]:
    begun, sent, ended = row.reported_at, row.dispatched_at, row.finished_at
    if begun is None:
        return []
    if begun > at:
        return [Fault(column=Column.REPORTED_AT, sentence="受理时间还没有到。")]
    wrong = {
        (Column.FINISHED_AT, "办结时间早于受理时间。"): ended is not None and ended < begun,
        (Column.DISPATCHED_AT, "派单时间早于受理时间。"): sent is not None and sent < begun,
        (Column.DISPATCHED_AT, "派单时间晚于办结时间。"): sent is not None
        and ended is not None
        and begun <= ended < sent,
    }
    return [
        Fault(column=column, sentence=sentence)
        for (column, sentence), is_so in wrong.items()
        if is_so
    ]


def _back(name: str, value: str) -> Any:
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return {"solved": Solved, "satisfied": Satisfied}.get(name, str)(value)
