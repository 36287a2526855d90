"""志愿服务队: formed, joined, led, left; an appointment is a letter, no registration."""

from datetime import date
from typing import Any

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.testing import NOON
from linli.people.actions import form_organisation
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import a_person, a_term, viewing
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyATeam,
    LeadsAlready,
    LetterIssuedAlready,
    NotATeam,
    NotInThePost,
    NotOfTheTeam,
    NotOnTheRegister,
)
from linli.volunteers.models import Volunteer
from linli.volunteers.options import DONATE_ONLY_TEAMS
from linli.volunteers.queries import hours_of, is_volunteer
from linli.volunteers.rules import TeamKind
from linli.volunteers.testing import (
    Station,
    a_record,
    a_service,
    a_station,
    a_team,
    a_volunteer,
    an_applicant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return a_station()


def test_a_team_with_members_and_a_leader(station: Station) -> None:
    team, volunteer = a_team(station), a_volunteer(station)
    other = a_volunteer(station, "李梅")
    for one in (volunteer, other):
        actions.join_team(team=team, volunteer=one, by=station.by, at=NOON)

    actions.choose_leader(team=team, person=volunteer.person, by=station.by, at=NOON)

    led = Volunteer.objects.visible_to(viewing(volunteer.person))
    assert set(led) == {volunteer, other}
    assert list(Volunteer.objects.visible_to(viewing(other.person))) == [other]
    record = a_record(station, other, team=team)
    assert record.team == team
    actions.leave_team(
        team=team, person=volunteer.person, by=viewing(volunteer.person), at=NOON
    )
    assert not team.leads.filter(ended_on=None).exists()
    assert list(Volunteer.objects.visible_to(viewing(volunteer.person))) == [volunteer]


def test_the_leader_records_for_the_team(station: Station) -> None:
    team, leader = a_team(station), a_volunteer(station)
    member = a_volunteer(station, "李梅")
    for one in (leader, member):
        actions.join_team(team=team, volunteer=one, by=station.by, at=NOON)
    actions.choose_leader(team=team, person=leader.person, by=station.by, at=NOON)
    service = a_service(station.place.compound, team=team)
    by = viewing(leader.person)
    actions.record_service(volunteer=member, service=service, by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.record_service(volunteer=leader, service=service, by=by, at=NOON)


def test_hours_of_some_teams_can_only_be_given(station: Station) -> None:
    place = station.place.community.ref
    choose({DONATE_ONLY_TEAMS: (TeamKind.PARTY,)}, place=place, by=place, at=NOON)
    party = a_team(station, TeamKind.PARTY, "党员先锋队")
    silver = a_team(station, TeamKind.SILVER)
    volunteer = a_volunteer(station)

    assert (party.is_donate_only, silver.is_donate_only) == (True, False)
    record = a_record(station, volunteer, team=party)
    assert record.is_donate_only
    assert hours_of(volunteer).donate_only == 60


def test_only_who_is_on_the_register_joins(station: Station) -> None:
    team = a_team(station)

    with pytest.raises(NotOnTheRegister):
        actions.join_team(team=team, volunteer=an_applicant(station), by=station.by, at=NOON)
    volunteer = a_volunteer(station, "李梅")
    with pytest.raises(NotPermitted):
        actions.join_team(team=team, volunteer=volunteer, by=viewing(volunteer.person), at=NOON)


def test_a_leader_is_a_member_and_chosen_once(station: Station) -> None:
    team, volunteer = a_team(station), a_volunteer(station)
    said: dict[str, Any] = {"team": team, "person": volunteer.person, "at": NOON}

    with pytest.raises(NotOfTheTeam):
        actions.choose_leader(**said, by=station.by)
    actions.join_team(team=team, volunteer=volunteer, by=station.by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.choose_leader(**said, by=viewing(volunteer.person))
    actions.choose_leader(**said, by=station.by)
    with pytest.raises(LeadsAlready):
        actions.choose_leader(**said, by=station.by)


def test_what_is_no_team_is_not_made_one(station: Station) -> None:
    area = station.place.community
    dancers = form_organisation(
        name="舞蹈队", kind=OrganisationKind.CULTURAL_TEAM, area=area, by=station.by, at=NOON
    )
    with pytest.raises(NotATeam):
        actions.make_team(organisation=dancers, kind=TeamKind.COMMUNITY, by=station.by, at=NOON)
    team = a_team(station)
    with pytest.raises(AlreadyATeam):
        actions.make_team(
            organisation=team.organisation, kind=TeamKind.SILVER, by=station.by, at=NOON
        )
    with pytest.raises(NotPermitted):
        actions.form_team(
            name="青年队",
            kind=TeamKind.YOUTH,
            area=area,
            by=viewing(a_person("路人")),
            at=NOON,
        )


def test_a_silver_assistant_is_appointed_by_letter_and_is_no_volunteer(
    station: Station,
) -> None:
    term = a_term(PostKind.SILVER_ASSISTANT, station.place.community, "张建光")
    said: dict[str, Any] = {"term": term, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.issue_letter(**said, by=viewing(term.person))
    letter = actions.issue_letter(**said, words="聘请为银发协理员", by=station.by)

    assert (letter.number, letter.issued_on) == ("PS-2026-000001", date(2026, 3, 2))
    assert not is_volunteer(term.person)
    with pytest.raises(LetterIssuedAlready):
        actions.issue_letter(**said, by=station.by)


def test_no_letter_for_a_post_that_was_left(station: Station) -> None:
    term = a_term(PostKind.SILVER_ASSISTANT, station.place.community, "张建光")
    type(term).objects.filter(pk=term.pk).update(ends_on=date(2026, 1, 1))

    with pytest.raises(NotInThePost):
        actions.issue_letter(term=term, by=station.by, at=NOON)
