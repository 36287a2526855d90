"""Calling, attending and holding: each deed, and each refusal beside it."""

from datetime import timedelta

import pytest

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.options import choose
from linli.kernel.rhythms import Every
from linli.kernel.testing import NOON
from linli.meetings import actions
from linli.meetings.actions.attending import CheckInGone, HeadsUnsound
from linli.meetings.actions.calling import NobodyInvited, ReasonMissing
from linli.meetings.actions.holding import (
    AlreadySigned,
    NotYetBegun,
    OutcomeMissing,
    TitleMissing,
)
from linli.meetings.models import Attendance, Meeting
from linli.meetings.queries import heads_at, presence_at
from linli.meetings.rules import Coming, MeetingStepNotAllowed, State
from linli.meetings.testing import TOMORROW, a_meeting
from linli.people.actions import form_organisation
from linli.people.models import Person
from linli.people.options import RHYTHMS, Rhythm
from linli.people.queries import names_of
from linli.people.rules import OrganisationKind, PostKind
from linli.people.testing import a_clerk, a_holder, a_person, viewing
from linli.people.viewer import A_PASSER_BY, THE_HOUSE, Viewer
from linli.places.rules import AreaKind
from linli.places.testing import Neighbourhood, a_neighbourhood

pytestmark = pytest.mark.django_db
WEEKLY = Rhythm(
    code="yard_session",
    label="院坝会",
    label_en="Yard session",
    every=Every.WEEK,
    level=AreaKind.COMPOUND,
    task="每周一次",
    post=PostKind.HOST,
)


@pytest.fixture
def here() -> Neighbourhood:
    return a_neighbourhood()


@pytest.fixture
def clerk(here: Neighbourhood) -> Person:
    return a_clerk(here.community)


@pytest.fixture
def by(clerk: Person) -> Viewer:
    return viewing(clerk)


def test_a_meeting_is_called_with_its_kind_as_it_is_called_today(
    here: Neighbourhood, clerk: Person
) -> None:
    meeting = a_meeting("yard_session", place=here.compound, by=clerk)

    assert (meeting.kind_label, meeting.is_public) == ("院坝会", True)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
    assert meeting.convener == clerk
    [line] = journal.timeline(meeting.ref, names=names_of)
    assert line.sentence == "召集“地下车库积水怎么办”，3月2日 12:00，社区二楼会议室"


def test_a_neighbour_does_not_call_meetings(here: Neighbourhood) -> None:
    resident = a_person(home=here.unit)

    with pytest.raises(NotPermitted):
        a_meeting(place=here.community, by=resident)


def test_a_kind_that_the_community_does_not_know_is_refused(
    here: Neighbourhood, clerk: Person
) -> None:
    with pytest.raises(actions.NoSuchKind):
        a_meeting("parliament", place=here.community, by=clerk)


def test_a_yard_session_is_called_in_a_yard(here: Neighbourhood, clerk: Person) -> None:
    with pytest.raises(actions.TooWide):
        a_meeting("yard_session", place=here.community, by=clerk)


def test_a_meeting_does_not_end_before_it_starts(here: Neighbourhood, by: Viewer) -> None:
    with pytest.raises(actions.TimeUnsound):
        actions.call_meeting(
            kind="coordination",
            title="商量",
            place=here.community,
            starts_at=NOON,
            ends_at=NOON,
            by=by,
            at=NOON,
        )


def test_nobody_is_invited_twice(here: Neighbourhood, clerk: Person, by: Viewer) -> None:
    wang = a_person(home=here.unit)
    meeting = a_meeting(place=here.community, by=clerk, calls=(wang,))

    new = actions.invite(
        meeting=meeting,
        invitees=[actions.Invited(person=wang), actions.Invited(person=clerk)],
        by=by,
        at=NOON,
    )

    assert [invitee.person for invitee in new] == [clerk]
    with pytest.raises(NobodyInvited):
        actions.invite(meeting=meeting, invitees=[], by=by, at=NOON)


def test_the_time_changes_with_a_reason(clerk: Person, here: Neighbourhood) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)

    with pytest.raises(ReasonMissing):
        actions.change_time(meeting=meeting, starts_at=TOMORROW, reason=" ", by=by, at=NOON)
    actions.change_time(meeting=meeting, starts_at=TOMORROW, reason="下雨", by=by, at=NOON)

    meeting.refresh_from_db()
    assert meeting.starts_at == TOMORROW
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)


def test_of_two_who_change_it_the_second_looks_again(
    clerk: Person, here: Neighbourhood
) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)
    stale = Meeting.objects.get(pk=meeting.pk)
    actions.change_time(meeting=meeting, starts_at=TOMORROW, reason="下雨", by=by, at=NOON)

    with pytest.raises(actions.MeetingMovedOn):
        actions.cancel_meeting(meeting=stale, reason="不开了", by=by, at=NOON)
    stale.refresh_from_db()
    assert stale.state == State.PLANNED


