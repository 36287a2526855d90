"""A credit's way from earned to used, lapsed or undone, and every refusal on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel import journal, options
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.actions import Kinship
from linli.ledger.models import Hold, LedgerAccount, Lot, Posting, ServiceMinutes, Transfer
from linli.ledger.options import TERMS, Kin, Terms
from linli.ledger.queries.balances import balance_of
from linli.ledger.rules import AccountKind, Book, Code, Origin, State, Use
from linli.ledger.testing import (
    a_bookkeeper,
    a_key,
    account_of,
    an_account,
    the_holder,
    with_credits,
)
from linli.people.testing import TODAY, a_person
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Area:
    return a_neighbourhood().community


def terms_are(community: Area, **changed: Any) -> None:
    default = {one.book: one for one in TERMS.default}
    hour: Terms = replace(default[Book.HOUR], **changed)
    chosen = (hour, default[Book.POINT], default[Book.CNY])
    options.choose({TERMS: chosen}, place=community.ref, by="system/linli", at=NOON)


def common(kind: AccountKind, book: Book = Book.HOUR) -> int:
    """What is in the common accounts of that kind, wherever they stand."""
    found = LedgerAccount.objects.filter(kind=kind, book=book)
    return sum(balance_of(one).posted for one in found)


def left(account: LedgerAccount) -> int:
    return balance_of(account).available


def lots(account: LedgerAccount) -> list[tuple[int, str, date | None]]:
    found = Lot.objects.filter(account=account, left__gt=0).order_by("pk")
    return [(lot.left, lot.origin, lot.expires_on) for lot in found]


def served(account: LedgerAccount, minutes: int, **given: Any) -> ServiceMinutes:
    said: dict[str, Any] = {
        "key": a_key(),
        "served_on": TODAY,
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.earn(account=account, minutes=minutes, **said)


def held(account: LedgerAccount, amount: int, **given: Any) -> Hold:
    said: dict[str, Any] = {
        "key": a_key(),
        "order": "order/1",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.hold(account=account, amount=amount, **said)


def paid(hold: Hold, to: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {"key": a_key(), "by": THE_HOUSE, "at": NOON} | given
    return actions.capture(hold=hold, to=to, amount=amount, **said)


def undone(transfer: Transfer, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "录错了",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.reverse(transfer=transfer, **said)


def the_account_of(viewer: Viewer, community: Area) -> LedgerAccount:
    return account_of(viewer.ref, community, kind=AccountKind.PERSON)


def the_transfer(fact: ServiceMinutes) -> Transfer:
    assert fact.transfer
    return fact.transfer


def test_an_hour_is_a_credit_and_the_minutes_left_over_wait_for_the_next_time() -> None:
    account = an_account()

    first, second = served(account, 90), served(account, 30)

    assert (first.amount, first.spare, second.amount, second.spare) == (1, 30, 1, 0)
    assert left(account) == 2
    assert common(AccountKind.ISSUER) == -2


def test_half_an_hour_is_no_credit_yet_but_it_is_written_down() -> None:
    fact = served(an_account(), 30)

    assert (fact.amount, fact.spare, fact.transfer) == (0, 30, None)
    assert not Transfer.objects.exists()


def test_what_is_over_a_cap_goes_to_the_pool_in_the_same_transfer(community: Area) -> None:
    terms_are(community, daily_cap=2, rounding="floor")
    account = an_account(community=community)

    fact = served(account, 300)

    assert (fact.kept, left(account), common(AccountKind.POOL)) == (2, 2, 3)
    assert Transfer.objects.count() == 1
    assert served(account, 60).kept == 0
    assert common(AccountKind.POOL) == 4


@pytest.mark.parametrize("cap", ["balance_cap", "lifetime_cap"])
def test_the_other_caps_hold_too(community: Area, cap: str) -> None:
    terms_are(community, **{cap: 3})
    account = an_account(community=community)

    assert [served(account, 120).kept for _ in range(3)] == [2, 1, 0]
    assert common(AccountKind.POOL) == 3


def test_the_same_key_gets_the_first_answer_and_moves_nothing(community: Area) -> None:
    account = an_account(community=community)

    first = served(account, 60, key="visit/1")
    again = served(account, 60, key="visit/1")

    assert first.pk == again.pk
    assert left(account) == 1
    assert Entry.objects.filter(code="ledger.earned").count() == 1


def test_the_same_key_with_other_words_is_refused() -> None:
    account = an_account()
    served(account, 60, key="visit/1")

    with pytest.raises(actions.KeyAlreadyUsed):
        served(account, 120, key="visit/1")
    with pytest.raises(actions.KeyAlreadyUsed):
        actions.donate(key="visit/1", account=account, amount=1, by=THE_HOUSE, at=NOON)
    assert left(account) == 1


def test_nobody_earns_by_their_own_hand(community: Area) -> None:
    clerk = a_bookkeeper(community)
    own = the_account_of(clerk, community)

    with pytest.raises(actions.NotForOneself):
        served(own, 60, by=clerk)


def test_only_who_keeps_the_books_or_confirms_an_order_credits_an_hour() -> None:
    account, neighbour = an_account(), the_holder(an_account())

    with pytest.raises(NotPermitted):
        served(account, 60, by=neighbour)
    assert served(account, 60, by=neighbour, order="order/1").kept == 1


def test_no_minutes_are_no_service() -> None:
    with pytest.raises(actions.AmountUnreadable):
        served(an_account(), 0)


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


def test_a_fund_grants_no_more_than_it_has(community: Area) -> None:
    elder = an_account(community=community)
    endowed(community, 3)

    with pytest.raises(actions.NotEnoughCredit):
        granted(elder, 4)


def test_only_the_desk_grants_and_never_to_itself(community: Area) -> None:
    clerk = a_bookkeeper(community)
    own = the_account_of(clerk, community)
    endowed(community, 3)

    with pytest.raises(actions.NotForOneself):
        granted(own, 1, by=clerk)
    with pytest.raises(NotPermitted):
        granted(own, 1, by=the_holder(an_account(community=community)))
    with pytest.raises(NotPermitted):
        endowed(community, 1, by=the_holder(an_account(community=community)))


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


def test_only_the_desk_settles_and_never_to_itself(community: Area) -> None:
    clerk = a_bookkeeper(community)
    own = the_account_of(clerk, community)
    elder = with_credits(an_account(community=community), 5)
    actions.freeze_account(account=elder, reason="迁走", by=THE_HOUSE, at=NOON)

    with pytest.raises(actions.NotForOneself):
        settled(elder, to=own, by=clerk)
    with pytest.raises(NotPermitted):
        settled(elder, by=the_holder(elder))


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


def test_an_account_is_opened_once_by_its_owner_or_the_desk(community: Area) -> None:
    person = a_person(home=community)
    account = an_account(person, community)

    assert an_account(person, community).pk == account.pk
    with pytest.raises(NotPermitted):
        actions.open_account(
            book=Book.HOUR,
            kind=AccountKind.PERSON,
            owner=a_person("路人", community).ref,
            place=community,
            by=the_holder(account),
            at=NOON,
        )


@pytest.mark.parametrize(
    ("book", "kind", "owner"),
    [
        (Book.CNY, AccountKind.PERSON, "person/1"),
        (Book.CNY, AccountKind.HOUSEHOLD, "household/1"),
        (Book.HOUR, AccountKind.PERSON, "household/1"),
        (Book.HOUR, AccountKind.POOL, "person/1"),
    ],
)
def test_nobody_has_money_here_and_every_account_is_of_its_kind_of_owner(
    community: Area, book: Book, kind: AccountKind, owner: str
) -> None:
    with pytest.raises(actions.WrongOwner):
        account_of(owner, community, kind=kind, book=book)


def test_every_step_stands_on_the_timeline_of_the_account(community: Area) -> None:
    account = with_credits(an_account(community=community), 2)
    actions.void_hold(hold=held(account, 1), by=THE_HOUSE, at=NOON)

    codes = list(Entry.objects.filter(subject=account.ref).values_list("code", flat=True))

    assert codes == ["ledger.opened", "ledger.earned", "ledger.held", "ledger.voided"]
    told = journal.timeline(account.ref, names=lambda refs: dict.fromkeys(refs, "某人"))
    assert told[1].sentence == "服务 120 分钟，存入 2，转入公共池 0"


def test_the_policy_of_the_day_stands_on_the_transfer(community: Area) -> None:
    account = an_account(community=community)
    before = the_transfer(served(account, 60))
    terms_are(community, code="nanjing-2019", expiry_months=1)
    after = the_transfer(served(account, 60))

    assert before.policy.code == "linli"
    assert after.policy.code == "nanjing-2019"
    assert Posting.objects.filter(account=account).count() == 2


def endowed(community: Area, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "议事会决定",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.endow_fund(place=community, amount=amount, **said)


def granted(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "expires_on": date(2026, 4, 1),
        "by": THE_HOUSE,
        "at": NOON,
    }
    return actions.grant(account=account, amount=amount, **said | given)


def given(
    account: LedgerAccount,
    to: LedgerAccount,
    amount: int,
    by: Viewer = THE_HOUSE,
    **said: Any,
) -> Transfer:
    known: dict[str, Any] = {
        "record": "kinship/1",
        "kin": Kin.PARENT,
        "verified_on": TODAY,
    } | said
    return actions.gift(
        key=a_key(),
        account=account,
        to=to,
        amount=amount,
        kinship=Kinship(**known),
        by=by,
        at=NOON,
    )


def redeemed(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {
        "key": a_key(),
        "use": Use.GOODS,
        "order": "order/9",
        "by": THE_HOUSE,
        "at": NOON,
    }
    return actions.redeem(account=account, amount=amount, **said | given)


def clawed_back(account: LedgerAccount, amount: int) -> Transfer:
    return actions.claw_back(key=a_key(), account=account, amount=amount, by=THE_HOUSE, at=NOON)


def adjusted(account: LedgerAccount, amount: int, **given: Any) -> Transfer:
    said: dict[str, Any] = {"key": a_key(), "reason": "纸质旧账", "at": NOON} | given
    return actions.adjust(account=account, amount=amount, **said)


def settled(account: LedgerAccount, **given: Any) -> Transfer | None:
    said: dict[str, Any] = {
        "key": a_key(),
        "reason": "老人去世",
        "by": THE_HOUSE,
        "at": NOON,
    } | given
    return actions.settle_account(account=account, **said)
