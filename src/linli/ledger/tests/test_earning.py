"""An hour becomes a credit: rounding, caps, keys, grants and accounts, and every refusal."""

import pytest

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import Posting, Transfer
from linli.ledger.rules import AccountKind, Book
from linli.ledger.testing import (
    a_bookkeeper,
    account_of,
    an_account,
    the_holder,
    with_credits,
)
from linli.ledger.tests.deeds import (
    common,
    endowed,
    granted,
    held,
    left,
    served,
    terms_are,
    the_account_of,
    the_transfer,
)
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db


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


def test_only_who_keeps_the_books_or_confirms_an_order_credits_an_hour() -> None:
    account, neighbour = an_account(), the_holder(an_account())

    with pytest.raises(NotPermitted):
        served(account, 60, by=neighbour)
    assert served(account, 60, by=neighbour, order="order/1").kept == 1


def test_no_minutes_are_no_service() -> None:
    with pytest.raises(actions.AmountUnreadable):
        served(an_account(), 0)


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
