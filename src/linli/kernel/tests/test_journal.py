"""The journal keeps what it is told, tells it in order, and only grows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from linli.kernel import journal
from linli.kernel.append_only import TABLES
from linli.kernel.events import ERASED, Audience, Event
from linli.kernel.journal import LATE_AFTER
from linli.kernel.models import Entry, PersonalDetail
from linli.kernel.portable import guarded_tables
from linli.kernel.references import Ref
from linli.kernel.testing import NOON
from linli.kernel.tests.doorbells import Rung, Struck, Whispered, nameless, ring
from linli.kernel.words import Words

pytestmark = pytest.mark.django_db


def test_a_change_that_is_undone_was_never_told() -> None:
    with transaction.atomic():
        ring("有人在家吗")
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_change_is_told_outside_its_transaction() -> None:
    rung = Rung(subject="door/1", visitor="person/9", words="有人在家吗")

    with pytest.raises(transaction.TransactionManagementError):
        journal.record(rung, by="person/9", at=NOON, place="area/1")


@pytest.mark.parametrize("change", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_the_journal(change: str) -> None:
    ring("有人在家吗")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table="journal_entry"))


def test_every_append_only_table_has_its_triggers() -> None:
    assert {"journal_entry", "ratings_rating"} <= TABLES
    assert guarded_tables(connection) >= TABLES


def test_who_asks_to_be_forgotten_is_and_the_story_stays() -> None:
    ring("我是三号楼的王秀英")

    with transaction.atomic():
        journal.erase("door/1", by="person/1", at=NOON, place="area/1")

    told = [line.sentence for line in journal.timeline("door/1", names=nameless)]
    assert told == [f"来人按了门铃：{ERASED}", "其中的个人信息已依法删除"]
    assert not PersonalDetail.objects.exists()


def test_an_empty_personal_word_is_not_read_as_erased() -> None:
    ring("")

    [line] = journal.timeline("door/1", names=nameless)

    assert line.sentence == "来人按了门铃："


def test_the_story_follows_what_happened_not_who_wrote_first() -> None:
    ring("第二声")
    ring("第一声", at=NOON - timedelta(hours=1))

    assert [rung.words for rung in journal.events(Rung, subject="door/1")] == [
        "第一声",
        "第二声",
    ]


def test_what_is_written_down_a_day_later_is_shown_as_late() -> None:
    ring("上周的事", at=NOON - LATE_AFTER - timedelta(minutes=1))
    ring("刚才的事")

    late, prompt = journal.timeline("door/1", names=nameless)

    assert (late.is_late, prompt.is_late) == (True, False)
    assert late.recorded_at == prompt.recorded_at == NOON


def test_a_reader_sees_only_the_lines_meant_for_him() -> None:
    ring("有人在家吗")
    with transaction.atomic():
        for event in (
            Whispered(subject="door/1", mood=Words("别出声")),
            Struck(subject="door/1"),
        ):
            journal.record(event, by="person/1", at=NOON, place="area/1")

    def codes(audience: Audience) -> list[str]:
        story = journal.timeline("door/1", names=nameless, audience=audience)
        return [line.code for line in story]

    assert codes(Audience.PARTIES) == ["testing.rung"]
    assert codes(Audience.HOUSE) == ["testing.rung", "testing.whispered"]


def test_words_of_the_house_are_translated_and_typed_words_are_not() -> None:
    with translation.override("en"):
        rung = Rung(subject="door/1", visitor="person/9", words="办结")
        told = rung.told({"person/9": "Wang"})

    assert told.endswith("办结")


def test_an_event_that_hides_what_it_says_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="speaks of"):

        class Lost(Event, code="testing.lost", sentence="{who}走了", personal=[]):
            pass

    with pytest.raises(TypeError, match="own text fields"):

        class Numbered(Event, code="testing.numbered", sentence="走了", personal=["steps"]):
            steps: int

    with pytest.raises(TypeError, match="reuses the code"):

        class Again(Event, code="testing.rung", sentence="又响了", personal=[]):
            visitor: Ref
