"""Disputes in any legal state, reached the way real ones are: through the actions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.matters.models import Matter
from linli.mediation import actions
from linli.mediation.actions import Agreed, NewParty
from linli.mediation.models import Case, Committee
from linli.mediation.rules import Form
from linli.people import actions as people
from linli.people.models import Organisation, Person
from linli.people.rules import OrganisationKind
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

WORDS = "楼上卫生间漏水，把楼下天花板泡坏了，两家为修和赔说不拢。"
NOTES = "楼上愿意修，楼下要赔天花板。"
TERMS = "楼上一周内修好防水，补楼下天花板。"


def a_panel(area: Area, name: str = "和平里调解委员会") -> Organisation:
    return people.form_organisation(
        name=name, kind=OrganisationKind.MEDIATION_PANEL, area=area, by=THE_HOUSE, at=NOON
    )


def a_committee(area: Area) -> Committee:
    """Three members, one woman, led by 郑和; each community has one."""
    if there := Committee.objects.filter(organisation__area=area).first():
        return there
    members = [a_person(name, area) for name in ("郑和", "宋大姐", "林师傅")]
    return actions.compose_committee(
        organisation=a_panel(area),
        members=members,
        women=1,
        head=members[0],
        by=THE_HOUSE,
        at=NOON,
    )


def members_of(committee: Committee) -> list[Person]:
    joined = committee.organisation.memberships.filter(ended_on=None).order_by("person_id")
    return [one.person for one in joined.select_related("person")]


def a_case(  # noqa: PLR0913 - what a test may want otherwise
    *,
    place: Area | None = None,
    parties: Sequence[NewParty] = (),
    panel: Sequence[Person] | None = None,
    matter: Matter | None = None,
    committee: Committee | None = None,
    consents: bool = False,
    words: str = WORDS,
    by: Person | None = None,
    at: datetime = NOON,
) -> Case:
    """Two neighbours from the register and one mediator; nobody has been asked yet."""
    here = place or (matter.place if matter else a_neighbourhood().building)
    assert here.parent
    assert here.parent.parent
    community = matter.desk if matter else here.parent.parent
    composed = committee or a_committee(community)
    sides = parties or (
        NewParty(side=1, person=a_person("赵家", here), consents=consents),
        NewParty(side=2, person=a_person("钱家", here), consents=consents),
    )
    return actions.open_case(
        place=here,
        kind="neighbour",
        words=words,
        parties=sides,
        committee=composed.organisation,
        panel=[members_of(composed)[1]] if panel is None else panel,
        matter=matter,
        by=viewing(by or a_clerk(community)),
        at=at,
    )


def the_mediator(case: Case) -> Person:
    first = case.mediators.filter(until=None).order_by("pk").first()
    assert first
    return first.person


def an_accepted_case(*, matter: Matter | None = None, at: datetime = NOON) -> Case:
    return a_case(consents=True, matter=matter, at=at)


def a_case_in_talks(*, matter: Matter | None = None, at: datetime = NOON) -> Case:
    case = an_accepted_case(matter=matter, at=at)
    actions.record_talk(
        case=case,
        notes=NOTES,
        came=list(case.parties.all()),
        where="社区二楼",
        by=viewing(the_mediator(case)),
        at=at,
    )
    return case


def an_agreed_case(
    *,
    matter: Matter | None = None,
    form: Form = Form.ORAL,
    fulfil_by: date | None = None,
    at: datetime = NOON,
) -> Case:
    case = a_case_in_talks(matter=matter, at=at)
    agreed = Agreed(
        form=form,
        terms=TERMS,
        fulfil_by=fulfil_by or day_of(at + timedelta(days=7)),
        disputed="谁修、赔多少",
        facts="楼上防水层老化",
        fulfilment="请物业验收",
        signed=list(case.parties.all()) if form is Form.WRITTEN else (),
    )
    actions.reach_agreement(case=case, agreed=agreed, by=viewing(the_mediator(case)), at=at)
    return case
