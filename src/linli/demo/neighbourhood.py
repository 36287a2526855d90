"""The demo: 幸福里社区, laid out and told up to this moment."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from linli.demo import scenes
from linli.demo.laying import Stage, lay_stage
from linli.demo.rows import Row
from linli.demo.script import read_script
from linli.demo.story import Story
from linli.kernel import clock, installation
from linli.kernel.dates import day_of
from linli.people import actions as people
from linli.people.actions import NewHousehold
from linli.people.models import Person
from linli.people.viewer import THE_HOUSE
from linli.places import actions as places
from linli.places.actions import NewDwelling
from linli.playbooks.queries import pack_named

FILES = Path(__file__).parent / "neighbourhood"
DAYS_BEFORE = 45


def lay_and_tell(*, now: datetime) -> Stage:
    """演示: found the community some weeks ago and tell what has happened there since."""
    script = read_script(FILES)
    began_at = now - timedelta(days=DAYS_BEFORE)
    script = replace(script, started_at=began_at)
    with clock.set_to(began_at):
        installation.found(kind="demo", name=script.title, at=began_at)
        stage = lay_stage(script, pack_named(script.playbook))
        _found_households(stage, script.people, began_at)
        _give_mandate(stage, began_at)
    story = Story(stage=stage, now=now)
    scenes.tell(story)
    story.run()
    return stage


def _found_households(stage: Stage, rows: list[Row], at: datetime) -> None:
    """Who shares a door shares a household; the eldest is its head."""
    doors: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["room"]:
            doors[row["home"], row["room"]].append(row)
    new = [NewDwelling(area=stage.areas[home], number=room) for home, room in doors]
    dwellings = places.add_dwellings(within=stage.place, dwellings=new, by=THE_HOUSE, at=at)
    households = [
        NewHousehold(dwelling=dwelling, members=_members(stage, living))
        for dwelling, living in zip(dwellings, doors.values(), strict=True)
    ]
    people.found_households(within=stage.place, households=households, by=THE_HOUSE, at=at)


def _members(stage: Stage, rows: list[Row]) -> list[tuple[Person, str]]:
    eldest_first = sorted(rows, key=lambda row: row["born_on"])
    relations = ["户主", *["家人"] * (len(rows) - 1)]
    named = [stage.people[row["id"]] for row in eldest_first]
    return list(zip(named, relations, strict=True))


def _give_mandate(stage: Stage, at: datetime) -> None:
    """周玉兰's daughter lives elsewhere and speaks for her."""
    on = day_of(at)
    people.give_mandate(
        principal=stage.people["周玉兰"],
        delegate=stage.people["周晓棠"],
        evidence="社区窗口当面签的委托书",
        starts_on=on,
        ends_on=on + timedelta(days=365),
        by=THE_HOUSE,
        at=at,
    )
