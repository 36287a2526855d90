"""What follows from a meeting: whom it calls is told, whoever called it owes holding it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from linli.duties.actions import begin_duty, end_duties
from linli.duties.events import DutyOverdue, DutyReminded
from linli.duties.models import Duty
from linli.duties.rules import Promise
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import Ref, kind, number
from linli.kernel.rounds import Periodic
from linli.meetings.actions import call_regular_meetings
from linli.meetings.events import (
    MeetingCalled,
    MeetingCameRound,
    MeetingCancelled,
    MeetingHeld,
    PeopleInvited,
    TimeChanged,
)
from linli.meetings.models import Meeting
from linli.meetings.rules import State
from linli.messaging.actions import tell_of
from linli.people.models import Term

HOLDING = "hold_meeting"
DAYS_FOR_MINUTES = 2
"""Working days after a meeting until its minutes are owed."""
MEETING = "meeting"


def owe_holding_it(
    _: MeetingCalled | MeetingCameRound | TimeChanged, entry: Entry, __: datetime
) -> None:
    """到时候开了没有: the convener owes the meeting, or its calling off, with a clock."""
    meeting = meeting_of(entry)
    running = Duty.objects.running().filter(subject=meeting.ref, kind=HOLDING)
    if meeting.standing is not State.PLANNED or running.filter(began_at=entry.happened_at):
        return
    end_duties(subject=meeting.ref, at=entry.happened_at)
    begin_duty(
        subject=meeting.ref,
        kind=HOLDING,
        desk=meeting.place,
        holder=meeting.convener,
        unit=None,
        promise=_promise(meeting),
        at=entry.happened_at,
    )


def nothing_more_is_owed(_: MeetingHeld | MeetingCancelled, entry: Entry, __: datetime) -> None:
    end_duties(subject=entry.subject, at=entry.happened_at)


def tell_those_called(
    _: MeetingCalled | TimeChanged | MeetingCancelled, entry: Entry, __: datetime
) -> None:
    meeting = meeting_of(entry)
    whom = [invitee.whom for invitee in meeting.invitees.order_by("pk")]
    _tell(meeting, whom, entry)


def tell_those_called_later(event: PeopleInvited, entry: Entry, _: datetime) -> None:
    _tell(meeting_of(entry), event.who, entry)


def remind_the_convener(_: DutyReminded | DutyOverdue, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != MEETING:
        return
    meeting = meeting_of(entry)
    if meeting.convener_id:
        tell_of(entry, to=f"person/{meeting.convener_id}", url=address_of(meeting))


def meeting_of(entry: Entry) -> Meeting:
    rows = Meeting.objects.select_related("place", "convener")
    return rows.get(pk=number(entry.subject))


def address_of(meeting: Meeting) -> str:
    return f"/meetings/{meeting.number}/"


def _tell(meeting: Meeting, whom: Collection[Ref], entry: Entry) -> None:
    """The persons, and for a unit whoever speaks for it today."""
    people = {number(one) for one in whom if kind(one) == "person"}
    units = {number(one) for one in whom if kind(one) == "organisation"}
    speaking = Term.objects.running(day_of(entry.happened_at))
    people |= set(
        speaking.filter(post__organisation__in=units).values_list("person_id", flat=True)
    )
    for person in sorted(people):
        tell_of(entry, to=f"person/{person}", url=address_of(meeting))


def _promise(meeting: Meeting) -> Promise:
    due = calendar_in_force().add_workdays(meeting.ends_at, DAYS_FOR_MINUTES)
    return Promise(
        accept_by=None,
        remind_at=meeting.starts_at - timedelta(days=1),
        due_at=due.at,
        give_up_at=None,
        calendar_version=due.version,
        is_provisional=due.is_provisional,
        why=due.why,
    )


SUBSCRIPTIONS = (
    Subscription(name="owe-called-meeting", to=MeetingCalled, reaction=owe_holding_it),
    Subscription(name="owe-regular-meeting", to=MeetingCameRound, reaction=owe_holding_it),
    Subscription(name="owe-moved-meeting", to=TimeChanged, reaction=owe_holding_it),
    Subscription(name="end-held-meeting", to=MeetingHeld, reaction=nothing_more_is_owed),
    Subscription(name="end-off-meeting", to=MeetingCancelled, reaction=nothing_more_is_owed),
    Subscription(name="tell-called", to=MeetingCalled, reaction=tell_those_called),
    Subscription(name="tell-moved", to=TimeChanged, reaction=tell_those_called),
    Subscription(name="tell-off", to=MeetingCancelled, reaction=tell_those_called),
    Subscription(name="tell-invited", to=PeopleInvited, reaction=tell_those_called_later),
    Subscription(name="remind-convener", to=DutyReminded, reaction=remind_the_convener),
    Subscription(name="meeting-overdue", to=DutyOverdue, reaction=remind_the_convener),
)
ROUNDS = (
    Periodic(name="regular-meetings", every=timedelta(hours=6), work=call_regular_meetings),
)
