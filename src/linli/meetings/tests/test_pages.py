"""The pages of meetings: who sees what, and a meeting from the call to the minutes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from linli.kernel.dates import HERE
from linli.kernel.testing import NOON
from linli.meetings import actions
from linli.meetings.models import Meeting
from linli.meetings.rules import State
from linli.meetings.testing import a_meeting
from linli.people.models import Person
from linli.people.testing import a_browser_of, a_clerk, a_person, viewing
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(here: Neighbourhood) -> Person:
    return a_clerk(here.community)


@pytest.fixture
def desk(clerk: Person) -> Client:
    return a_browser_of(clerk)


def address(name: str, meeting: Meeting, *more: int) -> str:
    return reverse(name, args=[meeting.number, *more])


def test_a_clerk_calls_a_meeting_and_is_shown_it(
    desk: Client, here: Neighbourhood, clerk: Person
) -> None:
    sent = {
        "key": "k1",
        "kind": "coordination",
        "title": "车库积水",
        "place": here.community.pk,
        "day": "2026-03-03",
        "wall": "15:00",
        "agenda": "先抽水\n再修泵",
        "people": [clerk.pk],
    }

    answer = desk.post(reverse("new-meeting"), sent)

    meeting = Meeting.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{address('meeting', meeting)}?sent=new-meeting"
    shown = desk.get(answer.headers["Location"]).content.decode()
    assert '<meta name="sent" content="new-meeting">' in shown
    assert meeting.starts_at.astimezone(HERE).hour == 15
    assert [item.title for item in meeting.agenda.order_by("position")] == ["先抽水", "再修泵"]
    assert [invitee.person for invitee in meeting.invitees.all()] == [clerk]


def test_what_cannot_be_called_is_said_on_the_form(desk: Client, here: Neighbourhood) -> None:
    sent = {
        "key": "k1",
        "kind": "yard_session",
        "title": "院坝会",
        "place": here.community.pk,
        "day": "2026-03-03",
        "wall": "19:30",
    }

    answer = desk.post(reverse("new-meeting"), sent)

    assert answer.status_code == 422
    assert "最大在小区一级开" in answer.text


def test_a_passer_by_reads_a_public_meeting_and_no_name(
    here: Neighbourhood, clerk: Person
) -> None:
    wang = a_person("王秀英", home=here.unit)
    meeting = a_meeting("yard_session", place=here.compound, by=clerk, calls=(wang,))
    by = viewing(clerk)
    actions.put_on_agenda(meeting=meeting, title="王家的私事", by=by, at=NOON)
    actions.put_on_agenda(meeting=meeting, title="路灯", is_public=True, by=by, at=NOON)
    actions.check_in(meeting=meeting, heads=9, by=by, at=NOON)
    actions.hold_meeting(
        meeting=meeting, minutes="王秀英说灯坏了", public_words="路灯本周修", by=by, at=NOON
    )

    page = Client().get(address("meeting", meeting)).text

    assert "路灯本周修" in page
    assert "路灯" in page
    assert "9 位" in page
    assert "王秀英" not in page
    assert "王家" not in page


def test_a_closed_meeting_is_not_there_for_a_stranger(
    here: Neighbourhood, clerk: Person
) -> None:
    wang, stranger = a_person(home=here.unit), a_person("路人", home=here.unit)
    meeting = a_meeting(place=here.community, by=clerk, calls=(wang,))

    assert a_browser_of(stranger).get(address("meeting", meeting)).status_code == 404
    assert Client().get(address("meeting", meeting)).status_code == 404
    assert a_browser_of(wang).get(address("meeting", meeting)).status_code == 200
    assert meeting.title not in Client().get(reverse("meetings")).text


def test_the_sheet_to_sign_is_for_those_who_know_the_names(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    meeting = a_meeting("yard_session", place=here.compound, by=clerk, calls=(clerk,))
    neighbour = a_browser_of(a_person(home=here.unit))

    assert clerk.name in desk.get(address("meeting-sheet", meeting)).text
    assert neighbour.get(address("meeting-sheet", meeting)).status_code == 404


def test_names_are_tapped_and_heads_counted(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    wang = a_person("王秀英", home=here.unit)
    meeting = a_meeting(place=here.community, by=clerk, calls=(wang,))
    invitee = meeting.invitees.get()

    assert desk.post(address("meeting-check-in", meeting, invitee.pk)).status_code == 303
    sent = {"key": "k", "heads": "7"}
    assert desk.post(address("meeting-heads", meeting), sent).status_code == 303

    page = desk.get(address("meeting", meeting)).text
    assert "请了 1，到了 1" in page
    assert "没有留名的 7 位" in page
    row = meeting.attendances.get(person=wang)
    assert desk.post(address("meeting-check-out", meeting, row.pk)).status_code == 303
    assert not meeting.attendances.filter(person=wang).exists()


def test_who_is_invited_answers_on_the_page(here: Neighbourhood, clerk: Person) -> None:
    wang = a_person(home=here.unit)
    meeting = a_meeting(place=here.community, by=clerk, calls=(wang,))
    invitee, browser = meeting.invitees.get(), a_browser_of(wang)

    assert "请您来" in browser.get(address("meeting", meeting)).text
    sent = {"key": "k", "answer": "no", "words": "上夜班"}
    answer = browser.post(address("meeting-answer", meeting, invitee.pk), sent)

    assert answer.status_code == 303
    invitee.refresh_from_db()
    assert invitee.answer == "no"


def test_a_meeting_from_its_agenda_to_its_minutes(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    meeting = a_meeting(place=here.community, by=clerk, calls=(clerk,))

    desk.post(address("meeting-agenda", meeting), {"key": "a", "title": "修泵"})
    item = meeting.agenda.get()
    sent = {"key": "b", "outcome": "周五前修好", "responsible": [clerk.ref]}
    desk.post(address("meeting-outcome", meeting, item.pk), sent)
    desk.post(address("meeting-minutes", meeting), {"key": "c", "minutes": "定了修泵"})
    desk.post(address("meeting-signatures", meeting))

    meeting.refresh_from_db()
    item.refresh_from_db()
    assert meeting.state == State.HELD
    assert (item.outcome, item.responsible) == ("周五前修好", [clerk.ref])
    assert meeting.signatures.count() == 1


def test_a_new_time_and_calling_off_are_told_with_their_reason(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    meeting = a_meeting(place=here.community, by=clerk)
    when = {"key": "a", "day": "2026-03-05", "wall": "09:00", "reason": "下雨"}

    assert desk.post(address("meeting-time", meeting), when).status_code == 303
    empty = desk.post(address("meeting-cancellation", meeting), {"key": "b", "reason": ""})
    assert empty.status_code == 422
    off = desk.post(address("meeting-cancellation", meeting), {"key": "c", "reason": "停电"})
    assert off.status_code == 303

    meeting.refresh_from_db()
    assert meeting.state == State.CANCELLED
    assert "停电" in desk.get(address("meeting", meeting)).text


def test_what_is_over_and_unwritten_stands_first(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    a_meeting(place=here.community, by=clerk, starts_at=NOON - timedelta(days=1))

    assert "开过了没有" in desk.get(reverse("meetings")).text
    assert "开过了没有" not in Client().get(reverse("meetings")).text


def test_a_longer_list_asks_no_more_questions(
    here: Neighbourhood, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    neighbour = a_clerk(here.community, "第二位")
    for _ in range(8):
        a_meeting(place=here.community, by=neighbour, starts_at=NOON - timedelta(days=1))
        a_meeting("tea_talk", place=here.community, by=neighbour)

    with django_assert_max_num_queries(16):
        desk.get(reverse("meetings"))


def test_a_longer_list_of_names_asks_no_more_questions(
    here: Neighbourhood, clerk: Person, desk: Client
) -> None:
    people = tuple(a_person(f"居民{n}", home=here.unit) for n in range(6))
    few = a_meeting(place=here.community, by=clerk, calls=people[:2])
    many = a_meeting(place=here.community, by=clerk, calls=people)

    desk.get(address("meeting", few))  # what is remembered in the process is asked once

    assert _queries(desk, few) == _queries(desk, many)


def _queries(browser: Client, meeting: Meeting) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.get(address("meeting", meeting))
    return len(asked)


def test_at_home_the_meetings_near_by_are_shown(here: Neighbourhood, clerk: Person) -> None:
    elsewhere = a_neighbourhood()
    other = a_clerk(elsewhere.community)
    near = a_meeting("yard_session", place=here.compound, by=clerk)
    far = a_meeting("yard_session", place=elsewhere.compound, by=other)
    whole = a_meeting("community_session", place=here.community, by=clerk)

    def shown_to(person: Person | None) -> list[bool]:
        browser = a_browser_of(person) if person else Client()
        page = browser.get("/").content.decode()
        return [f"/meetings/{one.number}/" in page for one in (near, whole, far)]

    assert shown_to(a_person("王秀英", here.unit)) == [True, True, False]
    assert shown_to(a_person("钱跃进", elsewhere.unit)) == [False, False, True]
    assert shown_to(None) == [True, True, True]
