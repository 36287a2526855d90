"""跟: what who has it in hand does on the way."""

from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions.handling import NothingNoted, TooLongAnExtension
from linli.matters.rules import State
from linli.matters.testing import (
    a_matter_in_work,
)
from linli.matters.tests.matter_stories import fresh
from linli.people.testing import (
    A_STRANGER,
    a_person,
    a_steward,
    viewing,
)

pytestmark = pytest.mark.django_db


def test_the_handler_notes_what_was_seen_and_that_the_reporter_was_called() -> None:
    matter = a_matter_in_work()
    assert matter.handler

    actions.note_progress(
        matter=matter,
        words="到现场看过，是线路老化",
        contacted=True,
        by=viewing(matter.handler),
        at=NOON + timedelta(hours=1),
    )

    assert matter.answered_at == NOON + timedelta(hours=1)


def test_an_empty_note_says_nothing() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    with pytest.raises(NothingNoted):
        actions.note_progress(matter=matter, words=" ", by=viewing(matter.handler), at=NOON)


def test_the_steward_on_the_spot_may_note_and_a_stranger_may_not() -> None:
    matter = a_matter_in_work()
    steward = viewing(a_steward(matter.place))

    actions.note_progress(matter=matter, words="拉了警示带", by=steward, at=NOON)
    with pytest.raises(NotPermitted):
        actions.note_progress(matter=matter, words="看热闹", by=A_STRANGER, at=NOON)


def test_an_extension_moves_the_promise_with_a_reason() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    before = matter.due_at

    actions.extend_matter(
        matter=matter, workdays=5, reason="等配件", by=viewing(matter.handler), at=NOON
    )

    assert matter.due_at > before
    assert Duty.objects.running().get().extensions == 1


@pytest.mark.parametrize(
    ("workdays", "reason", "refusal"),
    [
        (5, " ", NothingNoted),
        (0, "等配件", TooLongAnExtension),
        (31, "等", TooLongAnExtension),
    ],
)
def test_an_extension_without_reason_or_measure_is_refused(
    workdays: int, reason: str, refusal: type[Exception]
) -> None:
    matter = a_matter_in_work()
    assert matter.handler
    with pytest.raises(refusal):
        actions.extend_matter(
            matter=matter,
            workdays=workdays,
            reason=reason,
            by=viewing(matter.handler),
            at=NOON,
        )


def test_who_leaves_hands_over_what_is_open_and_it_says_so() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    successor = a_person("徐立明", home=matter.place)

    moved = actions.hand_over_matters(
        from_=matter.handler, to=successor, within=matter.desk, by="person/1", at=NOON
    )

    assert moved == 1
    assert fresh(matter).handler == successor
    assert Duty.objects.running().get().holder == successor


def test_with_nobody_to_follow_it_goes_back_to_the_desk() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    assert matter.reporter

    for to in (None, matter.reporter):
        actions.hand_over_matters(
            from_=matter.handler, to=to, within=matter.desk, by="person/1", at=NOON
        )

    back = fresh(matter)
    assert (back.standing, back.handler) == (State.RECEIVED, None)
    assert Duty.objects.running().get().kind == "dispatch"
