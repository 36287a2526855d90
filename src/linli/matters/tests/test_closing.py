"""结与评: how a matter ends, is asked about, and done again."""

from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment, MatterMovedOn
from linli.matters.actions.closing import OutcomeMissing
from linli.matters.events import (
    MatterClosed,
    MatterReopened,
)
from linli.matters.rules import ClosingKind, State, StepNotAllowed
from linli.matters.testing import (
    a_finished_matter,
    a_matter_in_work,
)
from linli.matters.tests.matter_stories import CONTENT, UNHAPPY, fresh, the_slip
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_person,
    a_secretary,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.testing import a_neighbourhood
from linli.ratings.actions import AlreadyRated, TooLateToRate
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy

pytestmark = pytest.mark.django_db


def test_the_handler_finishes_and_the_reporter_is_asked() -> None:
    matter = a_finished_matter()

    assert matter.standing is State.FINISHED
    assert the_slip(matter).asked_at == NOON
    assert not Duty.objects.running().exists()


def test_nobody_else_finishes_and_never_without_an_outcome() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    with pytest.raises(NotPermitted):
        actions.finish_matter(matter=matter, measure="", outcome="好了", by=A_STRANGER, at=NOON)
    with pytest.raises(OutcomeMissing):
        actions.finish_matter(
            matter=matter, measure="", outcome=" ", by=viewing(matter.handler), at=NOON
        )


def test_of_two_who_finish_at_once_one_wins_and_it_is_told_once() -> None:
    seen_by_one = a_matter_in_work()
    seen_by_other = fresh(seen_by_one)
    assert seen_by_one.handler
    by = viewing(seen_by_one.handler)
    actions.finish_matter(matter=seen_by_one, measure="", outcome="好了", by=by, at=NOON)

    with pytest.raises(MatterMovedOn) as refused:
        actions.finish_matter(
            matter=seen_by_other, measure="", outcome="也好了", by=by, at=NOON
        )

    assert refused.value.matter_id == seen_by_one.pk
    assert fresh(seen_by_one).outcome == "好了"


def test_explained_is_a_way_to_end_of_its_own() -> None:
    matter = a_matter_in_work()
    assert matter.handler
    actions.finish_matter(
        matter=matter,
        measure="",
        outcome="这不归社区管，已告诉该找谁",
        closing_kind=ClosingKind.EXPLAINED,
        basis="no_ground",
        by=viewing(matter.handler),
        at=NOON,
    )
    assert matter.closing_kind == ClosingKind.EXPLAINED


def test_a_content_reporter_closes_it() -> None:
    matter = a_finished_matter()
    assert matter.reporter

    actions.rate_matter(
        matter=matter,
        slip=the_slip(matter),
        answer=CONTENT,
        by=viewing(matter.reporter),
        at=NOON,
    )

    assert matter.standing is State.CLOSED
    assert (matter.solved, matter.satisfied) == ("yes", "very")
    assert len(journal.events(MatterClosed, subject=matter.ref)) == 1


def test_a_no_has_it_done_again_one_level_up_once() -> None:
    matter = a_finished_matter()
    assert matter.reporter
    by = viewing(matter.reporter)

    actions.rate_matter(matter=matter, slip=the_slip(matter), answer=UNHAPPY, by=by, at=NOON)

    assert (matter.standing, matter.reopenings) == (State.RECEIVED, 1)
    assert matter.desk.kind == "subdistrict"
    assert len(journal.events(MatterReopened, subject=matter.ref)) == 1

    upstairs = viewing(a_subdistrict_clerk(matter.desk))
    other = a_person("周工", home=matter.place)
    actions.dispatch_matter(
        matter=matter, assignment=Assignment(handler=other), by=upstairs, at=NOON
    )
    actions.finish_matter(
        matter=matter, measure="重做防水", outcome="又修了", by=viewing(other), at=NOON
    )
    actions.rate_matter(matter=matter, slip=the_slip(matter), answer=UNHAPPY, by=by, at=NOON)
    assert (matter.standing, matter.solved) == (State.CLOSED, "no")


def test_a_slip_is_used_once_and_not_after_the_matter_was_taken_up_again() -> None:
    matter = a_finished_matter()
    assert matter.reporter
    by = viewing(matter.reporter)
    neighbours_slip = RatingSlip.objects.create(
        subject=matter.ref,
        turn=matter.turn,
        person=a_person("江师傅", home=matter.place),
        token="t",
        asked_at=NOON,
        close_at=NOON,
    )
    slip = the_slip(matter)
    actions.rate_matter(matter=matter, slip=slip, answer=UNHAPPY, by=by, at=NOON)

    neighbours_slip.refresh_from_db()
    with pytest.raises(TooLateToRate):
        actions.rate_matter(
            matter=matter, slip=neighbours_slip, answer=CONTENT, by=A_STRANGER, at=NOON
        )
    with pytest.raises(AlreadyRated):
        actions.rate_matter(matter=matter, slip=slip, answer=CONTENT, by=by, at=NOON)


def test_who_handled_it_never_takes_the_rating_by_phone() -> None:
    place = a_neighbourhood()
    handler = a_clerk(place.community, "徐立明")
    colleague = viewing(a_secretary(place.community))
    matter = a_finished_matter(handler=handler, place=place.building)
    by_phone = Answer(solved=Solved.YES, satisfied=Satisfied.FAIRLY, taken_by=TakenBy.PHONE)

    for by in (viewing(handler), A_STRANGER):
        with pytest.raises(NotPermitted):
            actions.rate_matter(
                matter=matter, slip=the_slip(matter), answer=by_phone, by=by, at=NOON
            )

    actions.rate_matter(
        matter=matter, slip=the_slip(matter), answer=by_phone, by=colleague, at=NOON
    )
    assert matter.standing is State.CLOSED


def test_what_nobody_rates_is_laid_aside_as_unrated() -> None:
    matter = a_finished_matter()

    actions.lapse_matters(NOON + timedelta(days=6))
    assert fresh(matter).standing is State.FINISHED
    actions.lapse_matters(NOON + timedelta(days=8))

    assert (fresh(matter).standing, fresh(matter).solved) == (State.CLOSED, "")


def test_only_who_brought_it_takes_it_back() -> None:
    matter = a_matter_in_work()
    assert matter.reporter
    assert matter.handler
    with pytest.raises(NotPermitted):
        actions.withdraw_matter(matter=matter, reason="", by=viewing(matter.handler), at=NOON)

    actions.withdraw_matter(
        matter=matter, reason="自己修好了", by=viewing(matter.reporter), at=NOON
    )

    assert matter.standing is State.WITHDRAWN
    with pytest.raises(StepNotAllowed):
        actions.withdraw_matter(matter=matter, reason="", by=viewing(matter.reporter), at=NOON)
