"""志愿者登记: who wants to serve says so, the station looks, and both may end it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import Option, Resolution, resolve
from linli.kernel.words import Words
from linli.people.actions import give_consent
from linli.people.models import Consent, Person
from linli.people.rules import ConsentPurpose
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing, move
from linli.volunteers.actions.shifting import give_back_all
from linli.volunteers.events import (
    GuardianConsented,
    GuardianConsentWithdrawn,
    HealthErased,
    HealthStated,
    ListingChanged,
    VolunteerAccepted,
    VolunteerApplied,
    VolunteerChanged,
    VolunteerRefused,
    VolunteerWithdrawn,
)
from linli.volunteers.models import (
    Availability,
    GuardianConsent,
    HealthStatement,
    Volunteer,
    VolunteerTrait,
)
from linli.volunteers.options import LANGUAGES, SERVICES, SKILLS, Named
from linli.volunteers.queries.fitness import admission_of
from linli.volunteers.queries.registry import volunteer_of
from linli.volunteers.rules import registration as rules
from linli.volunteers.rules.registration import (
    Admission,
    FreeTime,
    TraitKind,
    VolunteerState,
    VolunteerStep,
)

SERIES = "ZY"
FARTHEST = 50_000
CHOICES: Mapping[TraitKind, Option[tuple[Named, ...]]] = {
    TraitKind.SKILL: SKILLS,
    TraitKind.WISH: SERVICES,
    TraitKind.LANGUAGE: LANGUAGES,
}


class AlreadyRegistered(Refusal):
    pass


class BirthdayMissing(Unreadable):
    pass


class TooYoung(Refusal):
    pass


class GuardianMissing(Unreadable):
    pass


class HealthConsentMissing(Unreadable):
    pass


class NothingOffered(Unreadable):
    pass


class TimesUnsound(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Profile:
    """画像: occupation, what they can and wish (codes), when, how far, in which languages."""

    occupation: str = ""
    skills: Collection[str] = ()
    wishes: Collection[str] = ()
    languages: Collection[str] = ()
    times: Sequence[FreeTime] = field(default_factory=tuple)
    radius: int = 1000
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """A guardian who agrees: by name, how related, and what shows it."""

    name: str
    relation: str
    evidence: str
    person: Person | None = None


@transaction.atomic
def register_volunteer(
    *,
    person: Person,
    area: Area,
    profile: Profile,
    by: Viewer,
    at: datetime,
    born_on: date | None = None,
    guardian: Guardian | None = None,
) -> Volunteer:
    """登记: somebody wants to serve; the station looks at it. Who left may come back.

    Of age (GZ04), or with a guardian where the playbook allows it (R28). Hidden by default.
    """
    if not policies.may_register(by, person, area):
        raise NotPermitted("由本人登记，或带上纸质表请社区的同事代填。")
    volunteer = volunteer_of(person)
    if volunteer is None:
        volunteer = Volunteer(person=person, area=area, applied_at=at)
        _laid_down(volunteer, profile, born_on)
        volunteer.save(force_insert=True)
        event = VolunteerApplied(subject=volunteer.ref)
        journal.record(event, by=by.ref, at=at, place=area.ref)
    else:
        if volunteer.standing in (VolunteerState.ACTIVE, VolunteerState.APPLIED):
            raise AlreadyRegistered("已经登记过了，要改内容在“我的志愿服务”里改。")
        _laid_down(volunteer, profile, born_on)
        again = _fields(volunteer) | {"area": area, "applied_at": at, "reason": ""}
        event = VolunteerApplied(subject=volunteer.ref)
        move(VolunteerStep.APPLY_AGAIN, volunteer, event, by=by, at=at, ended_at=None, **again)
    _say_profile(volunteer, profile)
    if guardian:
        _guarded(volunteer, guardian, by, at)
    _refuse_who_may_not(volunteer, resolve(area.chain), at)
    return volunteer


@transaction.atomic
def change_profile(*, volunteer: Volunteer, profile: Profile, by: Viewer, at: datetime) -> None:
    """改登记: what they can, wish, when and how far."""
    _permit_change(volunteer, by)
    _laid_down(volunteer, profile, volunteer.stated_born_on)
    event = VolunteerChanged(subject=volunteer.ref)
    move(VolunteerStep.CHANGE, volunteer, event, by=by, at=at, **_fields(volunteer))
    _say_profile(volunteer, profile)


@transaction.atomic
def accept_volunteer(*, volunteer: Volunteer, by: Viewer, at: datetime) -> None:
    """通过: the station puts them on the register; the number is theirs for good."""
    _permit_review(volunteer, by)
    _refuse_who_may_not(volunteer, resolve(volunteer.area.chain), at)
    number = volunteer.number or next_number(SERIES, day_of(at).year)
    event = VolunteerAccepted(subject=volunteer.ref, number=number)
    move(
        VolunteerStep.ACCEPT,
        volunteer,
        event,
        by=by,
        at=at,
        number=number,
        accepted_at=at,
        reviewed_by_id=by.person_id,
    )


@transaction.atomic
def refuse_volunteer(*, volunteer: Volunteer, reason: str, by: Viewer, at: datetime) -> None:
    """不通过: with a reason that the applicant reads; they may register again."""
    _permit_review(volunteer, by)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么，登记的人会看到。")
    event = VolunteerRefused(subject=volunteer.ref, reason=reason.strip())
    move(
        VolunteerStep.REFUSE,
        volunteer,
        event,
        by=by,
        at=at,
        reason=reason.strip(),
        reviewed_by_id=by.person_id,
    )


@transaction.atomic
def withdraw_volunteer(*, volunteer: Volunteer, by: Viewer, at: datetime) -> None:
    """退出: no reason is asked; hours, stars and number stay theirs."""
    _permit_change(volunteer, by)
    event = VolunteerWithdrawn(subject=volunteer.ref)
    move(VolunteerStep.WITHDRAW, volunteer, event, by=by, at=at, ended_at=at, is_listed=False)
    give_back_all(volunteer=volunteer, by=by.ref, at=at)


@transaction.atomic
def choose_listing(*, volunteer: Volunteer, is_listed: bool, by: Viewer, at: datetime) -> None:
    """公开姓名与否: hidden unless they say otherwise (R06 §20), as easily back again."""
    _permit_change(volunteer, by)
    choice = Words("愿意") if is_listed else Words("不再公开")
    event = ListingChanged(subject=volunteer.ref, choice=choice)
    move(VolunteerStep.CHANGE, volunteer, event, by=by, at=at, is_listed=is_listed)


@transaction.atomic
def state_health(
    *,
    volunteer: Volunteer,
    is_fit: bool,
    agrees: bool,
    by: Viewer,
    at: datetime,
    words: str = "",
) -> HealthStatement:
    """健康声明: dated; sensitive, so only with the person's separate consent (个保法 29)."""
    _permit_change(volunteer, by)
    if not agrees:
        raise HealthConsentMissing("健康情况是敏感个人信息，要先勾选同意才能登记。")
    person = volunteer.person
    given = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.SENSITIVE_FACTS, withdrawn_at=None
    )
    if not given.exists():
        give_consent(person=person, purpose=ConsentPurpose.SENSITIVE_FACTS, by=by, at=at)
    statement = HealthStatement.objects.create(
        volunteer=volunteer, is_fit=is_fit, words=words.strip(), stated_on=day_of(at)
    )
    event = HealthStated(subject=volunteer.ref)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return statement


