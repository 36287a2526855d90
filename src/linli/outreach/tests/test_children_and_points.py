"""A child is heard with consent; a talk room says when it is open."""

from datetime import time
from typing import Any

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.outreach import actions
from linli.outreach.actions import Consent, Hours
from linli.outreach.actions.children import (
    AnsweredAlready,
    ConsentMissing,
    NameTooWhole,
    WordsMissing,
)
from linli.outreach.actions.talk_points import HoursUnsound
from linli.outreach.models import OpenHour, Suggestion
from linli.outreach.testing import Here, a_point, here
from linli.people.testing import viewing
from linli.places.models import PointKind

pytestmark = pytest.mark.django_db
MOTHER = Consent(guardian="周晓棠", relationship="妈妈", way="当面")


@pytest.fixture
def them() -> Here:
    return here()


def heard(them: Here, age: int = 8, consent: Consent | None = MOTHER) -> Suggestion:
    return actions.hear_child(
        called="小豆子",
        age=age,
        words="滑梯旁边装个洗手池",
        place=them.place.compound,
        consent=consent,
        by=viewing(them.clerk),
        at=NOON,
    )


def test_a_child_is_heard_and_answered(them: Here) -> None:
    suggestion = heard(them)

    assert suggestion.matter.words == "滑梯旁边装个洗手池"
    assert suggestion.matter.reporter is None
    actions.answer_child(
        suggestion=suggestion, words="装好啦，来洗洗手！", by=viewing(them.clerk), at=NOON
    )
    with pytest.raises(AnsweredAlready):
        actions.answer_child(
            suggestion=suggestion, words="再回一次", by=viewing(them.clerk), at=NOON
        )


@pytest.mark.parametrize(("age", "needed"), [(13, True), (14, False)])
def test_under_fourteen_a_guardian_consents(them: Here, age: int, needed: bool) -> None:
    if needed:
        with pytest.raises(ConsentMissing):
            heard(them, age, None)
        with pytest.raises(ConsentMissing):
            heard(them, age, Consent(guardian="周晓棠", relationship="", way="当面"))
    else:
        heard(them, age, None)


def test_a_full_name_an_age_and_words_are_looked_at(them: Here) -> None:
    said: dict[str, Any] = {
        "place": them.place.compound,
        "consent": MOTHER,
        "by": viewing(them.clerk),
    }

    with pytest.raises(NameTooWhole):
        actions.hear_child(called="欧阳小豆子同学", age=8, words="好", at=NOON, **said)
    with pytest.raises(WordsMissing):
        actions.hear_child(called="豆豆", age=2, words="好", at=NOON, **said)
    with pytest.raises(WordsMissing):
        actions.hear_child(called="豆豆", age=8, words=" ", at=NOON, **said)


def test_a_neighbour_neither_writes_down_nor_answers(them: Here) -> None:
    suggestion, by = heard(them), viewing(them.resident)

    with pytest.raises(NotPermitted):
        actions.answer_child(suggestion=suggestion, words="好", by=by, at=NOON)
    with pytest.raises(WordsMissing):
        actions.answer_child(suggestion=suggestion, words="", by=viewing(them.clerk), at=NOON)
    assert not Suggestion.objects.visible_to(by).exists()
    assert Suggestion.objects.visible_to(viewing(them.clerk)).exists()


def test_the_week_of_a_talk_room_is_set_whole(them: Here) -> None:
    room, by = a_point(them, PointKind.TALK_ROOM), viewing(them.clerk)
    monday = Hours(weekday=1, opens=time(9), closes=time(11), keeper=them.colleague)
    friday = Hours(weekday=5, opens=time(19), closes=time(20))

    actions.set_hours(point=room, hours=[monday, friday], by=by, at=NOON)
    actions.set_hours(point=room, hours=[friday], by=by, at=NOON)

    assert [row.weekday for row in OpenHour.objects.filter(point=room)] == [5]
    for unsound in (
        [Hours(weekday=8, opens=time(9), closes=time(10))],
        [Hours(weekday=1, opens=time(9), closes=time(9))],
        [friday, friday],
    ):
        with pytest.raises(HoursUnsound):
            actions.set_hours(point=room, hours=unsound, by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.set_hours(point=room, hours=[friday], by=viewing(them.resident), at=NOON)