def test_whoever_is_invited_answers_for_themselves(here: Neighbourhood, clerk: Person) -> None:
    wang, other = a_person(home=here.unit), a_person("路人", home=here.unit)
    meeting = a_meeting(place=here.community, by=clerk, calls=(wang,))
    invitee = meeting.invitees.get()

    with pytest.raises(actions.NotInvited):
        actions.answer_invitation(invitee=invitee, answer=Coming.NO, by=viewing(other), at=NOON)
    actions.answer_invitation(
        invitee=invitee, answer=Coming.NO, words="上夜班", by=viewing(wang), at=NOON
    )

    invitee.refresh_from_db()
    assert (invitee.answer, invitee.words) == ("no", "上夜班")


def test_who_comes_is_ticked_once_and_the_others_are_counted(
    here: Neighbourhood, clerk: Person
) -> None:
    wang = a_person(home=here.unit)
    meeting, by = a_meeting(place=here.community, by=clerk, calls=(wang,)), viewing(clerk)

    actions.check_in(meeting=meeting, person=wang, by=viewing(wang), at=NOON)
    actions.check_in(meeting=meeting, heads=12, by=by, at=NOON)

    assert heads_at(meeting) == 13
    assert presence_at(meeting).present == 1
    with pytest.raises(actions.AlreadyCheckedIn):
        actions.check_in(meeting=meeting, person=wang, by=by, at=NOON)
    with pytest.raises(HeadsUnsound):
        actions.check_in(meeting=meeting, heads=0, by=by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.check_in(meeting=meeting, heads=50, by=viewing(wang), at=NOON)
    assert heads_at(meeting) == 13


def test_a_wrong_tick_is_taken_back(here: Neighbourhood, clerk: Person) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)
    row = actions.check_in(meeting=meeting, heads=3, by=by, at=NOON)

    actions.take_back_check_in(attendance=row, by=by, at=NOON)

    assert not Attendance.objects.exists()
    row.pk = 999
    with pytest.raises(CheckInGone):
        actions.take_back_check_in(attendance=row, by=by, at=NOON)


def test_a_thing_stands_on_one_agenda_once(here: Neighbourhood, clerk: Person) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)

    first = actions.put_on_agenda(
        meeting=meeting, title="车库积水", subject="matter/7", by=by, at=NOON
    )
    again = actions.put_on_agenda(
        meeting=meeting, title="还是车库", subject="matter/7", by=by, at=NOON
    )
    free = actions.put_on_agenda(meeting=meeting, title="其他", by=by, at=NOON)

    assert (first, free.position) == (again, 2)
    with pytest.raises(TitleMissing):
        actions.put_on_agenda(meeting=meeting, title=" ", by=by, at=NOON)


def test_what_is_agreed_names_who_does_it_by_when(here: Neighbourhood, clerk: Person) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)
    item = actions.put_on_agenda(meeting=meeting, title="车库积水", by=by, at=NOON)

    with pytest.raises(OutcomeMissing):
        actions.close_item(item=item, outcome="", by=by, at=NOON)
    actions.close_item(
        item=item,
        outcome="物业先抽水",
        responsible=[clerk.ref],
        due_on=TOMORROW.date(),
        by=by,
        at=NOON,
    )

    item.refresh_from_db()
    assert (item.responsible, item.due_on) == ([clerk.ref], TOMORROW.date())


def test_minutes_need_words_and_a_meeting_that_has_begun(
    here: Neighbourhood, clerk: Person
) -> None:
    by = viewing(clerk)
    meeting = a_meeting(place=here.community, by=clerk, starts_at=TOMORROW)

    with pytest.raises(actions.MinutesMissing):
        actions.hold_meeting(meeting=meeting, minutes=" ", by=by, at=TOMORROW)
    with pytest.raises(NotYetBegun):
        actions.hold_meeting(meeting=meeting, minutes="商量了", by=by, at=NOON)
    actions.hold_meeting(meeting=meeting, minutes="商量了", by=by, at=TOMORROW)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_at) == (State.HELD, TOMORROW)


def test_without_enough_of_those_called_it_does_not_count(
    here: Neighbourhood, clerk: Person
) -> None:
    members = tuple(a_person(name, home=here.unit) for name in ("甲", "乙", "丙", "丁"))
    meeting = a_meeting("party_members", place=here.community, by=clerk, calls=members)
    by = viewing(clerk)
    for member in members[:2]:
        actions.check_in(meeting=meeting, person=member, by=by, at=NOON)

    with pytest.raises(actions.NotEnoughCame):
        actions.hold_meeting(meeting=meeting, minutes="商量了", by=by, at=NOON)
    actions.check_in(meeting=meeting, person=members[2], by=by, at=NOON)
    actions.hold_meeting(meeting=meeting, minutes="商量了", by=by, at=NOON)

    meeting.refresh_from_db()
    assert meeting.state == State.HELD


