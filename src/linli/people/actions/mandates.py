"""Somebody lets another act for them, agrees to a purpose, and may take either back."""

from datetime import date, datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import NOWHERE, Ref
from linli.people import policies
from linli.people.events import (
    ConsentGiven,
    ConsentWithdrawn,
    MandateGiven,
    MandateRevoked,
)
from linli.people.models import Consent, Mandate, Person
from linli.people.rules import ConsentPurpose
from linli.people.viewer import Viewer


class MandateForOneself(Refusal):
    pass


class MandateTooShort(Refusal):
    pass


class MandateRevokedAlready(Refusal):
    pass


class ConsentAlreadyGiven(Refusal):
    pass


class NoConsentToWithdraw(Refusal):
    pass


@transaction.atomic
def give_mandate(
    *,
    principal: Person,
    delegate: Person,
    scope: str = "matters",
    evidence: str,
    starts_on: date,
    ends_on: date,
    by: Viewer,
    at: datetime,
) -> Mandate:
    """委托: the delegate acts for the principal up to, not with, the last day."""
    if not policies.may_give_mandate(by, principal, delegate):
        raise NotPermitted(
            "要由委托人本人办理，或由工作人员凭纸质凭据登记（受托人不能是自己）。"
        )
    if principal.pk == delegate.pk:
        raise MandateForOneself("不用委托自己。")
    if ends_on <= starts_on:
        raise MandateTooShort("结束日期要晚于开始日期。")
    mandate = Mandate.objects.create(
        principal=principal,
        delegate=delegate,
        scope=scope,
        evidence=evidence,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    event = MandateGiven(
        subject=principal.ref, delegate=delegate.ref, ends_on=ends_on.isoformat()
    )
    journal.record(event, by=by.ref, at=at, place=_place(principal))
    return mandate


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, by: Viewer, at: datetime) -> None:
    """撤回委托: from this moment the delegate no longer acts for the principal."""
    if not policies.may_revoke_mandate(by, mandate):
        raise NotPermitted("只有委托人、受托人，或登记的工作人员，可以撤回委托。")
    if not Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=at):
        raise MandateRevokedAlready("这份委托已经撤回了。")
    event = MandateRevoked(subject=mandate.principal.ref, delegate=mandate.delegate.ref)
    journal.record(event, by=by.ref, at=at, place=_place(mandate.principal))
    mandate.revoked_at = at


@transaction.atomic
def give_consent(
    *, person: Person, purpose: ConsentPurpose, by: Viewer, at: datetime
) -> Consent:
    """同意: the person agrees to this one purpose (个人信息保护法 14)."""
    if not policies.may_consent(by, person):
        raise NotPermitted("要由本人同意，或由工作人员凭纸质凭据登记。")
    given = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    if given.exists():
        raise ConsentAlreadyGiven("已经同意过了。")
    consent = Consent.objects.create(person=person, purpose=purpose, given_at=at)
    event = ConsentGiven(subject=person.ref, purpose=ConsentPurpose(purpose).label)
    journal.record(event, by=by.ref, at=at, place=_place(person))
    return consent


@transaction.atomic
def withdraw_consent(
    *, person: Person, purpose: ConsentPurpose, by: Viewer, at: datetime
) -> None:
    """收回同意: as easy as giving it (个人信息保护法 15)."""
    if not policies.may_consent(by, person):
        raise NotPermitted("要由本人收回同意，或由工作人员凭纸质凭据登记。")
    given = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    if not given.update(withdrawn_at=at):
        raise NoConsentToWithdraw("没有可以收回的同意。")
    event = ConsentWithdrawn(subject=person.ref, purpose=ConsentPurpose(purpose).label)
    journal.record(event, by=by.ref, at=at, place=_place(person))


def _place(person: Person) -> Ref:
    return person.home.ref if person.home else NOWHERE
