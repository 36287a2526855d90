"""亲属关系: said by one, seen in papers by another, and what each of the two may not do."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.actions import (
    EvidenceMissing,
    KinshipMovedOn,
    KinshipStandsAlready,
    KinWithOneself,
    SamePersonVerifies,
)
from linli.people.events import KinshipVerified
from linli.people.models import Kinship, Person
from linli.people.queries import kin_of, kinship_between, kinships_to_verify
from linli.people.rules import (
    KINSHIP_NEXT,
    KinRelation,
    KinshipState,
    KinshipStep,
    KinshipStepNotAllowed,
    kinship_after,
)
from linli.people.testing import A_STRANGER, a_clerk, a_person, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("state", KinshipState)
@pytest.mark.parametrize("step", KinshipStep)
def test_every_step_leads_where_the_table_says_or_is_refused(
    state: KinshipState, step: KinshipStep
) -> None:
    if (state, step) in KINSHIP_NEXT:
        assert kinship_after(state, step) is KINSHIP_NEXT[state, step]
        return
    with pytest.raises(KinshipStepNotAllowed):
        kinship_after(state, step)


pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def mother(place: Neighbourhood) -> Person:
    return a_person("王秀英", place.unit, born_on=date(1950, 1, 1))


@pytest.fixture
def daughter(place: Neighbourhood) -> Person:
    return a_person("周小燕", place.unit, born_on=date(1978, 1, 1))


def proposed(mother: Person, daughter: Person, by: Person | None = None) -> Kinship:
    return actions.propose_kinship(
        person=daughter,
        relative=mother,
        relation=KinRelation.PARENT,
        evidence="户口簿",
        by=viewing(by or daughter),
        at=NOON,
    )


def test_a_daughter_says_it_and_the_desk_has_seen_the_papers(
    place: Neighbourhood, mother: Person, daughter: Person
) -> None:
    clerk = a_clerk(place.community)
    kinship = proposed(mother, daughter)
    assert kinship_between(daughter.pk, mother.pk, on=TODAY) is None
    assert kinships_to_verify(viewing(clerk)) == 1

    actions.verify_kinship(kinship=kinship, by=viewing(clerk), at=NOON)

    seen = kinship_between(daughter.pk, mother.pk, on=TODAY)
    assert seen
    assert seen.relation is KinRelation.PARENT
    back = kin_of(mother.pk, on=TODAY)[0]
    assert (back.person, back.relation) == (daughter, KinRelation.CHILD)
    assert journal.events(KinshipVerified, subject=daughter.ref)


def test_it_holds_from_its_day_until_its_end(
    place: Neighbourhood, mother: Person, daughter: Person
) -> None:
    kinship = proposed(mother, daughter)
    by = viewing(a_clerk(place.community))
    actions.verify_kinship(kinship=kinship, until=date(2026, 4, 1), by=by, at=NOON)

    assert not kin_of(mother.pk, on=date(2026, 3, 1))
    assert kin_of(mother.pk, on=date(2026, 3, 31))
    assert not kin_of(mother.pk, on=date(2026, 4, 1))
    later = NOON + timedelta(days=3)
    actions.end_kinship(kinship=kinship, reason="登记错了", by=by, at=later)
    assert not kin_of(mother.pk, on=date(2026, 3, 6))


def test_whoever_proposed_it_does_not_verify_it(
    place: Neighbourhood, mother: Person, daughter: Person
) -> None:
    clerk = a_clerk(place.community)
    kinship = proposed(mother, daughter, by=clerk)

    with pytest.raises(SamePersonVerifies):
        actions.verify_kinship(kinship=kinship, by=viewing(clerk), at=NOON)
    with pytest.raises(IntegrityError):
        Kinship.objects.filter(pk=kinship.pk).update(
            state="verified", verifier=mother, valid_from=TODAY
        )


def test_neither_of_the_two_verifies_it_nor_does_a_stranger(
    place: Neighbourhood, mother: Person
) -> None:
    clerk = a_clerk(place.community)
    kinship = proposed(mother, clerk, by=mother)

    for who in (viewing(clerk), A_STRANGER, viewing(a_clerk(a_neighbourhood().community))):
        with pytest.raises(NotPermitted):
            actions.verify_kinship(kinship=kinship, by=who, at=NOON)


def test_a_stranger_proposes_nothing(mother: Person, daughter: Person) -> None:
    with pytest.raises(NotPermitted):
        proposed(mother, daughter, by=a_person("路人"))


def test_nobody_is_kin_to_themselves_and_papers_are_named(mother: Person) -> None:
    with pytest.raises(KinWithOneself):
        proposed(mother, mother)
    with pytest.raises(EvidenceMissing):
        actions.propose_kinship(
            person=mother,
            relative=a_person(),
            relation=KinRelation.CHILD,
            evidence=" ",
            by=viewing(mother),
            at=NOON,
        )


def test_it_stands_once_whichever_of_the_two_says_it(mother: Person, daughter: Person) -> None:
    proposed(mother, daughter)

    with pytest.raises(KinshipStandsAlready):
        proposed(daughter, mother, by=mother)


def test_what_was_refused_says_why_and_may_be_proposed_again(
    place: Neighbourhood, mother: Person, daughter: Person
) -> None:
    by = viewing(a_clerk(place.community))
    kinship = proposed(mother, daughter)
    with pytest.raises(EvidenceMissing):
        actions.refuse_kinship(kinship=kinship, reason="", by=by, at=NOON)
    stale = Kinship.objects.select_related("person", "relative").get()
    actions.refuse_kinship(kinship=kinship, reason="户口簿上没有", by=by, at=NOON)

    with pytest.raises(KinshipMovedOn):
        actions.verify_kinship(kinship=stale, by=by, at=NOON)
    proposed(mother, daughter)


def test_only_those_concerned_end_it(
    place: Neighbourhood, mother: Person, daughter: Person
) -> None:
    kinship = proposed(mother, daughter)
    actions.verify_kinship(kinship=kinship, by=viewing(a_clerk(place.community)), at=NOON)

    with pytest.raises(NotPermitted):
        actions.end_kinship(kinship=kinship, reason="x", by=viewing(a_person()), at=NOON)
    with pytest.raises(EvidenceMissing):
        actions.end_kinship(kinship=kinship, reason="", by=viewing(mother), at=NOON)
    actions.end_kinship(kinship=kinship, reason="分开了", by=viewing(mother), at=NOON)


def test_who_sees_it(place: Neighbourhood, mother: Person, daughter: Person) -> None:
    kinship = proposed(mother, daughter)
    desk, elsewhere = a_clerk(place.community), a_person("路人", place.unit)

    for who, sees in ((mother, 1), (daughter, 1), (desk, 1), (elsewhere, 0)):
        assert Kinship.objects.visible_to(viewing(who)).filter(pk=kinship.pk).count() == sees
