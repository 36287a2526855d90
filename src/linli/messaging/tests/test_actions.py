"""What is told once, what is seen, and how a code leaves the house."""

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from linli.kernel import journal
from linli.kernel.events import Event
from linli.kernel.models import Entry
from linli.kernel.references import Ref
from linli.kernel.testing import NOON
from linli.messaging import actions, queries
from linli.messaging.events import Told
from linli.messaging.models import Message

pytestmark = pytest.mark.django_db

WANG, LI, LAMP = "person/1", "person/2", "lamp/7"


class LampMended(
    Event, code="messaging_test.lamp_mended", sentence="{who}修好了灯：{how}", personal=["how"]
):
    who: Ref
    how: str


def names(references: object) -> dict[Ref, str]:
    return {WANG: "王秀英", LI: "李师傅", LAMP: "路灯"}


@pytest.fixture
def mended() -> Entry:
    event = LampMended(subject=LAMP, who=LI, how="换了灯泡")
    return journal.record(event, by=LI, at=NOON, place="area/1")


def test_an_entry_is_told_once_however_often_it_is_asked(mended: Entry) -> None:
    assert actions.tell_of(mended, to=WANG, url="/lamps/7/")
    assert not actions.tell_of(mended, to=WANG, url="/lamps/7/")

    [letter] = queries.inbox_of(WANG, names=names)
    assert letter.sentence == "李师傅修好了灯：换了灯泡"
    assert letter.is_new
    assert len(journal.events(Told, subject=LAMP)) == 1


def test_what_was_erased_is_no_longer_read_in_an_inbox(mended: Entry) -> None:
    actions.tell_of(mended, to=WANG)

    journal.erase(LAMP, by=LI, at=NOON, place="area/1")

    [letter] = queries.inbox_of(WANG, names=names)
    assert "换了灯泡" not in letter.sentence


def test_a_plain_sentence_is_told_as_it_is() -> None:
    actions.tell(to=WANG, subject=LAMP, sentence="明天停水", by=LI, at=NOON)

    assert [letter.sentence for letter in queries.inbox_of(WANG, names=names)] == ["明天停水"]
    assert queries.inbox_of(LI, names=names) == []


def test_a_message_is_seen_by_whom_it_was_told_and_nobody_else() -> None:
    actions.tell(to=WANG, subject=LAMP, sentence="明天停水", by=LI, at=NOON)
    message = Message.objects.get()

    actions.mark_seen(to=LI, message=message.pk, at=NOON)
    assert queries.unseen_by(WANG) == 1
    assert queries.message_of(LI, message.pk) is None

    actions.mark_seen(to=WANG, message=message.pk, at=NOON)
    assert queries.unseen_by(WANG) == 0


def test_a_whole_inbox_is_seen() -> None:
    for sentence in ("明天停水", "后天来水"):
        actions.tell(to=WANG, subject=LAMP, sentence=sentence, by=LI, at=NOON)

    assert actions.mark_all_seen(to=WANG, at=NOON) == 2
    assert queries.unseen_by(WANG) == 0


def test_the_inbox_asks_as_often_for_many_messages_as_for_one(
    mended: Entry, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions.tell_of(mended, to=WANG)
    for number in range(5):
        actions.tell(to=WANG, subject=LAMP, sentence=f"第{number}件", by=LI, at=NOON)

    with django_assert_num_queries(2):
        assert len(queries.inbox_of(WANG, names=names)) == 6


SENT: list[tuple[str, str]] = []


def a_gateway(phone: str, text: str) -> None:
    SENT.append((phone, text))


def test_without_an_outlet_no_code_is_promised() -> None:
    with pytest.raises(actions.NoOutletForCodes):
        actions.outlet_for_codes(at=NOON)


def test_a_code_leaves_the_house_after_the_transaction(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.LINLI_CODE_OUTLET = f"{__name__}.a_gateway"
    SENT.clear()

    with django_capture_on_commit_callbacks(execute=True):
        outlet = actions.outlet_for_codes(at=NOON)
        actions.send_code(phone="13800002207", code="472610", outlet=outlet)
        assert SENT == []

    [(phone, text)] = SENT
    assert (phone, "472610" in text) == ("13800002207", True)
