"""The disputes of a replay: opened with both sides willing, talked over, agreed, visited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from linli.demo.rows import Row, read_moment
from linli.mediation import actions as mediation
from linli.mediation.actions import Agreed, NewParty
from linli.mediation.models import Case
from linli.mediation.rules import UNDECIDED, Form, Fulfilment, State
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind
from linli.people.viewer import THE_HOUSE

if TYPE_CHECKING:
    from linli.demo.replaying import Telling


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing that happened to a dispute in its moment: opened, talked, agreed, visited."""

    at: datetime
    case: str
    step: str
    row: Row


def deeds_in(disputes: Sequence[Row]) -> list[Deed]:
    """Take the disputes of a replay apart into deeds, in the order of time."""
    deeds = [
        Deed(at=read_moment(row[step]), case=row["case"], step=step, row=row)
        for row in disputes
        for step in STEPS
        if row[step]
    ]
    return sorted(deeds, key=lambda deed: deed.at)


def tell_of_dispute(deed: Deed, telling: "Telling") -> None:
    """Do it if it still lies there: whose talks have run out is past agreeing."""
    STEPS[deed.step](deed, telling)
    telling.counted["调解"] += deed.step == "agreed"


def _open(deed: Deed, telling: "Telling") -> None:
    people, row = telling.stage.people, deed.row
    sides = (row["one"], row["other"])
    case = mediation.open_case(
        place=telling.stage.areas[row["place"]],
        kind=row["kind"],
        words=row["words"],
        parties=[
            NewParty(side=side, person=people[who], consents=True)
            for side, who in enumerate(sides, 1)
        ],
        committee=_committee(telling, deed.at),
        panel=[people[row["mediator"]]],
        by=telling.viewer(people[row["clerk"]], deed.at),
        at=deed.at,
    )
    telling.disputes[deed.case] = case.pk


def _talk(deed: Deed, telling: "Telling") -> None:
    case = _case(deed, telling)
    if case.standing not in UNDECIDED:
        return
    mediation.record_talk(
        case=case,
        notes=deed.row["notes"],
        came=list(case.parties.all()),
        where=deed.row["where"],
        by=telling.viewer(telling.stage.people[deed.row["mediator"]], deed.at),
        at=deed.at,
    )


def _agree(deed: Deed, telling: "Telling") -> None:
    case = _case(deed, telling)
    if case.standing is not State.IN_TALKS:
        return
    agreed = Agreed(
        form=Form.ORAL,
        terms=deed.row["terms"],
        fulfil_by=date.fromisoformat(deed.row["fulfil_by"]),
    )
    by = telling.viewer(telling.stage.people[deed.row["mediator"]], deed.at)
    mediation.reach_agreement(case=case, agreed=agreed, by=by, at=deed.at)


def _visit(deed: Deed, telling: "Telling") -> None:
    case = _case(deed, telling)
    if case.standing is not State.AGREED:
        return
    by = telling.viewer(telling.stage.people[deed.row["mediator"]], deed.at)
    mediation.record_visit(case=case, found=Fulfilment.FULFILLED, by=by, at=deed.at)


STEPS: dict[str, Callable[[Deed, "Telling"], None]] = {
    "opened": _open,
    "talked": _talk,
    "agreed": _agree,
    "visited": _visit,
}


def _case(deed: Deed, telling: "Telling") -> Case:
    return Case.objects.select_related("place", "desk", "committee").get(
        pk=telling.disputes[deed.case]
    )


def _committee(telling: "Telling", at: datetime) -> Organisation:
    """The panel of the place; those in its posts were elected before the first dispute."""
    [panel] = [
        one
        for one in telling.stage.organisations.values()
        if one.kind == OrganisationKind.MEDIATION_PANEL
    ]
    if not telling.disputes:
        elected = [
            telling.stage.people[row["person"]]
            for row in telling.script.posts
            if row["kind"] == "mediator"
        ]
        mediation.compose_committee(
            organisation=panel, members=elected, women=1, head=elected[0], by=THE_HOUSE, at=at
        )
    return panel
