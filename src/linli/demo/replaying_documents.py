"""The covenants of a replay: adopted on a day, in a way, in these words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from linli.demo.rows import Row, read_moment
from linli.kernel.dates import day_of
from linli.notices import actions as notices
from linli.notices.actions import Edition
from linli.notices.rules import Kind

if TYPE_CHECKING:
    from linli.demo.replaying import Telling


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A document goes into the library on the day of its adoption."""

    at: datetime
    row: Row


def adopted_in(documents: Sequence[Row]) -> list[Adopted]:
    """The documents of a replay, in the order of time."""
    adopted = [Adopted(at=read_moment(row["at"]), row=row) for row in documents]
    return sorted(adopted, key=lambda told: told.at)


def tell_of_document(told: Adopted, telling: "Telling") -> None:
    """入库: by whoever keeps the registers there."""
    row = told.row
    edition = Edition(text=row["text"], adopted_on=day_of(told.at), adopted_by=row["how"])
    notices.adopt_document(
        kind=Kind(row["kind"]),
        title=row["title"],
        area=telling.stage.areas[row["area"]],
        edition=edition,
        by=telling.viewer(telling.stage.people[row["clerk"]], told.at),
        at=told.at,
    )
    telling.counted["公约"] += 1
