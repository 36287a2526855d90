"""Kinship is proposed by one, verified by another who has seen the papers, and ends."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import NOWHERE, Ref
from linli.people import policies
from linli.people.events import KinshipEnded, KinshipProposed, KinshipRefused, KinshipVerified
from linli.people.models import Kinship, Person
from linli.people.rules import KinRelation, KinshipState, KinshipStep, kinship_after
from linli.people.viewer import Viewer


class KinWithOneself(Refusal):
    pass


class KinshipStandsAlready(Refusal):
    pass


class KinshipMovedOn(Refusal):
    pass


class EvidenceMissing(Unreadable):
    pass


class SamePersonVerifies(NotPermitted):
    pass


@transaction.atomic
def propose_kinship(
    *,
    person: Person,
    relative: Person,
    relation: KinRelation,
    evidence: str,
    by: Viewer,
    at: datetime,
) -> Kinship:
    """提出亲属关系: what the relative is to the person, and which papers show it."""
    if not policies.may_propose_kinship(by, person, relative):
        raise NotPermitted("要由两人中的一位、受托人，或社区工作人员提出。")
    if person.pk == relative.pk:
        raise KinWithOneself("不用和自己登记亲属关系。")
    if not evidence.strip():
        raise EvidenceMissing("请写明凭什么，比如“户口簿”“结婚证”。")
    if _between(person, relative):
        raise KinshipStandsAlready("这两位的亲属关系已经登记过，或正等核实。")
    kinship = Kinship(
        person=person,
        relative=relative,
        relation=relation,
        evidence=evidence.strip(),
        proposer=by.ref,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            kinship.save(force_insert=True)
    except IntegrityError:
        raise KinshipStandsAlready("这两位的亲属关系已经登记过，或正等核实。") from None
    event = KinshipProposed(
        subject=person.ref, relative=relative.ref, relation=KinRelation(relation).label
    )
    journal.record(event, by=by.ref, at=at, place=_place(person))
    return kinship


@transaction.atomic
def verify_kinship(
    *, kinship: Kinship, until: date | None = None, by: Viewer, at: datetime
) -> None:
    """核实: a second person has seen the papers; it holds from today."""
    _refuse_who_is_in_it(kinship, by)
    _move(
        kinship,
        KinshipStep.VERIFY,
        verifier_id=by.person_id,
        verified_at=at,
        valid_from=day_of(at),
        valid_until=until,
    )
    event = KinshipVerified(
        subject=kinship.person.ref,
        relative=kinship.relative.ref,
        relation=KinRelation(kinship.relation).label,
        proposer=kinship.proposer,
    )
    journal.record(event, by=by.ref, at=at, place=_place(kinship.person))


@transaction.atomic
def refuse_kinship(*, kinship: Kinship, reason: str, by: Viewer, at: datetime) -> None:
    """不予核实: the papers do not show it."""
    _refuse_who_is_in_it(kinship, by)
    if not reason.strip():
        raise EvidenceMissing("请写一句为什么不能核实。")
    _move(kinship, KinshipStep.REFUSE, reason=reason.strip())
    event = KinshipRefused(
        subject=kinship.person.ref, relative=kinship.relative.ref, reason=reason.strip()
    )
    journal.record(event, by=by.ref, at=at, place=_place(kinship.person))


@transaction.atomic
def end_kinship(*, kinship: Kinship, reason: str, by: Viewer, at: datetime) -> None:
    """终止: from today on it holds no longer (divorce, mistake); what was given stays given."""
    if not policies.may_end_kinship(by, kinship):
        raise NotPermitted("要由两人中的一位、受托人，或社区工作人员办理。")
    if not reason.strip():
        raise EvidenceMissing("请写一句为什么。")
    _move(kinship, KinshipStep.END, valid_until=day_of(at), reason=reason.strip())
    event = KinshipEnded(
        subject=kinship.person.ref, relative=kinship.relative.ref, reason=reason.strip()
    )
    journal.record(event, by=by.ref, at=at, place=_place(kinship.person))


def _between(person: Person, relative: Person) -> bool:
    pair = [person.pk, relative.pk]
    standing = Kinship.objects.filter(state__in=[KinshipState.PROPOSED, KinshipState.VERIFIED])
    return standing.filter(person__in=pair, relative__in=pair).exists()


def _refuse_who_is_in_it(kinship: Kinship, by: Viewer) -> None:
    if kinship.proposer == by.ref:
        raise SamePersonVerifies("自己提出的要由另一位来核实。")
    if not policies.may_verify_kinship(by, kinship):
        raise NotPermitted("亲属关系由社区工作人员看过凭据后核实；本人和亲属不能自己核实。")


def _move(kinship: Kinship, step: KinshipStep, **changes: object) -> None:
    goal = kinship_after(kinship.standing, step)
    seen = Kinship.objects.filter(pk=kinship.pk, state=kinship.state)
    if not seen.update(state=goal, **changes):
        raise KinshipMovedOn("这条亲属关系刚刚有人办过了。")
    kinship.refresh_from_db()


def _place(person: Person) -> Ref:
    return person.home.ref if person.home else NOWHERE
