"""A replay as it is written down: plain files of who said and did what, where and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

import yaml

from linli.demo.registering import Resident, read_register
from linli.demo.rows import Row, read_list, read_moment, read_rows
from linli.demo.timebank.inputs import read_timebank
from linli.places.rules import AreaKind, building_names

REPLAYS = Path(__file__).parent / "replays"


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
    disputes: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    surveys: list[dict[str, Any]] = field(default_factory=list)
    survey_answers: list[Row] = field(default_factory=list)
    timebank: dict[str, list[Row]] = field(default_factory=dict)
    residents: tuple[Resident, ...] = ()
    """Whom the plan of a register drew; they are entered as the list of a police station is."""
    inputs: list[Input] = field(default_factory=list)


def read_script(folder: Path) -> Script:
    """Read the files of a replay, its inputs in the order of time."""
    frame = yaml.safe_load((folder / "replay.yaml").read_text(encoding="utf-8"))
    areas = read_rows(folder / "areas.csv")
    register = read_register(folder / "register.yaml", areas)
    return Script(
        title=frame["title"],
        playbook=frame["playbook"],
        place=frame["place"],
        started_at=read_moment(frame["started"]),
        since=read_moment(frame["since"]),
        until=read_moment(frame["until"]),
        looks=tuple(_look(look) for look in frame["desks"]),
        departments={who: tuple(routes) for who, routes in frame["departments"].items()},
        areas=areas,
        people=read_rows(folder / "people.csv"),
        organisations=[*read_rows(folder / "organisations.csv"), *register.organisations],
        posts=[*read_rows(folder / "posts.csv"), *register.posts],
        members=[*read_rows(folder / "members.csv"), *register.members],
        points=read_rows(folder / "points.csv"),
        disputes=read_rows(folder / "disputes.csv"),
        documents=read_rows(folder / "documents.csv"),
        surveys=read_list(folder / "surveys.yaml"),
        survey_answers=read_rows(folder / "survey_answers.csv"),
        timebank=read_timebank(folder),
        residents=register.residents,
        inputs=sorted(_inputs(folder), key=lambda told: told.at),
    )


def names_of_buildings(row: Row) -> list[str]:
    return building_names(row["buildings"])


def names_of_units(row: Row) -> list[str]:
    return [f"{number}单元" for number in range(1, int(row.get("units") or 0) + 1)]


def _inputs(folder: Path) -> Iterator[Input]:
    """In this order: of two inputs at one moment, what was said comes first."""
    for row in read_rows(folder / "said.csv"):
        yield Said(**{**row, "at": read_moment(row["at"]), "unnamed": row["unnamed"] == "yes"})  # type: ignore[arg-type]
    for row in read_rows(folder / "joined.csv"):
        yield Joined(**{**row, "at": read_moment(row["at"])})  # type: ignore[arg-type]
    for row in read_rows(folder / "done.csv"):
        yield Done(**{**row, "at": read_moment(row["at"]), "desk": AreaKind(row["desk"])})  # type: ignore[arg-type]
    for row in read_rows(folder / "answers.csv"):
        yield Answered(**{**row, "at": read_moment(row["at"])})  # type: ignore[arg-type]


def _look(written: dict[str, Any]) -> Look:
    times = tuple(time.fromisoformat(said) for said in written["looks"])
    return Look(desk=AreaKind(written["desk"]), times=times)
