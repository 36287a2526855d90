"""What hangs on a matter is found in one question, and each kind by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.models import Matter
from linli.matters.queries.hanging import hanging_on
from linli.matters.rules import Role
from linli.matters.testing import a_matter_in_work
from linli.people.testing import a_steward, viewing

pytestmark = pytest.mark.django_db


def test_on_most_matters_hangs_nothing_and_that_is_asked_once() -> None:
    matter = a_matter_in_work()

    with CaptureQueriesContext(connection) as asked:
        assert "involvement" not in hanging_on(matter)
        assert "dispute" not in hanging_on(matter)
        assert "problem" not in hanging_on(matter)
        assert "photo" not in hanging_on(matter)

    assert len(asked) == 1


def test_who_takes_part_is_found() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    actions.involve(
        matter=matter,
        person=a_steward(matter.place, "孙桂兰"),
        role=Role.ASSIST,
        why="她住这个单元，知道灯在哪里。",
        by=viewing(matter.handler),
        at=NOON,
    )

    anew = Matter.objects.get(pk=matter.pk)
    assert "involvement" in hanging_on(anew)
    assert "offer" not in hanging_on(anew)