@transaction.atomic
def erase_health(*, volunteer: Volunteer, by: str, at: datetime) -> int:
    """删除健康声明: after the consent was taken back; that there was one stays."""
    kept = volunteer.health_statements.filter(erased_at=None)
    erased = kept.update(words="", is_fit=False, erased_at=at)
    if erased:
        event = HealthErased(subject=volunteer.ref)
        journal.record(event, by=by, at=at, place=volunteer.area.ref)
    return erased


@transaction.atomic
def consent_as_guardian(
    *, volunteer: Volunteer, guardian: Guardian, by: Viewer, at: datetime
) -> GuardianConsent:
    """监护人同意: on paper that the desk has seen, or by the guardian's own account."""
    own = guardian.person is not None and guardian.person.pk == by.person_id
    if not own and not policies.may_review(by, volunteer):
        raise NotPermitted("监护人的同意由监护人自己点，或由工作人员凭签字的纸登记。")
    return _guarded(volunteer, guardian, by, at)


@transaction.atomic
def withdraw_guardian_consent(*, volunteer: Volunteer, by: Viewer, at: datetime) -> None:
    """监护人收回同意: from now on the minor serves no more."""
    given = volunteer.guardian_consents.filter(withdrawn_on=None)
    own = given.filter(guardian=by.person_id).exists() if by.is_known else False
    if not own and not policies.may_review(by, volunteer):
        raise NotPermitted("由监护人自己收回，或由工作人员代为登记。")
    if not given.update(withdrawn_on=day_of(at)):
        raise GuardianMissing("没有可以收回的监护人同意。")
    event = GuardianConsentWithdrawn(subject=volunteer.ref)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)


