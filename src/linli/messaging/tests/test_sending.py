"""A lot is claimed once, sent once, and told rightly, whatever happens to its worker."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from pytest_django import Settings

from linli.kernel import journal
from linli.kernel.models import Series
from linli.kernel.testing import NOON
from linli.messaging import actions, addresses, queries
from linli.messaging.actions import Mail, sending
from linli.messaging.addresses import keep_book
from linli.messaging.events import MailingEnded
from linli.messaging.models import Dispatch, Message
from linli.messaging.outlets import Outlet, Parcel
from linli.messaging.rules import (
    DispatchState,
    Outcome,
    QuietHours,
    Verdict,
    Way,
)

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = QuietHours(since="21:00", until="08:00")
LI, SUBJECT = "person/2", "notice/1"
SENT = Outcome(verdict=Verdict.SENT, provider_id="P-1")
LATER = Outcome(verdict=Verdict.LATER, reason="忙")
NEVER = Outcome(verdict=Verdict.NEVER, reason="空号")


class Fake:
    """An outlet that answers as told and keeps what it was asked."""

    way = Way.SMS

    def __init__(self, *answers: Outcome, is_idempotent: bool = False) -> None:
        self.answers = list(answers)
        self.is_idempotent = is_idempotent
        self.asked: list[str] = []

    def send(self, parcel: Parcel, *, at: datetime) -> Outcome:
        self.asked.append(parcel.address)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(autouse=True)
def _book() -> Iterator[None]:
    kept = list(addresses._kept)
    keep_book(lambda references: {one: f"138{one[7:]:>08}" for one in references})
    yield
    addresses._kept[:] = kept


def people(many: int) -> QuerySet[Series]:
    """Any rows will do, as long as each gives a reference."""
    Series.objects.bulk_create(
        Series(prefix="T", year=year) for year in range(2000, 2000 + many)
    )
    to = Concat(Value("person/"), F("year"), output_field=CharField())
    return Series.objects.filter(prefix="T").annotate(to=to)


def queued(
    way: Way = Way.SMS,
    many: int = 1,
    *,
    at: datetime = NOON,
    is_urgent: bool = False,
    robots: tuple[str, ...] = (),
) -> None:
    mail = Mail(
        subject=SUBJECT,
        title="明天停水",
        text="9点到17点",
        url="/notices/1/",
        place="area/1",
        is_urgent=is_urgent,
    )
    rows = {way: people(many)} if many else {}
    actions.queue_mailing(mail=mail, people=rows, robots=robots, quiet=NIGHT, by=LI, at=at)


def speaking_by(monkeypatch: pytest.MonkeyPatch, outlet: Outlet | None) -> None:
    monkeypatch.setattr(sending, "sms_outlet", lambda: outlet)
    monkeypatch.setattr(sending, "robot_called", lambda _: outlet)


def tally(way: Way = Way.SMS) -> tuple[int, int, int]:
    counted = queries.counts_of(SUBJECT)[way]
    return counted.waiting, counted.sent, counted.unsent


def test_an_inbox_is_filled_in_lots_and_the_end_is_told_once() -> None:
    queued(Way.INBOX, 7)

    assert actions.send_lot(at=NOON) == 7
    assert actions.send_lot(at=NOON) == 0
    assert actions.end_mailings(at=NOON) == 1
    assert actions.end_mailings(at=NOON) == 0

    assert tally(Way.INBOX) == (0, 7, 0)
    assert Message.objects.filter(subject=SUBJECT, sentence="明天停水").count() == 7
    [ended] = journal.events(MailingEnded, subject=SUBJECT)
    assert (ended.sent, ended.unsent) == (7, 0)


def test_a_sent_sms_keeps_the_number_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    queued()
    speaking_by(monkeypatch, Fake(SENT))

    actions.send_lot(at=NOON)

    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.provider_id, dispatch.sent_at) == ("sent", "P-1", NOON)
    assert (dispatch.claimed_by, dispatch.calling_at) == ("", None)


def test_who_cannot_be_reached_so_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    queued()
    speaking_by(monkeypatch, fake := Fake(NEVER))

    actions.send_lot(at=NOON)

    assert actions.send_lot(at=NOON + timedelta(days=9)) == 0
    assert (Dispatch.objects.get().state, fake.asked) == ("failed", ["13800002000"])


def test_a_busy_provider_is_asked_again_later_and_in_the_end_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queued()
    speaking_by(monkeypatch, fake := Fake(LATER))

    at = NOON
    for _ in range(9):
        actions.send_lot(at=at)
        at += timedelta(minutes=250)
        at = at.replace(hour=4)  # in the day
        at += timedelta(days=1)

    assert (Dispatch.objects.get().state, len(fake.asked)) == ("given_up", 5)
    assert tally() == (0, 0, 1)


def test_without_an_outlet_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    queued()
    speaking_by(monkeypatch, None)

    actions.send_lot(at=NOON)

    assert actions.send_lot(at=NOON) == 0
    assert tally() == (1, 0, 0)


def test_without_a_phone_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    queued()
    keep_book(lambda _: {})
    speaking_by(monkeypatch, fake := Fake(SENT))

    actions.send_lot(at=NOON)

    assert (Dispatch.objects.get().reason, fake.asked) == ("没有登记手机号", [])


def test_what_lies_with_one_worker_is_not_taken_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queued(many=2)
    lot = sending._claim(Way.SMS, NOON)

    assert len(lot) == 2
    assert sending._claim(Way.SMS, NOON) == []


def test_what_a_killed_worker_had_not_begun_goes_out_once(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    queued()
    sending._claim(Way.SMS, NOON)  # and it is killed
    speaking_by(monkeypatch, fake := Fake(SENT))

    assert actions.send_lot(at=NOON + timedelta(seconds=settings.LINLI_DISPATCH_LEASE - 1)) == 0
    assert actions.send_lot(at=NOON + timedelta(seconds=settings.LINLI_DISPATCH_LEASE)) == 1

    assert (tally(), len(fake.asked), Dispatch.objects.get().repeats) == ((0, 1, 0), 1, 0)


class Killed(BaseException):
    """Nothing catches it, as nothing catches the end of a process."""


class Deadly(Fake):
    def send(self, parcel: Parcel, *, at: datetime) -> Outcome:
        super().send(parcel, at=at)
        raise Killed


def dies(at: datetime) -> None:
    with pytest.raises(Killed):
        actions.send_lot(at=at)


@pytest.mark.parametrize(
    ("is_idempotent", "asked", "state"),
    [(False, 2, DispatchState.FAILED), (True, 3, DispatchState.SENT)],
)
def test_who_may_have_heard_it_hears_it_once_more_and_no_more(
    monkeypatch: pytest.MonkeyPatch, is_idempotent: bool, asked: int, state: DispatchState
) -> None:
    queued()
    deadly = Deadly(SENT, is_idempotent=is_idempotent)
    speaking_by(monkeypatch, deadly)
    dies(NOON)
    dies(NOON + timedelta(minutes=10))
    speaking_by(monkeypatch, fake := Fake(SENT, is_idempotent=is_idempotent))

    actions.send_lot(at=NOON + timedelta(minutes=20))

    assert len(deadly.asked) + len(fake.asked) == asked
    assert Dispatch.objects.get().state == state


def test_a_slow_worker_does_not_write_over_the_one_who_came_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queued()
    [slow] = sending._claim(Way.SMS, NOON)
    speaking_by(monkeypatch, Fake(SENT))
    actions.send_lot(at=NOON + timedelta(minutes=10))

    sending._settle(slow, NEVER, NOON + timedelta(minutes=11))

    assert Dispatch.objects.get().state == "sent"


def test_at_night_sms_wait_and_what_is_urgent_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    night = NOON + timedelta(hours=10)  # 22:00 on the wall
    queued(at=night)
    speaking_by(monkeypatch, Fake(SENT))

    assert actions.send_lot(at=night) == 0
    assert actions.send_lot(at=night + timedelta(hours=10)) == 1

    Dispatch.objects.all().delete()
    queued_urgently(night)
    assert actions.send_lot(at=night) == 1


def queued_urgently(at: datetime) -> None:
    mail = Mail(
        subject="notice/2", title="燃气泄漏", text="", url="", place="area/1", is_urgent=True
    )
    rows = Series.objects.filter(year=2000).annotate(to=Value(LI, CharField()))
    actions.queue_mailing(mail=mail, people={Way.SMS: rows}, quiet=NIGHT, by=LI, at=at)


def test_what_was_put_off_into_the_night_waits_for_the_morning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queued()
    speaking_by(monkeypatch, fake := Fake(LATER))
    evening = NOON + timedelta(hours=8, minutes=59)
    actions.send_lot(at=evening)

    actions.send_lot(at=evening + timedelta(minutes=5))

    dispatch = Dispatch.objects.get()
    assert (len(fake.asked), dispatch.tries) == (1, 1)
    assert dispatch.due_at == NOON + timedelta(hours=20)


def test_a_robot_speaks_every_three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    queued(many=0, robots=("工作群",))
    speaking_by(monkeypatch, fake := Fake(SENT))
    assert sending._may_speak("robot/工作群", NOON)

    actions.send_lot(at=NOON)
    assert fake.asked == []
    actions.send_lot(at=NOON + timedelta(seconds=3))

    assert fake.asked == ["工作群"]
    assert tally(Way.ROBOT) == (0, 1, 0)


def test_what_is_called_back_does_not_go_out(monkeypatch: pytest.MonkeyPatch) -> None:
    queued(many=3)
    speaking_by(monkeypatch, fake := Fake(SENT))

    assert actions.cancel_mailing(subject=SUBJECT) == 3
    assert actions.send_lot(at=NOON) == 0

    assert (tally(), fake.asked) == ((0, 0, 3), [])


def test_who_declined_a_way_is_left_out_until_they_allow_it() -> None:
    actions.decline_way(to="person/2000", way=Way.SMS, by="person/2000", at=NOON)
    actions.decline_way(to="person/2000", way=Way.SMS, by="person/2000", at=NOON)
    queued(many=2)

    assert list(Dispatch.objects.values_list("to", flat=True)) == ["person/2001"]
    assert queries.has_declined("person/2000", Way.SMS)
    actions.allow_way(to="person/2000", way=Way.SMS, by="person/2000", at=NOON)
    assert not queries.has_declined("person/2000", Way.SMS)
