"""跟: what who has it in hand does on the way: accept, note, extend, and hand over."""

from datetime import datetime

from django.db import transaction

from linli.duties.actions import accept_duty, extend_duty, hand_over_duty
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.attachments import Upload, keep_attachment
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.references import THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.matters import policies
from linli.matters.actions.desk import lay_on_desk
from linli.matters.actions.involving import is_involved
from linli.matters.actions.moving import HANDLING, desk_above, permit, take, tier_of
from linli.matters.actions.outside import refuse_past_outside_deadline
from linli.matters.actions.parking import close_parking
from linli.matters.actions.returning import close_return
from linli.matters.events import (
    HandlerChanged,
    HandlerGone,
    MatterAccepted,
    MatterAcceptedByItself,
    MatterExtended,
    MatterNoted,
    PhotoKept,
)
from linli.matters.models import Matter, Photo
from linli.matters.promises import handling_promise
from linli.matters.rules import UNFINISHED, Role, State, Step
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area

MOST_DAYS_MORE = 30


class NothingNoted(Unreadable):
    pass


class TooLongAnExtension(Unreadable):
    pass


@transaction.atomic
def accept_matter(*, matter: Matter, by: Viewer, at: datetime) -> None:
    """签收: the one it was given to takes it on."""
    permit(Step.ACCEPT, matter, by, "只有承办人可以签收。")
    take(Step.ACCEPT, matter, MatterAccepted(subject=matter.ref), by=by.ref, at=at)
    accept_duty(subject=matter.ref, kind=HANDLING, at=at)


@transaction.atomic
def accept_by_itself(*, matter: Matter, at: datetime) -> None:
    """自动签收: nobody signed for it in time, and the clock has run all the same."""
    if matter.standing is State.DISPATCHED:
        event = MatterAcceptedByItself(subject=matter.ref)
        take(Step.ACCEPT, matter, event, by=THE_SYSTEM, at=at)


@transaction.atomic
def note_progress(
    *, matter: Matter, words: str, by: Viewer, at: datetime, contacted: bool = False
) -> None:
    """记一笔: what was seen or done; `contacted` says that the reporter was spoken to."""
    permit(Step.NOTE, matter, by, "只有办这件事的人和当地值守的人可以记进展。")
    if not words.strip():
        raise NothingNoted("请写一句看到了什么、做了什么。")
    event = MatterNoted(subject=matter.ref, words=words.strip(), contacted=contacted)
    answered_at = matter.answered_at or (at if contacted else None)
    take(Step.NOTE, matter, event, by=by.ref, at=at, answered_at=answered_at)


@transaction.atomic
def extend_matter(
    *, matter: Matter, workdays: int, reason: str, by: Viewer, at: datetime
) -> None:
    """延期: the deadline moves once more with a reason that the reporter reads."""
    permit(Step.EXTEND, matter, by, "只有承办人可以申请延期。")
    if not reason.strip():
        raise NothingNoted("请写明为什么要延期，说事人会看到。")
    if not 1 <= workdays <= MOST_DAYS_MORE:
        raise TooLongAnExtension("一次最多延 {most} 个工作日。", most=MOST_DAYS_MORE)
    calendar = calendar_in_force()
    start = max(at, matter.due_at)
    due = calendar.add_workdays(start, workdays)
    refuse_past_outside_deadline(matter, due.at)
    more = handling_promise(
        tier_of(matter), calendar, at=start, has_desk_above=desk_above(matter.desk) is not None
    )
    give_up_at = due.at + (more.give_up_at - more.due_at) if more.give_up_at else None
    event = MatterExtended(
        subject=matter.ref, due=Moment(due.at.isoformat()), reason=reason.strip()
    )
    take(Step.EXTEND, matter, event, by=by.ref, at=at, due_at=due.at)
    extend_duty(
        subject=matter.ref,
        kind=HANDLING,
        due_at=due.at,
        remind_at=start + (due.at - start) / 2,
        give_up_at=give_up_at,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


@transaction.atomic
def keep_photo(*, matter: Matter, upload: Upload, when: str, by: Viewer, at: datetime) -> Photo:
    """附照片: kept without place or time of taking; in public only after a second look."""
    if not policies.may_say_more(by, matter) and not policies.may_note(by, matter):
        raise NotPermitted("只有说事人和办这件事的人可以附照片。")
    attachment = keep_attachment(
        upload=upload, subject=matter.ref, by=by.ref, place=matter.place.ref, at=at
    )
    photo = Photo.objects.create(matter=matter, attachment=attachment, when=when)
    event = PhotoKept(subject=matter.ref, when=when)
    journal.record(event, by=by.ref, at=at, place=matter.place.ref)
    return photo


@transaction.atomic
def hand_over_matters(
    *, from_: Person, to: Person | None, within: Area, by: Ref, at: datetime
) -> int:
    """交接: open work in the area moves to the successor, or back to the desk, and says so."""
    held = Matter.objects.filter(handler=from_, state__in=UNFINISHED).in_area(within)
    moved = list(held.select_related("place", "desk__parent").order_by("pk"))
    for matter in moved:
        if to and policies.may_be_given(to, matter) and not is_involved(matter, Role.TRACK, to):
            _hand_over(matter, from_, to, by=by, at=at)
        else:
            _back_to_desk(matter, from_, by=by, at=at)
    return len(moved)


def _hand_over(matter: Matter, from_: Person, to: Person, *, by: Ref, at: datetime) -> None:
    event = HandlerChanged(subject=matter.ref, from_=from_.ref, to=to.ref)
    take(Step.NOTE, matter, event, by=by, at=at, handler=to)
    duty = Duty.objects.running().filter(subject=matter.ref, kind=HANDLING).first()
    if duty:
        hand_over_duty(duty=duty, to=to)


def _back_to_desk(matter: Matter, from_: Person, *, by: Ref, at: datetime) -> None:
    event = HandlerGone(subject=matter.ref, from_=from_.ref)
    changes: dict[str, object] = {"handler": None, "unit": None}
    if matter.standing is State.SPLIT:  # it waits for its parts all the same
        changes["state_before"] = State.RECEIVED
        take(Step.NOTE, matter, event, by=by, at=at, **changes)
        return
    take(Step.HAND_BACK, matter, event, by=by, at=at, state_before="", **changes)
    close_return(matter, at=at)
    close_parking(matter, at=at)
    lay_on_desk(matter, at=at)
