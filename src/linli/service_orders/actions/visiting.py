"""到离: who came and when they left, by codes, the door or a call; our clock counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.words import Moment as At
from linli.kernel.words import Words
from linli.people.viewer import THE_HOUSE, Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies
from linli.service_orders.actions.common import (
    OrderMovedOn,
    free_the_seats,
    rules_of,
    take,
    tell,
)
from linli.service_orders.events import (
    AttendanceUnknown,
    NobodyHome,
    OrderDone,
    VisitMissed,
    VisitReminded,
    VolunteerAbsent,
    VolunteerArrived,
    VolunteerLeft,
)
from linli.service_orders.models import Seat, ServiceOrder, Stamp
from linli.service_orders.options import ALARM_MINUTES, GRACE_MINUTES, REMIND_HOURS
from linli.service_orders.queries.orders import kind_of
from linli.service_orders.rules import Moment, OrderState, OrderStep, SeatState, Way
from linli.service_orders.rules.presence import (
    WRONG_CODES,
    counted,
    is_missed,
    is_over,
    may_arrive,
)

LEAST_ALARM = timedelta(minutes=5)
LONGEST_REMINDER = timedelta(hours=72)


class WrongCode(Refusal):
    pass


class TooManyWrongCodes(Refusal):
    pass


class NotTheTime(Refusal):
    pass


class NotThereYet(Refusal):
    pass


class StampedAlready(Refusal):
    pass


class TooEarlyToSay(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How it is shown that somebody is there: the way, the code of it, and on which device."""

    way: Way
    code: str = ""
    device: str = ""


def arrive(*, seat: Seat, proof: Proof, by: Viewer, at: datetime) -> None:
    """到了: both are there, for one could say the other's code."""
    order = seat.order
    _permit(seat, proof, by, at)
    if not may_arrive(starts_at=order.starts_at, ends_at=order.ends_at, at=at):
        raise NotTheTime("约的不是现在，到时间再记；时间要改，请打电话给社区。")
    _check(seat, proof, order.arrival_code)
    with transaction.atomic():
        _stamp(seat, Moment.ARRIVED, proof, by, at)
        _move(seat, SeatState.HELD, SeatState.THERE)
        event = VolunteerArrived(
            subject=order.ref, volunteer=seat.person.ref, way=proof.way.label
        )
        take(OrderStep.ARRIVE, order, event, by=by, at=at)


def leave(*, seat: Seat, proof: Proof, by: Viewer, at: datetime) -> None:
    """走了: minutes count between the two stamps, at most what was agreed and a grace."""
    order = seat.order
    _permit(seat, proof, by, at)
    arrived = seat.stamps.filter(moment=Moment.ARRIVED).first()
    if arrived is None or seat.stands is not SeatState.THERE:
        raise NotThereYet("还没有记“到了”，或者已经记过“走了”。")
    _check(seat, proof, order.leaving_code)
    worth = counted(
        arrived_at=arrived.at,
        left_at=at,
        planned=order.minutes,
        grace=rules_of(order)[GRACE_MINUTES],
    )
    with transaction.atomic():
        _stamp(seat, Moment.LEFT, proof, by, at)
        _move(seat, SeatState.THERE, SeatState.CAME, minutes=worth.minutes)
        left = VolunteerLeft(subject=order.ref, volunteer=seat.person.ref, way=proof.way.label)
        others = order.seats.filter(state__in=[SeatState.HELD, SeatState.THERE]).exists()
        step = OrderStep.LEAVE_FIRST if others else OrderStep.FINISH
        take(step, order, left, by=by, at=at)
        if not others:
            tell(order, OrderDone(subject=order.ref, minutes=worth.minutes), by=by, at=at)


@transaction.atomic
def note_absent(*, seat: Seat, by: Viewer, at: datetime) -> None:
    """没有来: said by who waited, or by the desk; who came back in time has cancelled."""
    order = seat.order
    if not policies.may_speak(by, order, day_of(at)):
        raise NotPermitted("由等着的那一方，或那里的工作人员来说。")
    _refuse_too_early(order, at)
    if seat.stands not in (SeatState.HELD, SeatState.UNKNOWN):
        raise StampedAlready("这个人记过到了，有不同说法请提出来。")
    _move(seat, seat.stands, SeatState.NO_SHOW, minutes=0, ended_at=at)
    event = VolunteerAbsent(subject=order.ref, volunteer=seat.person.ref)
    if order.seats.taken().exists():
        tell(order, event, by=by, at=at)
        return
    take(OrderStep.NOTE_ABSENT, order, event, by=by, at=at, ended_at=at)
    paying.let_go(order, by=by, at=at)


@transaction.atomic
def note_nobody_home(*, seat: Seat, by: Viewer, at: datetime) -> None:
    """没见到人: said by who stood at the door; it is no no-show of theirs."""
    order = seat.order
    if not policies.may_serve_seat(by, seat) and not policies.may_call_in(by, order):
        raise NotPermitted("由去了的人，或那里的工作人员来说。")
    _refuse_too_early(order, at)
    event = NobodyHome(subject=order.ref, volunteer=seat.person.ref)
    take(OrderStep.NOTE_NOBODY_HOME, order, event, by=by, at=at, ended_at=at)
    free_the_seats(order, SeatState.CALLED_OFF, at)
    # The desk lets go what the one served had promised; who serves has no say in it.
    paying.let_go(order, by=THE_HOUSE, at=at)


