"""星级: noticed in public, objected to, ruled on by another, granted or not, revoked (R08)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import resolve
from linli.kernel.words import Moment
from linli.people.viewer import Viewer
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing
from linli.volunteers.events import (
    Commended,
    ObjectionMade,
    ObjectionRuled,
    StarGranted,
    StarNoticed,
    StarRefused,
    StarRevoked,
    VolunteerExcluded,
)
from linli.volunteers.models import (
    Commendation,
    StarAward,
    StarExclusion,
    StarObjection,
    Volunteer,
)
from linli.volunteers.options import STAR_HOURS, STAR_NOTICE_DAYS
from linli.volunteers.queries.hours import hours_of
from linli.volunteers.queries.stars import exclusion_on, star_of
from linli.volunteers.rules import stars as rules
from linli.volunteers.rules.registration import VolunteerState
from linli.volunteers.rules.stars import (
    YEARS_OF_EXCLUSION,
    ObjectionState,
    StarState,
    StarStep,
)

LEAP = (2, 29)


class NoStarEarned(Refusal):
    pass


class ExcludedFromStars(Refusal):
    pass


class AlreadyOnNotice(Refusal):
    pass


class NoticeOver(Refusal):
    pass


class NoticeRunning(Refusal):
    pass


class ObjectedAlready(Refusal):
    pass


class ObjectionsStand(Refusal):
    pass


class StarMovedOn(Refusal):
    pass


class YearsUnsound(Unreadable):
    pass


class AlreadyCommended(Refusal):
    pass


@transaction.atomic
def notice_star(*, volunteer: Volunteer, by: Viewer, at: datetime) -> StarAward:
    """公示星级: the highest star that the hours are worth, for so many working days."""
    _permit(volunteer, by)
    options = resolve(volunteer.area.chain)
    if out := exclusion_on(volunteer, day_of(at)):
        raise ExcludedFromStars(
            "因虚报时长，{until}以前不参加星级评定。", until=out.until_on.isoformat()
        )
    minutes = hours_of(volunteer).minutes
    thresholds = options[STAR_HOURS]
    star = rules.star_for(minutes, thresholds)
    if volunteer.standing is not VolunteerState.ACTIVE or star <= star_of(volunteer):
        raise NoStarEarned("时数还不够更高的一颗星。")
    closes = calendar_in_force().add_workdays(at, options[STAR_NOTICE_DAYS])
    try:
        with transaction.atomic():
            award = StarAward.objects.create(
                volunteer=volunteer,
                star=star,
                minutes=minutes,
                noticed_by_id=by.person_id,
                noticed_at=at,
                closes_at=closes.at,
            )
    except IntegrityError as error:
        raise AlreadyOnNotice("这颗星已经在公示了。") from error
    event = StarNoticed(
        subject=award.ref,
        star=star,
        closes_at=Moment(closes.at.isoformat()),
        person=volunteer.person.ref,
    )
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return award


@transaction.atomic
def object_to_star(*, award: StarAward, words: str, by: Viewer, at: datetime) -> StarObjection:
    """提异议: while the notice runs, by anybody who is known; read by the desk alone."""
    if by.person_id is None or not policies.may_object(by, award):
        raise NotPermitted("请登录后提异议；对自己的公示不能提。")
    if not words.strip():
        raise ReasonMissing("请写一句为什么，只有处理异议的人看得到。")
    rules.after(award.standing, StarStep.OBJECT)
    if not award.is_open(at):
        raise NoticeOver("公示期已经过了，发现虚报请告诉社区，可以撤销。")
    _stand_by(award)
    try:
        with transaction.atomic():
            objection = StarObjection.objects.create(
                award=award, objector_id=by.person_id, words=words.strip(), made_at=at
            )
    except IntegrityError as error:
        raise ObjectedAlready("您的异议已经在处理了。") from error
    event = ObjectionMade(subject=award.ref, objection=objection.pk)
    journal.record(event, by=by.ref, at=at, place=award.volunteer.area.ref)
    return objection


@transaction.atomic
def rule_objection(
    *, objection: StarObjection, upheld: bool, ruling: str, by: Viewer, at: datetime
) -> None:
    """处理异议: by another than who noticed it and who objects; upheld, no star is granted."""
    award = objection.award
    if not policies.may_rule_objection(by, objection):
        raise NotPermitted("异议要由公示的人、提异议的人以外的另一位工作人员处理。")
    if not ruling.strip():
        raise ReasonMissing("请写处理意见，双方会看到。")
    rules.after(award.standing, StarStep.RULE)
    state = ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED
    open_ = StarObjection.objects.filter(pk=objection.pk, state=ObjectionState.OPEN)
    said = {"state": state, "ruled_by": by.person_id, "ruled_at": at, "ruling": ruling.strip()}
    if not open_.update(**said):
        raise StarMovedOn("这条异议刚刚处理过了。")
    objection.refresh_from_db()
    event = ObjectionRuled(
        subject=award.ref,
        objection=objection.pk,
        outcome=state.label,
        objector=f"person/{objection.objector_id}",
    )
    journal.record(event, by=by.ref, at=at, place=award.volunteer.area.ref)
    if upheld:
        _end(StarStep.REFUSE, award, _refused(award, ruling.strip()), by, at, ruling.strip())


@transaction.atomic
def grant_star(*, award: StarAward, by: Viewer, at: datetime) -> None:
    """评定: after the notice, when no objection stands and the hours still carry it."""
    volunteer = award.volunteer
    _permit(volunteer, by)
    rules.after(award.standing, StarStep.GRANT)
    if at < award.closes_at:
        raise NoticeRunning("还在公示期，过了才能评定。")
    _stand_by(award)
    if award.objections.filter(state=ObjectionState.OPEN).exists():
        raise ObjectionsStand("还有异议没有处理。")
    thresholds = resolve(volunteer.area.chain)[STAR_HOURS]
    if rules.star_for(hours_of(volunteer).minutes, thresholds) < award.star:
        raise NoStarEarned("时长更正以后不够这颗星了，请写原因不评定。")
    event = StarGranted(subject=award.ref, star=award.star, person=volunteer.person.ref)
    _end(StarStep.GRANT, award, event, by, at, "")


@transaction.atomic
def refuse_star(*, award: StarAward, reason: str, by: Viewer, at: datetime) -> None:
    """不评定: with a reason that the volunteer reads."""
    _permit(award.volunteer, by)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么，本人会看到。")
    event = _refused(award, reason.strip())
    _end(StarStep.REFUSE, award, event, by, at, reason.strip())


@transaction.atomic
def revoke_star(
    *, award: StarAward, reason: str, years: int, by: Viewer, at: datetime
) -> StarExclusion:
    """撤销星级: for a false report; for so many years no star is granted."""
    volunteer = award.volunteer
    _permit(volunteer, by)
    if not reason.strip():
        raise ReasonMissing("请写查实了什么，本人会看到。")
    event = StarRevoked(
        subject=award.ref,
        star=award.star,
        reason=reason.strip(),
        person=volunteer.person.ref,
    )
    _end(StarStep.REVOKE, award, event, by, at, reason.strip())
    return exclude_volunteer(volunteer=volunteer, years=years, reason=reason, by=by, at=at)


@transaction.atomic
def exclude_volunteer(
    *, volunteer: Volunteer, years: int, reason: str, by: Viewer, at: datetime
) -> StarExclusion:
    """取消评定资格: one to three years after a false report."""
    _permit(volunteer, by)
    if years not in YEARS_OF_EXCLUSION or not reason.strip():
        raise YearsUnsound("请写原因，取消一到三年的资格。")
    today = day_of(at)
    exclusion = StarExclusion.objects.create(
        volunteer=volunteer,
        from_on=today,
        until_on=_years_on(today, years),
        reason=reason.strip(),
        excluded_by_id=by.person_id,
    )
    event = VolunteerExcluded(subject=volunteer.ref, years=years, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return exclusion


@transaction.atomic
def commend(
    *,
    volunteer: Volunteer,
    title: str,
    awarded_by: str,
    awarded_on: date,
    by: Viewer,
    at: datetime,
) -> Commendation:
    """登记表彰: what, by whom, on which day."""
    _permit(volunteer, by)
    if not (title.strip() and awarded_by.strip()) or awarded_on > day_of(at):
        raise ReasonMissing("请写称号、谁表彰的和已经过去的日期。")
    known, is_new = Commendation.objects.get_or_create(
        volunteer=volunteer,
        title=title.strip(),
        awarded_on=awarded_on,
        defaults={"awarded_by": awarded_by.strip(), "entered_by_id": by.person_id},
    )
    if not is_new:
        raise AlreadyCommended("这个表彰已经登记过了。")
    event = Commended(subject=volunteer.ref, title=known.title, awarded_by=known.awarded_by)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return known


def _permit(volunteer: Volunteer, by: Viewer) -> None:
    if not policies.may_notice_star(by, volunteer):
        raise NotPermitted("星级由那里的社区工作人员来办，自己的由同事办。")


def _refused(award: StarAward, reason: str) -> StarRefused:
    return StarRefused(
        subject=award.ref,
        star=award.star,
        reason=reason,
        person=award.volunteer.person.ref,
    )


def _stand_by(award: StarAward) -> None:
    """Keep the award on notice until the transaction ends: who objects is before or after."""
    on_notice = StarAward.objects.filter(pk=award.pk, state=StarState.NOTICED)
    if not on_notice.update(state=F("state")):
        raise StarMovedOn("这颗星刚刚处理过了。")


def _end(
    step: StarStep, award: StarAward, event: Event, by: Viewer, at: datetime, reason: str
) -> None:
    state = rules.after(award.standing, step)
    seen = StarAward.objects.filter(pk=award.pk, state=award.state, version=award.version)
    changes: dict[str, Any] = {
        "state": state,
        "ended_by_id": by.person_id,
        "ended_at": at,
        "reason": reason,
    }
    if not seen.update(version=F("version") + 1, **changes):
        raise StarMovedOn("这颗星刚刚处理过了。")
    award.version += 1
    for name, value in changes.items():
        setattr(award, name, value)
    journal.record(event, by=by.ref, at=at, place=award.volunteer.area.ref)


def _years_on(day: date, years: int) -> date:
    if (day.month, day.day) == LEAP:
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
