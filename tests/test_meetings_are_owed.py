"""Nothing waits without a clock: a meeting that was called is owed until it is held."""

import pytest

from linli.duties.models import Duty
from linli.kernel import outbox
from linli.kernel.models import Delivery, DeliveryState
from linli.kernel.testing import NOON
from linli.meetings import actions
from linli.meetings.testing import TOMORROW, a_meeting
from linli.messaging.models import Message
from linli.people.testing import a_clerk, a_person, viewing
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def delivered() -> None:
    """Bring everything to whoever subscribed, as the worker does."""
    for delivery in Delivery.objects.filter(state=DeliveryState.WAITING).order_by("pk"):
        outbox.hand_over(delivery, at=NOON)


def test_who_calls_owes_it_until_it_is_held() -> None:
    place = a_neighbourhood().community
    clerk = a_clerk(place)
    meeting = a_meeting(place=place, by=clerk)
    delivered()

    duty = Duty.objects.running().get(subject=meeting.ref)
    assert (duty.holder, duty.kind) == (clerk, "hold_meeting")
    assert duty.due_at > meeting.ends_at

    actions.hold_meeting(meeting=meeting, minutes="开了", by=viewing(clerk), at=NOON)
    delivered()
    assert not Duty.objects.running().filter(subject=meeting.ref).exists()


def test_a_new_time_is_a_new_clock_and_calling_off_ends_it() -> None:
    place = a_neighbourhood().community
    clerk = a_clerk(place)
    meeting = a_meeting(place=place, by=clerk)
    delivered()
    first = Duty.objects.running().get(subject=meeting.ref)

    by = viewing(clerk)
    actions.change_time(meeting=meeting, starts_at=TOMORROW, reason="雨", by=by, at=TOMORROW)
    delivered()
    assert Duty.objects.running().get(subject=meeting.ref).due_at > first.due_at

    actions.cancel_meeting(meeting=meeting, reason="停电", by=by, at=TOMORROW)
    delivered()
    assert not Duty.objects.running().filter(subject=meeting.ref).exists()


def test_who_is_called_is_told_and_who_is_not_is_not() -> None:
    place = a_neighbourhood()
    wang, other = a_person(home=place.unit), a_person("路人", home=place.unit)
    clerk = a_clerk(place.community)
    meeting = a_meeting(place=place.community, by=clerk, calls=(wang,))
    delivered()

    assert Message.objects.filter(to=wang.ref, subject=meeting.ref).count() == 1
    assert not Message.objects.filter(to=other.ref).exists()
