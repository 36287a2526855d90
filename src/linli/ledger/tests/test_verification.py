"""Whichever promise of the ledger is broken, it is found; and the database refuses first."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from linli.kernel.append_only import TABLES
from linli.kernel.double_entry import LEDGERS
from linli.kernel.portable import guarded_tables, lacks_balance, lift, unbalance
from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import LedgerAccount, Lot, Posting, Transfer
from linli.ledger.queries import PROMISES, verify_ledger
from linli.ledger.rules import AccountKind
from linli.ledger.testing import a_key, account_of, an_account, with_credits
from linli.ledger.tests.deeds import given, held, paid, served, terms_are, undone
from linli.people.testing import a_person
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db

ACCOUNT = "UPDATE ledger_ledgeraccount SET {change} WHERE id = {elder}"
POSTING = "UPDATE ledger_posting SET {change} WHERE id = {posting}"
LOT = "UPDATE ledger_lot SET {change} WHERE id = {lot}"
CHILD = "UPDATE ledger_lot SET {change} WHERE id = {child}"
A_TRANSFER_ALONE = """
    INSERT INTO ledger_transfer (id, key, body_hash, place_id, book, code, policy_id,
        "order", basis, actor, on_behalf_of, approver, reason, effective_on, recorded_at)
    SELECT 999999, 'planted', '', place_id, book, 'earn', policy_id,
        '', '', actor, '', '', '', effective_on, recorded_at
    FROM ledger_transfer WHERE id = {transfer}
"""
A_REVERSAL_REVERSED = """
    UPDATE ledger_transfer SET code = 'reverse', reverses_id = {undo} WHERE id = {gift}
