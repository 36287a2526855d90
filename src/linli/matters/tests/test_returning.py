"""退单: asked with proof, ruled on by the desk above within a limit, and remembered."""

from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Objection, Team
from linli.matters.actions.returning import (
    RULING,
    ConsultationDue,
    DeskElsewhere,
    HelperMissing,
    NoConsultationDue,
    ProofMissing,
    ReturnedTooOften,
    ReturnWaits,
    RulingMissing,
)
from linli.matters.models import Matter, Precedent, Return
from linli.matters.queries.together import together_on
from linli.matters.rules import Ground, ReturnState, State
from linli.matters.testing import a_dispatched_matter, a_matter_in_work
from linli.matters.tests.matter_stories import fresh
from linli.matters.tests.test_involving import a_unit, handler_of
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, a_subdistrict_clerk, viewing
from linli.people.viewer import Viewer
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db

NOT_OURS = Objection(ground=Ground.NOT_OURS, proof="职责清单第 12 条：路灯归市政")
LATER = NOON + timedelta(hours=1)


def returned(matter: Matter, objection: Objection = NOT_OURS) -> Return:
    return actions.return_matter(
        matter=matter, objection=objection, by=handler_of(matter), at=NOON
    )


def upstairs_of(matter: Matter) -> Viewer:
    assert matter.desk.parent
    return viewing(a_subdistrict_clerk(matter.desk.parent))


def upheld(matter: Matter, by: Viewer) -> Precedent:
    return actions.uphold_return(matter=matter, ruling="路灯归市政公司", by=by, at=LATER)


def returned_twice() -> tuple[Matter, Viewer]:
    matter = a_matter_in_work()
    upstairs = upstairs_of(matter)
    returned(matter)
    actions.refuse_return(matter=matter, ruling="先去看看", by=upstairs, at=LATER)
    returned(matter)
    return matter, upstairs


def handling(matter: Matter) -> Duty:
    return Duty.objects.running().get(subject=matter.ref, kind="handle")


def test_the_holders_clock_stops_and_the_desk_above_owes_a_ruling() -> None:
    matter = a_matter_in_work()
    promised = matter.due_at

    asked = returned(matter)

    assert matter.standing is State.RETURNED
    assert matter.due_at == promised
    [duty] = Duty.objects.running().filter(subject=matter.ref)
    assert (duty.kind, duty.desk, duty.due_at) == (RULING, matter.desk.parent, asked.rule_by)


def test_the_desk_above_sees_it_from_then_on_though_nothing_was_passed_up() -> None:
    matter = a_matter_in_work()
    upstairs = upstairs_of(matter)
    assert not Matter.objects.visible_to(upstairs).filter(pk=matter.pk)

    returned(matter)

    assert Matter.objects.visible_to(upstairs).filter(pk=matter.pk)
    assert matter.level_reached == 0


def test_an_upheld_return_lies_on_its_desk_anew_and_becomes_a_precedent() -> None:
    matter = a_matter_in_work()
    upstairs = upstairs_of(matter)
    returned(matter)

    precedent = upheld(matter, upstairs)

    assert matter.standing is State.RECEIVED
    assert matter.handler is None
    assert precedent.owner == matter.desk.name
    assert Duty.objects.running().get(subject=matter.ref).kind == "dispatch"
    assert Return.objects.get(matter=matter).standing is ReturnState.UPHELD


def test_the_ruling_may_name_a_desk_over_the_place_and_a_unit() -> None:
    matter = a_matter_in_work()
    upstairs, unit, above = upstairs_of(matter), a_unit(matter), matter.desk.parent
    returned(matter)

    said = actions.uphold_return(
        matter=matter, ruling="归街道城管", desk=above, unit=unit, by=upstairs, at=LATER
    )

    assert matter.desk == above
    assert matter.level_reached == 1
    assert said.owner == "街道城管队"


def test_a_desk_elsewhere_is_not_named() -> None:
    matter = a_matter_in_work()
    upstairs, elsewhere = upstairs_of(matter), a_neighbourhood().community
    returned(matter)
    with pytest.raises(DeskElsewhere):
        actions.uphold_return(
            matter=matter, ruling="归他们", desk=elsewhere, by=upstairs, at=LATER
        )


@pytest.mark.parametrize("make", [a_matter_in_work, a_dispatched_matter])
def test_a_refused_return_goes_back_as_it_stood_and_no_clock_starts_anew(make) -> None:  # type: ignore[no-untyped-def]
    matter = make()
    before, clock, due = matter.standing, handling(matter).due_at, matter.due_at
    upstairs = upstairs_of(matter)
    returned(matter)

    actions.refuse_return(matter=matter, ruling="就归你们", by=upstairs, at=LATER)

    assert matter.standing is before
    assert handling(matter).due_at == clock
    assert matter.due_at == due
    assert Precedent.objects.get(matter=matter).ruling == "就归你们"


