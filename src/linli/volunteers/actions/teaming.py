"""志愿服务队: formed, joined, led, left; and letters for those who were appointed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.people.actions import form_organisation, join_organisation, leave_organisation
from linli.people.models import Membership, Organisation, Person, Term
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers import policies
from linli.volunteers.events import (
    LetterIssued,
    TeamFormed,
    TeamJoined,
    TeamLeaderChanged,
    TeamLeft,
)
from linli.volunteers.models import AppointmentLetter, Team, TeamLead, Volunteer
from linli.volunteers.options import DONATE_ONLY_TEAMS
from linli.volunteers.queries.registry import is_volunteer
from linli.volunteers.rules.teams import TeamKind

LETTERS = "PS"
OF_ELDERS = {TeamKind.SILVER: OrganisationKind.ELDER_VOLUNTEER_TEAM}
TEAMS_ONLY = (
    OrganisationKind.VOLUNTEER_TEAM,
    OrganisationKind.PARTNER_VOLUNTEER_TEAM,
    OrganisationKind.ELDER_VOLUNTEER_TEAM,
)


class NotATeam(Refusal):
    pass


class AlreadyATeam(Refusal):
    pass


class NotOnTheRegister(Refusal):
    pass


class NotOfTheTeam(Refusal):
    pass


class LeadsAlready(Refusal):
    pass


class LetterIssuedAlready(Refusal):
    pass


class NotInThePost(Refusal):
    pass


@transaction.atomic
def form_team(*, name: str, kind: TeamKind, area: Area, by: Viewer, at: datetime) -> Team:
    """成立志愿服务队: an organisation of volunteers of that kind."""
    if not policies.may_form_team(by, area):
        raise NotPermitted("志愿服务队由那里的社区工作人员登记成立。")
    organisation = form_organisation(
        name=name,
        kind=OF_ELDERS.get(TeamKind(kind), OrganisationKind.VOLUNTEER_TEAM),
        area=area,
        formed_here=True,
        by=by,
        at=at,
    )
    return make_team(organisation=organisation, kind=kind, by=by, at=at)


@transaction.atomic
def make_team(*, organisation: Organisation, kind: TeamKind, by: Viewer, at: datetime) -> Team:
    """设为志愿服务队: an organisation that stands on the register already, of a team's kind."""
    if not policies.may_form_team(by, organisation.area):
        raise NotPermitted("志愿服务队由那里的社区工作人员登记成立。")
    if organisation.kind not in TEAMS_ONLY or organisation.dissolved_on is not None:
        raise NotATeam("“{name}”不是在册的志愿服务队。", name=organisation.name)
    only = resolve(organisation.area.chain)[DONATE_ONLY_TEAMS]
    team, is_new = Team.objects.get_or_create(
        organisation=organisation,
        defaults={"kind": kind, "is_donate_only": TeamKind(kind) in only},
    )
    if not is_new:
        raise AlreadyATeam("“{name}”已经登记过了。", name=organisation.name)
    event = TeamFormed(subject=team.ref, name=team.name, kind=TeamKind(kind).label)
    journal.record(event, by=by.ref, at=at, place=organisation.area.ref)
    return team


@transaction.atomic
def join_team(*, team: Team, volunteer: Volunteer, by: Viewer, at: datetime) -> Membership:
    """加入队伍: only who is on the register of volunteers; the term begins today."""
    if not policies.may_change_members(by, team):
        raise NotPermitted("队员由那里的社区工作人员登记。")
    if not is_volunteer(volunteer.person_id):
        raise NotOnTheRegister("先通过志愿者登记，再加入队伍。")
    membership = join_organisation(
        organisation=team.organisation, person=volunteer.person, by=by, at=at
    )
    event = TeamJoined(subject=team.ref, person=volunteer.person.ref)
    journal.record(event, by=by.ref, at=at, place=team.area.ref)
    return membership


@transaction.atomic
def leave_team(*, team: Team, person: Person, by: Viewer, at: datetime) -> None:
    """退出队伍: by oneself, or struck off; who led it no longer does."""
    leave_organisation(organisation=team.organisation, person=person, by=by, at=at)
    team.leads.filter(person=person, ended_on=None).update(ended_on=day_of(at))
    event = TeamLeft(subject=team.ref, person=person.ref)
    journal.record(event, by=by.ref, at=at, place=team.area.ref)


@transaction.atomic
def choose_leader(*, team: Team, person: Person, by: Viewer, at: datetime) -> TeamLead:
    """定队长: a member leads from today; whoever led before no longer does."""
    if not policies.may_change_members(by, team):
        raise NotPermitted("队长由那里的社区工作人员登记。")
    members = Membership.objects.filter(organisation=team.organisation, ended_on=None)
    if not members.filter(person=person).exists():
        raise NotOfTheTeam("队长要从队员里选。")
    running = team.leads.filter(ended_on=None)
    if running.filter(person=person).exists():
        raise LeadsAlready("{name}现在就是队长。", name=person.name)
    running.update(ended_on=day_of(at))
    lead = TeamLead.objects.create(team=team, person=person, began_on=day_of(at))
    event = TeamLeaderChanged(subject=team.ref, person=person.ref)
    journal.record(event, by=by.ref, at=at, place=team.area.ref)
    return lead


@transaction.atomic
def issue_letter(*, term: Term, by: Viewer, at: datetime, words: str = "") -> AppointmentLetter:
    """签发聘书: for a post that is held today; an appointment makes no volunteer (SC15)."""
    if not policies.may_issue_letter(by, term):
        raise NotPermitted("聘书由那里的社区工作人员签发，自己的由同事签。")
    today = day_of(at)
    if not Term.objects.running(today).filter(pk=term.pk).exists():
        raise NotInThePost("这个岗位今天不由他担任。")
    try:
        with transaction.atomic():
            letter = AppointmentLetter.objects.create(
                number=next_number(LETTERS, today.year),
                term=term,
                words=words.strip(),
                issued_by_id=by.person_id,
                issued_on=today,
            )
    except IntegrityError as error:
        raise LetterIssuedAlready("这一任的聘书已经签发过了。") from error
    event = LetterIssued(subject=term.post.ref, number=letter.number, person=term.person.ref)
    journal.record(event, by=by.ref, at=at, place=term.post.area.ref)
    return letter
