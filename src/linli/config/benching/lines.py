"""What was measured, as lines that pass from one process to another and end in a table."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

HEADINGS = (
    "操作 operation",
    "行 rows",
    "查询 queries",
    "CPU ms",
    "时长 wall ms",
    "上限 limit",
    "比 ratio",
)
WIDTHS = (44, 9, 9, 9, 9, 22, 7)
MARK = "bench-line "
REAL = 240  # made by actions; the others are copies of them


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What a request may cost at most."""

    ms: float | None = None
    queries: int | None = None
    megabytes: int | None = None

    def __str__(self) -> str:
        parts = (
            f"{self.ms:g} ms" if self.ms else "",
            f"{self.queries} queries" if self.queries else "",
            f"{self.megabytes} MB" if self.megabytes else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One operation: the median CPU of this process, and how long the client waited."""

    operation: str
    rows: int
    queries: int | None = None
    cpu_ms: float | None = None
    wall_ms: float | None = None
    megabytes: float | None = None
    limit: Limit = Limit()

    def passed_on(self) -> str:
        return MARK + json.dumps(asdict(self), ensure_ascii=False)

    def cells(self) -> tuple[str, ...]:
        return (
            self.operation,
            str(self.rows),
            "" if self.queries is None else str(self.queries),
            f"{self.megabytes:.0f} MB" if self.megabytes else _ms(self.cpu_ms),
            _ms(self.wall_ms),
            str(self.limit),
            self.ratio(),
        )

    def ratio(self) -> str:
        """How much of its limit it takes: the larger of time and queries."""
        shares = [
            have / most
            for have, most in (
                (self.cpu_ms, self.limit.ms),
                (self.queries, self.limit.queries),
                (self.megabytes, self.limit.megabytes),
            )
            if have is not None and most
        ]
        return f"{max(shares):.2f}" if shares else ""


def lines_in(text: str) -> Iterable[Line]:
    """Read back what `passed_on` wrote, among whatever else a process said."""
    for row in text.splitlines():
        if row.startswith(MARK):
            given = json.loads(row.removeprefix(MARK))
            yield Line(**given | {"limit": Limit(**given["limit"])})


def table_of(lines: Iterable[Line]) -> str:
    return "\n".join(_row(cells) for cells in (HEADINGS, *(line.cells() for line in lines)))


def _row(cells: tuple[str, ...]) -> str:
    return "  ".join(
        _padded(cell, width, is_first=not place)
        for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    ).rstrip()


def _padded(text: str, width: int, *, is_first: bool) -> str:
    """A Chinese character is as wide as two letters."""
    room = " " * (width - sum(2 if char > "\u2e80" else 1 for char in text))
    return text + room if is_first else room + text


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
