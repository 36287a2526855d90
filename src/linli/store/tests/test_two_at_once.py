"""Real processes: the last piece wanted by two, one code at two counters, one passbook."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection

from linli.ledger.models import LedgerAccount
from linli.store.models import Redemption, Shelf
from linli.store.testing import (
    a_redemption,
    a_shelf,
    account_with,
    here,
)

pytestmark = pytest.mark.django_db(transaction=True)

PREPARE = """
    import os, sys
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from linli.kernel.errors import Refusal
    from linli.kernel.testing import NOON
    from linli.ledger.models import LedgerAccount
    from linli.people.models import Person
    from linli.people.queries import viewer_of
    from linli.store import actions
    from linli.store.models import Redemption, Shelf
    print("ready", flush=True)
    sys.stdin.readline()
"""
WISH = """
    shelf = Shelf.objects.select_related("store__area", "goods__area").get(pk={shelf})
    account = LedgerAccount.objects.select_related("place").get(pk={account})
    by = viewer_of(Person.objects.get(pk={person}), at=NOON)
    print("seen", flush=True)
    sys.stdin.readline()
    had = 0
    for turn in range({turns}):
        try:
            actions.reserve_goods(
                key=f"{name}/{{turn}}", shelf=shelf, quantity=1, account=account, by=by, at=NOON
            )
            had += 1
        except Refusal as refusal:
            said = type(refusal).__name__
    print(had, said if had < {turns} else "")
"""
HAND_OVER = """
    rows = Redemption.objects.select_related(
        "shelf__store__area", "shelf__goods", "account__place", "hold"
    )
    redemption = rows.get(pk={redemption})
    by = viewer_of(Person.objects.get(pk={keeper}), at=NOON)
    print("seen", flush=True)
    sys.stdin.readline()
    try:
        actions.hand_over(redemption=redemption, code="{code}", by=by, at=NOON)
        print("handed over")
    except Refusal as refusal:
        print(type(refusal).__name__)
"""


def a_process(script: str, **values: object) -> subprocess.Popen[str]:
    code = textwrap.dedent(PREPARE) + textwrap.dedent(script).format(**values)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "PYTHONPATH": str(Path(__file__).parents[3]),
        },
    )
    assert line_of(process) == "ready"
    return process


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def at_once(*processes: subprocess.Popen[str]) -> list[str]:
    for process in processes:
        go_on(process)
        assert line_of(process) == "seen"
    for process in processes:
        go_on(process)
    return [process.communicate(timeout=90)[0].strip() for process in processes]


def wishing(
    shelf: Shelf, account: LedgerAccount, *, turns: int, name: str
) -> "subprocess.Popen[str]":
    return a_process(
        WISH,
        shelf=shelf.pk,
        account=account.pk,
        person=account.owner.rpartition("/")[2],
        turns=turns,
        name=name,
    )


def test_of_two_who_want_the_last_one_has_it_and_the_other_keeps_their_credits() -> None:
    them = here()
    shelf = a_shelf(them, "食用油", pieces=1)
    a_shelf(them, "毛巾", pieces=1)
    accounts = [account_with(them, them.wang), account_with(them, them.daughter)]

    said = at_once(
        *(wishing(shelf, account, turns=1, name=str(account.pk)) for account in accounts)
    )

    assert sorted(said) == ["0 SoldOut", "1"]
    shelf.refresh_from_db()
    assert (shelf.on_hand, shelf.reserved) == (1, 1)
    both = LedgerAccount.objects.filter(pk__in=[one.pk for one in accounts])
    assert sorted(both.values_list("held", flat=True)) == [0, 5]
    assert Redemption.objects.count() == 1


def test_many_wishes_at_once_never_promise_more_than_there_is() -> None:
    them = here()
    shelf = a_shelf(them, pieces=9)
    accounts = [account_with(them, them.wang), account_with(them, them.daughter)]

    said = at_once(
        *(wishing(shelf, account, turns=8, name=str(account.pk)) for account in accounts)
    )

    assert sum(int(line.split()[0]) for line in said) == 9
    assert {word for line in said for word in line.split()[1:]} <= {"SoldOut"}
    shelf.refresh_from_db()
    assert (shelf.on_hand, shelf.reserved) == (9, 9)
    versions = list(shelf.moves.order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, 11))


def test_one_passbook_used_in_two_places_is_not_overdrawn() -> None:
    them = here()
    shelf = a_shelf(them, price=30, pieces=20)
    account = account_with(them, them.wang)

    said = at_once(
        *(wishing(shelf, account, turns=4, name=name) for name in ("phone", "tablet"))
    )

    assert sum(int(line.split()[0]) for line in said) == 4
    account.refresh_from_db()
    shelf.refresh_from_db()
    assert (account.available, shelf.reserved) == (0, 4)


def test_one_code_at_two_counters_is_handed_over_once() -> None:
    them = here()
    shelf, account = a_shelf(them), account_with(them, them.wang)
    redemption = a_redemption(shelf, account)

    said = at_once(
        *(
            a_process(
                HAND_OVER,
                redemption=redemption.pk,
                keeper=who.pk,
                code=redemption.code,
            )
            for who in (them.keeper, them.clerk)
        )
    )

    assert sorted(said) == ["RedemptionMovedOn", "handed over"]
    shelf.refresh_from_db()
    account.refresh_from_db()
    assert (shelf.on_hand, shelf.reserved, account.posted, account.held) == (2, 0, 115, 0)
