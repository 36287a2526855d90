"""Every figure of the store opens its list, and counts what it says."""

from datetime import timedelta

import pytest

from linli.kernel.indicators import Window
from linli.kernel.testing import NOON
from linli.ledger import actions as ledger
from linli.ledger.testing import a_key
from linli.people.rules import KinRelation
from linli.people.testing import viewing
from linli.store import actions, indicators
from linli.store.testing import (
    Here,
    a_deed,
    a_fetched_redemption,
    a_household,
    a_redemption,
    a_shelf,
    account_with,
    verified_kin,
)

pytestmark = pytest.mark.django_db

EVER = Window(since=None, until=NOON + timedelta(days=1))
BEFORE = Window(since=NOON - timedelta(days=9), until=NOON)


def test_only_what_was_handed_over_and_kept_counts(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    a_fetched_redemption(them, shelf, account)
    back = a_fetched_redemption(them, shelf, account)
    actions.take_back(redemption=back, reason="漏", by=viewing(them.keeper), at=NOON)
    a_redemption(shelf, account)
    here = them.place.county.ref

    assert indicators.REDEMPTIONS.value(here, EVER) == 1
    assert indicators.GOODS_GIVEN.value(here, EVER) == 1
    assert indicators.REDEMPTIONS.value(here, BEFORE) == 0


def test_gifts_and_donations_are_counted_and_added_up(them: Here) -> None:
    verified_kin(them, them.daughter, them.wang, KinRelation.PARENT)
    account, by = account_with(them, them.daughter), viewing(them.daughter)
    actions.give_to_relative(key="g", account=account, to=them.wang, amount=7, by=by, at=NOON)
    actions.donate_credits(key="d", account=account, amount=4, by=by, at=NOON)
    undone = actions.donate_credits(key="e", account=account, amount=2, by=by, at=NOON)
    ledger.reverse(key=a_key(), transfer=undone, reason="按错", by=viewing(them.clerk), at=NOON)
    here = them.place.community.ref

    assert indicators.GIFTS.value(here, EVER) == 1
    assert indicators.CREDITS_GIVEN.value(here, EVER) == 7
    assert indicators.DONATIONS.value(here, EVER) == 1
    assert indicators.CREDITS_DONATED.value(here, EVER) == 4
    assert indicators.DONATIONS.value(here, BEFORE) == 0


def test_points_and_honours_are_counted(them: Here) -> None:
    home = a_household(them)
    a_deed(them, home)
    a_deed(them, home, "report")
    account_with(them, them.daughter)
    actions.accept_honour(
        person=them.daughter,
        ground="hundred",
        by_full_name=True,
        by=viewing(them.daughter),
        at=NOON,
    )
    here = them.place.community.ref

    assert indicators.DEEDS.value(here, EVER) == 1
    assert indicators.HOUSEHOLD_POINTS.value(here, EVER) == 3
    assert indicators.HONOURS.value(here, EVER) == 1
    assert indicators.HONOURS.value(here, BEFORE) == 0
