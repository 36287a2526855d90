"""开会: what stands on the agenda, what was agreed, the minutes and who signed them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.references import Ref
from linli.meetings import policies, rules
from linli.meetings.actions.moving import MeetingMovedOn, permit_running, stand_by, take
from linli.meetings.events import ItemClosed, ItemPutOnAgenda, MeetingHeld, MinutesSigned
from linli.meetings.models import AgendaItem, Meeting, Signature
from linli.meetings.queries import presence_at
from linli.meetings.rules import Step
from linli.people.viewer import Viewer


class TitleMissing(Unreadable):
    pass


class OutcomeMissing(Unreadable):
    pass


class MinutesMissing(Unreadable):
    pass


class NotEnoughCame(Refusal):
    pass


class NotYetBegun(Refusal):
    pass


class AlreadySigned(Refusal):
    pass


@transaction.atomic
def put_on_agenda(
    *,
    meeting: Meeting,
    title: str,
    by: Viewer,
    at: datetime,
    subject: Ref = "",
    is_public: bool = False,
) -> AgendaItem:
    """加议题: the meeting will talk about it; a thing stands on one agenda once."""
    permit_running(meeting, by)
    if not title.strip():
        raise TitleMissing("请写一句要商量什么。")
    stand_by(Step.PUT_ON_AGENDA, meeting)
    there = meeting.agenda.filter(subject=subject).first() if subject else None
    if there:
        return there
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=last + 1,
        title=title.strip(),
        subject=subject,
        is_public=is_public,
    )
    event = ItemPutOnAgenda(subject=meeting.ref, title=item.title, item=item.pk)
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return item


@transaction.atomic
def close_item(
    *,
    item: AgendaItem,
    outcome: str,
    by: Viewer,
    at: datetime,
    responsible: Sequence[Ref] = (),
    due_on: date | None = None,
) -> None:
    """议定: what was agreed on an item, who takes it on and by when."""
    meeting = item.meeting
    permit_running(meeting, by)
    if not outcome.strip():
        raise OutcomeMissing("请写一句商量出了什么结果。")
    stand_by(Step.CLOSE_ITEM, meeting)
    seen = AgendaItem.objects.filter(pk=item.pk, closed_at=item.closed_at)
    changes = {
        "outcome": outcome.strip(),
        "responsible": list(responsible),
        "due_on": due_on,
        "closed_at": at,
    }
    if not seen.update(**changes):
        raise MeetingMovedOn(meeting)
    for name, value in changes.items():
        setattr(item, name, value)
    event = ItemClosed(
        subject=meeting.ref, title=item.title, outcome=outcome.strip(), item=item.pk
    )
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)


@transaction.atomic
def hold_meeting(
    *, meeting: Meeting, minutes: str, by: Viewer, at: datetime, public_words: str = ""
) -> None:
    """记纪要: it was held; without enough of those invited it does not count and is put off.

    `public_words` is what everybody may read of a public one; nobody is named in it.
    """
    permit_running(meeting, by)
    if not minutes.strip():
        raise MinutesMissing("请写纪要：说了什么，定了什么。")
    if at < meeting.starts_at:
        raise NotYetBegun("会还没到开的时候；提前开了，请先改期。")
    # Locked first: nobody checks in or out between the counting and the writing.
    stand_by(Step.HOLD, meeting)
    there = presence_at(meeting)
    if not there.is_enough:
        raise NotEnoughCame(
            "应到 {invited}，实到 {present}，还差 {missing}，开不成；请改期。",
            invited=there.invited,
            present=there.present,
            missing=there.missing,
        )
    heads = meeting.attendances.aggregate(all=Sum("heads"))["all"] or 0
    take(
        Step.HOLD,
        meeting,
        MeetingHeld(subject=meeting.ref, heads=heads),
        by=by.ref,
        at=at,
        minutes=minutes.strip(),
        public_words=public_words.strip(),
        held_at=at,
    )


@transaction.atomic
def sign_minutes(*, meeting: Meeting, by: Viewer, at: datetime) -> Signature:
    """签字: who was there confirms the minutes, once."""
    if not policies.may_sign(by, meeting):
        raise NotPermitted("到了会的人才能在纪要上签字。")
    rules.after(meeting.standing, Step.SIGN)
    assert by.person_id is not None  # noqa: S101 - the policy saw a person
    try:
        with transaction.atomic():
            signed = Signature.objects.create(
                meeting=meeting, person_id=by.person_id, signed_at=at
            )
    except IntegrityError:
        raise AlreadySigned("您已经签过字了。") from None
    journal.record(
        MinutesSigned(subject=meeting.ref), by=by.ref, at=at, place=meeting.place.ref
    )
    return signed
