"""What is remembered holds until something happens, and never beyond its minute."""

from datetime import timedelta

import pytest

from linli.kernel.memory import MOST, forget_everything, remembered
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
