"""The plain text of the ledger is read back by a small reader of beancount's documented syntax.

https://beancount.github.io/docs/beancount_language_syntax.html: directives begin with a date;
a transaction is `*`, strings and links, then indented metadata and postings that add up; every
account is opened before it is used; a balance holds at the beginning of its day.
"""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from linli.kernel.testing import NOON
from linli.ledger import actions
from linli.ledger.models import LedgerAccount
from linli.ledger.queries import ledger_as_text, passbook_as_text
from linli.ledger.rules import AccountKind, Book
from linli.ledger.testing import a_bookkeeper, a_key, account_of, an_account, with_credits
from linli.ledger.tests.deeds import adjusted, held, paid, served, undone
from linli.people.viewer import THE_HOUSE
from linli.places.models import Area

pytestmark = pytest.mark.django_db

STRING = r'"(?:[^"\\]|\\.)*"'
ACCOUNT = r"(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+"
AMOUNT = r"(-?\d+(?:\.\d+)?) ([A-Z][A-Z0-9'._-]{0,22}[A-Z0-9])"
DATE = r"(\d{4}-\d\d-\d\d)"
OPTION = re.compile(rf"option {STRING} {STRING}")
OPEN = re.compile(rf"{DATE} open ({ACCOUNT}) [A-Z]+")
BALANCE = re.compile(rf"{DATE} balance ({ACCOUNT})\s+{AMOUNT}")
TRANSACTION = re.compile(rf"{DATE} \* {STRING} {STRING}((?: \^[A-Za-z0-9-]+)*)")
META = re.compile(rf"  [a-z][a-zA-Z0-9_-]*: {STRING}")
POSTING = re.compile(rf"  ({ACCOUNT})  {AMOUNT}")


class BeancountReader:
    """Reads the text strictly; a line that it does not know is an error."""

    def __init__(self, text: str) -> None:
        self.opened: set[str] = set()
        self.sums: dict[str, Decimal] = defaultdict(Decimal)
        self.dated: list[tuple[str, str, Decimal]] = []
        self.transactions = 0
        self.balances = 0
        self._open_sum = Decimal()
        self._day = ""
        asserted: list[tuple[str, str, Decimal]] = []
        for line in [*text.splitlines(), ""]:
            self._read(line, asserted)
        for day, account, amount in asserted:
            before = sum(a for d, name, a in self.dated if name == account and d < day)
            assert before == amount, (day, account, before, amount)

    def _read(self, line: str, asserted: list[tuple[str, str, Decimal]]) -> None:
        if found := POSTING.fullmatch(line):
            account, amount = found[1], Decimal(found[2])
            assert account in self.opened, account
            self._open_sum += amount
            self.sums[account] += amount
            self.dated.append((self._day, account, amount))
            return
        if META.fullmatch(line):
            return
        assert self._open_sum == 0, line
        if found := TRANSACTION.fullmatch(line):
            self._day = found[1]
            self.transactions += 1
        elif found := OPEN.fullmatch(line):
            assert found[2] not in self.opened
            self.opened.add(found[2])
        elif found := BALANCE.fullmatch(line):
            self.balances += 1
            asserted.append((found[1], found[2], Decimal(found[3])))
        else:
            assert line == "" or OPTION.fullmatch(line), line


@pytest.fixture
def account(community: Area) -> LedgerAccount:
    account = with_credits(an_account(community=community), 5)
    paid(held(account, 2), an_account(community=community), 2)
    wrong = served(account, 60).transfer
    assert wrong
    undone(wrong, reason='录"错"了\\\n换行')
    actions.donate(key=a_key(), account=account, amount=1, by=THE_HOUSE, at=NOON)
    return account


def test_the_whole_ledger_reads_back_to_the_same_balances(
    account: LedgerAccount, community: Area
) -> None:
    read = BeancountReader("".join(ledger_as_text(community, Book.HOUR)))

    assert (read.transactions, read.balances) == (5, 3)
    assert read.sums[f"Assets:Person:A{account.pk}"] == 2
    assert sum(read.sums.values()) == 0


def test_a_passbook_reads_back_and_names_nobody_else(account: LedgerAccount) -> None:
    account.refresh_from_db()
    text = "".join(passbook_as_text(account))

    read = BeancountReader(text)

    assert read.sums[f"Assets:Person:A{account.pk}"] == account.posted == 2
    assert {name.rpartition(":")[2] for name in read.sums} == {f"A{account.pk}", "Others"}


def test_money_is_written_with_its_decimals(community: Area) -> None:
    fund = account_of(community.ref, community, kind=AccountKind.FUND, book=Book.CNY)
    by, approver = a_bookkeeper(community), a_bookkeeper(community, "周敏")
    adjusted(fund, 1205, by=by, approver=approver)

    text = "".join(ledger_as_text(community, Book.CNY))

    assert f"  Assets:Fund:A{fund.pk}  12.05 CNY\n" in text
    assert "  -12.05 CNY\n" in text
    assert BeancountReader(text).transactions == 1


def test_an_account_without_a_line_is_an_opening_alone(community: Area) -> None:
    read = BeancountReader("".join(passbook_as_text(an_account(community=community))))

    assert (read.transactions, read.balances) == (0, 0)
