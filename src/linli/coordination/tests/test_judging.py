"""联合评价: the desk judges the units, and what is never judged ends by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.coordination import actions
from linli.coordination.actions.judging import JudgedAlready, NoSuchScore, NothingToJudge
from linli.coordination.events import WhistleEndedUnjudged
from linli.coordination.models import UnitJudgement, Whistle
from linli.coordination.rules import (
    Scores,
    UnitState,
    WhistleState,
)
from linli.coordination.testing import (
    a_contact,
    a_department,
    a_judged_unit,
    a_unit_on_the_spot,
    a_unit_with_a_result,
    a_whistle,
    the_unit,
)
from linli.coordination.tests.coordination_stories import let_time_pass
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions as matters
from linli.matters.models import Matter
from linli.matters.testing import a_matter
from linli.people.testing import (
    A_STRANGER,
    viewing,
)

pytestmark = pytest.mark.django_db
FAIR = Scores(response=5, result=4, attitude=3, words="来得快")


def fresh(whistle: Whistle) -> Whistle:
    return Whistle.objects.select_related("matter__place", "desk", "blown_by").get(
        pk=whistle.pk
    )


def test_the_desk_judges_and_never_the_unit_itself() -> None:
    called = a_unit_with_a_result()
    contact = viewing(a_contact(called.unit))
    with pytest.raises(NotPermitted):
        actions.judge_unit(called=called, scores=FAIR, by=contact, at=NOON)
    by = viewing(called.whistle.blown_by)
    for wrong in (0, 6):
        scores = Scores(response=wrong, result=3, attitude=3)
        with pytest.raises(NoSuchScore):
            actions.judge_unit(called=called, scores=scores, by=by, at=NOON)

    actions.judge_unit(called=called, scores=FAIR, by=by, at=NOON)

    assert fresh(called.whistle).standing is WhistleState.ENDED
    assert UnitJudgement.objects.visible_to(contact).get().total == 12
    assert not Matter.objects.visible_to(contact).exists()
    with pytest.raises(JudgedAlready):
        actions.judge_unit(called=called, scores=FAIR, by=by, at=NOON)


def test_another_unit_does_not_read_how_one_is_judged() -> None:
    matter = a_matter()
    assert matter.desk.parent
    other = a_department(matter.desk.parent, "城管局")
    whistle = a_whistle(matter=matter, others=[other])
    a_judged_unit(whistle)

    assert not UnitJudgement.objects.visible_to(viewing(a_contact(other))).exists()
    assert UnitJudgement.objects.visible_to(viewing(whistle.blown_by)).exists()
    assert not UnitJudgement.objects.visible_to(A_STRANGER).exists()


def test_without_a_result_there_is_nothing_to_judge() -> None:
    called = a_unit_on_the_spot()
    by = viewing(called.whistle.blown_by)
    with pytest.raises(NothingToJudge):
        actions.judge_unit(called=called, scores=FAIR, by=by, at=NOON)


def test_what_the_desk_does_not_judge_ends_unjudged_by_itself() -> None:
    called = a_unit_with_a_result()
    whistle, contact = called.whistle, viewing(a_contact(called.unit))
    assert Matter.objects.visible_to(contact).get() == whistle.matter

    let_time_pass(timedelta(days=30))

    assert fresh(whistle).standing is WhistleState.ENDED
    assert len(journal.events(WhistleEndedUnjudged, subject=whistle.matter.ref)) == 1
    assert not Duty.objects.running().filter(subject=whistle.ref).exists()
    assert not Matter.objects.visible_to(contact).exists()
    assert Whistle.objects.visible_to(contact).get() == whistle


def test_who_is_whistled_for_again_meanwhile_still_sees_the_matter() -> None:
    called = a_unit_with_a_result()
    matter, contact = called.whistle.matter, viewing(a_contact(called.unit))
    matter = Matter.objects.get(pk=matter.pk)
    again = a_whistle(matter=matter, lead=called.unit)
    assert the_unit(again).involvement_id == called.involvement_id

    by = viewing(called.whistle.blown_by)
    actions.judge_unit(called=called, scores=FAIR, by=by, at=NOON)
    assert Matter.objects.visible_to(contact).exists()
    actions.release_unit(called=the_unit(again), reason="好了", by=by, at=NOON)

    assert not Matter.objects.visible_to(contact).exists()


def test_what_is_taken_back_calls_the_units_off() -> None:
    whistle = a_whistle()
    matter = Matter.objects.get(pk=whistle.matter_id)
    assert matter.reporter
    by = viewing(matter.reporter)
    matters.withdraw_matter(matter=matter, reason="不用了", by=by, at=NOON)

    let_time_pass(timedelta(minutes=1))

    assert the_unit(whistle).standing is UnitState.RELEASED
    assert fresh(whistle).standing is WhistleState.ENDED
    assert not matter.involvements.running().exists()


def test_a_judgement_is_never_changed() -> None:
    judgement = a_judged_unit().judgement

    with pytest.raises(Exception, match="append"), transaction.atomic():
        UnitJudgement.objects.filter(pk=judgement.pk).update(response=1)


def test_only_one_whistle_runs_for_a_matter_in_the_table_too() -> None:
    whistle = a_whistle()
    whistle.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        whistle.save(force_insert=True)
