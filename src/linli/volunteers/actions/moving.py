"""The one way in which a registration moves, and how one at a time adds up what it did."""

from datetime import datetime
from typing import Any

from django.db.models import F

from linli.kernel import journal
from linli.kernel.errors import Refusal, Unreadable
from linli.kernel.events import Event
from linli.people.viewer import Viewer
from linli.volunteers.models import Volunteer
from linli.volunteers.rules import registration as rules
from linli.volunteers.rules.registration import VolunteerStep


class ReasonMissing(Unreadable):
    pass


class VolunteerMovedOn(Refusal):
    def __init__(self, volunteer: Volunteer) -> None:
        super().__init__("这份登记刚刚有了变动，请看过再改。您写的字还在下面。")
        self.volunteer_id = volunteer.pk


def move(
    step: VolunteerStep,
    volunteer: Volunteer,
    event: Event,
    *,
    by: Viewer,
    at: datetime,
    **changes: Any,
) -> None:
    """Move the registration and tell it, or refuse if it is no longer as this person saw it."""
    state = rules.after(volunteer.standing, step)
    seen = Volunteer.objects.filter(pk=volunteer.pk, version=volunteer.version)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise VolunteerMovedOn(volunteer)
    volunteer.state, volunteer.version = state, volunteer.version + 1
    for name, value in changes.items():
        setattr(volunteer, name, value)
    journal.record(event, by=by.ref, at=at, place=volunteer.area.ref)


def hold(volunteer: Volunteer) -> Volunteer:
    """Keep the volunteer's row to oneself until the transaction ends, and look at it anew.

    What adds up over several rows (hours of a day, shifts that meet) is decided by one at a
    time. The version stays: who serves does not make another's page stale.
    """
    Volunteer.objects.filter(pk=volunteer.pk).update(version=F("version"))
    volunteer.refresh_from_db(fields=["state", "version", "accepted_at", "ended_at"])
    return volunteer
