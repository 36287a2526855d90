"""Real processes: two volunteers accept one order at the same moment."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection

from linli.kernel.models import Entry
from linli.service_orders.models import Seat, SeatSpan, ServiceOrder
from linli.service_orders.rules import OrderState
from linli.service_orders.testing import a_helper, a_published_order, here

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = Path(__file__).parents[3]
ACCEPT = """
    import os, sys
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from linli.kernel.testing import NOON
    from linli.people.models import Person
    from linli.people.queries import viewer_of
    from linli.service_orders import actions
    from linli.service_orders.actions.offering import BusyThen, SomebodyWasFirst
    from linli.service_orders.models import ServiceOrder
    by = viewer_of(Person.objects.select_related("home").get(pk={person}), at=NOON)
    rows = ServiceOrder.objects.select_related("place", "recipient__person")
    order = rows.get(pk={order})
    print("seen", flush=True)
    sys.stdin.readline()
    try:
        actions.accept_order(order=order, by=by, at=NOON)
        print("has it")
    except SomebodyWasFirst:
        print("was second")
    except BusyThen:
        print("is busy")
"""


def a_process(**values: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ACCEPT).format(**values)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "PYTHONPATH": str(SOURCE),
        },
    )
    assert process.stdout
    assert process.stdout.readline().strip() == "seen"
    return process


def what_they_said(*processes: subprocess.Popen[str]) -> list[str]:
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=60)[0].strip() for process in processes)


def test_of_two_who_accept_one_order_one_has_it() -> None:
    them = here()
    other = a_helper(them.station, "孙丽").person
    order = a_published_order(them)

    said = what_they_said(
        *(a_process(person=who.pk, order=order.pk) for who in (them.volunteer, other))
    )

    assert said == ["has it", "was second"]
    assert Seat.objects.count() == SeatSpan.objects.count() == 1
    assert ServiceOrder.objects.get().stands is OrderState.ACCEPTED
    assert Entry.objects.filter(code="orders.accepted").count() == 1


def test_one_who_accepts_two_orders_of_one_hour_has_one() -> None:
    them = here()
    orders = [a_published_order(them), a_published_order(them)]

    said = what_they_said(
        *(a_process(person=them.volunteer.pk, order=order.pk) for order in orders)
    )

    assert said == ["has it", "is busy"]
    assert SeatSpan.objects.count() == 1
