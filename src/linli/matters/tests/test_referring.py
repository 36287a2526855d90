"""转介与解释: what is not for this house to do is told with where to go, and counted apart."""

import pytest

from linli.duties.models import Duty
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions.closing import (
    GroundMissing,
    NotFinishedButReferred,
    OutcomeMissing,
    ReferralMissing,
)
from linli.matters.models import Matter
from linli.matters.rules import ClosingKind, State
from linli.matters.testing import a_matter, a_matter_in_work
from linli.matters.tests.test_involving import handler_of
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import Viewer

pytestmark = pytest.mark.django_db


def referred(matter: Matter, by: Viewer, referral: str = "arbitration") -> None:
    actions.refer_matter(
        matter=matter, referral=referral, words="带上合同和工资条", by=by, at=NOON
    )


def test_the_desk_refers_what_nobody_has_and_says_whom_to_turn_to() -> None:
    matter = a_matter("厂里拖欠工资三个月了")

    referred(matter, viewing(a_clerk(matter.desk)))

    assert matter.standing is State.FINISHED
    assert matter.closing_kind == ClosingKind.REFERRED
    assert matter.closing_basis == "arbitration"
    assert "12333" in matter.outcome
    assert not Duty.objects.running().filter(subject=matter.ref)


def test_who_has_it_refers_it_and_then_the_desk_does_not() -> None:
    matter = a_matter_in_work()
    with pytest.raises(NotPermitted):
        referred(matter, viewing(a_clerk(matter.desk)))
    referred(matter, handler_of(matter), "petition")
    assert matter.closing_kind == ClosingKind.REFERRED


def test_nobody_else_refers_it() -> None:
    matter = a_matter()
    with pytest.raises(NotPermitted):
        referred(matter, viewing(a_person("路人")))


def test_a_referral_names_where_to_go_and_says_a_word() -> None:
    matter = a_matter()
    clerk = viewing(a_clerk(matter.desk))
    with pytest.raises(ReferralMissing):
        referred(matter, clerk, "nobody")
    with pytest.raises(OutcomeMissing):
        actions.refer_matter(matter=matter, referral="petition", words=" ", by=clerk, at=NOON)


def test_what_belongs_elsewhere_is_not_finished_as_if_it_were_done() -> None:
    matter = a_matter_in_work()
    with pytest.raises(NotFinishedButReferred):
        actions.finish_matter(
            matter=matter,
            measure="",
            outcome="去信访局",
            closing_kind=ClosingKind.REFERRED,
            by=handler_of(matter),
            at=NOON,
        )


def test_what_is_only_explained_names_its_ground() -> None:
    matter = a_matter_in_work()

    def explained(basis: str) -> None:
        actions.finish_matter(
            matter=matter,
            measure="",
            outcome="要业主大会表决",
            closing_kind=ClosingKind.EXPLAINED,
            basis=basis,
            by=handler_of(matter),
            at=NOON,
        )

    for nothing in ("", "because"):
        with pytest.raises(GroundMissing):
            explained(nothing)
    explained("private_right")

    assert matter.closing_basis == "private_right"
