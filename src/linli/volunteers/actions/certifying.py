"""资质证书: entered by one, verified by another, warned of in time, lapsed on its day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import resolve
from linli.kernel.references import THE_SYSTEM, Ref
from linli.people.viewer import Viewer
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing
from linli.volunteers.actions.shifting import lapse_shifts
from linli.volunteers.events import (
    CertificateEntered,
    CertificateLapsed,
    CertificateRefused,
    CertificateRevoked,
    CertificateRunsOut,
    CertificateVerified,
)
from linli.volunteers.models import Certificate, Volunteer
from linli.volunteers.options import CERTIFICATES, WARN_DAYS, named
from linli.volunteers.rules import certificates as rules
from linli.volunteers.rules.certificates import CertificateState, CertificateStep

LONGEST_WARNING = timedelta(days=180)


class NoSuchCertificate(Unreadable):
    pass


class CertificateUnsound(Unreadable):
    pass


class CertificateMovedOn(Refusal):
    pass


@transaction.atomic
def enter_certificate(
    *,
    volunteer: Volunteer,
    kind: str,
    issuer: str,
    issued_on: date,
    by: Viewer,
    at: datetime,
    valid_until: date | None = None,
    certificate_number: str = "",
) -> Certificate:
    """登记证书: with its issuer and how long it is good; counts once another has seen it."""
    if not policies.may_enter_certificate(by, volunteer):
        raise NotPermitted("证书由本人登记，或请社区的同事代填。")
    meant = named(kind, resolve(volunteer.area.chain)[CERTIFICATES])
    if meant is None:
        raise NoSuchCertificate("这里没有“{kind}”这种证书。", kind=kind)
    today = day_of(at)
    if not issuer.strip() or issued_on > today:
        raise CertificateUnsound("请写谁发的，发证日期不能晚于今天。")
    if valid_until is not None and valid_until < max(issued_on, today):
        raise CertificateUnsound("这张证已经过期了，请换了新证再登记。")
    certificate = Certificate.objects.create(
        volunteer=volunteer,
        kind=meant.code,
        kind_label=meant.label,
        issuer=issuer.strip(),
        certificate_number=certificate_number.strip(),
        issued_on=issued_on,
        valid_until=valid_until,
        entered_by_id=by.person_id,
        entered_at=at,
    )
    event = CertificateEntered(
        subject=volunteer.ref, kind=meant.code, label=meant.label, certificate=certificate.pk
    )
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return certificate


@transaction.atomic
def verify_certificate(*, certificate: Certificate, by: Viewer, at: datetime) -> None:
    """核验: another person has seen the original or asked its issuer (R06 §16)."""
    _permit_verifying(certificate, by)
    event = CertificateVerified(
        subject=certificate.volunteer.ref,
        kind=certificate.kind,
        label=certificate.kind_label,
        certificate=certificate.pk,
    )
    said = {"verified_by_id": by.person_id, "verified_at": at}
    take(CertificateStep.VERIFY, certificate, event, by=by.ref, at=at, **said)


@transaction.atomic
def refuse_certificate(
    *, certificate: Certificate, reason: str, by: Viewer, at: datetime
) -> None:
    """不通过: with a reason that its holder reads."""
    _permit_verifying(certificate, by)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么，本人会看到。")
    event = CertificateRefused(
        subject=certificate.volunteer.ref,
        label=certificate.kind_label,
        reason=reason.strip(),
        certificate=certificate.pk,
    )
    said = {"verified_by_id": by.person_id, "reason": reason.strip()}
    take(CertificateStep.REFUSE, certificate, event, by=by.ref, at=at, **said)


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, by: Viewer, at: datetime
) -> None:
    """撤销: it was false or was taken away; what rested on it ends as if it had lapsed."""
    if not policies.may_revoke_certificate(by, certificate):
        raise NotPermitted("证书由那里的社区工作人员撤销，自己的由同事来。")
    if not reason.strip():
        raise ReasonMissing("请写一句为什么，本人会看到。")
    event = CertificateRevoked(
        subject=certificate.volunteer.ref,
        kind=certificate.kind,
        label=certificate.kind_label,
        reason=reason.strip(),
        person=certificate.volunteer.person.ref,
        certificate=certificate.pk,
    )
    said = {"reason": reason.strip(), "ended_on": day_of(at)}
    take(CertificateStep.REVOKE, certificate, event, by=by.ref, at=at, **said)
    lapse_shifts(volunteer=certificate.volunteer, at=at)


def look_after_certificates(at: datetime) -> int:
    """每日一轮: warn of what runs out soon, once; let lapse what ran out; says how many."""
    today = day_of(at)
    return sum(_warn(one, at) for one in _running_out(today)) + sum(
        _lapse(one, at) for one in _with_volunteer(Certificate.objects.over(today))
    )


def take(
    step: CertificateStep,
    certificate: Certificate,
    event: Event,
    *,
    by: Ref,
    at: datetime,
    **changes: Any,
) -> None:
    """Move the certificate and tell it, or refuse if somebody was first."""
    state = rules.after(certificate.standing, step)
    seen = Certificate.objects.filter(pk=certificate.pk, state=certificate.state)
    if not seen.update(state=state, **changes):
        raise CertificateMovedOn("这张证书刚刚有人处理过了。")
    certificate.state = state
    for name, value in changes.items():
        setattr(certificate, name, value)
    journal.record(event, by=by, at=at, place=certificate.volunteer.area.ref)


def _permit_verifying(certificate: Certificate, by: Viewer) -> None:
    if not policies.may_verify_certificate(by, certificate):
        raise NotPermitted("证书要由登记的人和持证人以外的另一位工作人员核验。")


def _with_volunteer(found: Iterable[Certificate]) -> list[Certificate]:
    pks = [one.pk for one in found]
    rows = Certificate.objects.filter(pk__in=pks)
    return list(rows.select_related("volunteer__person", "volunteer__area").order_by("pk"))


def _running_out(today: date) -> list[Certificate]:
    soon = Certificate.objects.valid(today).filter(
        warned_on=None, valid_until__lte=today + LONGEST_WARNING
    )
    return [
        one
        for one in _with_volunteer(soon)
        if one.valid_until and _warn_from(one, one.valid_until) <= today
    ]


def _warn_from(certificate: Certificate, valid_until: date) -> date:
    days = resolve(certificate.volunteer.area.chain)[WARN_DAYS]
    return rules.warn_from(valid_until, days)


@transaction.atomic
def _warn(certificate: Certificate, at: datetime) -> bool:
    waiting = Certificate.objects.filter(pk=certificate.pk, warned_on=None)
    if not waiting.update(warned_on=day_of(at)) or certificate.valid_until is None:
        return False
    event = CertificateRunsOut(
        subject=certificate.volunteer.ref,
        kind=certificate.kind,
        label=certificate.kind_label,
        until=certificate.valid_until.isoformat(),
        certificate=certificate.pk,
    )
    place = certificate.volunteer.area.ref
    journal.record(event, by=THE_SYSTEM, at=at, place=place)
    return True


@transaction.atomic
def _lapse(certificate: Certificate, at: datetime) -> bool:
    assert certificate.valid_until  # noqa: S101 - what has no end is never over
    event = CertificateLapsed(
        subject=certificate.volunteer.ref,
        kind=certificate.kind,
        label=certificate.kind_label,
        person=certificate.volunteer.person.ref,
        certificate=certificate.pk,
    )
    ended_on = certificate.valid_until + timedelta(days=1)
    try:
        take(CertificateStep.LAPSE, certificate, event, by=THE_SYSTEM, at=at, ended_on=ended_on)
    except CertificateMovedOn:
        return False  # another tick was first
    lapse_shifts(volunteer=certificate.volunteer, at=at)
    return True


def of_course(
    *,
    volunteer: Volunteer,
    kind: str,
    label: str,
    issuer: str,
    course: int,
    valid_until: date | None,
    by: Viewer,
    at: datetime,
) -> Certificate:
    """结业证: given by whoever finishes the course, on the strength of its attendance."""
    return Certificate.objects.create(
        volunteer=volunteer,
        kind=kind,
        kind_label=label,
        issuer=issuer,
        issued_on=day_of(at),
        valid_until=valid_until,
        state=CertificateState.VERIFIED,
        course_id=course,
        entered_by_id=by.person_id,
        entered_at=at,
        verified_by_id=by.person_id,
        verified_at=at,
    )
