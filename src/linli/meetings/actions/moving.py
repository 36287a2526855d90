"""The one way in which a meeting moves: check the table, write what was seen, tell it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.events import Event
from linli.kernel.models import Entry
from linli.kernel.references import Ref
from linli.meetings import policies, rules
from linli.meetings.models import Meeting
from linli.meetings.rules import Step
from linli.people.viewer import Viewer


class MeetingMovedOn(Refusal):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__("这次会刚刚有了变动，请看过再改。您写的字还在下面。")
        self.meeting_id = meeting.pk


def permit_running(meeting: Meeting, by: Viewer) -> None:
    """Refuse whoever does not run the meeting."""
    if not policies.may_run(by, meeting):
        raise NotPermitted("这次会由召集人和在那里值守的同事来管。")


def take(
    step: Step, meeting: Meeting, event: Event, *, by: Ref, at: datetime, **changes: Any
) -> Entry:
    """Move the meeting and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.after(meeting.standing, step)
    seen = Meeting.objects.filter(pk=meeting.pk, version=meeting.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise MeetingMovedOn(meeting)
    meeting.state, meeting.version = state, meeting.version + 1
    for name, value in changes.items():
        setattr(meeting, name, value)
    return journal.record(event, by=by, at=at, place=meeting.place.ref)


def stand_by(step: Step, meeting: Meeting) -> None:
    """Keep the meeting in a state in which the step is open until the transaction ends.

    Who checks in does not make another's page stale; but nobody checks in to what is cancelled.
    """
    open_for_it = [state for state, open_step in rules.NEXT if open_step is step]
    held = Meeting.objects.filter(pk=meeting.pk, state__in=open_for_it)
    if not held.update(state=F("state")):
        meeting.refresh_from_db(fields=["state"])
        rules.after(meeting.standing, step)
        raise MeetingMovedOn(meeting)
