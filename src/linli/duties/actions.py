"""Everything that changes a duty. Whoever owes and by when is decided by the caller's rules."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from linli.duties.events import (
    DutyAcceptedByItself,
    DutyGivenUp,
    DutyOverdue,
    DutyReminded,
)
from linli.duties.models import Duty
from linli.duties.rules import Promise, next_look_at
from linli.kernel import journal
from linli.kernel.errors import Refusal
from linli.kernel.events import Event
from linli.kernel.references import THE_SYSTEM, Ref
from linli.people.models import Organisation, Person
from linli.places.models import Area

AT_ONCE = 200

type Told = DutyAcceptedByItself | DutyReminded | DutyOverdue | DutyGivenUp


class NothingRunning(Refusal):
    pass


def begin_duty(
    *,
    subject: Ref,
    kind: str,
    desk: Area,
    holder: Person | None,
    unit: Organisation | None,
    promise: Promise,
    at: datetime,
) -> Duty:
    """起算: from now on this holder owes the subject until the promised time."""
    return Duty.objects.create(
        subject=subject,
        kind=kind,
        desk=desk,
        holder=holder,
        unit=unit,
        began_at=at,
        accept_by=promise.accept_by,
        remind_at=promise.remind_at,
        due_at=promise.due_at,
        give_up_at=promise.give_up_at,
        calendar_version=promise.calendar_version,
        is_provisional=promise.is_provisional,
        why=promise.why,
        next_look_at=next_look_at(
            accept_by=promise.accept_by,
            remind_at=promise.remind_at,
            due_at=promise.due_at,
            give_up_at=promise.give_up_at,
        ),
    )


def accept_duty(*, subject: Ref, kind: str, at: datetime) -> None:
    """签收: the holder takes it on; what was accepted by itself before stays so."""
    waiting = Duty.objects.running().filter(subject=subject, kind=kind, accepted_at=None)
    waiting.update(accepted_at=at, accept_by=None)


def end_duties(*, subject: Ref, at: datetime, kind: str = "") -> None:
    """停表: nothing more is owed, or somebody else owes it from now on; of one kind or all."""
    running = Duty.objects.running().filter(subject=subject)
    running = running.filter(kind=kind) if kind else running
    running.update(ended_at=at, next_look_at=None)


def take_up_again(*, duty: Duty, paused: timedelta, at: datetime) -> Duty:
    """恢复计时: a clock that was stopped runs on, `paused` later than it would have struck.

    Nothing starts anew: what was accepted, reminded of or told stays so.
    """
    clock = {
        "accept_by": _later(duty.accept_by, paused),
        "remind_at": duty.remind_at + paused,
        "due_at": duty.due_at + paused,
        "give_up_at": _later(duty.give_up_at, paused),
    }
    return Duty.objects.create(
        subject=duty.subject,
        kind=duty.kind,
        desk=duty.desk,
        holder=duty.holder,
        unit=duty.unit,
        began_at=at,
        accepted_at=duty.accepted_at,
        accepted_by_itself=duty.accepted_by_itself,
        reminded_at=duty.reminded_at,
        overdue_told_at=duty.overdue_told_at,
        given_up_at=duty.given_up_at,
        extensions=duty.extensions,
        calendar_version=duty.calendar_version,
        is_provisional=duty.is_provisional,
        why=duty.why,
        next_look_at=next_look_at(
            accept_by=None if duty.accepted_at else clock["accept_by"],
            remind_at=None if duty.reminded_at else clock["remind_at"],
            due_at=None if duty.overdue_told_at else clock["due_at"],
            give_up_at=None if duty.given_up_at else clock["give_up_at"],
        ),
        **clock,
    )


def _later(at: datetime | None, by: timedelta) -> datetime | None:
    return at + by if at else None


def extend_duty(
    *,
    subject: Ref,
    kind: str,
    due_at: datetime,
    remind_at: datetime,
    give_up_at: datetime | None,
    calendar_version: str,
    is_provisional: bool,
    why: str,
) -> None:
    """延期: the same holder owes it until later; the reminder comes anew."""
    running = Duty.objects.running().filter(subject=subject, kind=kind)
    moved = running.update(
        due_at=due_at,
        remind_at=remind_at,
        give_up_at=give_up_at,
        reminded_at=None,
        overdue_told_at=None,
        given_up_at=None,
        extensions=F("extensions") + 1,
        calendar_version=calendar_version,
        is_provisional=is_provisional,
        why=why,
        next_look_at=remind_at,
    )
    if not moved:
        raise NothingRunning("这件事现在没有在计时，不能延期。")


def change_duty(*, duty: Duty, promise: Promise, at: datetime) -> None:
    """改期: the same holder owes it by another time that somebody else has set.

    What has come to its time by then is not told again; what lies ahead is told anew.
    """
    accept_by = None if duty.accepted_at else promise.accept_by
    reminded_at = duty.reminded_at if promise.remind_at <= at else None
    overdue_told_at = duty.overdue_told_at if promise.due_at <= at else None
    running = Duty.objects.running().filter(pk=duty.pk, due_at=duty.due_at)
    moved = running.update(
        accept_by=accept_by,
        remind_at=promise.remind_at,
        reminded_at=reminded_at,
        due_at=promise.due_at,
        overdue_told_at=overdue_told_at,
        give_up_at=promise.give_up_at,
        given_up_at=None,
        calendar_version=promise.calendar_version,
        is_provisional=promise.is_provisional,
        why=promise.why,
        next_look_at=next_look_at(
            accept_by=accept_by,
            remind_at=None if reminded_at else promise.remind_at,
            due_at=None if overdue_told_at else promise.due_at,
            give_up_at=promise.give_up_at,
        ),
    )
    if not moved:
        raise NothingRunning("这件事的时限刚刚变了，请看过再改。")


def let_go_of_duties(*, subject: Ref, kind: str) -> None:
    """放回去: nobody in particular owes it now; the clock runs on."""
    Duty.objects.running().filter(subject=subject, kind=kind).update(holder=None)


def hand_over_duty(*, duty: Duty, to: Person) -> None:
    """交接: the clock runs on, the holder is another."""
    Duty.objects.running().filter(pk=duty.pk, holder=duty.holder_id).update(holder=to)


def look_after_duties(at: datetime) -> int:
    """巡时限: accept, remind, tell, give up what has come to it; says how many it saw."""
    looked = 0
    while due := list(Duty.objects.wanting_a_look(at).select_related("desk")[:AT_ONCE]):
        for duty in due:
            _look_at(duty, at)
        looked += len(due)
    return looked


@transaction.atomic
def _look_at(duty: Duty, at: datetime) -> None:
    """Do everything that is due on this duty, in its order, each as of the time it fell due."""
    seen = Duty.objects.running().filter(pk=duty.pk, next_look_at=duty.next_look_at)
    changes, events = _what_is_due(duty, at)
    # Guarded on what was seen: of two ticks one finds nothing left to do.
    if seen.update(**changes):
        for event, fell_due_at in events:
            journal.record(event, by=THE_SYSTEM, at=fell_due_at, place=duty.desk.ref)


def _what_is_due(
    duty: Duty, at: datetime
) -> tuple[dict[str, object], list[tuple[Event, datetime]]]:
    holder = f"person/{duty.holder_id}" if duty.holder_id else duty.desk.ref

    def said(kind: type[Told]) -> Event:
        return kind(subject=duty.subject, holder=holder, duty=duty.pk)

    changes: dict[str, object] = {}
    events: list[tuple[Event, datetime]] = []
    if not duty.accepted_at and duty.accept_by and duty.accept_by <= at:
        changes |= {"accepted_at": duty.accept_by, "accepted_by_itself": True}
        events.append((said(DutyAcceptedByItself), duty.accept_by))
    if not duty.reminded_at and duty.remind_at <= at:
        changes["reminded_at"] = duty.remind_at
        if duty.remind_at < duty.due_at:
            events.append((said(DutyReminded), duty.remind_at))
    if not duty.overdue_told_at and duty.due_at <= at:
        changes["overdue_told_at"] = duty.due_at
        events.append((said(DutyOverdue), duty.due_at))
    if not duty.given_up_at and duty.give_up_at and duty.give_up_at <= at:
        changes["given_up_at"] = duty.give_up_at
        events.append((said(DutyGivenUp), duty.give_up_at))
    for name, value in changes.items():
        setattr(duty, name, value)
    changes["next_look_at"] = next_look_at(
        accept_by=None if duty.accepted_at else duty.accept_by,
        remind_at=None if duty.reminded_at else duty.remind_at,
        due_at=None if duty.overdue_told_at else duty.due_at,
        give_up_at=None if duty.given_up_at else duty.give_up_at,
    )
    return changes, events