def test_a_return_on_which_nobody_rules_in_time_counts_as_refused() -> None:
    matter = a_matter_in_work()
    clock = handling(matter).due_at
    asked = returned(matter)
    assert actions.lapse_returns(asked.rule_by - timedelta(seconds=1)) == 0

    assert actions.lapse_returns(asked.rule_by) == 1

    again = fresh(matter)
    assert again.standing is State.WORKING
    assert handling(again).due_at == clock
    assert Return.objects.get(matter=matter).standing is ReturnState.REFUSED
    assert not Precedent.objects.exists()


def test_a_return_is_not_returned() -> None:
    matter = a_matter_in_work()
    returned(matter)
    with pytest.raises(ReturnWaits):
        returned(matter)


def test_only_who_has_it_returns_it_and_only_with_proof() -> None:
    matter = a_matter_in_work()
    clerk = viewing(a_clerk(matter.desk))
    with pytest.raises(NotPermitted):
        actions.return_matter(matter=matter, objection=NOT_OURS, by=clerk, at=NOON)
    with pytest.raises(ProofMissing):
        returned(matter, Objection(ground=Ground.NOT_OURS, proof=" "))


def test_neither_the_own_desk_nor_who_asked_rules() -> None:
    matter = a_matter_in_work()
    returned(matter)
    for by in (viewing(a_clerk(matter.desk)), handler_of(matter), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            upheld(matter, by)


def test_a_ruling_without_a_return_or_without_words_is_none() -> None:
    matter = a_matter_in_work()
    upstairs = upstairs_of(matter)
    with pytest.raises(NotPermitted):
        upheld(matter, upstairs)
    returned(matter)
    with pytest.raises(RulingMissing):
        actions.uphold_return(matter=matter, ruling=" ", by=upstairs, at=LATER)


def test_the_second_return_calls_a_consultation_and_nothing_else_is_accepted() -> None:
    matter, upstairs = returned_twice()
    lead, unit = a_person("郑主任", matter.desk), a_unit(matter)
    with pytest.raises(ConsultationDue):
        upheld(matter, upstairs)
    with pytest.raises(ConsultationDue):
        actions.refuse_return(matter=matter, ruling="就归你们", by=upstairs, at=LATER)
    with pytest.raises(HelperMissing):
        settled(matter, upstairs, Team(lead=lead, unit=unit, helpers=[]))
    with pytest.raises(HelperMissing):
        settled(matter, upstairs, Team(lead=lead, unit=unit, helpers=[lead]))

    settled(matter, upstairs, Team(lead=lead, unit=unit, helpers=[a_helper(matter)]))

    assert matter.standing is State.DISPATCHED
    assert (matter.handler, matter.unit) == (lead, unit)
    assert [one.who.name for one in together_on(matter)] == ["赵大力"]
    assert handling(matter).holder == lead


def a_helper(matter: Matter) -> Person:
    return a_person("赵大力", matter.desk)


def settled(matter: Matter, by: Viewer, team: Team) -> Precedent:
    return actions.settle_return(matter=matter, team=team, ruling="两家一起", by=by, at=LATER)


def test_what_was_settled_is_not_returned_again() -> None:
    matter, upstairs = returned_twice()
    lead, unit = a_person("郑主任", matter.desk), a_unit(matter)
    settled(matter, upstairs, Team(lead=lead, unit=unit, helpers=[a_helper(matter)]))
    with pytest.raises(ReturnedTooOften):
        returned(matter)


def test_the_first_return_needs_no_consultation() -> None:
    matter = a_matter_in_work()
    upstairs, lead = upstairs_of(matter), a_person("郑主任", matter.desk)
    returned(matter)
    with pytest.raises(NoConsultationDue):
        settled(
            matter,
            upstairs,
            Team(lead=lead, unit=a_unit(matter), helpers=[a_helper(matter)]),
        )


def test_who_brought_it_may_take_it_back_meanwhile_and_nobody_rules_any_more() -> None:
    matter = a_matter_in_work()
    returned(matter)
    assert matter.reporter

    actions.withdraw_matter(matter=matter, reason="", by=viewing(matter.reporter), at=LATER)

    assert matter.standing is State.WITHDRAWN
    assert not Duty.objects.running().filter(subject=matter.ref)
    assert Return.objects.get(matter=matter).standing is not ReturnState.ASKED


def test_a_holder_who_leaves_meanwhile_leaves_it_to_the_desk() -> None:
    matter = a_matter_in_work()
    returned(matter)
    assert matter.handler
    clerk = a_clerk(matter.desk)

    actions.hand_over_matters(
        from_=matter.handler, to=None, within=matter.desk, by=clerk.ref, at=LATER
    )

    assert fresh(matter).standing is State.RECEIVED
    assert actions.lapse_returns(NOON + timedelta(days=30)) == 0
