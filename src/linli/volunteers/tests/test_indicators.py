"""The figures of volunteers equal their lists, within their windows."""

from datetime import timedelta

import pytest

from linli.kernel.indicators import Window
from linli.kernel.testing import NOON
from linli.volunteers import actions
from linli.volunteers.indicators import (
    HOURS,
    LATE_SHARE,
    MINUTES,
    SERVICES_DONE,
    SILVER_TEAMS,
    STARRED,
    TEAMS,
    TRAINED,
    VOLUNTEERS,
)
from linli.volunteers.rules import TeamKind
from linli.volunteers.testing import (
    Station,
    a_course,
    a_record,
    a_service,
    a_star_on_notice,
    a_station,
    a_team,
    a_volunteer,
    with_hours,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
TODAY = Window(since=None, until=LATER)


@pytest.fixture
def station() -> Station:
    return a_station()


def test_who_is_on_the_register_at_the_end_of_the_window(station: Station) -> None:
    place = station.place.community.ref
    a_volunteer(station)
    gone = a_volunteer(station, "李梅")
    actions.withdraw_volunteer(volunteer=gone, by=station.by, at=NOON)

    assert VOLUNTEERS.value(place, TODAY) == 1
    assert VOLUNTEERS.value(place, Window(since=None, until=NOON)) == 2
    assert VOLUNTEERS.value(place, Window(since=NOON, until=LATER)) == 0


def test_hours_are_whole_and_corrections_count(station: Station) -> None:
    place, volunteer = station.place.community.ref, a_volunteer(station)
    record = a_record(station, volunteer, minutes=100)
    a_record(station, volunteer, ends_at=NOON - timedelta(hours=3), minutes=50)
    actions.correct_service(record=record, minutes=90, reason="早走", by=station.by, at=NOON)

    assert (MINUTES.value(place, TODAY), HOURS.value(place, TODAY)) == (140, 2)
    assert SERVICES_DONE.value(place, TODAY) == 2
    early = Window(since=None, until=NOON - timedelta(hours=1))
    assert MINUTES.value(place, early) == 50


def test_how_much_was_entered_late(station: Station) -> None:
    volunteer = a_volunteer(station)
    a_record(station, volunteer)
    entry = actions.enter_late(
        volunteer=volunteer,
        service=a_service(station.place.compound, ends_at=NOON - timedelta(days=9)),
        evidence="签到表",
        by=station.by,
        at=NOON,
    )
    actions.confirm_late(entry=entry, by=station.by_colleague, at=NOON)

    assert LATE_SHARE.value(station.place.community.ref, TODAY) == 50


def test_teams_training_and_stars(station: Station) -> None:
    place = station.place.community.ref
    a_team(station)
    a_team(station, TeamKind.PARTY, "党员先锋队")
    volunteer = with_hours(station, a_volunteer(station), 100)
    award = a_star_on_notice(station, volunteer)
    actions.grant_star(award=award, by=station.by, at=award.closes_at)
    course = a_course(station, lessons=1)
    enrolment = actions.sign_up(course=course, volunteer=volunteer, by=station.by, at=NOON)
    done = NOON + timedelta(days=2)
    actions.note_lesson(
        lesson=course.lessons.get(), came=[enrolment.pk], by=station.by, at=done
    )
    actions.finish_course(course=course, by=station.by, at=done)

    figures = (TEAMS, SILVER_TEAMS, STARRED, TRAINED)
    assert [one.value(place, TODAY) for one in figures] == [2, 1, 1, 1]
    assert [one.rows(place, TODAY).count() for one in figures] == [2, 1, 1, 1]
