"""Real processes that vote for the same entry at once, through several channels."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.voting import actions
from linli.voting.models import Envelope, Mark
from linli.voting.queries import full_bundle
from linli.voting.testing import A_WEEK_LATER, a_poll
from linli.voting.verify import faults_in

pytestmark = pytest.mark.django_db(transaction=True)

VOTE = """
    import os, sys
    from datetime import datetime
    import django
    django.setup()
    from django.db import connection
    connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
    from linli.people.models import Person
    from linli.people.queries import viewer_of
    from linli.voting import actions
    from linli.voting.models import Poll
    from linli.voting.rules import Channel
    print("ready", flush=True)
    for line in sys.stdin:
        poll_pk, at, *deeds = line.split()
        at = datetime.fromisoformat(at)
        poll = Poll.objects.select_related("place", "roll").get(pk=int(poll_pk))
        told = []
        for deed in deeds:
            way, voter, choice, staff = deed.split(",")
            entry = poll.roll.entries.select_related("person").get(person=int(voter))
            try:
                if way == "online":
                    by = viewer_of(entry.person, at=at)
                    actions.cast_ballot(
                        poll=poll, entry=entry, marked=[[int(choice)]], by=by, at=at
                    )
                else:
                    by = viewer_of(Person.objects.get(pk=int(staff)), at=at)
                    actions.hand_out_paper(
                        poll=poll, entry=entry, channel=Channel(way), by=by, at=at
                    )
                told.append("in")
            except actions.AlreadyVoted:
                told.append("already")
        print(" ".join(told), flush=True)
"""


def a_voting_process() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(VOTE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "PYTHONPATH": str(Path(__file__).parents[3]),
        },
    )
    assert process.stdout
    assert process.stdout.readline().strip() == "ready"
    return process


def test_at_most_one_vote_counts_for_an_entry_however_many_come_at_once() -> None:
    processes = [a_voting_process() for _ in range(3)]
    try:
        _every_example(processes)
    finally:
        for process in processes:
            process.communicate(timeout=60)


def _every_example(processes: "list[subprocess.Popen[str]]") -> None:
    deed = st.tuples(
        st.sampled_from(["online", "online", "door", "hall"]),
        st.integers(0, 4),
        st.integers(0, 2),
    )
    plan = st.lists(st.lists(deed, min_size=1, max_size=6), min_size=3, max_size=3)

    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(plan)
    def example(plans: list[list[tuple[str, int, int]]]) -> None:
        scene = a_poll()
        for process, deeds in zip(processes, plans, strict=True):
            said = " ".join(
                f"{way},{scene.voters[voter].pk},{choice},{scene.clerk.pk}"
                for way, voter, choice in deeds
            )
            assert process.stdin
            process.stdin.write(f"{scene.poll.pk} {A_WEEK_LATER.isoformat()} {said}\n")
            process.stdin.flush()
        told = [process.stdout.readline().split() for process in processes if process.stdout]

        tried = {voter for deeds in plans for _, voter, _ in deeds}
        came_in = [answer for answers in told for answer in answers].count("in")
        marks = Mark.objects.filter(poll=scene.poll)
        assert came_in == marks.count() == len(tried)
        online = marks.filter(channel="online").count()
        assert Envelope.objects.filter(poll=scene.poll).count() == online
        scene.close()
        scene.count()
        bundle = full_bundle(scene.poll)
        assert len(bundle["ballots"]) == online
        assert list(faults_in(bundle)) == []

    example()


def test_the_extension_never_changes_the_roll() -> None:
    scene = a_poll()
    before = (scene.poll.roll.digest, scene.poll.roll.entries.count())

    actions.extend_poll(poll=scene.poll, by=scene.by, at=A_WEEK_LATER)

    scene.poll.roll.refresh_from_db()
    assert before == (scene.poll.roll.digest, scene.poll.roll.entries.count())
