"""召集: a meeting is called, by somebody or because its time has come round; or called off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.dates import day_of, start_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.rhythms import period_of
from linli.kernel.words import Moment
from linli.meetings import policies, rules
from linli.meetings.actions.moving import permit_running, stand_by, take
from linli.meetings.events import (
    MeetingCalled,
    MeetingCameRound,
    MeetingCancelled,
    PeopleInvited,
    TimeChanged,
)
from linli.meetings.models import AgendaItem, Invitee, Meeting
from linli.meetings.options import KINDS, MeetingKind, kind_called
from linli.meetings.rules import State, Step
from linli.people.models import Organisation, Person
from linli.people.options import RHYTHMS, Rhythm
from linli.people.queries import holders_of
from linli.people.viewer import Viewer
from linli.places.models import Area, Point
from linli.places.rules import AreaKind, ids_on

SERIES = "MT"
LONGEST = timedelta(hours=12)


class NoSuchKind(Unreadable):
    pass


class TooWide(Unreadable):
    pass


class TimeUnsound(Unreadable):
    pass


class ReasonMissing(Unreadable):
    pass


class NobodyInvited(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Whom a meeting calls: a person or an organisation, and in what role."""

    person: Person | None = None
    organisation: Organisation | None = None
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """What is to be talked about; `subject` is the thing that it is about ("matter/12")."""

    title: str
    subject: Ref = ""
    is_public: bool = False


@transaction.atomic
def call_meeting(  # noqa: PLR0913 - what an invitation says
    *,
    kind: str,
    title: str,
    place: Area,
    starts_at: datetime,
    by: Viewer,
    at: datetime,
    ends_at: datetime | None = None,
    venue: str = "",
    point: Point | None = None,
    convener: Person | None = None,
    invitees: Sequence[Invited] = (),
    agenda: Sequence[NewItem] = (),
) -> Meeting:
    """召集: a meeting is called; whoever is invited is told, and a duty to hold it begins.

    `starts_at` may lie behind: what was held already is written down afterwards.
    """
    if not policies.may_call(by, place):
        raise NotPermitted("会由在那里值守的同事和主持人召集。")
    meant = _kind_here(kind, place)
    ends_at = ends_at or starts_at + timedelta(minutes=meant.minutes)
    _refuse_unsound(title, starts_at, ends_at)
    meeting = Meeting(
        title=title.strip(),
        place=place,
        point=point,
        venue=venue.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        convener_id=convener.pk if convener else by.person_id,
    )
    _laid_down(meeting, meant, at)
    _invite(meeting, invitees)
    for position, item in enumerate(agenda, start=1):
        AgendaItem.objects.create(
            meeting=meeting,
            position=position,
            title=item.title,
            subject=item.subject,
            is_public=item.is_public,
        )
    event = MeetingCalled(
        subject=meeting.ref,
        title=meeting.title,
        kind=meeting.kind,
        starts_at=Moment(starts_at.isoformat()),
        where=where_of(meeting),
    )
    journal.record(event, by=by.ref, at=at, place=place.ref)
    return meeting


@transaction.atomic
def change_time(
    *,
    meeting: Meeting,
    starts_at: datetime,
    reason: str,
    by: Viewer,
    at: datetime,
    ends_at: datetime | None = None,
    venue: str | None = None,
) -> None:
    """改期: it is held at another time or place, with a reason that those invited read."""
    permit_running(meeting, by)
    ends_at = ends_at or starts_at + (meeting.ends_at - meeting.starts_at)
    _refuse_unsound(meeting.title, starts_at, ends_at)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么改期，请的人会看到。")
    venue = meeting.venue if venue is None else venue.strip()
    event = TimeChanged(
        subject=meeting.ref,
        title=meeting.title,
        starts_at=Moment(starts_at.isoformat()),
        where=venue or meeting.place.name,
        reason=reason.strip(),
    )
    changes = {"starts_at": starts_at, "ends_at": ends_at, "venue": venue}
    take(Step.CHANGE_TIME, meeting, event, by=by.ref, at=at, **changes)


@transaction.atomic
def invite(
    *, meeting: Meeting, invitees: Sequence[Invited], by: Viewer, at: datetime
) -> list[Invitee]:
    """再请: more persons and organisations are called; who is invited already stays so."""
    permit_running(meeting, by)
    if not invitees:
        raise NobodyInvited("请选一位或一家要请的。")
    stand_by(Step.INVITE, meeting)
    new = _invite(meeting, invitees)
    if new:
        event = PeopleInvited(
            subject=meeting.ref, count=len(new), who=[invitee.whom for invitee in new]
        )
        journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return new


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Viewer, at: datetime) -> None:
    """取消: it is not held, and says why."""
    permit_running(meeting, by)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么不开了，请的人会看到。")
    event = MeetingCancelled(subject=meeting.ref, title=meeting.title, reason=reason.strip())
    take(Step.CANCEL, meeting, event, by=by.ref, at=at, reason=reason.strip())


