"""积分超市: a redemption from the wish to the goods, and every way in which it is refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.ledger import actions as ledger
from linli.ledger.models import LedgerAccount, Transfer
from linli.ledger.options import TERMS
from linli.people.testing import a_person, viewing
from linli.store import actions
from linli.store.actions import (
    CodeUnknown,
    PickUpLapsed,
    ReasonForReturnMissing,
    RedemptionMovedOn,
)
from linli.store.events import GoodsHandedOver
from linli.store.models import Redemption, Shelf
from linli.store.rules import State, StepNotAllowed
from linli.store.testing import (
    Here,
    a_fetched_redemption,
    a_redemption,
    a_shelf,
    account_with,
    terms_here_are,
)

pytestmark = pytest.mark.django_db


def left(account: LedgerAccount) -> tuple[int, int]:
    account.refresh_from_db()
    return account.posted, account.held


def stock(shelf: Shelf) -> tuple[int, int]:
    shelf.refresh_from_db()
    return shelf.on_hand, shelf.reserved


def wish(them: Here, shelf: Shelf, account: LedgerAccount, **other: Any) -> dict[str, Any]:
    said = {"key": "k", "shelf": shelf, "quantity": 1, "account": account, "at": NOON}
    return said | {"by": viewing(them.wang)} | other


def test_credits_and_goods_leave_together(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)

    redemption = a_redemption(shelf, account, quantity=2)
    assert (left(account), stock(shelf)) == ((120, 10), (3, 2))
    assert redemption.fetch_by == date(2026, 3, 16)

    found = actions.redemption_under(redemption.code, them.store)
    actions.hand_over(redemption=found, code=redemption.code, by=viewing(them.keeper), at=NOON)

    assert (left(account), stock(shelf)) == ((110, 0), (1, 0))
    found.refresh_from_db()
    assert (found.standing, found.code, found.keeper) == (State.HANDED_OVER, "", them.keeper)
    moves = shelf.moves.order_by("version").values_list("kind", "on_hand_after")
    assert list(moves) == [("in", 3), ("reserve", 3), ("hand_over", 1)]
    assert Transfer.objects.get(order=found.ref).code == "redeem"
    assert journal.events(GoodsHandedOver, subject=found.ref)


def test_the_code_stands_in_no_journal_entry_and_not_in_the_clear(them: Here) -> None:
    redemption = a_redemption(a_shelf(them), account_with(them, them.wang))

    assert len(redemption.code) == 6
    assert not Entry.objects.filter(facts__icontains=redemption.code).exists()
    assert redemption.code not in redemption.code_index


def test_a_code_is_read_however_it_is_typed_and_only_in_its_store(them: Here) -> None:
    redemption = a_redemption(a_shelf(them), account_with(them, them.wang))
    spoken = " ".join(redemption.code)

    assert actions.redemption_under(spoken, them.store) == redemption
    other = actions.open_store(
        area=them.place.community,
        name="二店",
        address="南门",
        hours="周六",
        by=viewing(them.clerk),
        at=NOON,
    )
    for code, store in ((redemption.code, other), ("000000", them.store), ("", them.store)):
        with pytest.raises(CodeUnknown):
            actions.redemption_under(code, store)


def test_a_wrong_code_hands_nothing_over(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_redemption(shelf, account)

    with pytest.raises(CodeUnknown):
        actions.hand_over(
            redemption=redemption, code="999999", by=viewing(them.keeper), at=NOON
        )
    assert (left(account), stock(shelf)) == ((120, 5), (3, 1))


def test_nobody_hands_goods_to_themselves_and_a_neighbour_hands_nothing(them: Here) -> None:
    redemption = a_redemption(a_shelf(them), account_with(them, them.keeper))

    for who in (them.keeper, them.wang, a_person("路人")):
        with pytest.raises(NotPermitted):
            actions.hand_over(
                redemption=redemption, code=redemption.code, by=viewing(who), at=NOON
            )


def test_two_keepers_do_not_hand_it_over_twice(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_redemption(shelf, account)
    stale = Redemption.objects.get(pk=redemption.pk)
    code = redemption.code
    actions.hand_over(redemption=redemption, code=code, by=viewing(them.keeper), at=NOON)

    with pytest.raises(RedemptionMovedOn):
        actions.hand_over(redemption=stale, code=code, by=viewing(them.clerk), at=NOON)
    with pytest.raises(StepNotAllowed):
        actions.hand_over(redemption=redemption, code=code, by=viewing(them.clerk), at=NOON)
    assert (left(account), stock(shelf)) == ((115, 0), (2, 0))


def test_what_is_given_up_is_free_again(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_redemption(shelf, account)

    with pytest.raises(NotPermitted):
        actions.give_up(redemption=redemption, by=viewing(them.daughter), at=NOON)
    actions.give_up(redemption=redemption, by=viewing(them.wang), at=NOON)

    assert (left(account), stock(shelf)) == ((120, 0), (3, 0))
    assert redemption.standing is State.GIVEN_UP


def test_what_nobody_fetches_lapses_and_goes_back(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_redemption(shelf, account)

    assert actions.lapse_redemptions(NOON + timedelta(days=14)) == 0
    late = NOON + timedelta(days=15)
    with pytest.raises(PickUpLapsed):
        actions.hand_over(
            redemption=redemption, code=redemption.code, by=viewing(them.keeper), at=late
        )
    assert actions.lapse_redemptions(late) == 1
    assert actions.lapse_redemptions(late) == 0

    redemption.refresh_from_db()
    assert redemption.standing is State.LAPSED
    assert (left(account), stock(shelf)) == ((120, 0), (3, 0))


def test_a_hold_that_lapsed_in_the_ledger_still_gives_the_goods_back(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    a_redemption(shelf, account)
    late = NOON + timedelta(days=70)
    ledger.expire_holds(late)

    assert actions.lapse_redemptions(late) == 1
    assert (left(account), stock(shelf)) == ((120, 0), (3, 0))


def test_goods_are_kept_no_longer_than_the_hold(them: Here) -> None:
    hour = replace(TERMS.default[0], hold_days=5)
    terms_here_are(them.place.community, hour)

    redemption = a_redemption(a_shelf(them), account_with(them, them.wang))

    assert redemption.fetch_by == date(2026, 3, 6)
    assert redemption.hold
    assert redemption.hold.expires_at > NOON + timedelta(days=4)


def test_faulty_goods_come_back_and_are_paid_back(them: Here) -> None:
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_fetched_redemption(them, shelf, account)
    by = viewing(them.keeper)

    with pytest.raises(ReasonForReturnMissing):
        actions.take_back(redemption=redemption, reason=" ", by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.take_back(redemption=redemption, reason="漏", by=viewing(them.wang), at=NOON)
    actions.take_back(redemption=redemption, reason="瓶子是漏的", by=by, at=NOON)

    assert (left(account), stock(shelf)) == ((120, 0), (3, 0))
    with pytest.raises(StepNotAllowed):
        actions.take_back(redemption=redemption, reason="再退", by=by, at=NOON)