def test_who_was_there_signs_the_minutes_once(here: Neighbourhood, clerk: Person) -> None:
    wang, absent = a_person(home=here.unit), a_person("没来的", home=here.unit)
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)
    actions.check_in(meeting=meeting, person=wang, by=by, at=NOON)

    with pytest.raises(MeetingStepNotAllowed):
        actions.sign_minutes(meeting=meeting, by=viewing(wang), at=NOON)
    actions.hold_meeting(meeting=meeting, minutes="商量了", by=by, at=NOON)
    actions.sign_minutes(meeting=meeting, by=viewing(wang), at=NOON)

    assert [signed.person for signed in meeting.signatures.all()] == [wang]
    with pytest.raises(AlreadySigned):
        actions.sign_minutes(meeting=meeting, by=viewing(wang), at=NOON)
    with pytest.raises(NotPermitted):
        actions.sign_minutes(meeting=meeting, by=viewing(absent), at=NOON)


def test_nobody_checks_in_to_what_is_called_off(here: Neighbourhood, clerk: Person) -> None:
    meeting, by = a_meeting(place=here.community, by=clerk), viewing(clerk)
    with pytest.raises(ReasonMissing):
        actions.cancel_meeting(meeting=meeting, reason="", by=by, at=NOON)
    actions.cancel_meeting(meeting=meeting, reason="下大雨", by=by, at=NOON)

    with pytest.raises(MeetingStepNotAllowed):
        actions.check_in(meeting=meeting, heads=3, by=by, at=NOON)


@pytest.mark.parametrize(
    "deed",
    ["change_time", "cancel_meeting", "hold_meeting", "put_on_agenda", "invite", "close_item"],
)
def test_a_stranger_runs_nothing(deed: str, here: Neighbourhood, clerk: Person) -> None:
    meeting = a_meeting(place=here.community, by=clerk)
    item = actions.put_on_agenda(meeting=meeting, title="事", by=viewing(clerk), at=NOON)
    said = {
        "change_time": {"meeting": meeting, "starts_at": TOMORROW, "reason": "想改"},
        "cancel_meeting": {"meeting": meeting, "reason": "不开"},
        "hold_meeting": {"meeting": meeting, "minutes": "开了"},
        "put_on_agenda": {"meeting": meeting, "title": "事"},
        "invite": {"meeting": meeting, "invitees": [actions.Invited(person=clerk)]},
        "close_item": {"item": item, "outcome": "好"},
    }[deed]
    before = meeting.version

    with pytest.raises(NotPermitted):
        getattr(actions, deed)(**said, by=A_PASSER_BY, at=NOON)

    meeting.refresh_from_db()
    assert meeting.version == before


def test_the_weekly_session_stands_in_the_calendar_by_itself(here: Neighbourhood) -> None:
    host = a_holder(PostKind.HOST, here.compound, "韩德厚")
    choose({RHYTHMS: (WEEKLY,)}, place=here.community.ref, by=THE_HOUSE.ref, at=NOON)

    assert actions.call_regular_meetings(NOON) == 1
    assert actions.call_regular_meetings(NOON) == 0

    [meeting] = Meeting.objects.all()
    assert (meeting.place, meeting.convener) == (here.compound, host)
    assert meeting.starts_at > NOON


def test_what_was_called_off_is_not_called_again_that_week(
    here: Neighbourhood, clerk: Person
) -> None:
    choose({RHYTHMS: (WEEKLY,)}, place=here.community.ref, by=THE_HOUSE.ref, at=NOON)
    actions.call_regular_meetings(NOON)
    meeting = Meeting.objects.get()
    actions.cancel_meeting(meeting=meeting, reason="停电", by=viewing(clerk), at=NOON)

    assert actions.call_regular_meetings(NOON) == 0
    assert actions.call_regular_meetings(meeting.starts_at) == 1


def test_an_organisation_is_there_when_somebody_came_for_it(
    here: Neighbourhood, clerk: Person
) -> None:
    unit = form_organisation(
        name="安宁物业",
        kind=OrganisationKind.PROPERTY_MANAGER,
        area=here.community,
        by=THE_HOUSE,
        at=NOON,
    )
    meeting = a_meeting(place=here.community, by=clerk, calls=(unit,))

    manager = a_person("孟经理")
    actions.check_in(
        meeting=meeting, person=manager, organisation=unit, by=viewing(clerk), at=NOON
    )

    assert presence_at(meeting).present == 1
