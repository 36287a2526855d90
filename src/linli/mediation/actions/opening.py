"""登记: a dispute is written down with its sides and brought to a committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import Resolution, pin, resolve
from linli.matters import actions as matters
from linli.matters.models import Matter
from linli.matters.rules import Role, Sensitivity
from linli.mediation import policies
from linli.mediation.actions.consenting import accept_when_all_agree
from linli.mediation.actions.moving import CONSENTING, owe
from linli.mediation.actions.naming import refuse_unfit, seat
from linli.mediation.events import CaseOpened
from linli.mediation.models import Case, Party
from linli.mediation.options import (
    ALARMING_WORDS,
    CONSENT_WORKDAYS,
    KINDS,
    DisputeKind,
)
from linli.mediation.promises import consent_promise
from linli.mediation.rules import MOST_MEDIATORS, Consent, is_of_age, names_a_crime
from linli.people.models import Organisation, Person
from linli.people.rules import OrganisationKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import community_of

SERIES = "MC"
FEWEST_SIDES = 2
WHY_INVOLVED = "请来调解"


class NothingSaid(Unreadable):
    pass


class NoSuchKindOfDispute(Unreadable):
    pass


class OneSideOnly(Unreadable):
    pass


class PartyUnnamed(Unreadable):
    pass


class GuardianMissing(Unreadable):
    pass


class ForThePolice(Refusal):
    pass


class NotForMediation(Refusal):
    pass


class NotThisCommittee(Refusal):
    pass


class AlreadyMediated(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """One of those who quarrel: from the register, or a name with how to reach them."""

    side: int
    person: Person | None = None
    name: str = ""
    contact: str = ""
    is_minor: bool = False
    guardian: Person | None = None
    guardian_name: str = ""
    consents: bool = False
    """They said at once that they want it mediated."""


@transaction.atomic
def open_case(  # noqa: PLR0913 - what the register asks
    *,
    place: Area,
    kind: str,
    words: str,
    parties: Sequence[NewParty],
    committee: Organisation,
    by: Viewer,
    at: datetime,
    panel: Sequence[Person] = (),
    matter: Matter | None = None,
) -> Case:
    """登记纠纷: nobody pays (4); every side is asked whether it wants to (3).

    What may be a crime is not written down here: who says it is told to call the police.
    """
    _permit(place, matter, by, parties)
    options = resolve(place.chain)
    meant = _kind(options, kind)
    _refuse_unfit(words, parties, committee, place, options, at)
    promise = consent_promise(options[CONSENT_WORKDAYS], calendar_in_force(), at=at)
    case = _laid_down(
        Case(
            number=next_number(SERIES, day_of(at).year),
            kind=meant.code,
            kind_label=meant.label,
            kind_label_en=meant.label_en,
            words=words.strip(),
            place=place,
            desk=community_of(place) or place,
            matter=matter,
            committee=committee,
            options_digest=pin(options),
            opened_by_id=by.person_id,
            opened_at=at,
            due_at=promise.due_at,
        )
    )
    for new in parties:
        _party(case, new, at)
    refuse_unfit(case, panel)
    event = CaseOpened(
        subject=case.ref, kind=meant.label, committee=committee.ref, number=case.number
    )
    journal.record(event, by=by.ref, at=at, place=place.ref)
    seat(case, panel, by=by, at=at)
    owe(case, CONSENTING, promise, at=at)
    if matter:
        _let_in(matter, committee, panel, by=by, at=at)
    accept_when_all_agree(case, by=by.ref, at=at)
    return case


def _permit(
    place: Area, matter: Matter | None, by: Viewer, parties: Sequence[NewParty]
) -> None:
    """A matter's own rules say who may ask others to take part in it."""
    if matter is None and not policies.may_open(by, place):
        raise NotPermitted("纠纷由那里的工作台和调解员登记。")
    if matter and matter.sensitivity == Sensitivity.COMPLAINT:
        raise NotForMediation("投诉身边工作人员的事由上一级处理，不调解。")
    involved = {new.person.pk for new in parties if new.person}
    involved |= {new.guardian.pk for new in parties if new.guardian}
    if involved & by.speaks_for:
        raise NotPermitted("自己的纠纷请同事来登记。")


def _kind(options: Resolution, code: str) -> DisputeKind:
    for kind in options[KINDS]:
        if kind.code == code:
            return kind
    raise NoSuchKindOfDispute("请选一种纠纷。")


def _refuse_unfit(
    words: str,
    parties: Sequence[NewParty],
    committee: Organisation,
    place: Area,
    options: Resolution,
    at: datetime,
) -> None:
    if not words.strip():
        raise NothingSaid("请写一句争的是什么，只给调解的人看。")
    if alarming := names_a_crime(words, options[ALARMING_WORDS]):
        raise ForThePolice(
            "说到了“{word}”，可能涉嫌违法犯罪，不能调解。人有危险马上打110，受伤打120。",
            word=alarming,
        )
    if len({new.side for new in parties}) < FEWEST_SIDES:
        raise OneSideOnly("至少要有两方当事人。")
    for new in parties:
        _refuse_unsound(new, at)
    right_kind = committee.kind == OrganisationKind.MEDIATION_PANEL
    if not right_kind or committee.dissolved_on or not place.lies_in(committee.area):
        raise NotThisCommittee("“{name}”不在这里调解纠纷。", name=committee.name)


def _refuse_unsound(new: NewParty, at: datetime) -> None:
    if not new.person and not new.name.strip():
        raise PartyUnnamed("请写下每一方的姓名。")
    if _is_minor(new, at) and not new.guardian and not new.guardian_name.strip():
        raise GuardianMissing("未成年人要由监护人到场，请写监护人的姓名。")


def _is_minor(new: NewParty, at: datetime) -> bool:
    return new.is_minor or bool(new.person and not is_of_age(new.person.born_on, day_of(at)))


def _laid_down(case: Case) -> Case:
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        raise AlreadyMediated("这件事已经在调解了。") from None
    return case


def _party(case: Case, new: NewParty, at: datetime) -> None:
    Party.objects.create(
        case=case,
        side=new.side,
        person=new.person,
        name="" if new.person else new.name.strip(),
        contact=new.contact.strip(),
        is_minor=_is_minor(new, at),
        guardian=new.guardian,
        guardian_name="" if new.guardian else new.guardian_name.strip(),
        consent=Consent.GIVEN if new.consents else Consent.ASKED,
        answered_at=at if new.consents else None,
    )


def _let_in(
    matter: Matter,
    committee: Organisation,
    panel: Sequence[Person],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """The committee takes part in the matter; its mediators read it, but for who has it."""
    running = matter.involvements.running().filter(role=Role.MEDIATE)
    if not running.filter(organisation=committee).exists():
        matters.involve(
            matter=matter,
            organisation=committee,
            role=Role.MEDIATE,
            why=WHY_INVOLVED,
            by=by,
            at=at,
        )
    there = {matter.handler_id, *running.values_list("person", flat=True)}
    for person in panel[:MOST_MEDIATORS]:
        if person.pk not in there:
            matters.involve(
                matter=matter,
                person=person,
                role=Role.MEDIATE,
                why=WHY_INVOLVED,
                by=by,
                at=at,
            )
