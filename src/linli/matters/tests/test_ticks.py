"""Two ticks that look at the same duty tell of it once."""

from datetime import timedelta

import pytest

from linli.duties.actions import _look_at
from linli.duties.events import DutyAcceptedByItself
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.testing import NOON
from linli.matters.testing import a_dispatched_matter

pytestmark = pytest.mark.django_db


def test_of_two_ticks_that_saw_the_same_duty_one_tells_of_it() -> None:
    matter = a_dispatched_matter()
    both = [Duty.objects.running().select_related("desk").get() for _ in range(2)]

    for seen in both:
        _look_at(seen, NOON + timedelta(hours=6))

    assert len(journal.events(DutyAcceptedByItself, subject=matter.ref)) == 1