"""
SPOILT = {
    "每张凭证借贷相等，至少两笔": (POSTING, "delta = delta + 1"),
    "每张凭证都有分录": (A_TRANSFER_ALONE, ""),
    "凭证只在一本账里": (
        "UPDATE ledger_transfer SET {change} WHERE id = {gift}",
        "book = 'point'",
    ),
    "余额等于分录之和，笔数连续": (ACCOUNT, "posted = posted + 1"),
    "每笔的余额接着上一笔": (POSTING, "balance = balance + 1"),
    "冻结等于未结清的冻结之和": (ACCOUNT, "held = held - 1"),
    "支付的不超过冻结的": ("UPDATE ledger_hold SET {change} WHERE id = {hold}", "amount = 1"),
    "余额等于批次的剩余之和": (LOT, 'quantity = quantity + 1, "left" = "left" + 1'),
    "批次的剩余等于数量减去使用": (LOT, "quantity = quantity + 1"),
    "批次的到期日和来源与最初的一样": (CHILD, "origin = 'award'"),
    "转出去的批次不比用掉的多": (
        "UPDATE ledger_lotuse SET {change} WHERE transfer_id = {gift}",
        "quantity = 1",
    ),
    "赠予、捐赠、结清不生出新批次": (CHILD, "root_id = NULL"),
    "一张凭证最多冲正一次，冲正不再冲正": (A_REVERSAL_REVERSED, ""),
    "存入的数和服务时长折算的数一样": (
        "UPDATE ledger_serviceminutes SET {change}",
        "kept = kept + 1",
    ),
}
KEPT_BY_A_CONSTRAINT = "可用的不低于下限"


@pytest.fixture
def rows(community: Area) -> dict[str, int]:
    """A ledger with one of everything in it."""
    elder, volunteer = (
        an_account(a_person(home=community), community),
        an_account(a_person("张师傅", community), community),
    )
    with_credits(elder, 9)
    hold = held(elder, 3)
    paid(hold, volunteer, 3)
    held(elder, 2)
    terms_are(community, gift_receiver_age=0)
    gift = given(elder, volunteer, 2)
    wrong = served(volunteer, 60).transfer
    assert wrong
    undo = undone(wrong)
    assert verify_ledger().faults == []
    lot = Lot.objects.get(account=elder)
    posting = Posting.objects.filter(account=elder).latest("version")
    return {
        "elder": elder.pk,
        "hold": hold.pk,
        "gift": gift.pk,
        "transfer": gift.pk,
        "undo": undo.pk,
        "lot": lot.pk,
        "child": Lot.objects.get(root=lot).pk,
        "posting": posting.pk,
    }


@pytest.fixture
def unguarded() -> None:
    """What is taken away here comes back when the test is undone."""
    for tables in LEDGERS:
        unbalance(connection, tables)
    for table in guarded_tables(connection):
        lift(connection, table)


def run(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**values))


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("promise", SPOILT)
def test_whoever_gets_past_the_guards_is_found(promise: str, rows: dict[str, int]) -> None:
    statement, change = SPOILT[promise]

    run(statement, change=change, **rows)

    assert promise in [fault.promise for fault in verify_ledger().faults]


def test_every_promise_has_its_way_of_being_broken() -> None:
    assert {promise for promise, _ in PROMISES} == {*SPOILT, KEPT_BY_A_CONSTRAINT}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_posting SET delta = 5 WHERE id = {posting}",
        "DELETE FROM ledger_posting WHERE id = {posting}",
        "UPDATE ledger_transfer SET reason = 'x' WHERE id = {transfer}",
        "DELETE FROM ledger_holdend",
        "UPDATE ledger_lotuse SET quantity = 1",
        "UPDATE ledger_serviceminutes SET kept = 1",
        "UPDATE ledger_ledgerpolicy SET code = 'x'",
        "UPDATE ledger_ledgeraccount SET posted = -1 WHERE id = {elder}",
        "UPDATE ledger_ledgeraccount SET held = posted + 1 WHERE id = {elder}",
        'UPDATE ledger_lot SET "left" = quantity + 1 WHERE id = {lot}',
    ],
)
def test_the_database_itself_refuses_what_would_break_one(
    statement: str, rows: dict[str, int]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement, **rows)


def test_a_transfer_that_does_not_add_up_cannot_be_written(rows: dict[str, int]) -> None:
    first = Transfer.objects.get(pk=rows["gift"])
    planted = Transfer(**{**plain(first), "id": 777, "key": "planted"})
    a_late_posting(transfer_id=777, account_id=rows["elder"])

    with pytest.raises(IntegrityError), transaction.atomic():
        planted.save(force_insert=True)
    transaction.set_rollback(True)


def test_a_transfer_without_postings_cannot_be_written(rows: dict[str, int]) -> None:
    first = Transfer.objects.get(pk=rows["gift"])
    planted = Transfer(**{**plain(first), "id": 777, "key": "planted"})

    with pytest.raises(IntegrityError), transaction.atomic():
        planted.save(force_insert=True)


def test_no_posting_comes_after_its_transfer(rows: dict[str, int]) -> None:
    community = LedgerAccount.objects.get(pk=rows["elder"]).place
    pool = account_of(community.ref, community, kind=AccountKind.POOL)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_late_posting(transfer_id=rows["gift"], account_id=pool.pk)


def test_a_posting_without_its_transfer_cannot_stay(rows: dict[str, int]) -> None:
    a_late_posting(transfer_id=777, account_id=rows["elder"])

    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_the_triggers_stand_on_every_table_of_the_ledger() -> None:
    ours = {table for table in TABLES if table.startswith("ledger_")}

    assert len(ours) == 7
    assert ours <= guarded_tables(connection)
    assert [lacks_balance(connection, tables) for tables in LEDGERS] == [[]]


def test_nothing_here_is_ever_paid_for_with_money() -> None:
    """No way in or out of a time bank leads through a yuan, and no action speaks of one."""
    money = {"buy", "sell", "pay", "price", "cash", "top", "interest", "yuan", "fen", "money"}
    words = {word for name in actions.__all__ for word in name.lower().split("_")}

    assert words.isdisjoint(money)


def test_a_hold_that_lapsed_leaves_the_books_in_order(rows: dict[str, int]) -> None:
    actions.expire_holds(NOON + timedelta(days=90))
    actions.donate(
        key=a_key(),
        account=LedgerAccount.objects.select_related("place").get(pk=rows["elder"]),
        amount=1,
        by=THE_HOUSE,
        at=NOON,
    )

    assert verify_ledger().faults == []


def plain(transfer: Transfer) -> dict[str, object]:
    return {field.attname: getattr(transfer, field.attname) for field in transfer._meta.fields}


def a_late_posting(*, transfer_id: int, account_id: int) -> None:
    Posting.objects.create(
        transfer_id=transfer_id, account_id=account_id, delta=5, version=90, balance=1
    )
