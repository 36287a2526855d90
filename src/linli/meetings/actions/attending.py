"""到会: who was invited answers, and who came is ticked, by name or as a number."""

from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.meetings import policies
from linli.meetings.actions.moving import stand_by
from linli.meetings.events import (
    CheckedIn,
    CheckInTakenBack,
    HeadsCounted,
    InvitationAnswered,
)
from linli.meetings.models import Attendance, Invitee, Meeting
from linli.meetings.rules import Coming, Step
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer

MOST_HEADS = 2000


class NotInvited(NotPermitted):
    pass


class AlreadyCheckedIn(Refusal):
    pass


class HeadsUnsound(Unreadable):
    pass


class CheckInGone(Refusal):
    pass


@transaction.atomic
def answer_invitation(
    *, invitee: Invitee, answer: Coming, by: Viewer, at: datetime, words: str = ""
) -> None:
    """回复: who is invited comes or not; asked again, the later answer counts."""
    if not policies.may_answer(by, invitee):
        raise NotInvited("只有受邀的人和主持会议的人可以回复。")
    meeting = invitee.meeting
    stand_by(Step.ANSWER, meeting)
    Invitee.objects.filter(pk=invitee.pk).update(
        answer=answer, words=words.strip(), answered_at=at
    )
    invitee.answer = answer
    event = InvitationAnswered(
        subject=meeting.ref,
        invitee=invitee.whom,
        answer=answer.label,
        words=f"：{words.strip()}" if words.strip() else "",
    )
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)


@transaction.atomic
def check_in(
    *,
    meeting: Meeting,
    by: Viewer,
    at: datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
    heads: int = 1,
) -> Attendance:
    """签到: a person came, for a unit or oneself; without a person so many heads came."""
    if not policies.may_check_in(by, meeting, person.pk if person else None):
        raise NotPermitted("替别人签到、记人数由主持会议的人来做。")
    if not 1 <= heads <= MOST_HEADS or (person and heads != 1):
        raise HeadsUnsound("人数要在 1 到 {most} 之间。", most=MOST_HEADS)
    stand_by(Step.CHECK_IN, meeting)
    row = _once(
        Attendance(
            meeting=meeting, person=person, organisation=organisation, heads=heads, came_at=at
        )
    )
    event = (
        CheckedIn(subject=meeting.ref, person=person.ref)
        if person
        else HeadsCounted(subject=meeting.ref, heads=heads)
    )
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return row


@transaction.atomic
def take_back_check_in(*, attendance: Attendance, by: Viewer, at: datetime) -> None:
    """撤掉签到: the wrong name was tapped."""
    meeting = attendance.meeting
    if not policies.may_check_in(by, meeting, attendance.person_id):
        raise NotPermitted("替别人签到、记人数由主持会议的人来做。")
    stand_by(Step.CHECK_IN, meeting)
    gone, _ = Attendance.objects.filter(pk=attendance.pk).delete()
    if not gone:
        raise CheckInGone("这次签到已经撤掉了。")
    event = CheckInTakenBack(subject=meeting.ref, heads=attendance.heads)
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)


def _once(row: Attendance) -> Attendance:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyCheckedIn("这位已经签到了。") from None
    return row
