"""Who may do what with credits: one truth table a permission."""

from datetime import date

import pytest

from linli.kernel.testing import NOON
from linli.ledger import policies
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import AccountKind, Book
from linli.ledger.testing import account_of, an_account
from linli.people.actions import form_organisation, found_household, give_mandate
from linli.people.models import Person
from linli.people.rules import HEAD, OrganisationKind, PostKind
from linli.people.testing import (
    A_STRANGER,
    TODAY,
    a_clerk,
    a_holder,
    a_person,
    a_secretary,
    a_steward,
    viewing,
)
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.testing import THE_SURVEYOR, Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def elder(here: Neighbourhood) -> Person:
    return a_person(home=here.unit)


@pytest.fixture
def account(elder: Person, here: Neighbourhood) -> LedgerAccount:
    return an_account(elder, here.community)


@pytest.fixture
def they(elder: Person, here: Neighbourhood) -> dict[str, Viewer]:
    daughter = a_person("王芳")
    give_mandate(
        principal=elder,
        delegate=daughter,
        evidence="委托书",
        starts_on=TODAY,
        ends_on=date(2027, 1, 1),
        by=THE_HOUSE,
        at=NOON,
    )
    elsewhere = a_neighbourhood()
    people = {
        "elder": elder,
        "daughter": daughter,
        "neighbour": a_person("路人", here.unit),
        "clerk": a_clerk(here.community),
        "secretary": a_secretary(here.community),
        "steward": a_steward(here.building),
        "auditor": a_holder(PostKind.AUDITOR, here.community, "孙审计"),
        "other clerk": a_clerk(elsewhere.community, "周敏"),
    }
    return {name: viewing(person) for name, person in people.items()} | {
        "stranger": A_STRANGER,
        "house": THE_HOUSE,
    }


DESK = {"clerk", "secretary", "house"}


def allowed(they: dict[str, Viewer], question: object) -> set[str]:
    return {name for name, viewer in they.items() if question(viewer)}  # type: ignore[operator]


def test_who_keeps_the_books_and_who_reads_them(
    they: dict[str, Viewer], here: Neighbourhood
) -> None:
    place = here.community
    assert allowed(they, lambda v: policies.may_keep_books(v, place)) == DESK
    assert allowed(they, lambda v: policies.may_audit(v, place)) == {*DESK, "auditor"}


def test_who_opens_and_who_spends(
    they: dict[str, Viewer], account: LedgerAccount, here: Neighbourhood
) -> None:
    own = {"elder", "daughter"}
    owner, place = account.owner, here.community
    assert allowed(they, lambda v: policies.may_open_account(v, owner, place)) == DESK | own
    assert allowed(they, lambda v: policies.may_spend(v, account)) == DESK | own


def test_a_pool_is_spent_by_the_desk_alone(
    they: dict[str, Viewer], here: Neighbourhood
) -> None:
    pool = account_of(here.community.ref, here.community, kind=AccountKind.POOL)
    fund = account_of(here.community.ref, here.community, kind=AccountKind.FUND)
    for common in (pool, fund):
        assert allowed(they, lambda v, common=common: policies.may_spend(v, common)) == DESK


def test_who_credits_a_service(they: dict[str, Viewer], account: LedgerAccount) -> None:
    assert allowed(they, lambda v: policies.may_credit(v, account, "")) == DESK
    confirmed = allowed(they, lambda v: policies.may_credit(v, account, "order/1"))
    assert confirmed == set(they) - {"elder", "stranger"}


def test_who_approves_is_another_one_who_may_read_the_books(
    they: dict[str, Viewer], here: Neighbourhood
) -> None:
    clerk = they["clerk"]
    second = allowed(they, lambda v: policies.may_approve(v, here.community, clerk))
    assert second == {"secretary", "auditor"}


def test_what_is_ones_own(elder: Person, here: Neighbourhood, they: dict[str, Viewer]) -> None:
    new = NewDwelling(area=here.unit, number="101")
    [door] = add_dwellings(within=here.unit, dwellings=[new], by=THE_SURVEYOR, at=NOON)
    home = found_household(dwelling=door, members=[(elder, HEAD)], by=THE_HOUSE, at=NOON)
    points = account_of(
        f"household/{home.pk}", here.community, kind=AccountKind.HOUSEHOLD, book=Book.POINT
    )

    assert allowed(they, lambda v: policies.is_own(v, points)) == {"elder"}
    assert allowed(they, lambda v: policies.may_spend(v, points)) == {
        *DESK,
        "elder",
        "daughter",
    }


def test_the_contact_of_a_team_keeps_its_passbook(here: Neighbourhood) -> None:
    team = form_organisation(
        name="银发志愿队",
        kind=OrganisationKind.VOLUNTEER_TEAM,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )
    account = account_of(team.ref, here.community, kind=AccountKind.ORGANISATION)

    assert policies.may_spend(THE_HOUSE, account)
    assert not policies.may_spend(viewing(a_person(home=here.unit)), account)


def test_the_door_shows_each_what_is_theirs(
    they: dict[str, Viewer], account: LedgerAccount
) -> None:
    def seen(viewer: Viewer) -> bool:
        return LedgerAccount.objects.visible_to(viewer).filter(pk=account.pk).exists()

    assert allowed(they, seen) == {*DESK, "auditor", "elder", "daughter"}
