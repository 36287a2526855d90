"""The bench measures on rows of its own; what it measures is nobody's business here."""

import os
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError

from linli.config.benching import peer, rows
from linli.config.benching.lines import Limit, Line, lines_in, table_of
from linli.config.benching.scratch import scratch
from linli.config.management.commands.bench import sizes_in
from linli.duties.models import Duty
from linli.kernel.models import Entry
from linli.kernel.testing import NOON
from linli.matters import actions
from linli.matters.actions import Word
from linli.matters.models import Matter
from linli.matters.rules import State
from linli.people.viewer import A_PASSER_BY

QUEUE = Line(operation="GET /desk/", rows=500, queries=4, cpu_ms=5.0, wall_ms=6.0)


def test_a_line_comes_back_from_the_process_that_measured_it() -> None:
    line = Line(operation="GET /desk/", rows=500, queries=4, limit=Limit(ms=10, queries=8))

    assert list(lines_in(f"Founded.\n{line.passed_on()}\n")) == [line]


def test_the_ratio_is_that_of_the_scarcer_of_time_and_queries() -> None:
    limit = Limit(ms=10, queries=5)

    assert Line(operation="", rows=1, queries=4, cpu_ms=5.0, limit=limit).ratio() == "0.80"
    assert QUEUE.ratio() == ""
    assert "GET /desk/" in table_of([QUEUE])


def test_the_peer_is_compared_size_by_size() -> None:
    ours = Line(operation="GET /board/", rows=501, cpu_ms=10.0)
    theirs = Line(operation="peer GET dashboard", rows=500, cpu_ms=25.0)

    assert list(peer.ratios([ours], [theirs])) == [
        "GET /board/ : peer GET dashboard @ 500 = 1 : 2.5"
    ]


def test_sizes_are_read_and_refused() -> None:
    assert sizes_in("20000,300") == [300, 20000]
    for bad in ("many", "10", ""):
        with pytest.raises(CommandError):
            sizes_in(bad)


def test_a_scratch_file_is_gone_afterwards() -> None:
    with scratch("") as environment:
        folder = Path(environment["LINLI_DATA"])
        assert environment["DATABASE_URL"].startswith(f"sqlite:///{folder}")
    assert not folder.exists()


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_scratch_database_stands_beside_the_one_that_is_named_and_goes() -> None:
    url = os.environ["DATABASE_URL"]
    with scratch(url) as environment:
        beside = environment["DATABASE_URL"]
        assert beside != url
        psycopg.connect(beside).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(beside)


@pytest.mark.django_db
def test_copies_are_marked_and_have_a_life_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LINLI_ADMIN_PASSWORD", "Correct-Horse-42")
    scenes = rows.set_the_scenes(at=NOON)
    rows.lay_real(scenes, now=NOON, count=60)
    entries, duties = Entry.objects.count(), Duty.objects.count()

    rows.copy_to(100)

    assert Matter.objects.count() == 100
    assert Matter.objects.filter(number__startswith="C-").count() == 40
    copy = Matter.objects.filter(number__startswith="C-", state=State.RECEIVED).last()
    assert copy
    assert Duty.objects.running().filter(subject=copy.ref).count() == 1
    assert Entry.objects.filter(subject=copy.ref).exists()
    assert Entry.objects.count() > entries
    assert Duty.objects.count() > duties
    word = Word(words="漏水", place=scenes[0].places[0])
    assert actions.report_matter(word=word, by=A_PASSER_BY, at=NOON).pk > copy.pk
