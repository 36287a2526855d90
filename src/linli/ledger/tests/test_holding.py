"""A hold is paid, let go or lapses, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import LedgerAccount
from linli.ledger.queries.balances import balance_of
from linli.ledger.rules import AccountKind, Book, Code
from linli.ledger.testing import (
    a_key,
    account_of,
    an_account,
    the_holder,
    with_credits,
)
from linli.ledger.tests.deeds import (
    common,
    given,
    held,
    left,
    paid,
    redeemed,
    served,
    settled,
    terms_are,
)
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cap", ["balance_cap", "lifetime_cap"])
def test_the_other_caps_hold_too(community: Area, cap: str) -> None:
    terms_are(community, **{cap: 3})
    account = an_account(community=community)

    assert [served(account, 120).kept for _ in range(3)] == [2, 1, 0]
    assert common(AccountKind.POOL) == 3


def test_a_hold_is_paid_in_part_and_the_rest_is_free_again(community: Area) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    with_credits(elder, 5)
    hold = held(elder, 3)
    assert (left(elder), balance_of(elder).held) == (2, 3)

    transfer = paid(hold, volunteer, 2)

    assert (left(elder), balance_of(elder).held, left(volunteer)) == (3, 0, 2)
    assert hold.end.transfer == transfer
    assert transfer.order == "order/1"


def test_a_hold_ends_once(community: Area) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    hold = held(with_credits(elder, 5), 3)
    actions.void_hold(hold=hold, by=THE_HOUSE, at=NOON)
    assert left(elder) == 5

    with pytest.raises(actions.HoldEndedAlready):
        actions.void_hold(hold=hold, by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.HoldEndedAlready):
        paid(hold, volunteer, 1)
    assert left(elder) == 5


def test_no_more_is_paid_than_was_held(community: Area) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    hold = held(with_credits(elder, 5), 3)

    with pytest.raises(actions.MoreThanHeld):
        paid(hold, volunteer, 4)


def test_what_is_held_cannot_be_spent_twice() -> None:
    account = with_credits(an_account(), 5)
    held(account, 3)

    with pytest.raises(actions.NotEnoughCredit):
        held(account, 3)
    with pytest.raises(actions.NotEnoughCredit):
        actions.donate(key=a_key(), account=account, amount=3, by=THE_HOUSE, at=NOON)


def test_a_hold_nobody_used_lapses_by_itself() -> None:
    account = with_credits(an_account(), 5)
    hold = held(account, 3)

    assert actions.expire_holds(NOON + timedelta(days=59)) == 0
    assert actions.expire_holds(NOON + timedelta(days=60)) == 1
    assert (left(account), hold.end.kind) == (5, "expired")


def test_a_hold_is_answered_once_a_key() -> None:
    account = with_credits(an_account(), 5)

    assert held(account, 3, key="h").pk == held(account, 3, key="h").pk
    with pytest.raises(actions.KeyAlreadyUsed):
        held(account, 2, key="h")
    assert left(account) == 2


def test_a_stranger_uses_nobodys_credits(community: Area) -> None:
    account = with_credits(an_account(community=community), 5)
    stranger = the_holder(an_account(community=community))
    hold = held(account, 1)
    spending: list[Callable[[], object]] = [
        lambda: held(account, 1, by=stranger),
        lambda: paid(hold, an_account(community=community), 1, by=stranger),
        lambda: actions.void_hold(hold=hold, by=stranger, at=NOON),
        lambda: actions.donate(key=a_key(), account=account, amount=1, by=stranger, at=NOON),
        lambda: redeemed(account, 1, by=stranger),
        lambda: given(account, an_account(community=community), 1, by=stranger),
    ]

    for spend in spending:
        with pytest.raises(NotPermitted):
            spend()


def test_credits_lapse_on_their_day_but_not_what_is_held(community: Area) -> None:
    terms_are(community, expiry_months=1)
    account = with_credits(an_account(community=community), 5)
    hold = held(account, 2)
    day = NOON + timedelta(days=31)

    assert actions.expire_lots(day - timedelta(days=1)) == 0
    assert actions.expire_lots(day) == 1
    assert (balance_of(account).posted, common(AccountKind.EXPIRED)) == (2, 3)
    assert actions.expire_lots(day) == 0
    actions.void_hold(hold=hold, by=THE_HOUSE, at=day)
    assert actions.expire_lots(day) == 1
    assert (balance_of(account).posted, common(AccountKind.EXPIRED)) == (0, 5)


def test_a_redemption_that_was_reserved_takes_what_was_held(community: Area) -> None:
    terms_are(community, redeem_from=0)
    account = with_credits(an_account(community=community), 4)
    hold = held(account, 3, purpose=Code.REDEEM)

    with pytest.raises(actions.MoreThanHeld):
        redeemed(account, 4, hold=hold)
    redeemed(account, 2, hold=hold)
    with pytest.raises(actions.HoldEndedAlready):
        redeemed(account, 1, hold=hold)
    assert (left(account), balance_of(account).held) == (2, 0)


def test_without_an_heir_an_estate_goes_to_the_pool_and_not_while_something_is_held(
    community: Area,
) -> None:
    elder = with_credits(an_account(community=community), 5)
    hold = held(elder, 2)
    actions.freeze_account(account=elder, reason="迁走", by=THE_HOUSE, at=NOON)
    with pytest.raises(actions.AccountNotEmpty):
        settled(elder)
    actions.void_hold(hold=hold, by=THE_HOUSE, at=NOON)

    settled(elder)

    assert common(AccountKind.POOL) == 5


def test_points_of_a_household_are_a_book_of_their_own(community: Area) -> None:
    home = account_of("household/1", community, kind=AccountKind.HOUSEHOLD, book=Book.POINT)
    hours = with_credits(an_account(community=community), 5)

    awarded = actions.award(
        key=a_key(), account=home, amount=20, reason="垃圾分类", by=THE_HOUSE, at=NOON
    )

    assert (left(home), common(AccountKind.ISSUER, Book.POINT)) == (20, -20)
    assert awarded.book == Book.POINT
    with pytest.raises(actions.NoSuchMove):
        actions.donate(key=a_key(), account=hours, to=home, amount=1, by=THE_HOUSE, at=NOON)


def test_nobody_pays_themselves_also_when_all_of_it_would_go_to_the_pool(
    community: Area,
) -> None:
    elder = with_credits(an_account(community=community), 5)
    terms_are(community, balance_cap=1)
    hold = held(elder, 3)

    with pytest.raises(actions.NoSuchMove):
        paid(hold, LedgerAccount.objects.select_related("place").get(pk=elder.pk), 3)
    assert balance_of(elder).held == 3
