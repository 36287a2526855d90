"""记服务: whole facts, never twice in one stretch of time, corrected by adding."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.options import resolve
from linli.kernel.references import Ref
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing, hold
from linli.volunteers.events import ServiceCorrected, ServiceJudged, ServiceRecorded
from linli.volunteers.models import (
    ServiceDay,
    ServiceJudgement,
    ServiceRecord,
    ServiceSpan,
    Team,
    Volunteer,
)
from linli.volunteers.options import DAILY_MINUTES, LATE_DAYS
from linli.volunteers.queries.hours import day_minutes, overlapping
from linli.volunteers.rules import service as rules
from linli.volunteers.rules.registration import VolunteerState
from linli.volunteers.rules.service import Judgement, Source


class NotAVolunteer(Refusal):
    pass


class ServiceUnsound(Unreadable):
    pass


class ServicesOverlap(Refusal):
    pass


class DayIsFull(Refusal):
    pass


class TooLate(Refusal):
    pass


class RecordedOtherwise(Refusal):
    pass


class NothingToCorrect(Refusal):
    pass


class AlreadyJudged(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Service:
    """一次服务: what (a code and a few words), for whom, where, from when to when, whence.

    `recipient` and `source_ref` are references ("person/12", "serviceorder/7"). With a team the
    hours are the team's, and only to be given where its kind says so.
    """

    kind: str
    what: str
    place: Area
    starts_at: datetime
    ends_at: datetime
    source: Source
    source_ref: Ref = ""
    recipient: Ref = ""
    team: Team | None = None


@transaction.atomic
def record_service(
    *, volunteer: Volunteer, service: Service, by: Viewer, at: datetime
) -> ServiceRecord:
    """记服务: once for each source, however often it is told; the same facts give the same row.

    Refuses what overlaps another service of the volunteer, what the day cannot hold, what ends
    in the future, and what is told so late that two people have to vouch for it (R09).
    """
    allowed = policies.may_record(
        by, volunteer, service.place, recipient=service.recipient, team=service.team
    )
    if not allowed:
        raise NotPermitted("服务由被服务的人、队长或那里的同事来记，不能自己给自己记。")
    days = resolve(service.place.chain)[LATE_DAYS]
    if rules.is_late(ends_at=service.ends_at, at=at, days=days):
        raise TooLate("过了{days}天，要走补录：一人录入、另一人复核。", days=days)
    return written(volunteer, service, by=by.ref, at=at)


@transaction.atomic
def correct_service(
    *, record: ServiceRecord, minutes: int, reason: str, by: Viewer, at: datetime
) -> ServiceRecord:
    """更正时长: what the service was really worth, in all; the first line stays as it was.

    At most as long as it lasted; none at all frees its time for what really happened then.
    """
    if not policies.may_correct(by, record):
        raise NotPermitted("时长由那里的社区工作人员来更正，自己的由同事更正。")
    if not reason.strip():
        raise ReasonMissing("请写一句为什么更正，本人会看到。")
    first = record.corrects or record
    volunteer = hold(first.volunteer)
    lines = ServiceRecord.objects.filter(corrects=first)
    now = first.minutes + lines.aggregate(sum=Sum("minutes", default=0))["sum"]
    longest = rules.minutes_between(first.starts_at, first.ends_at)
    if not 0 <= minutes <= longest:
        raise ServiceUnsound("更正后的时长要在 0 到 {most} 分钟之间。", most=longest)
    if minutes == now:
        raise NothingToCorrect("现在记的就是 {minutes} 分钟。", minutes=minutes)
    if not now:
        raise NothingToCorrect("这次服务已经全部冲销了，真有服务请另记一次。")
    line = _corrected(first, minutes - now, reason.strip(), by=by.ref, at=at)
    _change_days(volunteer, first, now, minutes)
    if not minutes:
        ServiceSpan.objects.filter(record=first).delete()
    event = ServiceCorrected(
        subject=volunteer.ref,
        record=line.pk,
        corrects=first.pk,
        minutes=line.minutes,
        reason=line.reason,
    )
    journal.record(event, by=by.ref, at=at, place=first.place.ref)
    return line


@transaction.atomic
def judge_service(
    *, record: ServiceRecord, verdict: Judgement, by: Viewer, at: datetime, words: str = ""
) -> ServiceJudgement:
    """评价服务: once, by who was served or whom they told on the telephone."""
    if not policies.may_judge(by, record):
        raise NotPermitted("由被服务的人来评价，或由同事打电话问了代记。")
    try:
        with transaction.atomic():
            judgement = ServiceJudgement.objects.create(
                record=record,
                verdict=verdict,
                words=words.strip(),
                judged_by=by.ref,
                judged_at=at,
            )
    except IntegrityError as error:
        raise AlreadyJudged("这次服务已经评价过了。") from error
    event = ServiceJudged(
        subject=record.volunteer.ref, record=record.pk, verdict=Judgement(verdict).label
    )
    journal.record(event, by=by.ref, at=at, place=record.place.ref)
    return judgement


def written(volunteer: Volunteer, service: Service, *, by: Ref, at: datetime) -> ServiceRecord:
    """Write the service, its stretch of time and its day, and tell it; or refuse."""
    starts_at = rules.to_the_minute(service.starts_at)
    ends_at = rules.to_the_minute(service.ends_at)
    _refuse_unsound(service, starts_at, ends_at, at)
    hold(volunteer)
    if known := _known(volunteer, service):
        if (known.starts_at, known.ends_at) == (starts_at, ends_at):
            return known
        raise RecordedOtherwise("这次服务已经按别的时间记过了，要改请更正。")
    _refuse_who_was_not_one(volunteer, ends_at)
    if overlapping(volunteer, starts_at, ends_at):
        raise ServicesOverlap("这段时间已经记了另一次服务，一个人不能同时在两处。")
    _fill_days(volunteer, service.place, starts_at, ends_at)
    record = _laid_down(volunteer, service, starts_at, ends_at, by=by, at=at)
    _span(record)
    event = ServiceRecorded(
        subject=volunteer.ref,
        record=record.pk,
        minutes=record.minutes,
        what=record.what,
        source=Source(record.source).label,
        is_donate_only=record.is_donate_only,
    )
    journal.record(event, by=by, at=at, place=service.place.ref)
    return record


def _refuse_unsound(
    service: Service, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    if not service.what.strip():
        raise ServiceUnsound("请写做了什么。")
    if not timedelta() < ends_at - starts_at <= rules.LONGEST:
        raise ServiceUnsound("结束要晚于开始，一次服务最长 24 小时。")
    if ends_at > at:
        raise ServiceUnsound("服务还没有结束，结束以后再记。")


def _refuse_who_was_not_one(volunteer: Volunteer, ends_at: datetime) -> None:
    """Hours count from the acceptance to the leaving; who left keeps what was before."""
    if volunteer.accepted_at is None or volunteer.standing is VolunteerState.REFUSED:
        raise NotAVolunteer("还没有通过登记，登记通过以后的服务才能记。")
    if volunteer.ended_at is not None and ends_at > volunteer.ended_at:
        raise NotAVolunteer("退出以后的服务不能记，请先再次登记。")


def _known(volunteer: Volunteer, service: Service) -> ServiceRecord | None:
    if not service.source_ref:
        return None
    mine = ServiceRecord.objects.services().filter(volunteer=volunteer)
    return mine.filter(source=service.source, source_ref=service.source_ref).first()


def _laid_down(
    volunteer: Volunteer,
    service: Service,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Ref,
    at: datetime,
) -> ServiceRecord:
    return ServiceRecord.objects.create(
        volunteer=volunteer,
        team=service.team,
        is_donate_only=service.team is not None and service.team.is_donate_only,
        kind=service.kind,
        what=service.what.strip(),
        recipient=service.recipient,
        place=service.place,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=rules.minutes_between(starts_at, ends_at),
        source=service.source,
        source_ref=service.source_ref,
        recorded_by=by,
        recorded_at=at,
    )


def _span(record: ServiceRecord) -> None:
    """The net under the look before: the database itself lets no two stretches meet."""
    try:
        with transaction.atomic():
            ServiceSpan.objects.create(
                record=record,
                volunteer=record.volunteer,
                begins=rules.minute_of(record.starts_at),
                ends=rules.minute_of(record.ends_at),
            )
    except IntegrityError as error:
        raise ServicesOverlap("这段时间刚刚记了另一次服务，一个人不能同时在两处。") from error


def _fill_days(
    volunteer: Volunteer, place: Area, starts_at: datetime, ends_at: datetime
) -> None:
    most = resolve(place.chain)[DAILY_MINUTES]
    for day, minutes in rules.minutes_by_day(starts_at, ends_at).items():
        ServiceDay.objects.get_or_create(volunteer=volunteer, day=day)
        room = ServiceDay.objects.filter(
            volunteer=volunteer, day=day, minutes__lte=most - minutes
        )
        if not room.update(minutes=F("minutes") + minutes):
            had = day_minutes(volunteer, [day])[day]
            raise DayIsFull(
                "{day}已经记了 {had} 分钟，一天最多记 {most} 分钟，记不下 {minutes} 分钟。",
                day=day.isoformat(),
                had=had,
                most=most,
                minutes=minutes,
            )


def _corrected(
    first: ServiceRecord, minutes: int, reason: str, *, by: Ref, at: datetime
) -> ServiceRecord:
    return ServiceRecord.objects.create(
        volunteer=first.volunteer,
        team=first.team,
        is_donate_only=first.is_donate_only,
        kind=first.kind,
        what=first.what,
        recipient=first.recipient,
        place=first.place,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        minutes=minutes,
        source=first.source,
        source_ref=first.source_ref,
        corrects=first,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
    )


def _change_days(volunteer: Volunteer, first: ServiceRecord, was: int, minutes: int) -> None:
    """Give each day what the service is worth there now instead of what it was worth."""
    most = resolve(first.place.chain)[DAILY_MINUTES]
    days = rules.minutes_by_day(first.starts_at, first.ends_at)
    before, after = rules.kept_by_day(days, was), rules.kept_by_day(days, minutes)
    for day in days:
        change = after[day] - before[day]
        row = ServiceDay.objects.filter(volunteer=volunteer, day=day)
        if change > 0:
            row = row.filter(minutes__lte=most - change)
        if change and not row.update(minutes=F("minutes") + change):
            raise DayIsFull("那天的时长已经记满了，加不上 {minutes} 分钟。", minutes=change)
