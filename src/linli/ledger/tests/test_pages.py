"""Passbooks, the public ledger and the audit: who sees what, and what it costs."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.kernel.portable import guarded_tables, lift
from linli.kernel.testing import NOON
from linli.ledger import actions, queries
from linli.ledger.models import LedgerAccount
from linli.ledger.rules import AccountKind, Book
from linli.ledger.testing import account_of, an_account, with_credits
from linli.ledger.tests.deeds import held, served, undone
from linli.people.actions import found_household, give_mandate
from linli.people.models import Person
from linli.people.rules import HEAD, PostKind
from linli.people.testing import TODAY, a_browser_of, a_clerk, a_holder, a_person
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewDwelling, add_dwellings
from linli.places.models import Area
from linli.places.testing import THE_SURVEYOR

pytestmark = pytest.mark.django_db


def text_of(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def elder(community: Area) -> Person:
    return a_person(home=community, born_on=date(1948, 5, 1))


@pytest.fixture
def account(elder: Person, community: Area) -> LedgerAccount:
    return with_credits(an_account(elder, community), 5)


def test_the_holder_reads_every_line(elder: Person, account: LedgerAccount) -> None:
    held(account, 2)
    wrong = served(account, 60).transfer
    assert wrong
    undone(wrong)
    browser = a_browser_of(elder)

    books, book = text_of(browser, "/passbook/"), text_of(browser, f"/passbook/{account.pk}/")

    assert ">3<" in books
    assert "一共 5，其中 2 已经留给下的单" in books
    assert "一共 5，其中 2 已经留给下的单" in book
    assert "存入" in book
    assert "已冲正" in book
    assert "录错了" in book
    assert "2026-05-01 前没用到就退回来" in book
    assert "不能充值，不能提现，没有利息，拉人没有奖励" in book
    assert "存折" in text_of(browser, "/")


def test_a_passbook_is_closed_to_neighbours_and_to_passers_by(
    account: LedgerAccount, community: Area
) -> None:
    neighbour = a_browser_of(a_person("路人", community))
    for page in ("", "sheet/", "text/"):
        assert neighbour.get(f"/passbook/{account.pk}/{page}").status_code == 404
    refused = text_of(Client(), "/passbook/", status=403)
    assert "请先登录" in refused


def test_the_daughter_reads_it_under_a_mandate_and_the_desk_on_its_post(
    elder: Person, account: LedgerAccount, community: Area
) -> None:
    daughter = a_person("王芳")
    give_mandate(
        principal=elder,
        delegate=daughter,
        evidence="委托书",
        starts_on=TODAY,
        ends_on=date(2027, 1, 1),
        by=THE_HOUSE,
        at=NOON,
    )

    for reader in (daughter, a_clerk(community)):
        assert "王秀英" in text_of(a_browser_of(reader), f"/passbook/{account.pk}/")
    assert "王秀英" in text_of(a_browser_of(daughter), "/passbook/")
    clerk = a_browser_of(a_clerk(community, "周敏"))
    assert f"/passbook/{account.pk}/" in text_of(clerk, f"/people/{elder.pk}/")


def test_who_lives_there_reads_the_points_of_the_household(
    elder: Person, community: Area
) -> None:
    unit = Area.objects.get(kind="unit")
    new = NewDwelling(area=unit, number="101")
    [door] = add_dwellings(within=unit, dwellings=[new], by=THE_SURVEYOR, at=NOON)
    members = [(elder, HEAD)]
    home = found_household(dwelling=door, members=members, by=THE_HOUSE, at=NOON)
    points = account_of(
        f"household/{home.pk}", community, kind=AccountKind.HOUSEHOLD, book=Book.POINT
    )

    assert "这一户" in text_of(a_browser_of(elder), f"/passbook/{points.pk}/")
    stranger = a_browser_of(a_person("路人", community))
    assert stranger.get(f"/passbook/{points.pk}/").status_code == 404


def test_a_page_of_a_long_statement_asks_as_little_as_the_first(
    account: LedgerAccount,
) -> None:
    for _ in range(60):
        served(account, 60)
    for page in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            found = queries.statement(account, page=page)
        assert len(asked) <= 3
    assert (found.pages, len(found.lines)) == (3, 11)
    account.refresh_from_db()
    newest = queries.statement(account, page=1)
    assert (newest.lines[0].balance, found.lines[-1].balance) == (65, 5)


def test_nonsense_for_a_page_is_the_first(elder: Person, account: LedgerAccount) -> None:
    browser = a_browser_of(elder)

    for page in ("x", "-1", "999", "9" * 40, "½"):
        assert "存入" in text_of(browser, f"/passbook/{account.pk}/?page={page}")


def test_anybody_reads_that_what_was_issued_is_all_there(
    account: LedgerAccount, community: Area
) -> None:
    actions.donate(key="d", account=account, amount=2, by=THE_HOUSE, at=NOON)

    page = text_of(Client(), f"/timebank/ledger/?area={community.pk}")

    assert "对得上" in page
    assert "王秀英" not in page
    assert "不能充值" in page
    assert Client().get("/timebank/ledger/?area=999999").status_code == 404
    conserved = queries.conservation_of(community, Book.HOUR)
    assert (conserved.issued, conserved.in_accounts, conserved.pooled) == (5, 3, 2)


def test_a_public_ledger_without_accounts_says_so() -> None:
    assert "还没有账" in text_of(Client(), "/timebank/ledger/")


def test_an_auditor_reads_every_transfer_and_the_result_of_the_check(
    elder: Person, account: LedgerAccount, community: Area
) -> None:
    auditor = a_browser_of(a_holder(PostKind.AUDITOR, community, "孙审计"))

    page = text_of(auditor, "/timebank/audit/")

    assert "15 项都对得上" in page
    assert "存入" in page
    assert a_browser_of(elder).get("/timebank/audit/").status_code == 404
    assert Client().get("/timebank/audit/").status_code == 403


def test_transfers_are_read_page_by_page(account: LedgerAccount, community: Area) -> None:
    for _ in range(60):
        served(account, 60)
    clerk = a_browser_of(a_clerk(community))

    first = text_of(clerk, "/timebank/audit/")

    assert "更早的" in first
    last_shown = min(line.transfer.pk for line in queries.transfers_in(community, THE_HOUSE))
    assert "最新的" in text_of(clerk, f"/timebank/audit/?before={last_shown}")


def test_the_command_says_what_holds_and_what_does_not(
    account: LedgerAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify")
    assert "总账：没有不符" in capsys.readouterr().out

    assert "ledger_posting" in guarded_tables(connection)
    lift(connection, "ledger_posting")
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("verify", "guards")
    assert "ledger_posting 少了只增不改的触发器" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有这样的核对"):
        call_command("verify", "weather")
