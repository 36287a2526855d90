"""What is undone, adjusted by two, frozen and settled."""

from datetime import date

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import Lot, ServiceMinutes
from linli.ledger.rules import AccountKind, Origin, State
from linli.ledger.testing import (
    a_bookkeeper,
    a_key,
    an_account,
    the_holder,
    with_credits,
)
from linli.ledger.tests.deeds import (
    adjusted,
    clawed_back,
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
    settled,
    terms_are,
    the_account_of,
    the_transfer,
    undone,
)
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db


def test_nobody_earns_by_their_own_hand(community: Area) -> None:
    clerk = a_bookkeeper(community)
    own = the_account_of(clerk, community)

    with pytest.raises(actions.NotForOneself):
        served(own, 60, by=clerk)


def test_a_reversal_gives_everybody_back_what_they_had(community: Area) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    with_credits(elder, 5)
    transfer = paid(held(elder, 3), volunteer, 3)
    before = lots(elder)

    undo = undone(transfer)

    assert (left(elder), left(volunteer)) == (5, 0)
    assert before == [(2, Origin.SERVICE, None)]
    assert sum(qty for qty, *_ in lots(elder)) == 5
    assert undo.reverses == transfer
    with pytest.raises(actions.ReversedAlready):
        undone(transfer)
    with pytest.raises(actions.NotReversible):
        undone(undo)


def test_a_reversal_never_fails_and_what_was_spent_is_owed(community: Area) -> None:
    account = an_account(community=community)
    fact = served(account, 300)
    actions.donate(key=a_key(), account=account, amount=4, by=THE_HOUSE, at=NOON)

    undone(the_transfer(fact))

    assert (left(account), common(AccountKind.CLAWBACK)) == (0, -4)
    assert ServiceMinutes.objects.filter(account=account).order_by("-pk")[0].minutes == -300
    with_credits(account, 6)
    with pytest.raises(actions.NothingToTake):
        clawed_back(account, 5)
    clawed_back(account, 4)
    assert (left(account), common(AccountKind.CLAWBACK)) == (2, 0)


def test_a_gift_taken_back_after_it_was_spent_mints_no_second_life(community: Area) -> None:
    terms_are(community, redeem_from=0, expiry_months=12)
    giver = with_credits(an_account(community=community), 5)
    parent = an_account(a_person(home=community, born_on=date(1940, 1, 1)), community)
    transfer = given(giver, parent, 4)
    redeemed(parent, 3)

    undone(transfer)

    assert (left(giver), left(parent), common(AccountKind.CLAWBACK)) == (5, 0, -3)
    roots = Lot.objects.filter(account=giver, left__gt=0).order_by("pk")
    assert [(lot.left, lot.root_id is None) for lot in roots] == [
        (1, True),
        (1, False),
        (3, True),
    ]
    assert {lot.expires_on for lot in roots} == {date(2027, 3, 2)}


def test_only_the_desk_reverses_and_says_why(community: Area) -> None:
    account = an_account(community=community)
    transfer = the_transfer(served(account, 60))

    with pytest.raises(NotPermitted):
        undone(transfer, by=the_holder(account))
    with pytest.raises(actions.ReasonMissing):
        undone(transfer, reason="  ")


def test_two_people_adjust_with_a_reason_against_the_suspense_account(community: Area) -> None:
    account = an_account(community=community)
    one, other = a_bookkeeper(community), a_bookkeeper(community, "周敏")

    transfer = adjusted(account, 7, by=one, approver=other)

    assert (left(account), common(AccountKind.SUSPENSE)) == (7, -7)
    assert (transfer.actor, transfer.approver) == (one.ref, other.ref)
    adjusted(account, -2, by=one, approver=other)
    assert (left(account), common(AccountKind.SUSPENSE)) == (5, -5)


def test_nobody_adjusts_alone_or_for_themselves(community: Area) -> None:
    one, other = a_bookkeeper(community), a_bookkeeper(community, "周敏")
    account = an_account(community=community)
    own = the_account_of(other, community)

    with pytest.raises(actions.SecondPersonMissing):
        adjusted(account, 7, by=one, approver=one)
    with pytest.raises(actions.SecondPersonMissing):
        adjusted(account, 7, by=one, approver=the_holder(account))
    with pytest.raises(actions.NotForOneself):
        adjusted(own, 7, by=one, approver=other)
    with pytest.raises(NotPermitted):
        adjusted(account, 7, by=the_holder(account), approver=other)
    with pytest.raises(actions.ReasonMissing):
        adjusted(account, 7, by=one, approver=other, reason="")
    with pytest.raises(actions.AmountUnreadable):
        adjusted(account, 0, by=one, approver=other)


def test_a_frozen_account_gives_nothing_but_a_service_that_was_done_is_paid(
    community: Area,
) -> None:
    elder, volunteer = (an_account(community=community) for _ in range(2))
    hold = held(with_credits(elder, 5), 2)
    actions.freeze_account(account=elder, reason="老人去世", by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.AccountFrozen):
        held(elder, 1)
    with pytest.raises(actions.AccountFrozen):
        actions.donate(key=a_key(), account=elder, amount=1, by=THE_HOUSE, at=NOON)
    paid(hold, volunteer, 2)
    assert left(volunteer) == 2
    with pytest.raises(actions.AccountFrozen):
        actions.freeze_account(account=elder, reason="再冻", by=THE_HOUSE, at=NOON)


def test_a_thawed_account_is_as_it_was() -> None:
    account = with_credits(an_account(), 5)
    with pytest.raises(actions.AccountNotFrozen):
        actions.thaw_account(account=account, reason="弄错了", by=THE_HOUSE, at=NOON)
    actions.freeze_account(account=account, reason="核实", by=THE_HOUSE, at=NOON)
    actions.thaw_account(account=account, reason="核实过了", by=THE_HOUSE, at=NOON)

    actions.donate(key=a_key(), account=account, amount=1, by=THE_HOUSE, at=NOON)

    assert left(account) == 4


def test_only_the_desk_freezes_and_thaws() -> None:
    account = an_account()

    for act in (actions.freeze_account, actions.thaw_account):
        with pytest.raises(NotPermitted):
            act(account=account, reason="试试", by=the_holder(account), at=NOON)


def test_an_estate_goes_to_the_heir_and_what_was_granted_lapses(community: Area) -> None:
    elder, heir = (an_account(community=community) for _ in range(2))
    with_credits(elder, 5)
    endowed(community, 3)
    granted(elder, 3)
    with pytest.raises(actions.AccountNotFrozen):
        settled(elder, to=heir)
    actions.freeze_account(account=elder, reason="老人去世", by=THE_HOUSE, at=NOON)

    settled(elder, to=heir, basis="kinship/2")

    assert (left(elder), left(heir), common(AccountKind.EXPIRED)) == (0, 5, 3)
    elder.refresh_from_db()
    assert elder.standing is State.CLOSED
    with pytest.raises(actions.AccountFrozen):
        with_credits(elder, 1)


def test_only_the_desk_settles_and_never_to_itself(community: Area) -> None:
    clerk = a_bookkeeper(community)
    own = the_account_of(clerk, community)
    elder = with_credits(an_account(community=community), 5)
    actions.freeze_account(account=elder, reason="迁走", by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.NotForOneself):
        settled(elder, to=own, by=clerk)
    with pytest.raises(NotPermitted):
        settled(elder, by=the_holder(elder))
