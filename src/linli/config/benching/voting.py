"""A compound of twenty thousand units votes: sealed, cast by eight at once, counted, verified.

It sees the scratch database alone. Beside the ballots stands a view that inserts one row
through the same middleware: the price of a vote against the price of any request.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import django

from linli.config.benching.lines import Limit, Line

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

    from linli.people.models import Person
    from linli.voting.models import Poll, Roll

CLIENTS, EACH = 8, 25
SECOND = 1000
SEAL, COUNT = Limit(ms=5 * SECOND), Limit(ms=2 * SECOND)
LEAST_SHARE = 0.3
ROW = "bench_row"


class CountedOtherwise(Exception):
    """What was cast is not what was marked."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[])
    parser.add_argument("--at", type=datetime.fromisoformat)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ["LINLI_ADMIN_PASSWORD"] = os.urandom(12).hex()
    django.setup()
    from linli.config import preparation  # noqa: PLC0415 - Django is not set up before

    preparation.migrate()
    preparation.collect_static_files()
    for size in sorted(given.rows):
        for line in measured(size, at=given.at):
            sys.stdout.write(f"{line.passed_on()}\n")
            sys.stdout.flush()


def measured(size: int, *, at: datetime) -> Iterator[Line]:
    """Draw up and seal, cast through the pages, then tally and verify a full house."""
    from linli.people.testing import a_clerk, viewing  # noqa: PLC0415 - Django is not set up before
    from linli.places.testing import a_neighbourhood  # noqa: PLC0415 - Django is not set up before
    from linli.voting import actions  # noqa: PLC0415 - Django is not set up before

    here = a_neighbourhood()
    clerk = a_clerk(here.community)
    people = _people(size, here.unit, at)
    long_ago = at - timedelta(days=30)
    by = viewing(clerk)
    roll = _roll(here.community, by, long_ago)
    entries = [_entry(person, place) for place, person in enumerate(people)]
    put = partial(actions.put_on_roll, roll=roll, entries=entries, by=by, at=long_ago)
    yield _timed("名册上册 put on the roll", size, put)
    actions.show_roll(roll=roll, by=by, at=long_ago)
    seal = partial(actions.seal_roll, roll=roll, by=by, at=at)
    yield _timed("名册封存 seal the roll", size, seal, SEAL)
    yield from _casting(roll, people, by, at)
    yield from _counting(roll, by, at)


def _casting(roll: "Roll", people: "list[Person]", by: Any, at: datetime) -> Iterator[Line]:
    """Eight clients cast; then as many requests insert one row; none is lost, none doubled."""
    from django.urls import reverse  # noqa: PLC0415 - Django is not set up before

    from linli.people.testing import a_browser_of  # noqa: PLC0415 - Django is not set up before
    from linli.voting.models import Envelope, Mark  # noqa: PLC0415 - Django is not set up before

    poll = _open_poll(roll, "residents", by, at)
    voters = people[: CLIENTS * EACH]
    browsers = [a_browser_of(voter) for voter in voters]
    page = reverse("ballot", args=[poll.number])
    # They open the page first, as people do; a client is built at its first request.
    _together(browsers, lambda one: one.get(page))
    votes = _together(browsers, lambda one: one.post(page, {"q1": "0", "go": "cast"}))
    again = _together(browsers[:EACH], lambda one: one.post(page, {"q1": "1", "go": "cast"}))
    marks, envelopes = Mark.objects.filter(poll=poll), Envelope.objects.filter(poll=poll)
    counted = (marks.count(), marks.values("entry").distinct().count(), envelopes.count())
    if counted != (len(voters),) * 3:
        raise CountedOtherwise(f"{counted} of {len(voters)}")
    rows = _one_row_each(browsers)
    share = rows / votes
    yield _rate("投票 8 个客户端 ballots, 8 clients", len(voters), votes)
    yield _rate("重复投 the same again, refused", EACH, again * EACH / len(voters))
    yield _rate("写一行的页面 a view that inserts one row", len(voters), rows)
    yield Line(
        operation=f"每秒票数之比 share of its rate: {share:.2f}, aim {LEAST_SHARE}",
        rows=len(voters),
    )


def _one_row_each(browsers: "list[Client]") -> float:
    from django.db import connection, transaction  # noqa: PLC0415 - Django is not set up before
    from django.http import HttpResponse as Answer  # noqa: PLC0415 - Django is not set up before
    from django.test import override_settings  # noqa: PLC0415 - Django is not set up before
    from django.urls import path  # noqa: PLC0415 - Django is not set up before

    from linli.config import urls  # noqa: PLC0415 - Django is not set up before
    from linli.people.queries import current_viewer  # noqa: PLC0415 - Django is not set up before

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {ROW} (who text)")

    @transaction.atomic
    def insert(request: "HttpRequest") -> "HttpResponse":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {ROW} VALUES (%s)", [current_viewer(request).ref])  # noqa: S608 - our own name
        return Answer("ok")

    class Addresses:
        urlpatterns = [path("bench-row/", insert), *urls.urlpatterns]

    with override_settings(ROOT_URLCONF=Addresses):
        return _together(browsers, lambda one: one.post("/bench-row/"))


def _together(browsers: "list[Client]", ask: "Callable[[Client], Any]") -> float:
    """Let the clients ask, eight at a time; the seconds that all of them took."""
    from django.db import close_old_connections, connections  # noqa: PLC0415 - Django is not set up before

    def turn(mine: "list[Client]") -> None:
        try:
            for browser in mine:
                status = ask(browser).status_code
                close_old_connections()  # as a server does after each request
                if status >= 500:  # noqa: PLR2004 - the server's own fault
                    raise CountedOtherwise(str(status))
        finally:
            connections.close_all()

    shares = [browsers[start::CLIENTS] for start in range(CLIENTS)]
    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(turn, shares))
    return time.monotonic() - began


