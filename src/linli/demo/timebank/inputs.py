"""What a replay is told of its time bank: plain rows, each taken apart into dated deeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from linli.demo.rows import Row, read_moment, read_rows
from linli.kernel.errors import Refusal

# In which columns a row of each file says when; of two deeds at one moment the file above,
# and in a file the column before, comes first.
STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "city_policies": ("adopted",),
        "volunteers": ("applied", "accepted"),
        "certificates": ("entered", "verified"),
        "courses": ("planned", "finished"),
        "teams": ("made",),
        "mandates": ("given",),
        "recipients": ("registered",),
        "orders": ("ordered", "reviewed", "taken", "arrived", "left", "confirmed", "rated"),
        "activities": ("ended",),
        "stores": ("opened",),
        "goods": ("taken_in",),
        "kinships": ("proposed", "verified"),
        "uses": ("asked", "fetched"),
        "household_deeds": ("noted", "confirmed"),
    }
)


@dataclass(frozen=True, kw_only=True)
class TimeBankDeed:
    """One thing that somebody did in their moment, as the row of a file says it."""

    at: datetime
    file: str
    step: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class Refused:
    """没办成: what somebody tried and the rules did not allow, with the sentence they read."""

    at: datetime
    file: str
    step: str
    row: Row
    kind: str
    words: str


@dataclass(kw_only=True)
class TimeBank:
    """The time bank of a replay under way: what the names in its files became, and refusals."""

    found: dict[str, int] = field(default_factory=dict)
    delegates: set[str] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)

    def knows(self, name: str) -> bool:
        return name in self.found

    def refuse(self, deed: TimeBankDeed, refused: Refusal) -> None:
        """没办成: the rules did not let it be done; it is kept with what was said."""
        self.refused.append(
            Refused(
                at=deed.at,
                file=deed.file,
                step=deed.step,
                row=deed.row,
                kind=type(refused).__name__,
                words=refused.message,
            )
        )


def read_timebank(folder: Path) -> dict[str, list[Row]]:
    """Read the files of a time bank; a replay without one has none."""
    found = {name: read_rows(folder / f"{name}.csv") for name in STEPS}
    return {name: rows for name, rows in found.items() if rows}


def deeds_of(files: Mapping[str, Sequence[Row]]) -> list[TimeBankDeed]:
    """Every dated deed of a time bank, in the order of time."""
    deeds = [
        TimeBankDeed(at=read_moment(row[step]), file=name, step=step, row=row)
        for name, steps in STEPS.items()
        for row in files.get(name, ())
        for step in steps
        if row[step]
    ]
    return sorted(deeds, key=lambda deed: deed.at)
