"""Real processes write at once and are killed in the middle: nothing broken, nothing lost."""

import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from django.db import connection, connections

from linli.kernel import options
from linli.kernel.testing import NOON
from linli.ledger.models import Hold, LedgerAccount, ServiceMinutes, Transfer
from linli.ledger.options import TERMS
from linli.ledger.queries import conservation_of, verify_ledger
from linli.ledger.rules import Book
from linli.ledger.testing import an_account, with_credits
from linli.ledger.tests.writers import Writer, without_locks
from linli.people.testing import a_person
from linli.places.models import Area
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
SECONDS = 6.0
KILLS = 6


def write_on(seed: int, said: Path, prepare: Callable[[], object] | None) -> None:
    """What a child process does: its lines are in a file, for a killed pipe may be torn."""
    if prepare:
        prepare()
    with said.open("a", buffering=1) as lines:
        Writer(seed, lambda line: lines.write(line + "\n")).go_on(SECONDS)
    connection.close()
    os._exit(0)


def writers_at(
    folder: Path, seeds: range, prepare: Callable[[], object] | None = None
) -> list[ForkProcess]:
    """Start them all; a child inherits no connection."""
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    started = [
        get_context("fork").Process(target=write_on, args=(seed, folder / str(seed), prepare))
        for seed in seeds
    ]
    for process in started:
        process.start()
    return started


def a_ledger() -> Area:
    """A few accounts, so that everybody wants the same ones."""
    community = a_neighbourhood().community
    hour, *others = TERMS.default
    terms = (replace(hour, redeem_from=0, daily_cap=40), *others)
    options.choose({TERMS: terms}, place=community.ref, by="system/linli", at=NOON)
    for number in range(6):
        elder = a_person(f"老人{number}", community, born_on=date(1940, 1, 1))
        with_credits(an_account(elder, community), 5)
    return community


def heard(folder: Path, writers: list[ForkProcess]) -> tuple[set[str], list[str]]:
    """What they were told was kept, and what went wrong besides refusals."""
    for writer in writers:
        writer.join()
    said = [line for file in folder.iterdir() for line in file.read_text().splitlines(True)]
    # A line that was cut off by the kill was not said.
    lines = [line.strip() for line in said if line.endswith("\n")]
    kept = {line.split()[1] for line in lines if line.startswith("kept ")}
    return kept, [line for line in lines if line.startswith("error ")]


def test_eight_write_at_once_and_are_killed_in_the_middle(tmp_path: Path) -> None:
    community = a_ledger()
    writers = writers_at(tmp_path, range(WRITERS))
    dice = random.Random(7)
    for turn in range(KILLS):
        time.sleep(SECONDS / (KILLS + 2))
        dice.choice(writers[-WRITERS:]).kill()
        writers += writers_at(tmp_path, range(100 + turn, 101 + turn))

    kept, errors = heard(tmp_path, writers)

    assert errors == []
    assert verify_ledger().faults == []
    assert conservation_of(community, Book.HOUR).holds
    assert len(kept) > 20
    assert kept <= written()


@pytest.mark.postgresql  # SQLite lets one transaction write at a time, lock or no lock
def test_without_locks_the_same_writers_are_caught(tmp_path: Path) -> None:
    a_ledger()

    _, errors = heard(tmp_path, writers_at(tmp_path, range(WRITERS), without_locks))

    broken = [fault.promise for fault in verify_ledger().faults]
    assert errors, "the numbers of postings would have been given twice"
    assert broken, "a balance was overwritten"


def written() -> set[str]:
    """Every key under which something was kept."""
    found: set[str] = set()
    for model in (Transfer, Hold, ServiceMinutes):
        found |= set(model.objects.values_list("key", flat=True))
    assert LedgerAccount.objects.exists()
    return found
