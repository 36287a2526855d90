"""Lays what a replay starts from: areas, people, organisations, posts and points."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from linli.demo.entering import enter_residents
from linli.demo.rows import Row
from linli.demo.script import Script, names_of_buildings, names_of_units
from linli.matters.models import Matter
from linli.people import actions as people
from linli.people.actions import (
    Appointment,
    NewFact,
    NewMembership,
    NewOrganisation,
    NewPerson,
    NewPost,
)
from linli.people.models import Organisation, Person
from linli.people.rules import (
    FactKind,
    Obtained,
    OrganisationKind,
    OrganisationStatus,
    PostKind,
)
from linli.people.viewer import THE_HOUSE
from linli.places import actions as places
from linli.places.actions import NewArea, NewPoint
from linli.places.models import Area, PointKind
from linli.places.rules import AreaKind
from linli.playbooks.actions import adopt_playbook
from linli.playbooks.queries import Pack

PURPOSE = "就业帮扶和走访"


@dataclass(kw_only=True)
class Stage:
    """What the inputs name, found by the names that they use."""

    place: Area
    areas: dict[str, Area] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def knows(self, matter: Matter) -> Matter:
        """Give the matter the areas and people that were laid, which spares asking for them."""
        matter.place = self.area[matter.place_id]
        matter.desk = self.area[matter.desk_id]
        if matter.reporter_id:
            matter.reporter = self.person[matter.reporter_id]
        if matter.handler_id:
            matter.handler = self.person[matter.handler_id]
        return matter

    @cached_property
    def area(self) -> dict[int, Area]:
        found = {area.pk: area for area in self.areas.values()}
        for area in found.values():
            if area.parent_id:
                area.parent = found[area.parent_id]
        return found

    @cached_property
    def person(self) -> dict[int, Person]:
        return {person.pk: person for person in self.people.values()}


def lay_stage(script: Script, pack: Pack) -> Stage:
    """Enter the registers as they stood when the story begins, through the real actions."""
    at = script.started_at
    areas = _lay_areas(script, at)
    place = next(
        area for area in areas.values() if script.place in (area.division_code, area.name)
    )
    stage = Stage(place=place, areas=areas)
    adopt_playbook(pack=pack, area=place, by=THE_HOUSE, at=at)
    _register(stage, script.people, at)
    stage.people |= enter_residents(place, script.residents, areas, at)
    _form(stage, [row for row in script.organisations if not is_later(row, at)], at)
    fill_posts(stage, [row for row in script.posts if not is_later(row, at)], at)
    _join(stage, script.members, at)
    _open_points(stage, script.points, at)
    return stage


def is_later(row: Row, at: datetime) -> bool:
    """Whether an organisation was formed, or a post filled, only after the story began."""
    return (row.get("formed_on") or row.get("since") or "") > at.date().isoformat()


def form_later(stage: Stage, row: Row, at: datetime) -> None:
    """成立: an organisation comes about while the story runs."""
    _form(stage, [row], at)


def outermost(stage: Stage) -> Area:
    return next(area for area in stage.areas.values() if area.parent_id is None)


def _lay_areas(script: Script, at: datetime) -> dict[str, Area]:
    [root] = [row for row in script.areas if not row["in"]]
    opened = places.open_areas(
        parent=None, areas=[_area(root, script.areas)], by=THE_HOUSE, at=at
    )
    # The action gives the parents as it laid them; their paths are known from then on.
    return {_key(area): area for area in opened}


def _area(row: Row, rows: list[Row]) -> NewArea:
    inner = [_area(other, rows) for other in rows if other["in"] == row["name"]]
    units = tuple(NewArea(kind=AreaKind.UNIT, name=name) for name in names_of_units(row))
    buildings = [
        NewArea(kind=AreaKind.BUILDING, name=name, below=units)
        for name in names_of_buildings(row)
    ]
    return NewArea(
        kind=AreaKind(row["kind"]),
        name=row["name"],
        division_code=row["code"],
        phone=row["phone"],
        below=(*inner, *buildings),
    )


def _key(area: Area) -> str:
    """Name an area as the inputs do: 和顺苑, in it 和顺苑/3栋, in that 和顺苑/3栋/2单元."""
    if area.kind in (AreaKind.BUILDING, AreaKind.UNIT) and area.parent:
        return f"{_key(area.parent)}/{area.name}"
    return area.name


def _register(stage: Stage, rows: list[Row], at: datetime) -> None:
    """Who lives here is entered all at once; who only works here, one by one."""
    living = [row for row in rows if row["home"]]
    new = [_person(row, stage.areas[row["home"]]) for row in living]
    entered = people.register_people(within=stage.place, people=new, by=THE_HOUSE, at=at)
    stage.people = dict(zip((row["id"] for row in living), entered, strict=True))
    for row in rows:
        if not row["home"]:
            stage.people[row["id"]] = people.register_person(
                name=row["name"], home=None, by=THE_HOUSE, at=at
            )
    facts = [
        NewFact(
            person=stage.people[row["id"]],
            kind=FactKind.LAID_OFF,
            began_on=date.fromisoformat(row["laid_off_since"]),
            purpose=PURPOSE,
        )
        for row in living
        if row["laid_off_since"]
    ]
    people.record_facts(within=stage.place, facts=facts, by=THE_HOUSE, at=at)


def _person(row: Row, home: Area) -> NewPerson:
    return NewPerson(name=row["name"], home=home, born_on=date.fromisoformat(row["born_on"]))


def _form(stage: Stage, rows: list[Row], at: datetime) -> None:
    new = [
        NewOrganisation(
            name=row["name"],
            kind=OrganisationKind(row["kind"]),
            area=stage.areas[row["area"]],
            status=OrganisationStatus(row["status"]),
            formed_on=date.fromisoformat(row["formed_on"]) if row["formed_on"] else None,
            formed_here=row["formed_here"] == "yes",
        )
        for row in rows
    ]
    formed = people.form_organisations(
        within=outermost(stage), organisations=new, by=THE_HOUSE, at=at
    )
    stage.organisations |= {one.name: one for one in formed}


def fill_posts(stage: Stage, rows: list[Row], at: datetime) -> None:
    new = [
        NewPost(
            kind=PostKind(row["kind"]),
            area=stage.areas[row["area"]],
            organisation=stage.organisations.get(row["organisation"]),
        )
        for row in rows
    ]
    everywhere = outermost(stage)
    posts = people.create_posts(within=everywhere, posts=new, by=THE_HOUSE, at=at)
    appointments = [
        Appointment(
            post=post,
            person=stage.people[row["person"]],
            starts_on=date.fromisoformat(row["since"]),
            obtained=Obtained(row["obtained"]),
        )
        for post, row in zip(posts, rows, strict=True)
    ]
    people.appoint_all(within=everywhere, appointments=appointments, by=THE_HOUSE, at=at)


def _join(stage: Stage, rows: list[Row], at: datetime) -> None:
    members = [
        NewMembership(
            organisation=stage.organisations[row["organisation"]],
            person=stage.people[row["person"]],
            began_on=date.fromisoformat(row["since"]),
        )
        for row in rows
    ]
    if members:
        people.join_all(within=stage.place, memberships=members, by=THE_HOUSE, at=at)


def _open_points(stage: Stage, rows: list[Row], at: datetime) -> None:
    new = [
        NewPoint(kind=PointKind(row["kind"]), area=stage.areas[row["area"]], name=row["name"])
        for row in rows
    ]
    if new:
        places.open_points(within=stage.place, points=new, by=THE_HOUSE, at=at)
