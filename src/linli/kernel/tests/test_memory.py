"""What is remembered holds until something happens, and never beyond its minute."""

from datetime import timedelta
from itertools import count
from unittest.mock import patch

import pytest

from linli.kernel import memory
from linli.kernel.memory import MOST, Watch, forget_everything, remembered
from linli.kernel.testing import NOON
from linli.kernel.tests.doorbells import ring

pytestmark = pytest.mark.django_db


def test_what_was_counted_holds_until_something_happens() -> None:
    counted: list[int] = []

    def count() -> int:
        counted.append(1)
        return len(counted)

    assert [remembered("灯", count, at=NOON) for _ in range(3)] == [1, 1, 1]
    ring("有人在家吗")
    assert remembered("灯", count, at=NOON) == 2
    assert remembered("灯", count, at=NOON + timedelta(seconds=59)) == 2
    assert remembered("灯", count, at=NOON + timedelta(seconds=60)) == 3


def test_what_is_asked_differently_is_another_thing() -> None:
    assert remembered(("灯", 1), lambda: "一栋", at=NOON) == "一栋"
    assert remembered(("灯", 2), lambda: "二栋", at=NOON) == "二栋"


def test_no_more_is_kept_than_fits() -> None:
    made: list[int] = []
    for number in range(MOST + 1):
        remembered(number, lambda: made.append(1), at=NOON)
    remembered(0, lambda: made.append(1), at=NOON)

    assert len(made) == MOST + 2


def test_everything_can_be_forgotten() -> None:
    remembered("灯", lambda: 1, at=NOON)
    forget_everything()

    assert remembered("灯", lambda: 2, at=NOON) == 2


def test_a_watch_asks_every_few_seconds_and_each_time_when_in_doubt() -> None:
    watch = Watch(count(1).__next__)

    with patch("linli.kernel.memory.time.monotonic", return_value=1e6):
        assert [watch.revision(), watch.revision()] == [1, 1]
        assert watch.revision(is_fresh=True) == 2
    with patch("linli.kernel.memory.time.monotonic", return_value=1e6 + memory.KEPT_SECONDS):
        assert [watch.revision(), watch.revision()] == [3, 3]
        watch.doubt()
        assert [watch.revision(), watch.revision()] == [4, 5]
