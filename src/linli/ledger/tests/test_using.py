"""Credits are given, donated, redeemed; they lapse; what they may not be used for."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import LedgerAccount
from linli.ledger.options import Kin
from linli.ledger.rules import AccountKind, Code, Origin, Use
from linli.ledger.testing import (
    a_key,
    account_of,
    an_account,
    with_credits,
)
from linli.ledger.tests.deeds import (
    common,
    endowed,
    given,
    granted,
    held,
    left,
    lots,
    paid,
    redeemed,
    served,
    terms_are,
)
from linli.people.testing import TODAY, a_person
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db


def test_granted_credits_are_for_being_served_and_for_nothing_else(community: Area) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    endowed(community, 10)
    granted(elder, 4)
    parent = an_account(a_person(home=community, born_on=date(1940, 1, 1)), community)

    with pytest.raises(actions.NotEnoughCredit):
        given(elder, parent, 1)
    with pytest.raises(actions.NotEnoughCredit):
        actions.donate(key=a_key(), account=elder, amount=1, by=THE_HOUSE, at=NOON)
    paid(held(elder, 4), volunteer, 4)
    assert lots(volunteer) == [(4, Origin.SERVICE, None)]
    assert common(AccountKind.FUND) == 6


def test_a_gift_keeps_expiry_and_origin(community: Area) -> None:
    terms_are(community, expiry_months=12)
    giver = with_credits(an_account(community=community), 5)
    parent = an_account(a_person(home=community, born_on=date(1940, 1, 1)), community)

    transfer = given(giver, parent, 2)

    assert lots(parent) == [(2, Origin.SERVICE, date(2027, 3, 2))]
    assert transfer.basis == "kinship/1"
    assert (left(giver), left(parent)) == (3, 2)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kin": Kin.FRIEND}, actions.NotKin),
        ({"record": ""}, actions.KinshipNotVerified),
        ({"verified_on": TODAY + timedelta(days=1)}, actions.KinshipNotVerified),
        ({"ends_on": TODAY}, actions.KinshipNotVerified),
    ],
)
def test_a_gift_needs_a_kinship_that_somebody_verified(
    community: Area, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    giver = with_credits(an_account(community=community), 5)
    parent = an_account(a_person(home=community, born_on=date(1940, 1, 1)), community)

    with pytest.raises(refusal):
        given(giver, parent, 1, **changed)


@pytest.mark.parametrize("born_on", [None, date(1966, 3, 3)])
def test_a_gift_goes_to_who_is_old_enough(community: Area, born_on: date | None) -> None:
    giver = with_credits(an_account(community=community), 5)
    child = an_account(a_person(home=community, born_on=born_on), community)

    with pytest.raises(actions.TooYoung):
        given(giver, child, 1)


def test_hours_of_a_team_can_only_be_donated(community: Area) -> None:
    team = account_of("organisation/1", community, kind=AccountKind.ORGANISATION)
    elder = an_account(community=community)
    served(team, 300)
    assert lots(team) == [(5, Origin.TEAM, None)]

    with pytest.raises(actions.NotEnoughCredit):
        held(team, 1)
    actions.donate(key=a_key(), account=team, amount=5, by=THE_HOUSE, at=NOON)
    pool = LedgerAccount.objects.get(kind=AccountKind.POOL)
    assert lots(pool) == [(5, Origin.TEAM, None)]
    paid(held(pool, 5), elder, 5)
    assert left(elder) == 5


def test_what_expires_first_is_used_first(community: Area) -> None:
    account = with_credits(an_account(community=community), 2)
    terms_are(community, expiry_months=1)
    with_credits(account, 2)

    actions.donate(key=a_key(), account=account, amount=3, by=THE_HOUSE, at=NOON)

    assert lots(account) == [(1, Origin.SERVICE, None)]


def test_who_has_served_long_enough_redeems(community: Area) -> None:
    terms_are(community, redeem_from=5)
    account = with_credits(an_account(community=community), 4)
    with pytest.raises(actions.NotRedeemableYet):
        redeemed(account, 1)

    with_credits(account, 1)
    redeemed(account, 2)

    assert (left(account), common(AccountKind.REDEEMED)) == (3, 2)


def test_where_the_terms_know_no_goods_none_are_redeemed(community: Area) -> None:
    terms_are(community, redeem_from=0, redeemable_for=(Use.SERVICE,))
    account = with_credits(an_account(community=community), 4)

    with pytest.raises(actions.NotRedeemableFor):
        redeemed(account, 1, use=Use.GOODS)
    assert redeemed(account, 1, use=Use.SERVICE).code == Code.REDEEM
