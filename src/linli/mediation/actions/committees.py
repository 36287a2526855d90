"""调委会: three to nine members, at least one of them a woman, for three years (8, 9)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.words import say
from linli.mediation import policies
from linli.mediation.events import CommitteeComposed
from linli.mediation.models import Committee
from linli.mediation.rules import Seats, term_ends
from linli.people import actions as people
from linli.people.models import Membership, Organisation, Person
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer


class NotACommittee(Refusal):
    pass


class CommitteeUnsound(Unreadable):
    pass


class HeadNotAMember(Unreadable):
    pass


@transaction.atomic
def compose_committee(
    *,
    organisation: Organisation,
    members: Collection[Person],
    women: int,
    head: Person,
    by: Viewer,
    at: datetime,
    elected_on: date | None = None,
) -> Committee:
    """选出委员: who was elected belongs to it from now on, who was not leaves."""
    if not policies.may_compose(by, organisation):
        raise NotPermitted("调委会由管那里登记册的同事登记。")
    if organisation.kind != OrganisationKind.MEDIATION_PANEL or organisation.dissolved_on:
        raise NotACommittee("“{name}”不是调解委员会。", name=organisation.name)
    seats = Seats(members=len(set(members)), women=women)
    if seats.lacks or women > seats.members:
        lacks = "；".join(say(lack) for lack in seats.lacks)
        raise CommitteeUnsound("这样的组成不合法：{lacks}。", lacks=lacks or "人数不对")
    if head not in members:
        raise HeadNotAMember("主任要从委员里选。")
    _change_members(organisation, members, by=by, at=at)
    on = elected_on or day_of(at)
    composed, _ = Committee.objects.update_or_create(
        organisation=organisation,
        defaults={
            "head": head,
            "members": seats.members,
            "women": women,
            "elected_on": on,
            "ends_on": term_ends(on),
        },
    )
    event = CommitteeComposed(
        subject=organisation.ref, members=seats.members, women=women, head=head.ref
    )
    journal.record(event, by=by.ref, at=at, place=organisation.area.ref)
    return composed


def _change_members(
    organisation: Organisation, members: Collection[Person], *, by: Viewer, at: datetime
) -> None:
    belong = Membership.objects.filter(organisation=organisation, ended_on=None)
    there = {one.person for one in belong.select_related("person")}
    for person in sorted(there - set(members), key=lambda one: one.pk):
        people.leave_organisation(organisation=organisation, person=person, by=by, at=at)
    for person in sorted(set(members) - there, key=lambda one: one.pk):
        people.join_organisation(organisation=organisation, person=person, by=by, at=at)
