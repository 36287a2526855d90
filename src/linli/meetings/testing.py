"""Meetings in any legal state, reached the way real ones are: through the actions."""

from datetime import datetime, timedelta

from linli.kernel.testing import NOON
from linli.meetings import actions
from linli.meetings.actions import Invited, NewItem
from linli.meetings.models import Meeting
from linli.people.models import Organisation, Person
from linli.people.testing import a_clerk, viewing
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

TOMORROW = NOON + timedelta(days=1)


def a_meeting(
    kind: str = "coordination",
    *,
    place: Area | None = None,
    by: Person | None = None,
    calls: tuple[Person | Organisation, ...] = (),
    starts_at: datetime = NOON,
    agenda: tuple[NewItem, ...] = (),
) -> Meeting:
    """A meeting that a clerk of the community called; without a time it begins now."""
    here = place or a_neighbourhood().community
    clerk = by or a_clerk(here)
    return actions.call_meeting(
        kind=kind,
        title="地下车库积水怎么办",
        place=here,
        starts_at=starts_at,
        venue="社区二楼会议室",
        invitees=[_invited(one) for one in calls],
        agenda=agenda,
        by=viewing(clerk),
        at=NOON,
    )


def _invited(one: Person | Organisation) -> Invited:
    if isinstance(one, Person):
        return Invited(person=one)
    return Invited(organisation=one)
