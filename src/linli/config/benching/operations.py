"""What the bench asks for: each as a visitor would, with the whole of the middleware."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from secrets import token_urlsafe

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.config.benching.lines import Limit, Line
from linli.config.benching.rows import SAID, Scene, numbers_of_each_state
from linli.matters import actions
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.people.testing import a_browser_of
from linli.people.viewer import A_PASSER_BY

WARM, TIMES, SECONDS = 3, 21, 6.0
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of a transaction
CREATE = Limit(ms=6, queries=12)
QUEUE = Limit(ms=10, queries=8)
PAGE = Limit(queries=10)
BOARD = Limit(ms=30)
SEARCH = Limit(ms=50)

SPEAKERS = count()

type Work = Callable[[], object]


class AnsweredOtherwise(Exception):
    """The page did not answer as it does to people, so that its time says nothing."""


def measured(operation: str, rows: int, limit: Limit, work: Work) -> Line:
    """Do it some times, bounded in time: medians of CPU and wall, and the queries of one."""
    for _ in range(WARM):
        work()
    with CaptureQueriesContext(connection) as asked:
        work()
    # Counted now: the next request forgets them.
    queries = sum(not one["sql"].startswith(BOUNDS) for one in asked)
    cpu: list[float] = []
    wall: list[float] = []
    until = time.monotonic() + SECONDS
    while len(cpu) < TIMES and (time.monotonic() < until or not cpu):
        began, clocked = time.perf_counter(), time.process_time()
        work()
        cpu.append((time.process_time() - clocked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return Line(
        operation=operation,
        rows=rows,
        queries=queries,
        cpu_ms=statistics.median(cpu),
        wall_ms=statistics.median(wall),
        limit=limit,
    )


def all_of_them(scene: Scene, *, at: datetime) -> Iterator[Line]:
    """Measure everything on the rows as they are now."""
    rows = Matter.objects.count()
    desk, visitor = a_browser_of(scene.clerk), Client()
    yield measured("report_matter 动作 action", rows, CREATE, lambda: _report(scene, at))
    device = _a_device()
    yield measured("POST /say/", rows, CREATE, lambda: _say(scene, device))
    fresh = Client()
    yield measured("POST /say/ (no cookie)", rows, CREATE, lambda: _say(scene, fresh))
    for address in _queues(scene):
        yield measured(f"GET {address}", rows, QUEUE, _get(desk, address))
    for number in numbers_of_each_state(scene):
        state = Matter.objects.get(number=number).state
        address = f"/matters/{number}/"
        yield measured(f"GET /matters/… ({state})", rows, PAGE, _get(desk, address))
    yield measured(
        "GET /board/", rows, BOARD, _get(visitor, f"/board/?area={scene.community.pk}")
    )
    yield measured("GET /search/?q=漏水", rows, SEARCH, _get(desk, "/search/?q=漏水"))


def _queues(scene: Scene) -> Iterator[str]:
    yield "/desk/"
    yield "/desk/?list=working"
    yield "/desk/?list=overdue"
    yield "/desk/?list=all"
    yield "/desk/?list=overdue&tier=minor"
    yield f"/desk/?list=overdue&area={scene.places[1].pk}"
    yield "/desk/?list=all&q=漏水"
    unit = Matter.objects.exclude(unit=None).values_list("unit", flat=True).first()
    yield f"/desk/?list=overdue&unit={unit or 1}"


def _get(browser: Client, address: str) -> Work:
    def get() -> HttpResponseBase:
        return _answered(browser.get(address), 200, address)

    return get


def _report(scene: Scene, at: datetime) -> object:
    word = Word(words=SAID[0], place=scene.places[0])
    return actions.report_matter(word=word, by=A_PASSER_BY, receipt=token_urlsafe(6), at=at)


def _a_device() -> Client:
    """A browser that has opened the form before it sends it, as browsers do."""
    browser = Client()
    _answered(browser.get("/say/"), 200, "/say/")
    return browser


def _say(scene: Scene, browser: Client) -> HttpResponseBase:
    said = {
        "words": SAID[1],
        "place": scene.places[2].pk,
        "community": scene.community.pk,
        "whom": "unnamed",
        "seen": "1",
        "key": token_urlsafe(),
    }
    return _answered(browser.post("/say/", said, REMOTE_ADDR=_address()), 200, "/say/")


def _address() -> str:
    """Another one each time: who speaks without a name is counted by address."""
    number = next(SPEAKERS)
    return f"10.0.{number >> 8 & 255}.{number & 255}"


def _answered(answer: HttpResponseBase, status: int, address: str) -> HttpResponseBase:
    if answer.status_code not in (status, 303):
        raise AnsweredOtherwise(f"{address}: {answer.status_code}")
    return answer
