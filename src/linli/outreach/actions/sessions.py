"""摆: what is said at a session is written down there, and the outcome is told there."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.links import link
from linli.matters.actions import Speaker, Word, record_matter, record_on_the_way
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity, State
from linli.meetings.models import Meeting
from linli.meetings.queries import may_run
from linli.meetings.rules import State as MeetingState
from linli.outreach.events import PeopleAnswered, ReportedBack, SaidAtSession
from linli.outreach.models import Answered, ReportBack
from linli.outreach.queries.sessions import SAID_AT
from linli.people.models import Person
from linli.people.viewer import Viewer

MOST_PEOPLE = 500
THEY_SAID_IT_THERE = "会上当面说的"


class SessionOff(Refusal):
    pass


class ElsewhereThanTheSession(Unreadable):
    pass


class AlreadyReportedBack(Refusal):
    pass


class NotToBeToldInPublic(Refusal):
    pass


class NothingAnswered(Unreadable):
    pass


@transaction.atomic
def say_at_session(
    *,
    meeting: Meeting,
    word: Word,
    by: Viewer,
    at: datetime,
    speaker: Speaker | None = None,
) -> Matter:
    """会上记一件: what somebody said there becomes a matter, tied to the session."""
    _refuse_who_does_not_run(meeting, by)
    if not word.place.lies_in(meeting.place):
        raise ElsewhereThanTheSession("这件事不在这次会的范围里，请从“代居民说事”记。")
    matter = _recorded(word, speaker or Speaker(), by, at)
    link(matter.ref, meeting.ref, kind=SAID_AT, by=by.ref, at=at)
    event = SaidAtSession(subject=matter.ref, session=meeting.title, meeting=meeting.pk)
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return matter


@transaction.atomic
def report_back(*, meeting: Meeting, matter: Matter, by: Viewer, at: datetime) -> ReportBack:
    """当面反馈: the neighbours heard here how far the matter is; the speaker is told too.

    What is not for everybody is not read out.
    """
    _refuse_who_does_not_run(meeting, by)
    if matter.sensitivity != Sensitivity.ORDINARY:
        raise NotToBeToldInPublic("这件事不公开，请单独告诉说事人。")
    try:
        with transaction.atomic():
            told = ReportBack.objects.create(
                meeting=meeting,
                matter=matter,
                was_finished=matter.standing in (State.FINISHED, State.CLOSED),
                told_at=at,
            )
    except IntegrityError:
        raise AlreadyReportedBack("这件事这次会上已经反馈过了。") from None
    event = ReportedBack(subject=matter.ref, session=meeting.title, meeting=meeting.pk)
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return told


@transaction.atomic
def answer_people(
    *, meeting: Meeting, expert: Person, topic: str, people: int, by: Viewer, at: datetime
) -> Answered:
    """答疑登记: an expert answered so many people on one thing; each counts once a question."""
    _refuse_who_does_not_run(meeting, by)
    if not topic.strip():
        raise NothingAnswered("请写一句问的是什么。")
    if not 1 <= people <= MOST_PEOPLE:
        raise NothingAnswered("人次要在 1 到 {most} 之间。", most=MOST_PEOPLE)
    noted = Answered.objects.create(
        meeting=meeting, expert=expert, topic=topic.strip(), people=people, noted_at=at
    )
    event = PeopleAnswered(
        subject=meeting.ref, expert=expert.ref, topic=topic.strip(), people=people
    )
    journal.record(event, by=by.ref, at=at, place=meeting.place.ref)
    return noted


def _recorded(word: Word, speaker: Speaker, by: Viewer, at: datetime) -> Matter:
    """Who keeps the registers enters a new speaker; a host notes how to find whom he names."""
    if by.keeps(word.place.path) and speaker.name:
        return record_matter(
            word=word, speaker=speaker, evidence=THEY_SAID_IT_THERE, by=by, at=at
        )
    if speaker.phone:
        return record_on_the_way(word=word, phone=speaker.phone, by=by, at=at)
    return record_matter(word=replace(word, contact=speaker.name), by=by, at=at)


def _refuse_who_does_not_run(meeting: Meeting, by: Viewer) -> None:
    if not may_run(by, meeting):
        raise NotPermitted("这次会由召集人和在那里值守的同事来记。")
    if meeting.standing is MeetingState.CANCELLED:
        raise SessionOff("这次会取消了，不能再记。")
