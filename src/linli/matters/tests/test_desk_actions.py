"""分: what a desk decides, and what time decides by itself."""

from datetime import timedelta

import pytest

from linli.duties.models import Duty
from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Assignment
from linli.matters.actions.desk import NoDeskAbove, NotToBeGivenTo, ReasonMissing
from linli.matters.events import (
    MatterDispatched,
    MatterEscalatedByRule,
)
from linli.matters.models import Matter
from linli.matters.options import TIERS
from linli.matters.rules import State
from linli.matters.testing import (
    a_dispatched_matter,
    a_matter,
    a_matter_in_work,
)
from linli.matters.tests.matter_stories import fresh, let_time_pass
from linli.people.testing import (
    A_STRANGER,
    a_clerk,
    a_steward,
    a_subdistrict_clerk,
    viewing,
)
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


def test_the_desk_names_who_does_it_and_two_clocks_run() -> None:
    matter = a_dispatched_matter()

    assert matter.standing is State.DISPATCHED
    duty = Duty.objects.running().get(subject=matter.ref)
    assert (duty.holder, duty.kind) == (matter.handler, "handle")
    assert duty.calendar_version
    assert matter.reported_at == NOON
    [told] = journal.events(MatterDispatched, subject=matter.ref)
    assert told.why


def test_only_the_desk_that_has_it_dispatches() -> None:
    matter = a_matter()
    steward = a_steward(matter.place)

    for by in (viewing(steward), A_STRANGER, viewing(a_clerk(a_neighbourhood().community))):
        with pytest.raises(NotPermitted):
            actions.dispatch_matter(
                matter=matter, assignment=Assignment(handler=steward), by=by, at=NOON
            )


def test_nobody_is_given_what_he_brought_himself() -> None:
    matter = a_matter()
    assert matter.reporter
    clerk = viewing(a_clerk(matter.desk))

    with pytest.raises(NotToBeGivenTo):
        actions.dispatch_matter(
            matter=matter, assignment=Assignment(handler=matter.reporter), by=clerk, at=NOON
        )


def test_what_nobody_signs_for_is_accepted_by_itself() -> None:
    matter = a_dispatched_matter()

    let_time_pass(timedelta(days=1))

    assert fresh(matter).standing is State.WORKING
    assert Duty.objects.running().get().accepted_by_itself


def test_what_stays_overdue_goes_one_level_up_by_itself() -> None:
    matter = a_matter_in_work()

    let_time_pass(timedelta(days=30))

    passed_up = fresh(matter)
    assert passed_up.desk.kind == "subdistrict"
    assert (passed_up.standing, passed_up.level_reached) == (State.RECEIVED, 1)
    assert passed_up.handler is None
    assert len(journal.events(MatterEscalatedByRule, subject=matter.ref)) == 1


def test_time_that_passes_twice_changes_nothing_more() -> None:
    matter = a_matter_in_work()
    let_time_pass(timedelta(days=30))
    let_time_pass(timedelta(days=30))  # what the first round has set going is late as well
    told = Entry.objects.filter(subject=matter.ref).count()

    let_time_pass(timedelta(days=30))

    assert Entry.objects.filter(subject=matter.ref).count() == told


def test_up_with_a_reason_and_back_with_a_ruling() -> None:
    matter = a_matter()
    clerk = viewing(a_clerk(matter.desk))
    community, subdistrict = matter.desk, matter.desk.parent
    assert subdistrict
    with pytest.raises(ReasonMissing):
        actions.escalate_matter(matter=matter, reason=" ", by=clerk, at=NOON)

    actions.escalate_matter(matter=matter, reason="要住建部门来看", by=clerk, at=NOON)
    assert matter.desk == subdistrict
    upstairs = viewing(a_subdistrict_clerk(subdistrict))
    with pytest.raises(ReasonMissing):
        actions.send_back(matter=matter, ruling="", by=upstairs, at=NOON)
    actions.send_back(matter=matter, ruling="社区先垫付维修", by=upstairs, at=NOON)

    assert matter.desk == community
    assert (matter.ruling, matter.level_reached) == ("社区先垫付维修", 1)


def test_the_community_sends_nothing_back_and_above_the_county_is_nothing() -> None:
    matter = a_matter()
    clerk = viewing(a_clerk(matter.desk))
    with pytest.raises(NotPermitted):
        actions.send_back(matter=matter, ruling="退", by=clerk, at=NOON)

    Matter.objects.filter(pk=matter.pk).update(desk=matter.desk.parent.parent)  # type: ignore[union-attr]
    top = fresh(matter)
    with pytest.raises(NoDeskAbove):
        actions.escalate_by_rule(matter=top, at=NOON)


def test_a_running_matter_keeps_the_rules_it_began_under() -> None:
    matter = a_matter()
    quick = [{**options.plain(tier), "workdays": 1} for tier in TIERS.default]
    options.choose({TIERS: quick}, place=matter.desk.ref, by="person/1", at=NOON)

    promise = actions.dispatch_matter(
        matter=matter,
        assignment=Assignment(handler=a_steward(matter.place)),
        by=viewing(a_clerk(matter.desk)),
        at=NOON,
    )

    assert promise.due_at == matter.due_at
