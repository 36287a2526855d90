"""培训: seats, lessons in three forms, attendance, and a certificate for who was at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people.testing import a_person, viewing
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadySignedUp,
    CourseFull,
    CourseMovedOn,
    CourseUnsound,
    LessonsLeft,
    NewLesson,
    NoSuchCertificate,
    NotSignedUp,
    PassesThemselves,
    ReasonMissing,
)
from linli.volunteers.models import Certificate, Course, Enrolment, Volunteer
from linli.volunteers.queries import holds_certificate
from linli.volunteers.rules import EnrolmentState, LessonForm
from linli.volunteers.rules.certificates import good_until
from linli.volunteers.rules.training import CourseStepNotAllowed
from linli.volunteers.testing import (
    A_PROFILE,
    BORN,
    Station,
    a_course,
    a_station,
    a_volunteer,
)

pytestmark = pytest.mark.django_db
DONE = NOON + timedelta(days=4)


@pytest.fixture
def station() -> Station:
    return a_station()


def enrolled(station: Station, course: Course, volunteer: Volunteer) -> Enrolment:
    return actions.sign_up(
        course=course, volunteer=volunteer, by=viewing(volunteer.person), at=NOON
    )


def test_who_was_at_every_lesson_holds_the_certificate(station: Station) -> None:
    course = a_course(station)
    always, once = a_volunteer(station), a_volunteer(station, "李梅")
    first, second = (enrolled(station, course, one) for one in (always, once))
    one, two = course.lessons.order_by("pk")
    by = station.by
    actions.note_lesson(lesson=one, came=[first.pk, second.pk], by=by, at=DONE)
    actions.note_lesson(lesson=two, came=[first.pk, second.pk], by=by, at=DONE)
    actions.note_lesson(lesson=two, came=[first.pk], by=by, at=DONE)

    assert actions.finish_course(course=course, by=by, at=DONE) == 1

    assert holds_certificate(always.person, "elder_care", date(2026, 3, 6))
    assert not holds_certificate(once.person, "elder_care", date(2026, 3, 6))
    certificate = Certificate.objects.get()
    assert (certificate.issuer, certificate.valid_until) == ("县人社局", date(2028, 3, 6))
    states = dict(Enrolment.objects.values_list("volunteer", "state"))
    assert states == {
        always.pk: EnrolmentState.PASSED,
        once.pk: EnrolmentState.NOT_PASSED,
    }


def test_the_last_seat_is_taken_once_and_freed(station: Station) -> None:
    course = a_course(station, seats=1)
    first = enrolled(station, course, a_volunteer(station))
    other = a_volunteer(station, "李梅")

    with pytest.raises(CourseFull), transaction.atomic():
        enrolled(station, course, other)
    actions.sign_off(enrolment=first, by=viewing(first.volunteer.person), at=NOON)
    enrolled(station, course, other)
    course.refresh_from_db()
    assert course.taken == 1


def test_refused_enrolments(station: Station) -> None:
    course, volunteer = a_course(station), a_volunteer(station)

    with pytest.raises(NotPermitted):
        actions.sign_up(
            course=course, volunteer=volunteer, by=viewing(a_person("路人")), at=NOON
        )
    enrolment = enrolled(station, course, volunteer)
    with pytest.raises(AlreadySignedUp):
        enrolled(station, course, volunteer)
    with pytest.raises(NotPermitted):
        actions.sign_off(enrolment=enrolment, by=viewing(a_person("路人")), at=NOON)
    actions.sign_off(enrolment=enrolment, by=station.by, at=NOON)
    with pytest.raises(NotSignedUp):
        actions.sign_off(enrolment=enrolment, by=station.by, at=NOON)
    left = a_volunteer(station, "退了的")
    actions.withdraw_volunteer(volunteer=left, by=station.by, at=NOON)
    with pytest.raises(NotSignedUp):
        enrolled(station, course, left)


def test_refused_courses_and_lessons(station: Station) -> None:
    said: dict[str, Any] = {
        "title": "急救",
        "place": station.place.community,
        "organiser": "红十字会",
        "seats": 10,
        "at": NOON,
    }

    with pytest.raises(NotPermitted):
        actions.plan_course(**said, by=viewing(a_person("路人")))
    with pytest.raises(CourseUnsound):
        actions.plan_course(**{**said, "organiser": ""}, by=station.by)
    with pytest.raises(NoSuchCertificate):
        actions.plan_course(**said, certificate="pilot", by=station.by)
    course = actions.plan_course(**said, by=station.by)
    backwards = NewLesson(
        form=LessonForm.LECTURE, title="心肺复苏", starts_at=NOON, ends_at=NOON
    )
    with pytest.raises(CourseUnsound):
        actions.add_lesson(course=course, lesson=backwards, by=station.by, at=NOON)


def test_a_lesson_is_noted_after_it_was_given(station: Station) -> None:
    course = a_course(station)
    lesson = course.lessons.order_by("pk").first()
    assert lesson is not None

    with pytest.raises(CourseUnsound):
        actions.note_lesson(lesson=lesson, came=[], by=station.by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.note_lesson(lesson=lesson, came=[], by=viewing(a_person("路人")), at=DONE)


def test_nobody_passes_oneself(station: Station) -> None:
    course = a_course(station)
    volunteer = actions.register_volunteer(
        person=station.clerk,
        area=station.place.community,
        profile=A_PROFILE,
        born_on=BORN,
        by=station.by,
        at=NOON,
    )
    enrolled(station, course, volunteer)

    with pytest.raises(PassesThemselves):
        actions.finish_course(course=course, by=station.by, at=DONE)
    with pytest.raises(LessonsLeft):
        actions.finish_course(course=course, by=station.by_colleague, at=NOON)
    actions.finish_course(course=course, by=station.by_colleague, at=DONE)


def test_a_course_is_called_off_with_a_reason_and_once(station: Station) -> None:
    course = a_course(station)
    stale = Course.objects.select_related("place").get(pk=course.pk)

    with pytest.raises(ReasonMissing):
        actions.cancel_course(course=course, reason="", by=station.by, at=NOON)
    actions.cancel_course(course=course, reason="老师病了", by=station.by, at=NOON)
    with pytest.raises(CourseMovedOn):
        actions.cancel_course(course=stale, reason="重复", by=station.by_colleague, at=NOON)
    with pytest.raises(CourseStepNotAllowed):
        enrolled(station, course, a_volunteer(station))
    lesson = NewLesson(form=LessonForm.PRACTICE, title="补课", starts_at=NOON, ends_at=DONE)
    with pytest.raises(CourseMovedOn):
        actions.add_lesson(course=stale, lesson=lesson, by=station.by, at=NOON)


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 6, 1), 0, None),
    ],
)
def test_so_many_months_on(on: date, months: int, until: date | None) -> None:
    assert good_until(on, months) == until
