"""Whether somebody may serve on a day, and in words what is missing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from linli.kernel.dates import day_of
from linli.kernel.errors import Unreadable
from linli.kernel.options import Resolution, resolve
from linli.kernel.words import say
from linli.people.models import Person
from linli.volunteers.models import Certificate, CertificateQuerySet, Shift, Volunteer
from linli.volunteers.options import (
    ADULT_AGE,
    CERTIFICATES,
    HEALTH_MONTHS,
    RISKS,
    YOUNGEST_WITH_GUARDIAN,
    Named,
    Risk,
    named,
    risk_called,
)
from linli.volunteers.queries.registry import volunteer_of
from linli.volunteers.rules.registration import Admission, VolunteerState, admission, age_on


class NoSuchRisk(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Fitness:
    """能不能服务: empty `lacking` says yes; otherwise each sentence says what is missing."""

    lacking: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.lacking

    @property
    def words(self) -> str:
        return "".join(self.lacking)


def may_serve(person: Person, risk: str, on: date) -> Fitness:
    """能不能服务: whether somebody may serve under that risk on that day, or what is missing.

    Asked are registration, age or guardian, the risk notice in today's words, insurance (R06
    §17), a certificate (§16) and the health statement, as the options of the area ask.
    """
    volunteer = volunteer_of(person)
    if volunteer is None or volunteer.standing is not VolunteerState.ACTIVE:
        return Fitness(lacking=(say("还不是在册的志愿者，请先登记。"),))
    options = resolve(volunteer.area.chain)
    meant = risk_called(risk, options[RISKS])
    if meant is None:
        raise NoSuchRisk("这里没有“{risk}”这种服务风险。", risk=risk)
    lacking = (
        *_of_age(volunteer, meant, options, on),
        *_of_notice(volunteer, meant),
        *_of_insurance(volunteer, meant, on),
        *_of_certificates(volunteer, meant, options[CERTIFICATES], on),
        *_of_health(volunteer, meant, options[HEALTH_MONTHS], on),
    )
    return Fitness(lacking=lacking)


def holds_certificate(person: Person | int, kind: str, on: date) -> bool:
    """持证: whether somebody holds a verified certificate of that kind, good that day."""
    pk = person if isinstance(person, int) else person.pk
    return Certificate.objects.valid(on).filter(volunteer__person=pk, kind=kind).exists()


def lacks_certificate(volunteer: Volunteer, shift: Shift) -> Iterator[str]:
    """What certificate a shift asks for, itself or by its risk, that is not good on its day."""
    options, on = resolve(volunteer.area.chain), day_of(shift.starts_at)
    if shift.certificate and not holds_certificate(volunteer.person_id, shift.certificate, on):
        meant = named(shift.certificate, options[CERTIFICATES])
        label = meant.label if meant else shift.certificate
        yield say("那天没有有效的{certificates}。", certificates=label)
    if risk := risk_called(shift.risk, options[RISKS]):
        yield from _of_certificates(volunteer, risk, options[CERTIFICATES], on)


def certificates_of(volunteer: Volunteer) -> CertificateQuerySet:
    """Those of one volunteer, the newest first."""
    mine = Certificate.objects.filter(volunteer=volunteer)
    return mine.select_related("volunteer__person", "course").order_by("-entered_at", "-pk")


def digest_of(risk: Risk) -> str:
    """Under which mark the words of a notice are agreed to: other words, another mark."""
    return hashlib.sha256(f"{risk.code}\0{risk.notice}".encode()).hexdigest()


def admission_of(volunteer: Volunteer, options: Resolution, on: date) -> Admission | None:
    """By what right they serve at their age that day; None: nobody knows how old they are."""
    if volunteer.born_on is None:
        return None
    adult = options[ADULT_AGE]
    youngest = options[YOUNGEST_WITH_GUARDIAN]
    return admission(
        age=age_on(volunteer.born_on, on),
        adult=adult,
        youngest_with_guardian=youngest or None,
    )


def _of_age(volunteer: Volunteer, risk: Risk, options: Resolution, on: date) -> Iterator[str]:
    match admission_of(volunteer, options, on):
        case Admission.BY_THEMSELVES:
            return
        case Admission.WITH_GUARDIAN:
            if risk.adults_only:
                yield say("“{risk}”只限成年人。", risk=risk.label)
            elif not volunteer.guardian_consents.filter(withdrawn_on=None).exists():
                yield say("还没有监护人的同意。")
        case Admission.TOO_YOUNG:
            yield say("年龄还不到。")
        case None:
            yield say("还没有登记出生日期。")


def _of_notice(volunteer: Volunteer, risk: Risk) -> Iterator[str]:
    agreed = volunteer.risk_agreements.filter(risk=risk.code, digest=digest_of(risk))
    if not agreed.exists():
        yield say("“{risk}”的风险告知还没有读过、同意过。", risk=risk.label)


def _of_insurance(volunteer: Volunteer, risk: Risk, on: date) -> Iterator[str]:
    insured = volunteer.insurances.filter(valid_from__lte=on, valid_until__gte=on)
    if risk.insured and not insured.exists():
        yield say("“{risk}”要先买志愿者保险，那天没有有效的保险。", risk=risk.label)


def _of_certificates(
    volunteer: Volunteer, risk: Risk, kinds: tuple[Named, ...], on: date
) -> Iterator[str]:
    if not risk.certificates:
        return
    held = Certificate.objects.valid(on).filter(volunteer=volunteer)
    if not held.filter(kind__in=risk.certificates).exists():
        labels = [named(code, kinds) for code in risk.certificates]
        said = say("或").join(one.label for one in labels if one)
        yield say("那天没有有效的{certificates}。", certificates=said)


def _of_health(volunteer: Volunteer, risk: Risk, months: int, on: date) -> Iterator[str]:
    if not risk.health:
        return
    stated = volunteer.health_statements.filter(erased_at=None, stated_on__lte=on)
    newest = stated.order_by("-stated_on", "-pk").first()
    if newest is None:
        yield say("还没有写健康声明。")
    elif not newest.is_fit:
        yield say("健康声明里写着身体不便。")
    elif months and age_in_months(newest.stated_on, on) >= months:
        yield say("健康声明超过{months}个月了，请重写一次。", months=months)


def age_in_months(since: date, on: date) -> int:
    """Full months between two days."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (1 if on.day < since.day else 0)
