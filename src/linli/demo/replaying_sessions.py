"""The tea talks of a replay: called, counted at the door, answered and written down."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from linli.kernel.dates import HERE
from linli.meetings import actions as meetings
from linli.meetings.actions import Invited
from linli.outreach import actions as outreach
from linli.outreach.queries.sessions import TEA_TALK

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

REPLAYS = Path(__file__).parent / "replays"
CALLED_BEFORE = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class TeaTalk:
    """One talk, as it ended: how many sat there, and whom each expert answered on what."""

    at: datetime
    title: str
    venue: str
    clerk: str
    unit: str
    heads: int
    answered: tuple[tuple[str, str, int], ...]


def tea_talks_of(name: str) -> Iterator[TeaTalk]:
    """Read the talks of a replay in the order of time; most replays have none."""
    path = REPLAYS / name / "tea_talks.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield TeaTalk(
                at=datetime.fromisoformat(row["at"]).replace(tzinfo=HERE),
                title=row["title"],
                venue=row["venue"],
                clerk=row["clerk"],
                unit=row["unit"],
                heads=int(row["heads"]),
                answered=tuple(_answered(said) for said in row["answered"].split(";")),
            )


def hold_tea_talk(talk: TeaTalk, telling: "Telling") -> None:
    """茶话会: at its end it is noted who came and how many got an answer to what."""
    stage = telling.stage
    clerk = stage.people[talk.clerk]
    by = telling.viewer(clerk, talk.at)
    unit = stage.organisations.get(talk.unit)
    [post] = [post for post in by.posts if post.reach.value == "desk"][:1]
    meeting = meetings.call_meeting(
        kind=TEA_TALK,
        title=talk.title,
        place=stage.area[post.area_id],
        venue=talk.venue,
        starts_at=talk.at,
        invitees=[Invited(organisation=unit, role="专业支持")] if unit else [],
        by=by,
        at=talk.at - CALLED_BEFORE,
    )
    if unit:
        meetings.check_in(meeting=meeting, organisation=unit, by=by, at=talk.at)
    # Who came for the unit has a head of their own.
    heads = talk.heads - (1 if unit else 0)
    meetings.check_in(meeting=meeting, heads=heads, by=by, at=talk.at)
    for expert, topic, people in talk.answered:
        outreach.answer_people(
            meeting=meeting,
            expert=stage.people[expert],
            topic=topic,
            people=people,
            by=by,
            at=meeting.ends_at,
        )
    minutes = "；".join(f"{topic}：{people} 人问" for _, topic, people in talk.answered)
    meetings.hold_meeting(meeting=meeting, minutes=minutes, by=by, at=meeting.ends_at)
    telling.counted["茶话会"] += 1


def _answered(said: str) -> tuple[str, str, int]:
    expert, topic, people = said.split(":")
    return expert, topic, int(people)
