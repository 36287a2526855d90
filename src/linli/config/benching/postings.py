"""What the bench does with the ledger: it posts one by one and at once, reads and verifies."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from linli.config import preparation
from linli.config.benching import pgbench
from linli.config.benching.lines import Limit, Line
from linli.kernel.dates import day_of
from linli.kernel.portable import changed, insert_rows, next_ids
from linli.ledger import actions, queries
from linli.ledger.actions import Kinship
from linli.ledger.models import LedgerAccount, LedgerPolicy, Lot, Posting, Transfer
from linli.ledger.options import Kin
from linli.ledger.rules import AccountKind, Book
from linli.people.actions import NewPerson, register_people
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewArea, open_areas
from linli.places.models import Area
from linli.places.rules import AreaKind

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

ACCOUNTS, TIMES, WORKERS, LONG = 200, 300, 4, 20_000
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
STATEMENT = Limit(ms=10, queries=5)
VERIFY = Limit(ms=10_000)
PEAK = 220  # transfers a second: a city's orders twenty times over
PART = 20_000

NEXT = count(1)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A community with accounts in which there is something."""

    community: Area
    accounts: list[LedgerAccount]
    today: date
    at: datetime


def measured(sizes: list[int], *, at: datetime, seconds: int) -> Iterator[Line]:
    """Post, at once with others, read and verify."""
    preparation.migrate()
    bench = _open(at)
    _without_waiting_for_the_disk()
    posted = {}
    for name, work in (("earn", _earn), ("gift", _gift), ("hold + capture", _pay)):
        line = _posting(f"{name} 动作 action", bench, work)
        posted[name] = line
        yield line
    issuer = LedgerAccount.objects.get(kind=AccountKind.ISSUER, book=Book.HOUR)
    policy = LedgerPolicy.objects.latest("pk")
    rate = pgbench.rate(
        _ids(bench), place=bench.community.pk, issuer=issuer.pk, policy=policy.pk
    )
    if rate:
        yield Line(operation="pgbench, the rows of earn", rows=1, wall_ms=1000 / rate)
        wall = posted["earn"].wall_ms or 1
        yield Line(
            operation=f"earn : pgbench = 1 : {1000 / rate / wall:.2f} (rate)",
            rows=1,
            wall_ms=wall,
        )
    yield from _at_once(bench, seconds)
    for size in sizes:
        _lay(bench, size)
        yield _timed("核对总账 verify_ledger", size, VERIFY, queries.verify_ledger)
        yield _timed(
            "守恒 conservation_of",
            size,
            Limit(),
            lambda: queries.conservation_of(bench.community, Book.HOUR),
        )
    yield _reading(bench)


def _open(at: datetime) -> Bench:
    new = NewArea(kind=AreaKind.COMMUNITY, name="和平里社区")
    [community] = open_areas(parent=None, areas=[new], by=THE_HOUSE, at=at)
    people = [
        NewPerson(name=f"老人{one}", home=community, born_on=date(1940, 1, 1))
        for one in range(ACCOUNTS)
    ]
    known = register_people(within=community, people=people, by=THE_HOUSE, at=at)
    accounts = [
        actions.open_account(
            book=Book.HOUR,
            kind=AccountKind.PERSON,
            owner=person.ref,
            place=community,
            by=THE_HOUSE,
            at=at,
        )
        for person in known
    ]
    bench = Bench(community=community, accounts=accounts, today=day_of(at), at=at)
    for _ in range(2 * ACCOUNTS):
        _earn(bench)
    return bench


def _earn(bench: Bench) -> None:
    number = next(NEXT)
    actions.earn(
        key=f"bench/{os.getpid()}/{number}",
        account=bench.accounts[number % ACCOUNTS],
        minutes=60,
        served_on=bench.today,
        by=THE_HOUSE,
        at=bench.at,
    )


def _gift(bench: Bench) -> None:
    number = next(NEXT)
    actions.gift(
        key=f"bench/{os.getpid()}/{number}",
        account=bench.accounts[number % ACCOUNTS],
        to=bench.accounts[(number + 1) % ACCOUNTS],
        amount=1,
        kinship=Kinship(record="kinship/1", kin=Kin.PARENT, verified_on=bench.today),
        by=THE_HOUSE,
        at=bench.at,
    )


def _pay(bench: Bench) -> None:
    number = next(NEXT)
    hold = actions.hold(
        key=f"bench/{os.getpid()}/{number}",
        account=bench.accounts[number % ACCOUNTS],
        amount=1,
        order="order/1",
        by=THE_HOUSE,
        at=bench.at,
    )
    actions.capture(
        key=f"bench/{os.getpid()}/{number}/paid",
        hold=hold,
        to=bench.accounts[(number + 1) % ACCOUNTS],
        amount=1,
        minutes=60,
        by=THE_HOUSE,
        at=bench.at,
    )