def look_after_visits(at: datetime) -> int:
    """到离巡看: nobody came in time, the time is over and nobody said anything."""
    waiting = ServiceOrder.objects.filter(
        state__in=[OrderState.ACCEPTED, OrderState.ARRIVED], starts_at__lte=at - LEAST_ALARM
    ).select_related("place")
    done = 0
    for order in waiting.order_by("starts_at", "pk")[:500]:
        options = rules_of(order)
        if is_over(ends_at=order.ends_at, at=at, grace=options[GRACE_MINUTES]):
            done += _leave_open(order, at)
        elif order.stands is OrderState.ACCEPTED and order.alarmed_at is None:
            minutes = options[ALARM_MINUTES]
            if is_missed(starts_at=order.starts_at, at=at, minutes=minutes):
                done += _alarm(order, at)
    return done


def remind_of_visits(at: datetime) -> int:
    """提醒: who comes and who is served, once, so many hours before."""
    soon = ServiceOrder.objects.filter(
        state=OrderState.ACCEPTED,
        reminded_at=None,
        starts_at__gt=at,
        starts_at__lte=at + LONGEST_REMINDER,
    ).select_related("place")
    return sum(_remind(order, at) for order in soon.order_by("starts_at", "pk")[:500])


def _permit(seat: Seat, proof: Proof, by: Viewer, at: datetime) -> None:
    order = seat.order
    match proof.way:
        case Way.THEIR_CODE | Way.DOOR:
            allowed = policies.may_serve_seat(by, seat)
        case Way.MY_CODE:
            allowed = policies.may_order_for(by, order.recipient.person, day_of(at))
        case Way.CALL:
            allowed = policies.may_call_in(by, order)
    if not allowed:
        raise NotPermitted("由来服务的人、等着的一方，或打电话问过的工作人员来记。")


def _check(seat: Seat, proof: Proof, code: str) -> None:
    """Look at the code; a wrong one is counted, outside of what is undone with a refusal."""
    right = {
        Way.THEIR_CODE: code,
        Way.MY_CODE: seat.code,
        Way.DOOR: seat.order.recipient.door_code,
    }
    if proof.way not in right:
        return
    seat.refresh_from_db(fields=["wrong_codes"])
    if seat.wrong_codes >= WRONG_CODES:
        raise TooManyWrongCodes("口令错了几次，请打电话给社区，由社区问过两边再记。")
    if "".join(proof.code.split()) != right[proof.way]:
        Seat.objects.filter(pk=seat.pk).update(wrong_codes=F("wrong_codes") + 1)
        raise WrongCode("口令对不上，请对方再念一遍。")


def _stamp(seat: Seat, moment: Moment, proof: Proof, by: Viewer, at: datetime) -> None:
    try:
        with transaction.atomic():
            Stamp.objects.create(
                seat=seat,
                moment=moment,
                way=proof.way,
                at=at,
                noted_by_id=by.person_id,
                device=proof.device,
            )
    except IntegrityError:
        raise StampedAlready("已经记过了，不用再记。") from None


def _move(seat: Seat, seen: SeatState, state: SeatState, **changes: object) -> None:
    if not Seat.objects.filter(pk=seat.pk, state=seen).update(state=state, **changes):
        raise OrderMovedOn("刚刚有人记过了，请看过再办。")
    seat.refresh_from_db()


def _refuse_too_early(order: ServiceOrder, at: datetime) -> None:
    minutes = rules_of(order)[ALARM_MINUTES]
    if not is_missed(starts_at=order.starts_at, at=at, minutes=minutes):
        raise TooEarlyToSay("过了约好的时间 {minutes} 分钟，还没见到人再说。", minutes=minutes)


@transaction.atomic
def _leave_open(order: ServiceOrder, at: datetime) -> bool:
    event = AttendanceUnknown(subject=order.ref)
    try:
        take(OrderStep.LEAVE_OPEN, order, event, by=None, at=at)
    except OrderMovedOn:
        return False
    open_ones = order.seats.filter(state__in=[SeatState.HELD, SeatState.THERE])
    open_ones.update(state=SeatState.UNKNOWN)
    return True


@transaction.atomic
def _alarm(order: ServiceOrder, at: datetime) -> bool:
    first = ServiceOrder.objects.filter(pk=order.pk, alarmed_at=None)
    if not first.update(alarmed_at=at):
        return False
    tell(order, VisitMissed(subject=order.ref), by=None, at=at)
    return True


@transaction.atomic
def _remind(order: ServiceOrder, at: datetime) -> bool:
    hours = rules_of(order)[REMIND_HOURS]
    if order.starts_at - at > timedelta(hours=hours):
        return False
    first = ServiceOrder.objects.filter(pk=order.pk, reminded_at=None)
    if not first.update(reminded_at=at):
        return False
    event = VisitReminded(
        subject=order.ref,
        service=Words(kind_of(order).label),
        starts_at=At(order.starts_at.isoformat()),
    )
    tell(order, event, by=None, at=at)
    return True
