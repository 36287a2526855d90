"""月报该贴了: who owes the sheet of the month hears of it, with the way to it."""

from datetime import timedelta

import pytest

from linli.config.handling_reactions import tell_who_owes
from linli.duties.actions import look_after_duties
from linli.duties.events import DutyReminded
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.tests.test_hanging_sheets import clerk, here
from linli.messaging.models import Message
from linli.people.models import Person
from linli.places.testing import Neighbourhood

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "here"]


def test_who_has_to_hang_it_is_reminded(here: Neighbourhood, clerk: Person) -> None:
    actions.look_after_sheets(NOON)
    look_after_duties(NOON + timedelta(days=30))
    entry = Entry.objects.get(code=DutyReminded.code, subject=here.community.ref)

    tell_who_owes(entry.read_as(DutyReminded), entry, NOON)

    told = Message.objects.get(to=clerk.ref)
    assert told.url == f"/board/sheet/?area={here.community.pk}"