def _posting(operation: str, bench: Bench, work: Callable[[Bench], None]) -> Line:
    """One after the other: medians would hide what every tenth costs, so it is the mean."""
    with CaptureQueriesContext(connection) as asked:
        work(bench)
    asked_for = sum(not one["sql"].startswith(BOUNDS) for one in asked)
    began, clocked = time.perf_counter(), time.process_time()
    for _ in range(TIMES):
        work(bench)
    return Line(
        operation=operation,
        rows=1,
        queries=asked_for,
        cpu_ms=(time.process_time() - clocked) * 1000 / TIMES,
        wall_ms=(time.perf_counter() - began) * 1000 / TIMES,
    )


def _at_once(bench: Bench, seconds: int) -> Iterator[Line]:
    """Several processes for some time: how many postings a second, and what went wrong."""
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    context = get_context("fork")
    said: Queue[tuple[int, int]] = context.Queue()
    workers = [
        context.Process(target=_work_on, args=(bench, seconds, said)) for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    done = [said.get() for _ in workers]
    for worker in workers:
        worker.join()
    many, errors = (sum(one) for one in zip(*done, strict=True))
    yield Line(
        operation=f"{WORKERS} processes, {seconds} s: {many / seconds:.0f}/s, {errors} errors",
        rows=many,
        wall_ms=1000 * seconds / max(1, many),
        limit=Limit(ms=1000 / PEAK),
        cpu_ms=1000 * seconds / max(1, many),
    )


def _work_on(bench: Bench, seconds: int, said: "Queue[tuple[int, int]]") -> None:
    _without_waiting_for_the_disk()
    until, many, errors = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        try:
            _earn(bench)
            many += 1
        except OperationalError:
            errors += 1
    said.put((many, errors))


def _reading(bench: Bench) -> Line:
    """The first page of a passbook with twenty thousand lines."""
    account = bench.accounts[0]
    account.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        queries.statement(account)
    took = []
    for _ in range(21):
        clocked = time.process_time()
        queries.statement(account)
        took.append((time.process_time() - clocked) * 1000)
    return Line(
        operation="存折第一页 statement, first page",
        rows=account.version,
        queries=len(asked),
        cpu_ms=statistics.median(took),
        limit=STATEMENT,
    )


def _timed(operation: str, rows: int, limit: Limit, work: Callable[[], object]) -> Line:
    began = time.perf_counter()
    work()
    wall = (time.perf_counter() - began) * 1000
    return Line(operation=operation, rows=rows, cpu_ms=wall, wall_ms=wall, limit=limit)


def _lay(bench: Bench, size: int) -> None:
    """Bring the ledger to so many transfers, an hour each, as actions would have written them.

    The first account has twenty thousand of them, the others the rest in turn.
    """
    while (more := size - _number("SELECT COUNT(*) FROM ledger_transfer")) > 0:
        _lay_part(bench, min(more, PART))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def _lay_part(bench: Bench, many: int) -> None:
    accounts = {one.pk: one for one in LedgerAccount.objects.filter(pk__in=_ids(bench))}
    issuer = LedgerAccount.objects.get(kind=AccountKind.ISSUER, book=Book.HOUR)
    policy = LedgerPolicy.objects.latest("pk").pk
    first, *others = (accounts[pk] for pk in _ids(bench))
    postings: list[tuple[Any, ...]] = []
    lots, transfers = [], []
    for number, pk in enumerate(next_ids(Transfer, many)):
        account = first if first.version < LONG else others[number % len(others)]
        account.posted, account.version = account.posted + 1, account.version + 1
        postings.append((pk, account.pk, 1, account.version, account.posted))
        postings.append((pk, issuer.pk, -1, None, None))
        lots.append((account.pk, pk, 1, 1, "service"))
        transfers.append(
            (
                *(pk, f"laid/{pk}", "", bench.community.pk, "hour", "earn", policy),
                *("", "", "system/linli", "", "", "", None, bench.today, bench.at),
            )
        )
    insert_rows(Posting, ("transfer", "account", "delta", "version", "balance"), postings)
    insert_rows(Lot, ("account", "transfer", "quantity", "left", "origin"), lots)
    insert_rows(Transfer, [one.name for one in Transfer._meta.fields], transfers)
    for account in accounts.values():
        changed(
            "UPDATE ledger_ledgeraccount SET posted = %s, version = %s WHERE id = %s",
            [account.posted, account.version, account.pk],
        )


def _without_waiting_for_the_disk() -> None:
    """Both we and pgbench: what is compared is work, and not the disk of this machine."""
    with connection.cursor() as cursor:
        cursor.execute(pgbench.NO_WAIT if pgbench.is_served() else "SELECT 1")


def _number(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def _ids(bench: Bench) -> list[int]:
    return [account.pk for account in bench.accounts]
