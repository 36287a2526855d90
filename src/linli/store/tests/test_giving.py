"""赠予、捐赠、荣誉: to whom credits may go, from whom they may not, and who is named."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger import actions as ledger
from linli.ledger.actions import (
    AccountFrozen,
    KeyAlreadyUsed,
    NotEnoughCredit,
    NotKin,
    TooYoung,
)
from linli.ledger.models import LedgerAccount, Transfer
from linli.ledger.options import TERMS, Kin
from linli.ledger.queries.balances import balance_of
from linli.ledger.rules import AccountKind, Book, Code
from linli.ledger.testing import an_account, with_credits
from linli.people.actions import end_kinship, withdraw_consent
from linli.people.models import Person
from linli.people.rules import ConsentPurpose, KinRelation
from linli.people.testing import a_person, viewing
from linli.store import actions
from linli.store.actions import (
    HonourUnknown,
    ListedAlready,
    NotARelative,
    NotEarnedYet,
    NotListed,
    OnlyPeopleGive,
    ProjectClosed,
    ProjectThereAlready,
    ProjectWordsMissing,
)
from linli.store.models import HonourListing
from linli.store.queries.giving import (
    honours_open_to,
    named_here,
    projects_reaching,
    relatives_to_give_to,
)
from linli.store.testing import (
    Here,
    a_help_project,
    a_household,
    account_with,
    points_of,
    terms_here_are,
    verified_kin,
)

pytestmark = pytest.mark.django_db


def given(account: LedgerAccount, to: Person, amount: int = 10, *, key: str = "g") -> Transfer:
    who = Person.objects.get(pk=account.owner.rpartition("/")[2])
    return actions.give_to_relative(
        key=key, account=account, to=to, amount=amount, by=viewing(who), at=NOON
    )


def test_a_daughter_gives_hours_to_her_mother(them: Here) -> None:
    kinship = verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    account = account_with(them, them.daughter)

    transfer = given(account, them.wang)

    assert (transfer.code, transfer.basis) == ("gift", kinship.ref)
    hers = LedgerAccount.objects.get(owner=them.wang.ref, book=Book.HOUR)
    assert balance_of(hers).available == 10
    assert given(account, them.wang) == transfer
    assert balance_of(account).available == 110
    with pytest.raises(KeyAlreadyUsed):
        given(account, them.wang, 11)


def test_who_is_not_a_verified_relative_gets_nothing(them: Here) -> None:
    account = account_with(them, them.daughter)

    with pytest.raises(NotARelative) as refusal:
        given(account, them.wang)
    assert refusal.value.next_step
    kinship = verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    end_kinship(kinship=kinship, reason="登记错了", by=viewing(them.clerk), at=NOON)
    with pytest.raises(NotARelative):
        given(account, them.wang)


def test_who_is_too_young_gets_nothing(them: Here) -> None:
    verified_kin(them, them.wang, them.daughter, KinRelation.CHILD)

    with pytest.raises(TooYoung, match="60"), transaction.atomic():
        given(account_with(them, them.wang), them.daughter)


def test_a_city_says_which_relatives(them: Here) -> None:
    verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    account = account_with(them, them.daughter)
    on = date(2026, 3, 2)
    assert relatives_to_give_to(account, on=on)
    hour = replace(TERMS.default[0], gift_kin=(Kin.SPOUSE,))
    terms_here_are(them.place.county, hour)

    assert not relatives_to_give_to(account, on=on)
    with pytest.raises(NotKin), transaction.atomic():
        given(account, them.wang)


def test_nobody_gives_away_what_is_not_theirs_or_not_there(them: Here) -> None:
    verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    account = account_with(them, them.daughter)

    with pytest.raises(NotEnoughCredit), transaction.atomic():
        given(account, them.wang, 121)
    with pytest.raises(NotPermitted), transaction.atomic():
        actions.give_to_relative(
            key="x",
            account=account,
            to=them.wang,
            amount=1,
            by=viewing(a_person("路人")),
            at=NOON,
        )
    ledger.freeze_account(account=account, reason="核对", by=viewing(them.clerk), at=NOON)
    with pytest.raises(AccountFrozen), transaction.atomic():
        given(account, them.wang)


def test_a_household_gives_to_the_community_and_not_to_one(them: Here) -> None:
    points = points_of(them, a_household(them))

    with pytest.raises(OnlyPeopleGive):
        actions.give_to_relative(
            key="x",
            account=points,
            to=them.daughter,
            amount=1,
            by=viewing(them.wang),
            at=NOON,
        )


def test_hours_go_to_the_pool_or_to_elders_in_need(them: Here) -> None:
    account, project = account_with(them, them.daughter), a_help_project(them)
    by = viewing(them.daughter)

    actions.donate_credits(key="a", account=account, amount=4, by=by, at=NOON)
    actions.donate_credits(key="b", account=account, amount=6, project=project, by=by, at=NOON)

    pool = LedgerAccount.objects.get(kind=AccountKind.POOL, book=Book.HOUR)
    ours = LedgerAccount.objects.get(owner=project.ref)
    assert (balance_of(pool).posted, balance_of(ours).posted) == (4, 6)
    assert balance_of(account).available == 110


def test_a_project_that_is_over_takes_nothing_more(them: Here) -> None:
    account, project = account_with(them, them.daughter), a_help_project(them)
    by = viewing(them.clerk)
    with pytest.raises(ProjectThereAlready):
        a_help_project(them)
    with pytest.raises(ProjectWordsMissing):
        actions.close_help_project(project=project, reason="", by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.close_help_project(project=project, reason="x", by=viewing(them.wang), at=NOON)
    actions.close_help_project(project=project, reason="人都安顿好了", by=by, at=NOON)

    assert not projects_reaching(them.place.unit)
    with pytest.raises(ProjectClosed):
        actions.close_help_project(project=project, reason="x", by=by, at=NOON)
    with pytest.raises(ProjectClosed):
        actions.donate_credits(
            key="a",
            account=account,
            amount=1,
            project=project,
            by=viewing(them.daughter),
            at=NOON,
        )


def test_only_the_desk_opens_a_project_and_says_for_whom(them: Here) -> None:
    area = them.place.community
    with pytest.raises(NotPermitted):
        actions.open_help_project(
            area=area, name="n", purpose="p", by=viewing(them.keeper), at=NOON
        )
    with pytest.raises(ProjectWordsMissing):
        actions.open_help_project(
            area=area, name="n", purpose=" ", by=viewing(them.clerk), at=NOON
        )


def test_a_team_gives_its_hours_and_does_nothing_else_with_them(them: Here) -> None:
    team = LedgerAccount.objects.create(
        place=them.place.community,
        book=Book.HOUR,
        kind=AccountKind.ORGANISATION,
        owner="organisation/7",
        floor=0,
        opened_at=NOON,
    )
    with_credits(team, 150)
    by = viewing(them.clerk)

    actions.donate_credits(key="t", account=team, amount=50, by=by, at=NOON)
    with pytest.raises(OnlyPeopleGive):
        actions.give_to_relative(key="u", account=team, to=them.wang, amount=1, by=by, at=NOON)
    with pytest.raises(NotEnoughCredit), transaction.atomic():
        ledger.hold(
            key="v",
            account=team,
            amount=1,
            order="x/1",
            purpose=Code.REDEEM,
            by=by,
            at=NOON,
        )


def test_who_gave_is_named_only_if_they_agree(them: Here) -> None:
    account, by = account_with(them, them.daughter), viewing(them.daughter)
    with pytest.raises(NotEarnedYet, match="10"):
        actions.accept_honour(
            person=them.daughter, ground="giver", by_full_name=True, by=by, at=NOON
        )
    actions.donate_credits(key="a", account=account, amount=10, by=by, at=NOON)
    assert {kind.code: many for kind, many in honours_open_to(them.daughter)} == {
        "giver": 10,
        "hundred": 120,
    }
    assert not named_here(them.place.community)

    listing = actions.accept_honour(
        person=them.daughter, ground="giver", by_full_name=False, by=by, at=NOON
    )

    assert [one.shown_name for one in named_here(them.place.community)] == ["周**"]
    with pytest.raises(ListedAlready):
        actions.accept_honour(
            person=them.daughter, ground="giver", by_full_name=True, by=by, at=NOON
        )
    with pytest.raises(NotPermitted):
        actions.withdraw_honour(listing=listing, by=viewing(them.clerk), at=NOON)
    actions.withdraw_honour(listing=listing, by=by, at=NOON)
    with pytest.raises(NotListed):
        actions.withdraw_honour(listing=listing, by=by, at=NOON)
    assert not named_here(them.place.community)


def test_whoever_takes_the_consent_back_stands_there_no_more(them: Here) -> None:
    account_with(them, them.daughter)
    by = viewing(them.daughter)
    actions.accept_honour(
        person=them.daughter, ground="hundred", by_full_name=True, by=by, at=NOON
    )
    assert [one.shown_name for one in named_here(them.place.community)] == ["周小燕"]

    withdraw_consent(person=them.daughter, purpose=ConsentPurpose.HONOURS, by=by, at=NOON)

    assert not named_here(them.place.community)
    assert HonourListing.objects.exists()


def test_nobody_names_another_and_no_title_is_invented(them: Here) -> None:
    an_account(them.daughter, them.place.community)
    with pytest.raises(NotPermitted):
        actions.accept_honour(
            person=them.daughter,
            ground="hundred",
            by_full_name=True,
            by=viewing(them.clerk),
            at=NOON,
        )
    with pytest.raises(HonourUnknown):
        actions.accept_honour(
            person=them.daughter,
            ground="king",
            by_full_name=True,
            by=viewing(them.daughter),
            at=NOON,
        )
