"""Who may do what with a mediated dispute: a truth table, and who is too near to it."""

from collections.abc import Callable

import pytest

from linli.matters.testing import a_matter
from linli.mediation import policies
from linli.mediation.models import Case
from linli.mediation.testing import a_case, a_committee, a_panel, members_of, the_mediator
from linli.people.models import Person
from linli.people.rules import PostKind
from linli.people.testing import (
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    a_steward,
    a_subdistrict_clerk,
    an_administrator,
    viewing,
)
from linli.people.viewer import A_PASSER_BY, THE_HOUSE, Viewer
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db

WHO: dict[str, Callable[[Case], Person]] = {
    "the mediator": the_mediator,
    "the head": lambda case: members_of(case.committee.composition)[0],
    "another member": lambda case: members_of(case.committee.composition)[2],
    "a mediator by post": lambda case: a_holder(PostKind.MEDIATOR, case.desk, "专职调解员"),
    "clerk": lambda case: a_clerk(case.desk),
    "secretary": lambda case: a_secretary(case.desk),
    "administrator": lambda case: an_administrator(case.desk),
    "street": lambda case: a_subdistrict_clerk(case.committee.area.parent or case.desk),
    "next door": lambda _: a_clerk(a_neighbourhood().community, "邻社区的"),
    "auditor": lambda case: a_holder(PostKind.AUDITOR, case.desk, "审计"),
    "steward": lambda case: a_steward(case.place),
    "the first party": lambda case: _party(case, 1),
    "neighbour": lambda case: a_person("邻居", home=case.place),
}


def _party(case: Case, side: int) -> Person:
    person = case.parties.get(side=side).person
    assert person
    return person


def _viewer(who: str, case: Case) -> Viewer:
    return A_PASSER_BY if who == "passer-by" else viewing(WHO[who](case))


@pytest.mark.parametrize(
    ("who", "opens", "names", "mediates", "answers", "reads_notes", "reads_terms"),
    [
        ("the mediator", False, False, True, True, True, True),
        ("the head", False, True, True, True, True, True),
        ("another member", False, False, False, False, False, False),
        ("a mediator by post", True, False, False, False, False, False),
        ("clerk", True, True, False, True, False, False),
        ("secretary", True, True, False, True, False, False),
        ("administrator", False, False, False, False, False, False),
        ("street", True, True, False, True, False, False),
        ("next door", False, False, False, False, False, False),
        ("auditor", False, False, False, False, False, False),
        ("steward", False, False, False, False, False, False),
        ("the first party", False, False, False, True, False, True),
        ("neighbour", False, False, False, False, False, False),
        ("passer-by", False, False, False, False, False, False),
    ],
)
def test_who_does_and_reads_what(
    who: str,
    opens: bool,
    names: bool,
    mediates: bool,
    answers: bool,
    reads_notes: bool,
    reads_terms: bool,
) -> None:
    case = a_case()
    viewer = _viewer(who, case)

    assert policies.may_open(viewer, case.place) is opens
    assert policies.may_name_panel(viewer, case) is names
    assert policies.may_mediate(viewer, case) is mediates
    assert policies.may_answer(viewer, case.parties.get(side=1)) is answers
    assert policies.may_read_notes(viewer, case) is reads_notes
    assert policies.may_read_agreement(viewer, case) is reads_terms


@pytest.mark.parametrize("who", ["clerk", "secretary", "street"])
def test_who_is_a_party_gains_nothing_by_a_post(who: str) -> None:
    case = a_case()
    person = WHO[who](case)
    assert policies.may_name_panel(viewing(person), case)

    case.parties.filter(side=2).update(person=person)
    viewer, own, other = viewing(person), *case.parties.order_by("-side")

    assert not policies.may_name_panel(viewer, case)
    assert policies.may_answer(viewer, own)
    assert not policies.may_answer(viewer, other)
    assert policies.may_read_agreement(viewer, case)


@pytest.mark.parametrize("who", ["the mediator", "the head"])
def test_who_is_a_party_neither_mediates_nor_reads_what_is_said_to_the_other(who: str) -> None:
    case = a_case()
    person = WHO[who](case)
    assert policies.may_read_notes(viewing(person), case)

    case.parties.filter(side=2).update(person=person)

    assert not policies.may_mediate(viewing(person), case)
    assert not policies.may_read_notes(viewing(person), case)


def test_a_guardian_speaks_for_the_child_and_mediates_as_little() -> None:
    case = a_case()
    guardian = the_mediator(case)
    case.parties.filter(side=1).update(guardian=guardian)
    viewer = viewing(guardian)

    assert policies.may_answer(viewer, case.parties.get(side=1))
    assert not policies.may_mediate(viewer, case)


@pytest.mark.parametrize("who", ["the mediator", "the head", "clerk"])
def test_whom_the_matter_concerns_does_nothing_with_it(who: str) -> None:
    case = a_case(matter=a_matter())
    person = WHO[who](case)
    assert case.matter
    case.matter.concerns = person
    viewer = viewing(person)

    assert not policies.may_name_panel(viewer, case)
    assert not policies.may_mediate(viewer, case)
    assert not policies.may_read_notes(viewer, case)


def test_who_no_longer_mediates_reads_no_more() -> None:
    case = a_case()
    person = the_mediator(case)
    case.mediators.update(until=case.opened_at)

    assert not policies.may_mediate(viewing(person), case)
    assert not policies.may_read_agreement(viewing(person), case)


def test_a_committee_without_a_head_is_led_by_nobody() -> None:
    case = a_case()
    case.committee = a_panel(case.desk, "新的调委会")

    assert not policies.leads_committee(A_PASSER_BY, case)
    assert not policies.leads_committee(THE_HOUSE, case)


@pytest.mark.parametrize(
    ("who", "composes"),
    [("clerk", True), ("secretary", True), ("administrator", True), ("steward", False)],
)
def test_who_writes_down_a_committee(who: str, composes: bool) -> None:
    case = a_case()
    committee = a_committee(case.desk)
    assert policies.may_compose(_viewer(who, case), committee.organisation) is composes
