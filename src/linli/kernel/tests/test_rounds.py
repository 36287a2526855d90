"""What comes back by itself comes once when it is due, whoever else ticks."""

from datetime import datetime, timedelta

import pytest

from linli.kernel import rounds
from linli.kernel.models import Round
from linli.kernel.rounds import LEASE, Periodic, come_back, tick
from linli.kernel.testing import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_work_is_done_when_due_and_not_before() -> None:
    done: list[datetime] = []
    come_back(Periodic(name="巡楼", every=HOUR, work=done.append))

    for at in (NOON, NOON + HOUR / 2, NOON + HOUR):
        tick(at=at)

    assert done == [NOON, NOON + HOUR]


def test_of_two_ticks_one_does_the_work() -> None:
    periodic = Periodic(name="巡楼", every=HOUR, work=lambda _: None)

    assert rounds._claim(periodic, NOON)
    assert not rounds._claim(periodic, NOON)
    assert rounds._claim(periodic, NOON + LEASE)


def test_what_fails_says_why_and_the_others_go_on() -> None:
    done: list[datetime] = []

    def fail(_: datetime) -> None:
        raise RuntimeError("没带钥匙")

    come_back(Periodic(name="开门", every=HOUR, work=fail))
    come_back(Periodic(name="巡楼", every=HOUR, work=done.append))

    assert tick(at=NOON) == ["巡楼"]
    assert "没带钥匙" in Round.objects.get(name="开门").reason
    assert done == [NOON]
