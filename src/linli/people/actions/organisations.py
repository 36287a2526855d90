"""Organisations are formed and dissolved; members join and leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.people import policies
from linli.people.events import (
    MemberJoined,
    MemberLeft,
    MembersJoined,
    OrganisationDissolved,
    OrganisationFormed,
    OrganisationsFormed,
)
from linli.people.models import Membership, Organisation, Person
from linli.people.rules import OrganisationKind, OrganisationStatus
from linli.people.viewer import Viewer
from linli.places.models import Area

KEEPERS_ONLY = "只有管理员，以及本级和上级的工作人员，可以登记这里的组织。"


class OrganisationAlreadyThere(Refusal):
    pass


class OrganisationDissolvedAlready(Refusal):
    pass


class AlreadyAMember(Refusal):
    pass


class NotAMember(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """An organisation to be entered; `formed_here`: this community brought it about."""

    name: str
    kind: OrganisationKind
    area: Area
    status: OrganisationStatus = OrganisationStatus.INFORMAL
    formed_on: date | None = None
    formed_here: bool = False
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class NewMembership:
    """Somebody who joins an organisation."""

    organisation: Organisation
    person: Person
    began_on: date | None = None


@transaction.atomic
def form_organisation(  # noqa: PLR0913 - what the register asks
    *,
    name: str,
    kind: OrganisationKind,
    area: Area,
    status: OrganisationStatus = OrganisationStatus.INFORMAL,
    formed_on: date | None = None,
    formed_here: bool = False,
    phone: str = "",
    by: Viewer,
    at: datetime,
) -> Organisation:
    """成立组织: it is on the register, with its standing before the law (R33)."""
    new = NewOrganisation(
        name=name,
        kind=OrganisationKind(kind),
        area=area,
        status=OrganisationStatus(status),
        formed_on=formed_on,
        formed_here=formed_here,
        phone=phone,
    )
    [organisation] = _formed([new], within=area, by=by, at=at)
    event = OrganisationFormed(subject=organisation.ref, kind=new.kind.label, name=name)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return organisation


@transaction.atomic
def form_organisations(
    *, within: Area, organisations: Sequence[NewOrganisation], by: Viewer, at: datetime
) -> list[Organisation]:
    """成批登记组织: whatever there is in one area, told once."""
    formed = _formed(organisations, within=within, by=by, at=at)
    event = OrganisationsFormed(subject=within.ref, count=len(formed))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return formed


@transaction.atomic
def dissolve_organisation(*, organisation: Organisation, by: Viewer, at: datetime) -> None:
    """撤销组织: it does nothing more; what it did stays."""
    if not policies.may_change_organisation(by, organisation):
        raise NotPermitted(KEEPERS_ONLY)
    on = day_of(at)
    standing = Organisation.objects.filter(pk=organisation.pk, dissolved_on=None)
    if not standing.update(dissolved_on=on):
        raise OrganisationDissolvedAlready("“{name}”已经撤销了。", name=organisation.name)
    Membership.objects.filter(organisation=organisation, ended_on=None).update(ended_on=on)
    event = OrganisationDissolved(subject=organisation.ref, name=organisation.name)
    journal.record(event, by=by.ref, at=at, place=organisation.area.ref)
    organisation.dissolved_on = on


@transaction.atomic
def join_organisation(
    *, organisation: Organisation, person: Person, by: Viewer, at: datetime
) -> Membership:
    """加入组织: somebody belongs to it from now on."""
    _refuse_strangers(organisation, by)
    new = NewMembership(organisation=organisation, person=person)
    [membership] = _joined([new], at)
    event = MemberJoined(subject=organisation.ref, person=person.ref)
    journal.record(event, by=by.ref, at=at, place=organisation.area.ref)
    return membership


@transaction.atomic
def join_all(
    *, within: Area, memberships: Sequence[NewMembership], by: Viewer, at: datetime
) -> list[Membership]:
    """成批加入组织: members of organisations within one area, told once."""
    outside = any(not new.organisation.area.lies_in(within) for new in memberships)
    if outside or not policies.may_form_organisation(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    joined = _joined(memberships, at)
    event = MembersJoined(subject=within.ref, count=len(joined))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return joined


@transaction.atomic
def leave_organisation(
    *, organisation: Organisation, person: Person, by: Viewer, at: datetime
) -> None:
    """退出组织: the member leaves, or is struck off."""
    if person.pk != by.person_id:
        _refuse_strangers(organisation, by)
    belongs = Membership.objects.filter(organisation=organisation, person=person, ended_on=None)
    if not belongs.update(ended_on=day_of(at)):
        raise NotAMember(
            "{name}现在不是“{organisation}”的成员。",
            name=person.name,
            organisation=organisation.name,
        )
    event = MemberLeft(subject=organisation.ref, person=person.ref)
    journal.record(event, by=by.ref, at=at, place=organisation.area.ref)


def _formed(
    new: Sequence[NewOrganisation], *, within: Area, by: Viewer, at: datetime
) -> list[Organisation]:
    outside = any(not one.area.lies_in(within) for one in new)
    if outside or not policies.may_form_organisation(by, within):
        raise NotPermitted(KEEPERS_ONLY)
    _refuse_what_is_there(new)
    return Organisation.objects.bulk_create(_row(one, at) for one in new)


def _row(new: NewOrganisation, at: datetime) -> Organisation:
    return Organisation(
        name=new.name,
        kind=new.kind,
        status=new.status,
        area=new.area,
        formed_on=new.formed_on or (day_of(at) if new.formed_here else None),
        formed_here=new.formed_here,
        phone=new.phone,
    )


def _refuse_what_is_there(new: Sequence[NewOrganisation]) -> None:
    said: set[tuple[int, str, str]] = set(
        Organisation.objects.filter(area__in={one.area.pk for one in new}).values_list(
            "area_id", "kind", "name"
        )
    )
    for one in new:
        if (one.area.pk, one.kind.value, one.name) in said:
            raise OrganisationAlreadyThere("“{name}”已经登记过了。", name=one.name)
        said.add((one.area.pk, one.kind.value, one.name))


def _joined(new: Sequence[NewMembership], at: datetime) -> list[Membership]:
    _refuse_members(new)
    return Membership.objects.bulk_create(
        (
            Membership(
                organisation=one.organisation,
                person=one.person,
                began_on=one.began_on or day_of(at),
            )
            for one in new
        ),
        batch_size=1000,
    )


def _refuse_members(new: Sequence[NewMembership]) -> None:
    organisations = {one.organisation.pk for one in new}
    belong = Membership.objects.filter(Q(organisation__in=organisations), ended_on=None)
    said = set(belong.values_list("organisation_id", "person_id"))
    for one in new:
        if one.organisation.dissolved_on is not None:
            raise OrganisationDissolvedAlready(
                "“{name}”已经撤销了。", name=one.organisation.name
            )
        if (one.organisation.pk, one.person.pk) in said:
            raise AlreadyAMember("{name}已经是成员了。", name=one.person.name)
        said.add((one.organisation.pk, one.person.pk))


def _refuse_strangers(organisation: Organisation, by: Viewer) -> None:
    if not policies.may_change_organisation(by, organisation):
        raise NotPermitted(KEEPERS_ONLY)
