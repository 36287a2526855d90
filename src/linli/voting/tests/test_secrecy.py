"""What a secret ballot leaves behind: nothing of what it says, in no table, log or order."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from linli.kernel.models import Answer, Draft, Entry, PersonalDetail
from linli.people.testing import a_browser_of
from linli.voting.actions import NewQuestion
from linli.voting.models import Ballot, Envelope, Mark
from linli.voting.testing import A_WEEK_LATER, Scene, a_poll, the_rule

pytestmark = pytest.mark.django_db
# Words that stand nowhere else, so that a trace of them is a trace of the ballot.
CHOSEN = ("独一无二的候选人甲", "独一无二的候选人乙")
ELECTION = NewQuestion(words="选谁？", rule=the_rule("election_one"), candidates=CHOSEN)


def rows_of_everything() -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table, read past the models."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {tuple(map(str, row)) for row in cursor.fetchall()}
    return found


def new_rows(before: dict[str, set[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    after = rows_of_everything()
    return {
        table: list(rows - before[table])
        for table, rows in after.items()
        if rows - before[table]
    }


def at_the_ballot(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.kernel.clock.now", lambda: A_WEEK_LATER)


def cast_on_the_page(scene: Scene, voter: int, choice: int) -> Any:
    browser = a_browser_of(scene.voters[voter])
    address = reverse("ballot", args=[scene.poll.number])
    entry = scene.entry_of(scene.voters[voter])
    browser.get(address)
    sent = {"entry": entry.key, "q1": str(choice), "go": "confirm"}
    shown = browser.post(address, sent)
    assert CHOSEN[choice] in shown.text
    before = rows_of_everything()
    answer = browser.post(address, sent | {"go": "cast"})
    return before, answer


def test_a_ballot_on_the_page_writes_a_mark_an_envelope_and_a_line_that_knows_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scene = a_poll(ELECTION)
    at_the_ballot(scene, monkeypatch)
    caplog.set_level(logging.DEBUG)

    with caplog.at_level(logging.DEBUG, logger="linli"):
        before, answer = cast_on_the_page(scene, 0, 1)

    assert answer.status_code == 200
    written = new_rows(before)
    ours = {"voting_mark", "voting_envelope", "journal_entry"}
    assert set(written) <= ours | {"django_session", "outbox_delivery"}
    assert all(len(written[table]) == 1 for table in ours)
    [entry] = Entry.objects.filter(code="voting.ballot_received")
    assert (entry.by, entry.facts) == ("system/linli", {})
    assert not PersonalDetail.objects.filter(entry=entry).exists()
    assert not Answer.objects.exists()
    assert not Draft.objects.exists()
    said = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert not any(word in said for word in CHOSEN)
    assert "q1" not in said


def test_two_ballots_that_differ_leave_rows_that_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = a_poll(ELECTION)
    at_the_ballot(scene, monkeypatch)
    traces = []
    for voter, choice in ((0, 0), (1, 1)):
        before, _ = cast_on_the_page(scene, voter, choice)
        traces.append(new_rows(before))

    assert {t: len(r) for t, r in traces[0].items()} == {
        t: len(r) for t, r in traces[1].items()
    }
    sealed = list(Envelope.objects.values_list("sealed", flat=True))
    assert len({len(one) for one in sealed}) == 1
    for table, rows in {**traces[0], **traces[1]}.items():
        assert not any(word in cell for row in rows for cell in row for word in CHOSEN), table


def test_the_answer_is_not_kept_anywhere_a_browser_or_proxy_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = a_poll(ELECTION)
    at_the_ballot(scene, monkeypatch)

    _, answer = cast_on_the_page(scene, 0, 1)

    assert "no-store" in answer.headers["Cache-Control"]
    assert not any(word in answer.text for word in CHOSEN)


def test_neither_id_nor_order_ties_a_ballot_to_a_mark() -> None:
    scene = a_poll(voters=24)
    for place, voter in enumerate(scene.voters):
        scene.cast(voter, [place % 2])
    cast_order = [place % 2 for place in range(24)]
    marks = list(Mark.objects.order_by("pk").values_list("entry__person", flat=True))
    envelopes = set(Envelope.objects.values_list("pk", flat=True))
    assert marks != [voter.pk for voter in scene.voters]
    scene.close()

    scene.count()

    with connection.cursor() as cursor:  # as the table lies on the disk, not as a query orders
        cursor.execute("SELECT id, answers FROM voting_ballot")
        lying = cursor.fetchall()
    assert not envelopes & {pk for pk, _ in lying}
    as_it_lies = [1 if "1" in str(answers) else 0 for _, answers in lying]
    by_id = list(Ballot.objects.order_by("pk").values_list("answers", flat=True))
    assert as_it_lies != cast_order
    assert [answers[0][0] for answers in by_id] != cast_order
    assert {field.name for field in Ballot._meta.fields} == {
        "id",
        "poll",
        "is_secret",
        "entry",
        "channel",
        "answers",
    }
    told = Ballot.objects.values_list("entry", "channel").distinct()
    assert [tuple(map(str, one)) for one in told] == [("None", "")]


def test_marks_and_envelopes_know_no_time() -> None:
    for model in (Mark, Envelope, Ballot):
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField"}


def test_the_journal_of_a_secret_poll_names_no_voter() -> None:
    scene = a_poll()
    for voter in scene.voters:
        scene.cast(voter, [0])

    told = Entry.objects.filter(subject=scene.poll.ref)
    known = {voter.ref for voter in scene.voters}
    assert not known & set(told.values_list("by", flat=True))
    assert not any(ref in str(entry.facts) for entry in told for ref in known)
