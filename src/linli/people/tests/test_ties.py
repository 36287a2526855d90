"""Organisations, mandates and consents: what ties people together, and what is refused."""

from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people import actions
from linli.people.actions import NewMembership, NewOrganisation
from linli.people.rules import ConsentPurpose, OrganisationKind
from linli.people.testing import (
    A_STRANGER,
    TODAY,
    a_clerk,
    a_person,
    viewing,
)
from linli.people.viewer import THE_HOUSE
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


def test_organisations_are_formed_once_joined_and_dissolved(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    new = NewOrganisation(
        name="合唱队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=here.community,
        formed_here=True,
    )
    [team] = actions.form_organisations(
        within=here.community, organisations=[new], by=THE_HOUSE, at=NOON
    )
    joining = [NewMembership(organisation=team, person=wang)]

    assert team.formed_on == TODAY
    actions.join_all(within=here.community, memberships=joining, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.AlreadyAMember):
        actions.join_organisation(organisation=team, person=wang, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.OrganisationAlreadyThere):
        actions.form_organisations(
            within=here.community, organisations=[new], by=THE_HOUSE, at=NOON
        )
    actions.leave_organisation(organisation=team, person=wang, by=viewing(wang), at=NOON)
    with pytest.raises(actions.NotAMember):
        actions.leave_organisation(organisation=team, person=wang, by=THE_HOUSE, at=NOON)
    actions.dissolve_organisation(organisation=team, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.OrganisationDissolvedAlready):
        actions.dissolve_organisation(organisation=team, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.OrganisationDissolvedAlready):
        actions.join_organisation(organisation=team, person=wang, by=THE_HOUSE, at=NOON)


def test_a_stranger_forms_joins_and_dissolves_nothing(here: Neighbourhood) -> None:
    team = actions.form_organisation(
        name="合唱队",
        kind=OrganisationKind.CULTURAL_TEAM,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )
    wang = a_person("王秀英", here.unit)

    with pytest.raises(NotPermitted):
        actions.form_organisation(
            name="舞队",
            kind=OrganisationKind.CULTURAL_TEAM,
            area=here.community,
            by=A_STRANGER,
            at=NOON,
        )
    with pytest.raises(NotPermitted):
        actions.join_organisation(organisation=team, person=wang, by=A_STRANGER, at=NOON)
    with pytest.raises(NotPermitted):
        actions.dissolve_organisation(organisation=team, by=A_STRANGER, at=NOON)


def test_a_mandate_opens_the_matters_of_another_until_it_is_revoked(
    here: Neighbourhood,
) -> None:
    wang, daughter = a_person("王秀英", here.unit), a_person("赵敏", here.unit)

    mandate = actions.give_mandate(
        principal=wang,
        delegate=daughter,
        evidence="当面签",
        starts_on=TODAY,
        ends_on=TOMORROW,
        by=viewing(wang),
        at=NOON,
    )

    assert viewing(daughter).speaks_for == {wang.pk, daughter.pk}
    with pytest.raises(NotPermitted):
        actions.revoke_mandate(mandate=mandate, by=A_STRANGER, at=NOON)
    actions.revoke_mandate(mandate=mandate, by=viewing(wang), at=NOON)
    assert viewing(daughter).speaks_for == {daughter.pk}
    with pytest.raises(actions.MandateRevokedAlready):
        actions.revoke_mandate(mandate=mandate, by=viewing(wang), at=NOON)


def test_a_mandate_is_given_by_the_principal_and_to_another(here: Neighbourhood) -> None:
    wang, clerk = a_person("王秀英", here.unit), a_clerk(here.community)
    span = {"evidence": "纸", "starts_on": TODAY, "ends_on": TOMORROW, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.give_mandate(principal=wang, delegate=clerk, by=viewing(clerk), **span)  # type: ignore[arg-type]
    with pytest.raises(actions.MandateForOneself):
        actions.give_mandate(principal=wang, delegate=wang, by=viewing(wang), **span)  # type: ignore[arg-type]
    with pytest.raises(actions.MandateTooShort):
        actions.give_mandate(
            principal=wang,
            delegate=clerk,
            by=viewing(wang),
            **span | {"ends_on": TODAY},  # type: ignore[arg-type]
        )


def test_a_consent_is_given_once_and_taken_back_once(here: Neighbourhood) -> None:
    wang = a_person("王秀英", here.unit)
    calls = {"person": wang, "purpose": ConsentPurpose.CALLS, "at": NOON}

    with pytest.raises(NotPermitted):
        actions.give_consent(by=A_STRANGER, **calls)  # type: ignore[arg-type]
    actions.give_consent(by=viewing(wang), **calls)  # type: ignore[arg-type]
    with pytest.raises(actions.ConsentAlreadyGiven):
        actions.give_consent(by=viewing(wang), **calls)  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        actions.withdraw_consent(by=A_STRANGER, **calls)  # type: ignore[arg-type]
    actions.withdraw_consent(by=viewing(wang), **calls)  # type: ignore[arg-type]
    with pytest.raises(actions.NoConsentToWithdraw):
        actions.withdraw_consent(by=viewing(wang), **calls)  # type: ignore[arg-type]
