"""三级摆: what is said at a session is kept there, and what came of it is told there."""

from datetime import timedelta

import pytest

from linli.kernel.errors import NotPermitted
from linli.kernel.indicators import Window
from linli.kernel.links import linked_with
from linli.kernel.testing import NOON
from linli.matters.actions import Speaker, Word
from linli.matters.models import Matter
from linli.matters.testing import a_finished_matter, a_matter
from linli.meetings.actions import cancel_meeting, check_in, hold_meeting
from linli.meetings.testing import a_meeting
from linli.outreach import actions
from linli.outreach.actions.sessions import (
    AlreadyReportedBack,
    ElsewhereThanTheSession,
    NothingAnswered,
    NotToBeToldInPublic,
    SessionOff,
)
from linli.outreach.indicators import EXPERT_SESSIONS, PEOPLE_ANSWERED, PEOPLE_PER_ACTIVITY
from linli.outreach.queries.sessions import said_at, to_tell_at
from linli.outreach.testing import Here, a_session, here
from linli.people.rules import PostKind
from linli.people.testing import a_holder, a_person, viewing
from linli.places.testing import a_neighbourhood

pytestmark = pytest.mark.django_db
A_MONTH = Window(since=NOON - timedelta(days=1), until=NOON + timedelta(days=30))


@pytest.fixture
def them() -> Here:
    return here()


def said(them: Here, words: str = "院里的灯坏了") -> Matter:
    word = Word(words=words, place=them.place.building, channel="visit")
    session = a_session(them)
    return actions.say_at_session(meeting=session, word=word, by=viewing(them.clerk), at=NOON)


def test_what_is_said_at_a_session_is_tied_to_it(them: Here) -> None:
    session, by = a_session(them), viewing(them.clerk)
    word = Word(words="院里的灯坏了", place=them.place.building, channel="visit")

    matter = actions.say_at_session(
        meeting=session, word=word, speaker=Speaker(name="赵大爷"), by=by, at=NOON
    )

    assert linked_with(matter.ref) == [("said_at", session.ref)]
    assert list(said_at(session)) == [matter]
    assert matter.reporter
    assert matter.reporter.name == "赵大爷"


def test_a_host_who_keeps_no_register_notes_how_to_find_who_spoke(them: Here) -> None:
    host = a_holder(PostKind.HOST, them.place.compound, "韩德厚")
    word = Word(words="院里的灯坏了", place=them.place.building, channel="visit")
    session, by = a_session(them), viewing(host)

    named = actions.say_at_session(
        meeting=session, word=word, speaker=Speaker(name="赵大爷"), by=by, at=NOON
    )
    called = actions.say_at_session(
        meeting=session,
        word=word,
        speaker=Speaker(name="赵大爷", phone="13800002207"),
        by=by,
        at=NOON,
    )

    assert (named.reporter, named.contact) == (None, "赵大爷")
    assert (called.reporter, called.contact) == (None, "13800002207")


def test_a_passer_by_writes_nothing_down_there(them: Here) -> None:
    session = a_session(them)
    word = Word(words="灯", place=them.place.building, channel="visit")

    with pytest.raises(NotPermitted):
        actions.say_at_session(meeting=session, word=word, by=viewing(them.resident), at=NOON)
    assert not Matter.objects.exists()


def test_what_lies_elsewhere_is_not_said_there(them: Here) -> None:
    session, elsewhere = a_session(them), a_neighbourhood().building
    word = Word(words="灯", place=elsewhere, channel="visit")

    with pytest.raises(ElsewhereThanTheSession):
        actions.say_at_session(meeting=session, word=word, by=viewing(them.clerk), at=NOON)


def test_nothing_is_said_at_a_session_that_was_called_off(them: Here) -> None:
    session, by = a_session(them), viewing(them.clerk)
    cancel_meeting(meeting=session, reason="雨", by=by, at=NOON)
    word = Word(words="灯", place=them.place.building, channel="visit")

    with pytest.raises(SessionOff):
        actions.say_at_session(meeting=session, word=word, by=by, at=NOON)


def test_what_was_asked_is_told_until_it_is_told_as_finished(them: Here) -> None:
    matter = said(them)
    by = viewing(them.clerk)
    march = a_meeting(
        "community_session",
        place=them.place.community,
        by=them.clerk,
        starts_at=NOON + timedelta(days=20),
    )
    april = a_meeting(
        "community_session",
        place=them.place.community,
        by=them.clerk,
        starts_at=NOON + timedelta(days=50),
    )

    assert [one.matter for one in to_tell_at(march)] == [matter]
    actions.report_back(meeting=march, matter=matter, by=by, at=NOON)
    assert [bool(one.told) for one in to_tell_at(march)] == [True]
    assert [one.matter for one in to_tell_at(april)] == [matter]

    Matter.objects.filter(pk=matter.pk).update(
        state="finished", outcome="修好了", finished_at=NOON, handler=them.clerk
    )
    matter.refresh_from_db()
    actions.report_back(meeting=april, matter=matter, by=by, at=NOON)
    may = a_meeting(
        "community_session",
        place=them.place.community,
        by=them.clerk,
        starts_at=NOON + timedelta(days=80),
    )
    assert to_tell_at(may) == []


def test_what_is_told_once_is_not_told_again_there(them: Here) -> None:
    matter, by = a_finished_matter(place=them.place.building), viewing(them.clerk)
    session = a_session(them, "community_session")
    actions.report_back(meeting=session, matter=matter, by=by, at=NOON)

    with pytest.raises(AlreadyReportedBack):
        actions.report_back(meeting=session, matter=matter, by=by, at=NOON)


def test_what_is_private_is_not_read_out(them: Here) -> None:
    matter = a_matter(place=them.place.building)
    Matter.objects.filter(pk=matter.pk).update(sensitivity="private")
    matter.refresh_from_db()

    with pytest.raises(NotToBeToldInPublic):
        actions.report_back(
            meeting=a_session(them, "community_session"),
            matter=matter,
            by=viewing(them.clerk),
            at=NOON,
        )


def test_those_answered_at_tea_talks_are_counted(them: Here) -> None:
    by, doctor = viewing(them.clerk), a_person("谢医生", them.place.unit)
    for heads in (41, 40):
        talk = a_session(them, "tea_talk")
        check_in(meeting=talk, heads=heads, by=by, at=NOON)
        actions.answer_people(
            meeting=talk, expert=doctor, topic="高血压", people=12, by=by, at=NOON
        )
        actions.answer_people(
            meeting=talk, expert=doctor, topic="用药", people=3, by=by, at=NOON
        )
        hold_meeting(meeting=talk, minutes="答疑", by=by, at=NOON)
    a_session(them, "tea_talk")  # not held: counts for nothing

    place = them.place.community.ref
    assert EXPERT_SESSIONS.value(place, A_MONTH) == 2
    assert PEOPLE_ANSWERED.value(place, A_MONTH) == 30
    assert PEOPLE_PER_ACTIVITY.value(place, A_MONTH) == 41  # 40.5, a half rounded up


def test_nobody_answered_is_not_noted(them: Here) -> None:
    talk, by = a_session(them, "tea_talk"), viewing(them.clerk)

    for topic, people in (("", 3), ("用药", 0), ("用药", 501)):
        with pytest.raises(NothingAnswered):
            actions.answer_people(
                meeting=talk, expert=them.clerk, topic=topic, people=people, by=by, at=NOON
            )