def call_regular_meetings(at: datetime) -> int:
    """排例会: for every rhythm that is a meeting, the next one stands in the calendar."""
    called = 0
    communities = Area.objects.of_kind(AreaKind.COMMUNITY).standing(day_of(at))
    for community in communities.order_by("path"):
        options = resolve(community.chain)
        for rhythm in options[RHYTHMS]:
            kind = kind_called(rhythm.code, options[KINDS])
            if kind:
                places = _places_of(rhythm, community, at)
                called += sum(_call_next(kind, rhythm, place, at) for place in places)
    return called


def where_of(meeting: Meeting) -> str:
    """Where it is held, as an invitation says it."""
    return meeting.venue or meeting.place.name


def _kind_here(code: str, place: Area) -> MeetingKind:
    kinds = resolve(place.chain)[KINDS]
    found = kind_called(code, kinds)
    if not found:
        raise NoSuchKind("这里没有“{kind}”这种会。", kind=code)
    if not rules.fits(found.widest, AreaKind(place.kind)):
        raise TooWide(
            "“{kind}”最大在{level}一级开。", kind=found.label, level=found.widest.label
        )
    return found


def _refuse_unsound(title: str, starts_at: datetime, ends_at: datetime) -> None:
    if not title.strip():
        raise TimeUnsound("请写会议名称。")
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise TimeUnsound("结束要在开始以后，一次会最长 12 小时。")


def _laid_down(meeting: Meeting, kind: MeetingKind, at: datetime) -> Meeting:
    """Give it its number, and what its kind is called and asks for today."""
    meeting.number = next_number(SERIES, day_of(at).year)
    meeting.kind = kind.code
    meeting.kind_label = kind.label
    meeting.kind_label_en = kind.label_en
    meeting.is_public = kind.public
    meeting.quorum = kind.quorum
    meeting.called_at = at
    meeting.save(force_insert=True)
    return meeting


def _invite(meeting: Meeting, invitees: Sequence[Invited]) -> list[Invitee]:
    there = {invitee.whom for invitee in meeting.invitees.all()}
    new: dict[Ref, Invitee] = {}
    for one in invitees:
        invitee = Invitee(
            meeting=meeting, person=one.person, organisation=one.organisation, role=one.role
        )
        if invitee.whom not in there:
            new.setdefault(invitee.whom, invitee)
    return Invitee.objects.bulk_create(new.values())


def _places_of(rhythm: Rhythm, community: Area, at: datetime) -> Iterator[Area]:
    """The areas of its level: within the community, or the one that the community lies in."""
    standing = Area.objects.of_kind(rhythm.level).standing(day_of(at))
    inside = standing.within(community).order_by("path")
    yield from inside or standing.filter(pk__in=ids_on(community.path))


def _call_next(kind: MeetingKind, rhythm: Rhythm, place: Area, at: datetime) -> bool:
    of_kind = Meeting.objects.filter(place=place, kind=kind.code)
    last = of_kind.filter(starts_at__lte=at).exclude(state=State.CANCELLED)
    last_start = last.order_by("-starts_at").values_list("starts_at", flat=True).first()
    usual = rules.usual_of(rhythm.every, last_start, kind.usual)
    starts_at = rules.next_regular(rhythm.every, usual, at)
    first, following = period_of(rhythm.every, day_of(starts_at))
    called = of_kind.begun_between(start_of(first), start_of(following))
    if called.exists() or of_kind.filter(period_on=first).exists():
        return False
    try:
        _call_for_period(kind, rhythm, place, starts_at, at)
    except IntegrityError:
        return False  # another tick was first
    return True


@transaction.atomic
def _call_for_period(
    kind: MeetingKind, rhythm: Rhythm, place: Area, starts_at: datetime, at: datetime
) -> None:
    first, _ = period_of(rhythm.every, day_of(starts_at))
    holders = holders_of(rhythm.post, place, on=day_of(at)) if rhythm.post else []
    meeting = Meeting(
        title=f"{place.name}{kind.label}",
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=kind.minutes),
        convener_id=holders[0].pk if holders else None,
        period_on=first,
    )
    _laid_down(meeting, kind, at)
    event = MeetingCameRound(
        subject=meeting.ref,
        title=meeting.title,
        kind=meeting.kind,
        starts_at=Moment(starts_at.isoformat()),
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=place.ref)
