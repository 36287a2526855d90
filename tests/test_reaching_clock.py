"""A notice that asks for an answer: whoever has to bring it up the stairs owes it by a day."""

from datetime import datetime, timedelta

import pytest

from linli.duties.actions import look_after_duties
from linli.duties.models import Duty
from linli.kernel import journal, outbox
from linli.kernel.testing import NOON
from linli.messaging.models import Message
from linli.notices import actions, queries
from linli.notices.events import ReachingEnded
from linli.notices.models import Reaching, Recipient
from linli.notices.testing import a_sent_notice
from linli.people.testing import a_clerk, a_person, a_steward, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


def through(at: datetime) -> None:
    """Whatever follows by subscription has followed."""
    while outbox.deliver_next(at=at):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_clock_of_a_stair_stops_with_its_last_door(place: Neighbourhood) -> None:
    steward = a_steward(place.building)
    wang = a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)
    later = NOON + timedelta(minutes=1)
    through(later)
    duty = Duty.objects.get()
    assert (duty.holder, duty.ended_at) == (steward, None)

    told = Recipient.objects.select_related("notice__area", "person").get(person=wang)
    actions.acknowledge(recipient=told, by=viewing(wang), at=NOON)
    through(later)

    duty.refresh_from_db()
    assert duty.ended_at == NOON
    [event] = journal.events(ReachingEnded, subject=notice.ref)
    assert event.where == place.building.ref


@pytest.mark.django_db(transaction=True)
def test_what_is_late_goes_back_to_the_desk(place: Neighbourhood) -> None:
    steward = a_steward(place.building)
    a_person("王秀英", place.unit)
    notice = a_sent_notice(place.unit)
    through(NOON + timedelta(minutes=1))
    due = Reaching.objects.get().due_at

    look_after_duties(due)
    through(due + timedelta(hours=1))

    reaching = Reaching.objects.get()
    assert (reaching.holder, reaching.passed_on_at) == (None, due)
    assert Duty.objects.get().ended_at == due
    assert Message.objects.filter(to=steward.ref).exists()
    assert list(queries.open_reachings(viewing(steward))) == []
    clerk = viewing(a_clerk(place.community))
    assert list(queries.open_reachings(clerk)) == [reaching]
    assert notice.recipients.behind_silent_doors().exists()