def _permit_change(volunteer: Volunteer, by: Viewer) -> None:
    if not policies.may_change(by, volunteer):
        raise NotPermitted("由本人来改，或请社区的同事代填。")


def _permit_review(volunteer: Volunteer, by: Viewer) -> None:
    if not policies.may_review(by, volunteer):
        raise NotPermitted("登记由那里的社区工作人员来看，自己的由同事看。")


def _laid_down(volunteer: Volunteer, profile: Profile, born_on: date | None) -> None:
    """Put what was said into the row that is going to be written."""
    if not 0 < profile.radius <= FARTHEST:
        raise TimesUnsound("愿意走多远填 1 到 {most} 米。", most=FARTHEST)
    if any(not one.is_sound for one in profile.times):
        raise TimesUnsound("可服务的时间要在一天以内，结束晚于开始。")
    if volunteer.person.born_on is None and born_on is None and volunteer.born_on is None:
        raise BirthdayMissing("请填出生日期，满年龄才能登记。")
    volunteer.stated_born_on = born_on or volunteer.stated_born_on
    volunteer.occupation = profile.occupation.strip()
    volunteer.radius = profile.radius
    volunteer.words = profile.words.strip()


def _fields(volunteer: Volunteer) -> dict[str, Any]:
    names = ("stated_born_on", "occupation", "radius", "words")
    return {name: getattr(volunteer, name) for name in names}


def _say_profile(volunteer: Volunteer, profile: Profile) -> None:
    said = {
        TraitKind.SKILL: profile.skills,
        TraitKind.WISH: profile.wishes,
        TraitKind.LANGUAGE: profile.languages,
    }
    options = resolve(volunteer.area.chain)
    known = {kind: {one.code for one in options[choice]} for kind, choice in CHOICES.items()}
    for kind, codes in said.items():
        if unknown := set(codes) - known[kind]:
            raise NothingOffered("这里没有“{codes}”。", codes="、".join(sorted(unknown)))
    if not profile.wishes:
        raise NothingOffered("请至少勾一样想做的服务。")
    volunteer.traits.all().delete()
    VolunteerTrait.objects.bulk_create(
        VolunteerTrait(volunteer=volunteer, kind=kind, code=code)
        for kind, codes in said.items()
        for code in dict.fromkeys(codes)
    )
    volunteer.availabilities.all().delete()
    Availability.objects.bulk_create(
        Availability(volunteer=volunteer, weekday=one.weekday, begins=one.begins, ends=one.ends)
        for one in rules.merged(profile.times)
    )


def _guarded(
    volunteer: Volunteer, guardian: Guardian, by: Viewer, at: datetime
) -> GuardianConsent:
    if not (guardian.name.strip() and guardian.relation.strip() and guardian.evidence.strip()):
        raise GuardianMissing("请写监护人的姓名、与本人关系和凭据。")
    if guardian.person is not None and guardian.person.pk == volunteer.person_id:
        raise GuardianMissing("监护人不能是本人。")
    volunteer.guardian_consents.filter(withdrawn_on=None).update(withdrawn_on=day_of(at))
    consent = GuardianConsent.objects.create(
        volunteer=volunteer,
        guardian=guardian.person,
        name=guardian.name.strip(),
        relation=guardian.relation.strip(),
        evidence=guardian.evidence.strip(),
        given_on=day_of(at),
    )
    event = GuardianConsented(subject=volunteer.ref, name=consent.name)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return consent


def _refuse_who_may_not(volunteer: Volunteer, options: Resolution, at: datetime) -> None:
    match admission_of(volunteer, options, day_of(at)):
        case Admission.TOO_YOUNG:
            raise TooYoung("年龄还不到，暂时不能登记做志愿者。")
        case Admission.WITH_GUARDIAN:
            if not volunteer.guardian_consents.filter(withdrawn_on=None).exists():
                raise GuardianMissing("未成年人登记，要写明哪位监护人同意了。")
        case None:
            raise BirthdayMissing("请填出生日期，满年龄才能登记。")