def _counting(roll: "Roll", by: Any, at: datetime) -> Iterator[Line]:
    """A named poll of owners in which everybody has voted, by heads and by area."""
    from linli.kernel.portable import insert_rows  # noqa: PLC0415 - Django is not set up before
    from linli.voting.models import Ballot  # noqa: PLC0415 - Django is not set up before
    from linli.voting.queries import (  # noqa: PLC0415 - Django is not set up before
        ballots_of,
        bundle_from,
        outcomes_of,
        results_told,
    )
    from linli.voting.rules import NOTHING  # noqa: PLC0415 - Django is not set up before
    from linli.voting.verify import faults_in  # noqa: PLC0415 - Django is not set up before

    poll = _open_poll(roll, "owners_ordinary", by, at)
    rows = [
        (poll.pk, False, pk, "paper", [[pk % 3]])
        for pk in roll.entries.values_list("pk", flat=True)
    ]
    insert_rows(Ballot, ("poll", "is_secret", "entry", "channel", "answers"), rows)
    ballots = ballots_of(poll)
    size = len(ballots)
    told: list[Any] = []

    def count() -> None:
        told.extend(results_told(outcomes_of(poll, ballots, delivered=NOTHING)))

    yield _timed("计票 tally", size, count, COUNT)
    bundle = bundle_from(poll, ballots, {"receipts": [], "delivered": [0, 0, 0]}, results=told)
    # Laid past the actions, the ballots of this house have no marks.
    bundle["marks"], bundle["marks_count"] = [one[0] for one in bundle["roll"]["lines"]], size
    faults: list[str] = []
    yield _timed("核对 verify.py", size, lambda: faults.extend(faults_in(bundle)), COUNT)
    if len(faults) > 1:  # the digest alone knows of the marks that were put in
        raise CountedOtherwise("; ".join(faults))


def _open_poll(roll: "Roll", rule: str, by: Any, at: datetime) -> "Poll":
    from linli.people.models import Person  # noqa: PLC0415 - Django is not set up before
    from linli.voting import actions  # noqa: PLC0415 - Django is not set up before
    from linli.voting.actions import NewQuestion  # noqa: PLC0415 - Django is not set up before
    from linli.voting.rules import Channel, Secrecy  # noqa: PLC0415 - Django is not set up before
    from linli.voting.testing import the_rule  # noqa: PLC0415 - Django is not set up before

    is_owners = rule.startswith("owners")
    poll = actions.draft_poll(
        title="换电梯",
        roll=roll,
        questions=[NewQuestion(words="同意吗？", rule=the_rule(rule))],
        secrecy=Secrecy.NAMED if is_owners else Secrecy.SECRET,
        channels=[Channel.ONLINE, Channel.PAPER],
        closes_at=at + timedelta(days=10),
        by=by,
        at=at,
    )
    for counter in Person.objects.order_by("-pk")[:3]:
        actions.swear_in_counter(poll=poll, person=counter, by=by, at=at)
    actions.open_poll(poll=poll, by=by, at=at)
    return poll


def _roll(place: Any, by: Any, at: datetime) -> "Roll":
    from linli.voting import actions  # noqa: PLC0415 - Django is not set up before
    from linli.voting.rules import RollKind  # noqa: PLC0415 - Django is not set up before

    return actions.draft_roll(
        name="大小区业主名册",
        place=place,
        kind=RollKind.NAMED,
        basis="民法典第二百七十八条",
        cutoff_on=at.date(),
        by=by,
        at=at,
    )


def _entry(person: "Person", place: int) -> Any:
    from linli.voting.actions import NewEntry  # noqa: PLC0415 - Django is not set up before
    from linli.voting.rules import Weight  # noqa: PLC0415 - Django is not set up before

    area = 6000 + place * 7 % 9000
    return NewEntry(person=person, where="1号楼", weight=Weight(heads=1, area=area, units=1))


def _people(many: int, home: Any, at: datetime) -> "list[Person]":
    """Copies of nobody: only their number matters here."""
    from linli.kernel.portable import insert_rows  # noqa: PLC0415 - Django is not set up before
    from linli.people.models import Person  # noqa: PLC0415 - Django is not set up before

    rows = [(f"业主{place}", home.pk, at.date()) for place in range(many)]
    fields = [field.name for field in Person._meta.concrete_fields if field.name != "id"]
    empty = {field.name: field.get_default() for field in Person._meta.concrete_fields}
    said = [
        [
            {"name": name, "home": place, "registered_on": day}.get(field, empty[field])
            for field in fields
        ]
        for name, place, day in rows
    ]
    insert_rows(Person, fields, said)
    return list(Person.objects.filter(name__startswith="业主").order_by("pk"))


def _timed(operation: str, rows: int, do: Callable[[], Any], limit: Limit = Limit()) -> Line:  # noqa: B008 - a frozen value
    began, cpu = time.monotonic(), time.process_time()
    do()
    return Line(
        operation=operation,
        rows=rows,
        cpu_ms=(time.process_time() - cpu) * SECOND,
        wall_ms=(time.monotonic() - began) * SECOND,
        limit=limit,
    )


def _rate(operation: str, many: int, seconds: float) -> Line:
    return Line(
        operation=f"{operation}: {many / seconds:.0f}/s", rows=many, wall_ms=seconds * SECOND
    )


if __name__ == "__main__":
    main()
