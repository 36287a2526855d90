"""Real processes: two who act at once, and one that is killed in the middle."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.db import connection

from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.models import Entry, Series
from linli.kernel.testing import NOON
from linli.matters.events import MatterFinished
from linli.matters.models import Matter
from linli.matters.testing import a_matter, a_matter_in_work
from linli.people.models import Person
from linli.people.testing import a_person

pytestmark = pytest.mark.django_db(transaction=True)

PREPARE = """
    import os, sys, time
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from linli.kernel import journal
    from linli.kernel.testing import NOON
    from linli.matters import actions
    from linli.matters.actions import MatterMovedOn, Word
    from linli.matters.models import Matter
    from linli.people.models import Person
    from linli.people.queries import viewer_of
    print("ready", flush=True)
    sys.stdin.readline()
"""
FINISH = """
    matter = Matter.objects.select_related("place", "desk__parent", "handler").get(pk={matter})
    by = viewer_of(matter.handler, at=NOON)
    print("seen", flush=True)
    sys.stdin.readline()
    try:
        actions.finish_matter(matter=matter, measure="", outcome="{words}", by=by, at=NOON)
        print("won")
    except MatterMovedOn:
        print("moved on")
"""
REPORT_AND_HANG = """
    record = journal.record
    def record_slowly(*args, **kwargs):
        print("written", flush=True)
        time.sleep(60)
    journal.record = record_slowly
    person = Person.objects.select_related("home").get(pk={person})
    word = Word(words="水管爆了", place=person.home)
    actions.report_matter(word=word, reporter=person, by=viewer_of(person, at=NOON), at=NOON)
"""
REPORT_MANY = """
    person = Person.objects.select_related("home").get(pk={person})
    by, word = viewer_of(person, at=NOON), Word(words="水管爆了", place=person.home)
    for _ in range(10):
        print(actions.report_matter(word=word, reporter=person, by=by, at=NOON).number)
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
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
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


def test_of_two_processes_that_finish_at_once_one_wins_and_the_other_is_told() -> None:
    matter = a_matter_in_work()
    both = [a_process(FINISH, matter=matter.pk, words=words) for words in ("好了", "修好了")]
    for process in both:
        go_on(process)
        assert line_of(process) == "seen"

    for process in both:
        go_on(process)
    said = sorted(process.communicate(timeout=30)[0].strip() for process in both)

    assert said == ["moved on", "won"]
    [told] = journal.events(MatterFinished, subject=matter.ref)
    assert Matter.objects.get().outcome == told.outcome


def test_who_is_killed_in_the_middle_leaves_nothing_half_done() -> None:
    person = a_person()
    a_matter(reporter=person)
    before = (Matter.objects.count(), Duty.objects.count(), Entry.objects.count())
    process = a_process(REPORT_AND_HANG, person=person.pk)
    go_on(process)
    assert line_of(process) == "written"

    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)

    assert before == (Matter.objects.count(), Duty.objects.count(), Entry.objects.count())
    assert a_number_is_free_again_within(seconds=10, person_pk=person.pk)


def test_numbers_have_no_gap_whoever_takes_them_at_once() -> None:
    person = a_person()
    both = [a_process(REPORT_MANY, person=person.pk) for _ in range(2)]

    for process in both:
        go_on(process)
    numbers = [
        line for process in both for line in process.communicate(timeout=60)[0].split() if line
    ]

    assert sorted(numbers) == [f"LL-2026-{n:06d}" for n in range(1, 21)]
    assert Series.objects.get().last == 20


def a_number_is_free_again_within(*, seconds: int, person_pk: int) -> bool:
    """The dead process held the series; its lock ends when the database notices."""
    person = Person.objects.select_related("home").get(pk=person_pk)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if a_matter(reporter=person, at=NOON).number == "LL-2026-000002":
            return True
    return False
