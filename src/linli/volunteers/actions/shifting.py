"""轮值: planned with several places, taken, given back, dropped, lapsed, accounted for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing, hold
from linli.volunteers.actions.serving import Service, TooLate, written
from linli.volunteers.events import (
    CalendarAddressMade,
    ShiftAttended,
    ShiftCancelled,
    ShiftComesUp,
    ShiftDroppedOut,
    ShiftGivenBack,
    ShiftLapsed,
    ShiftMissed,
    ShiftPlanned,
    ShiftTaken,
    ShiftUnaccounted,
)
from linli.volunteers.models import Shift, ShiftPlace, Team, Volunteer
from linli.volunteers.options import (
    CERTIFICATES,
    GIVE_BACK_HOURS,
    LATE_DAYS,
    REMIND_HOURS,
    RISKS,
    named,
    risk_called,
)
from linli.volunteers.queries.fitness import NoSuchRisk, lacks_certificate, may_serve
from linli.volunteers.queries.shifts import meeting_shift
from linli.volunteers.rules import shifts as rules
from linli.volunteers.rules.service import LONGEST, Source, is_late
from linli.volunteers.rules.shifts import PlaceState, PlaceStep, ShiftState

SERIES = "LZ"
CALENDAR = "volunteer-calendar"
FARTHEST_REMINDER = timedelta(hours=168)


class ShiftUnsound(Unreadable):
    pass


class ShiftFull(Refusal):
    pass


class ShiftOver(Refusal):
    pass


class NotFitToServe(Refusal):
    pass


class ShiftsMeet(Refusal):
    pass


class AlreadyOnShift(Refusal):
    pass


class PlaceMovedOn(Refusal):
    pass


class ShiftNotOverYet(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewShift:
    """What is wanted: what (a code and words), where, when, how many, and what it takes."""

    title: str
    kind: str
    place: Area
    starts_at: datetime
    ends_at: datetime
    places: int
    venue: str = ""
    team: Team | None = None
    risk: str = "ordinary"
    certificate: str = ""


@transaction.atomic
def plan_shift(*, shift: NewShift, by: Viewer, at: datetime) -> Shift:
    """排轮值: so many places, open to whoever is fit to serve there that day."""
    if not policies.may_plan_shift(by, shift.place, shift.team):
        raise NotPermitted("轮值由那里值守的同事、走楼道的人或队长来排。")
    _refuse_unsound(shift, at)
    planned = Shift.objects.create(
        number=next_number(SERIES, day_of(at).year),
        title=shift.title.strip(),
        kind=shift.kind,
        place=shift.place,
        venue=shift.venue.strip(),
        team=shift.team,
        risk=shift.risk,
        certificate=shift.certificate,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        places=shift.places,
        planned_by_id=by.person_id,
        planned_at=at,
    )
    event = ShiftPlanned(
        subject=planned.ref,
        title=planned.title,
        starts_at=Moment(planned.starts_at.isoformat()),
        places=planned.places,
    )
    journal.record(event, by=by.ref, at=at, place=planned.place.ref)
    return planned


@transaction.atomic
def cancel_shift(*, shift: Shift, reason: str, by: Viewer, at: datetime) -> None:
    """取消轮值: before it begins, with a reason that whoever took a place reads."""
    if not policies.may_run_shift(by, shift):
        raise NotPermitted("轮值由排的人和那里值守的同事取消。")
    if not reason.strip():
        raise ReasonMissing("请写一句为什么取消，报了班的人会看到。")
    coming = Shift.objects.filter(pk=shift.pk, state=ShiftState.OPEN, starts_at__gt=at)
    if not coming.update(state=ShiftState.CANCELLED, reason=reason.strip(), taken=0):
        raise ShiftOver("这一班已经开始或取消了。")
    shift.refresh_from_db()
    held = shift.holders.filter(state=PlaceState.TAKEN)
    held.update(state=PlaceState.CANCELLED, ended_at=at, reason=reason.strip()[:100])
    event = ShiftCancelled(subject=shift.ref, title=shift.title, reason=shift.reason)
    journal.record(event, by=by.ref, at=at, place=shift.place.ref)


@transaction.atomic
def take_shift(*, shift: Shift, volunteer: Volunteer, by: Viewer, at: datetime) -> ShiftPlace:
    """报班: who is fit to serve that day, free then, and first to a place that is left."""
    if not policies.may_change(by, volunteer) and not policies.may_run_shift(by, shift):
        raise NotPermitted("由本人报班，或打电话请排班的同事代报。")
    fitness = may_serve(volunteer.person, shift.risk, day_of(shift.starts_at))
    lacking = [*fitness.lacking, *lacks_certificate(volunteer, shift)]
    if lacking:
        raise NotFitToServe("{lacking}", lacking="".join(dict.fromkeys(lacking)))
    hold(volunteer)
    if other := meeting_shift(volunteer, shift):
        raise ShiftsMeet("这段时间您已经报了“{title}”。", title=other.title)
    free = Shift.objects.filter(
        pk=shift.pk, state=ShiftState.OPEN, ends_at__gt=at, taken__lt=F("places")
    )
    try:
        with transaction.atomic():
            place = ShiftPlace.objects.create(shift=shift, volunteer=volunteer, taken_at=at)
            is_mine = free.update(taken=F("taken") + 1)
    except IntegrityError as error:
        raise AlreadyOnShift("您已经报了这一班。") from error
    if not is_mine:
        shift.refresh_from_db()
        if shift.standing is ShiftState.CANCELLED or shift.ends_at <= at:
            raise ShiftOver("这一班已经结束或取消了。")
        raise ShiftFull("人已经够了，看看别的班。")
    shift.refresh_from_db(fields=["taken"])
    _tell(ShiftTaken(subject=shift.ref, person=volunteer.person.ref), shift, by.ref, at)
    return place


@transaction.atomic
def give_back(*, place: ShiftPlace, by: Viewer, at: datetime, reason: str = "") -> PlaceStep:
    """退班: in time nothing is noted (R06 §22); later it is a drop-out, never a no-show."""
    shift, person = place.shift, place.volunteer.person.ref
    if not policies.may_change(by, place.volunteer) and not policies.may_run_shift(by, shift):
        raise NotPermitted("由本人退班，或打电话请排班的同事代退。")
    if shift.starts_at <= at:
        raise ShiftOver("已经开始了，来不了请打电话给排班的同事。")
    hours = resolve(shift.place.chain)[GIVE_BACK_HOURS]
    step = rules.way_out(starts_at=shift.starts_at, at=at, hours=hours)
    event: Event = ShiftGivenBack(subject=shift.ref, person=person)
    if step is PlaceStep.DROP_OUT:
        event = ShiftDroppedOut(subject=shift.ref, person=person, reason=reason.strip())
    _move(step, place, event, by=by.ref, at=at, reason=reason.strip()[:100])
    _free_a_place(shift)
    return step


@transaction.atomic
def note_attendance(*, place: ShiftPlace, came: bool, by: Viewer, at: datetime) -> None:
    """清点: confirmed (the hours go on record) or a no-show; never by oneself."""
    shift, volunteer = place.shift, place.volunteer
    is_own = volunteer.person_id in by.speaks_for
    if is_own or not policies.may_run_shift(by, shift):
        raise NotPermitted("到没到由排班的同事来记，自己的由别人记。")
    if shift.ends_at > at:
        raise ShiftNotOverYet("这一班还没有结束，结束以后再记。")
    person = volunteer.person.ref
    if not came:
        event = ShiftMissed(subject=shift.ref, person=person)
        _move(PlaceStep.NOTE_NO_SHOW, place, event, by=by.ref, at=at)
        return
    days = resolve(shift.place.chain)[LATE_DAYS]
    if is_late(ends_at=shift.ends_at, at=at, days=days):
        raise TooLate("过了{days}天，要走补录：一人录入、另一人复核。", days=days)
    rules.after(place.standing, PlaceStep.CONFIRM)
    record = written(volunteer, _service_of(place), by=by.ref, at=at)
    event_of = ShiftAttended(subject=shift.ref, person=person)
    _move(PlaceStep.CONFIRM, place, event_of, by=by.ref, at=at, record=record)


@transaction.atomic
def lapse_shifts(*, volunteer: Volunteer, at: datetime) -> int:
    """证书没了: the coming shifts that ask for what is no longer held are free for others."""
    coming = ShiftPlace.objects.filter(
        volunteer=volunteer, state=PlaceState.TAKEN, shift__starts_at__gt=at
    )
    lapsed = 0
    for place in coming.select_related("shift__place", "volunteer__person").order_by("pk"):
        if not list(lacks_certificate(volunteer, place.shift)):
            continue
        event = ShiftLapsed(subject=place.shift.ref, person=volunteer.person.ref)
        _move(PlaceStep.LAPSE, place, event, by=THE_SYSTEM, at=at)
        _free_a_place(place.shift)
        lapsed += 1
    return lapsed


@transaction.atomic
def give_back_all(*, volunteer: Volunteer, by: Ref, at: datetime) -> int:
    """退出以后: the coming shifts of who left the register are free for others."""
    coming = ShiftPlace.objects.filter(
        volunteer=volunteer, state=PlaceState.TAKEN, shift__starts_at__gt=at
    )
    places = list(coming.select_related("shift__place").order_by("pk"))
    for place in places:
        event = ShiftGivenBack(subject=place.shift.ref, person=volunteer.person.ref)
        _move(PlaceStep.GIVE_BACK, place, event, by=by, at=at)
        _free_a_place(place.shift)
    return len(places)


def look_after_shifts(at: datetime) -> int:
    """一轮: remind who comes on soon; what is over and not accounted for is unknown."""
    soon = ShiftPlace.objects.filter(
        state=PlaceState.TAKEN,
        reminded_at=None,
        shift__starts_at__gt=at,
        shift__starts_at__lte=at + FARTHEST_REMINDER,
    )
    places = soon.select_related("shift__place", "volunteer__person").order_by("pk")
    over = Shift.objects.open().filter(closed_at=None, ends_at__lte=at)
    return sum(_remind(place, at) for place in places) + sum(
        _leave_open(shift, at) for shift in over.select_related("place").order_by("pk")
    )


@transaction.atomic
def make_calendar_address(*, volunteer: Volunteer, by: Viewer, at: datetime) -> str:
    """日历订阅地址: a secret word; a new one makes the former useless."""
    if volunteer.person_id not in by.speaks_for:
        raise NotPermitted("日历地址只给本人。")
    key = token_urlsafe(18)
    Volunteer.objects.filter(pk=volunteer.pk).update(
        calendar_key=key, calendar_key_index=blind_index(key, CALENDAR)
    )
    event = CalendarAddressMade(subject=volunteer.ref)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)
    return key


def _refuse_unsound(shift: NewShift, at: datetime) -> None:
    if not shift.title.strip() or shift.places < 1:
        raise ShiftUnsound("请写做什么、要几个人。")
    if not timedelta() < shift.ends_at - shift.starts_at <= LONGEST or shift.ends_at <= at:
        raise ShiftUnsound("结束要晚于开始，一班最长 24 小时，不能排在过去。")
    options = resolve(shift.place.chain)
    if risk_called(shift.risk, options[RISKS]) is None:
        raise NoSuchRisk("这里没有“{risk}”这种服务风险。", risk=shift.risk)
    if shift.certificate and named(shift.certificate, options[CERTIFICATES]) is None:
        raise ShiftUnsound("这里没有“{kind}”这种证书。", kind=shift.certificate)


def _service_of(place: ShiftPlace) -> Service:
    shift = place.shift
    return Service(
        kind=shift.kind,
        what=shift.title,
        place=shift.place,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        source=Source.SHIFT,
        source_ref=f"shiftplace/{place.pk}",
        team=shift.team,
    )


def _move(
    step: PlaceStep, place: ShiftPlace, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> None:
    state = rules.after(place.standing, step)
    seen = ShiftPlace.objects.filter(pk=place.pk, state=place.state)
    if not seen.update(state=state, ended_at=at, **changes):
        raise PlaceMovedOn("这一班刚刚有了变动，请看过再改。")
    place.state = state
    _tell(event, place.shift, by, at)


def _free_a_place(shift: Shift) -> None:
    Shift.objects.filter(pk=shift.pk, taken__gt=0).update(taken=F("taken") - 1)


def _tell(event: Event, shift: Shift, by: Ref, at: datetime) -> None:
    journal.record(event, by=by, at=at, place=shift.place.ref)


@transaction.atomic
def _remind(place: ShiftPlace, at: datetime) -> bool:
    shift = place.shift
    hours = resolve(shift.place.chain)[REMIND_HOURS]
    if shift.starts_at - timedelta(hours=hours) > at:
        return False
    waiting = ShiftPlace.objects.filter(pk=place.pk, state=PlaceState.TAKEN, reminded_at=None)
    if not waiting.update(reminded_at=at):
        return False
    event = ShiftComesUp(
        subject=shift.ref,
        title=shift.title,
        starts_at=Moment(shift.starts_at.isoformat()),
        where=shift.venue or shift.place.name,
        person=place.volunteer.person.ref,
    )
    _tell(event, shift, THE_SYSTEM, at)
    return True


@transaction.atomic
def _leave_open(shift: Shift, at: datetime) -> bool:
    """What nobody accounted for is not known; it is neither a no-show nor an hour."""
    if not Shift.objects.filter(pk=shift.pk, closed_at=None).update(closed_at=at):
        return False
    left = shift.holders.filter(state=PlaceState.TAKEN).update(state=PlaceState.UNKNOWN)
    if left:
        _tell(ShiftUnaccounted(subject=shift.ref, count=left), shift, THE_SYSTEM, at)
    return True
