"""A replay as it is written down: plain files of who said and did what, where and when."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from linli.kernel.dates import HERE
from linli.places.rules import AreaKind, building_names

REPLAYS = Path(__file__).parent / "replays"

type Row = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """Somebody says something; `recorded_by` wrote it down, `about` is whom it accuses."""

    at: datetime
    matter: str
    who: str
    unnamed: bool
    where: str
    channel: str
    recorded_by: str
    about: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A neighbour says that it is the same with them."""

    at: datetime
    matter: str
    who: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """What whoever has it at that level does: accept, note, finish, explained, referred."""

    at: datetime
    matter: str
    desk: AreaKind
    act: str
    words: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the reporter answers when asked how it came out."""

    at: datetime
    matter: str
    solved: str
    satisfied: str
    words: str
    way: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """When a desk goes through what lies on it, each working day."""

    desk: AreaKind
    times: tuple[time, ...]


type Input = Said | Joined | Done | Answered


@dataclass(frozen=True, kw_only=True)
class Script:
    """Everything that a replay is told; what follows from it is nowhere written."""

    title: str
    playbook: str
    place: str
    started_at: datetime
    since: datetime
    until: datetime
    looks: tuple[Look, ...]
    departments: dict[str, tuple[str, ...]]
    areas: list[Row]
    people: list[Row]
    organisations: list[Row]
    posts: list[Row]
    members: list[Row]
    points: list[Row]
    inputs: list[Input] = field(default_factory=list)


def read_script(folder: Path) -> Script:
    """Read the files of a replay, its inputs in the order of time."""
    frame = yaml.safe_load((folder / "replay.yaml").read_text(encoding="utf-8"))
    return Script(
        title=frame["title"],
        playbook=frame["playbook"],
        place=frame["place"],
        started_at=_moment(frame["started"]),
        since=_moment(frame["since"]),
        until=_moment(frame["until"]),
        looks=tuple(_look(look) for look in frame["desks"]),
        departments={who: tuple(routes) for who, routes in frame["departments"].items()},
        areas=_rows(folder / "areas.csv"),
        people=_rows(folder / "people.csv"),
        organisations=_rows(folder / "organisations.csv"),
        posts=_rows(folder / "posts.csv"),
        members=_rows(folder / "members.csv"),
        points=_rows(folder / "points.csv"),
        inputs=sorted(_inputs(folder), key=lambda told: told.at),
    )


def names_of_buildings(row: Row) -> list[str]:
    return building_names(row["buildings"])


def names_of_units(row: Row) -> list[str]:
    return [f"{number}单元" for number in range(1, int(row.get("units") or 0) + 1)]


def _inputs(folder: Path) -> Iterator[Input]:
    """In this order: of two inputs at one moment, what was said comes first."""
    for row in _rows(folder / "said.csv"):
        yield Said(**{**row, "at": _moment(row["at"]), "unnamed": row["unnamed"] == "yes"})  # type: ignore[arg-type]
    for row in _rows(folder / "joined.csv"):
        yield Joined(**{**row, "at": _moment(row["at"])})  # type: ignore[arg-type]
    for row in _rows(folder / "done.csv"):
        yield Done(**{**row, "at": _moment(row["at"]), "desk": AreaKind(row["desk"])})  # type: ignore[arg-type]
    for row in _rows(folder / "answers.csv"):
        yield Answered(**{**row, "at": _moment(row["at"])})  # type: ignore[arg-type]


def _rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _look(written: dict[str, Any]) -> Look:
    times = tuple(time.fromisoformat(said) for said in written["looks"])
    return Look(desk=AreaKind(written["desk"]), times=times)


def _moment(written: str | datetime | date) -> datetime:
    """Read a date or a moment by the clock on the wall."""
    if isinstance(written, datetime):
        return written.replace(tzinfo=HERE)
    if isinstance(written, date):
        return datetime.combine(written, time.min, tzinfo=HERE)
    return datetime.fromisoformat(written).replace(tzinfo=HERE)
