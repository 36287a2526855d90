"""培训: a course with lessons in three forms; who was at all of them passes (持证上岗)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.numbers import next_number
from linli.kernel.options import resolve
from linli.kernel.words import Moment
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers import policies
from linli.volunteers.actions.certifying import NoSuchCertificate, of_course
from linli.volunteers.actions.moving import ReasonMissing
from linli.volunteers.events import (
    CourseCancelled,
    CourseFinished,
    CoursePassed,
    CoursePlanned,
    EnrolmentWithdrawn,
    LessonAdded,
    LessonAttended,
    SignedUpForCourse,
)
from linli.volunteers.models import Course, Enrolment, Lesson, LessonAttendance, Volunteer
from linli.volunteers.options import CERTIFICATES, named
from linli.volunteers.rules import training as rules
from linli.volunteers.rules.certificates import good_until
from linli.volunteers.rules.registration import VolunteerState
from linli.volunteers.rules.training import (
    CourseState,
    CourseStep,
    EnrolmentState,
    LessonForm,
)

SERIES = "PX"


class CourseUnsound(Unreadable):
    pass


class CourseFull(Refusal):
    pass


class CourseMovedOn(Refusal):
    pass


class AlreadySignedUp(Refusal):
    pass


class NotSignedUp(Refusal):
    pass


class LessonsLeft(Refusal):
    pass


class PassesThemselves(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewLesson:
    """One lesson: in which form, on what, when, by whom, where."""

    form: LessonForm
    title: str
    starts_at: datetime
    ends_at: datetime
    teacher: str = ""
    venue: str = ""


@transaction.atomic
def plan_course(
    *,
    title: str,
    place: Area,
    organiser: str,
    seats: int,
    by: Viewer,
    at: datetime,
    certificate: str = "",
    certificate_months: int = 0,
) -> Course:
    """开办培训: so many seats; whoever passes gets the certificate, where it gives one."""
    if not policies.may_train(by, place):
        raise NotPermitted("培训由那里值守的同事和走楼道的人来办。")
    if not (title.strip() and organiser.strip()) or seats < 1:
        raise CourseUnsound("请写培训叫什么、谁来办、收几个人。")
    if certificate and named(certificate, resolve(place.chain)[CERTIFICATES]) is None:
        raise NoSuchCertificate("这里没有“{kind}”这种证书。", kind=certificate)
    course = Course.objects.create(
        number=next_number(SERIES, day_of(at).year),
        title=title.strip(),
        place=place,
        organiser=organiser.strip(),
        seats=seats,
        certificate=certificate,
        certificate_months=certificate_months,
        planned_by_id=by.person_id,
        planned_at=at,
    )
    event = CoursePlanned(subject=course.ref, title=course.title)
    journal.record(event, by=by.ref, at=at, place=place.ref)
    return course


@transaction.atomic
def add_lesson(*, course: Course, lesson: NewLesson, by: Viewer, at: datetime) -> Lesson:
    """加一节课: 理论授课, 现场演示 or 实操指导."""
    _permit_running(course, by)
    if not lesson.title.strip() or lesson.ends_at <= lesson.starts_at:
        raise CourseUnsound("请写讲什么，结束要晚于开始。")
    _stand_by(CourseStep.ADD_LESSON, course)
    added = Lesson.objects.create(
        course=course,
        form=lesson.form,
        title=lesson.title.strip(),
        teacher=lesson.teacher.strip(),
        venue=lesson.venue.strip(),
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
    )
    event = LessonAdded(
        subject=course.ref, title=added.title, starts_at=Moment(added.starts_at.isoformat())
    )
    journal.record(event, by=by.ref, at=at, place=course.place.ref)
    return added


@transaction.atomic
def sign_up(*, course: Course, volunteer: Volunteer, by: Viewer, at: datetime) -> Enrolment:
    """报名: a volunteer, or who registered and still waits, takes a seat."""
    if not policies.may_change(by, volunteer):
        raise NotPermitted("由本人报名，或请社区的同事代报。")
    if volunteer.standing not in (VolunteerState.ACTIVE, VolunteerState.APPLIED):
        raise NotSignedUp("先登记做志愿者，再报名参加培训。")
    rules.after(course.standing, CourseStep.SIGN_UP)
    known = Enrolment.objects.filter(course=course, volunteer=volunteer)
    if known.exclude(state=EnrolmentState.SIGNED_OFF).exists():
        raise AlreadySignedUp("已经报过名了。")
    _take_seat(course)
    enrolment, _ = Enrolment.objects.update_or_create(
        course=course,
        volunteer=volunteer,
        defaults={
            "state": EnrolmentState.SIGNED_UP,
            "signed_up_at": at,
            "ended_at": None,
        },
    )
    event = SignedUpForCourse(subject=course.ref, person=volunteer.person.ref)
    journal.record(event, by=by.ref, at=at, place=course.place.ref)
    return enrolment


@transaction.atomic
def sign_off(*, enrolment: Enrolment, by: Viewer, at: datetime) -> None:
    """退出报名: the seat is free for another."""
    course = enrolment.course
    if not policies.may_change(by, enrolment.volunteer):
        raise NotPermitted("由本人退出，或请社区的同事代退。")
    rules.after(course.standing, CourseStep.SIGN_OFF)
    signed = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.SIGNED_UP)
    if not signed.update(state=EnrolmentState.SIGNED_OFF, ended_at=at):
        raise NotSignedUp("现在没有报名，不用退。")
    LessonAttendance.objects.filter(enrolment=enrolment).delete()
    Course.objects.filter(pk=course.pk).update(taken=F("taken") - 1)
    event = EnrolmentWithdrawn(subject=course.ref, person=enrolment.volunteer.person.ref)
    journal.record(event, by=by.ref, at=at, place=course.place.ref)


@transaction.atomic
def note_lesson(
    *, lesson: Lesson, came: Collection[int], by: Viewer, at: datetime
) -> list[LessonAttendance]:
    """记到课: who of those signed up (ids of enrolments) was there; said again, it replaces."""
    course = lesson.course
    _permit_running(course, by)
    if lesson.starts_at > at:
        raise CourseUnsound("这节课还没有上，上过再记。")
    _stand_by(CourseStep.NOTE_ATTENDANCE, course)
    signed = course.enrolments.filter(pk__in=came, state=EnrolmentState.SIGNED_UP)
    lesson.attendances.all().delete()
    noted = LessonAttendance.objects.bulk_create(
        LessonAttendance(lesson=lesson, enrolment=one, noted_at=at)
        for one in signed.order_by("pk")
    )
    event = LessonAttended(subject=course.ref, title=lesson.title, count=len(noted))
    journal.record(event, by=by.ref, at=at, place=course.place.ref)
    return noted


@transaction.atomic
def finish_course(*, course: Course, by: Viewer, at: datetime) -> int:
    """结业: who was at every lesson passes and gets the certificate; says how many did.

    Nobody passes oneself: whoever signed up too lets a colleague finish it.
    """
    _permit_running(course, by)
    signed = course.enrolments.filter(state=EnrolmentState.SIGNED_UP)
    enrolled = list(signed.select_related("volunteer__person", "volunteer__area"))
    if any(one.volunteer.person_id == by.person_id for one in enrolled):
        raise PassesThemselves("您自己也报了名，请同事来办结业。")
    lessons = list(course.lessons.values_list("pk", flat=True))
    if not lessons or course.lessons.filter(ends_at__gt=at).exists():
        raise LessonsLeft("课还没有上完，上完再办结业。")
    passed = [one for one in enrolled if not rules.missed(lessons, _attended(one))]
    event = CourseFinished(subject=course.ref, passed=len(passed))
    _take(CourseStep.FINISH, course, event, by=by, at=at, ended_at=at)
    signed.update(state=EnrolmentState.NOT_PASSED, ended_at=at)
    for one in passed:
        _pass(one, course, by, at)
    return len(passed)


@transaction.atomic
def cancel_course(*, course: Course, reason: str, by: Viewer, at: datetime) -> None:
    """取消培训: with a reason that those signed up read."""
    _permit_running(course, by)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么不办了，报名的人会看到。")
    event = CourseCancelled(subject=course.ref, title=course.title, reason=reason.strip())
    said = {"reason": reason.strip(), "ended_at": at}
    _take(CourseStep.CANCEL, course, event, by=by, at=at, **said)


def _permit_running(course: Course, by: Viewer) -> None:
    if not policies.may_run_course(by, course):
        raise NotPermitted("培训由那里值守的同事和走楼道的人来办。")


def _take_seat(course: Course) -> None:
    free = Course.objects.filter(pk=course.pk, state=CourseState.PLANNED, taken__lt=F("seats"))
    if not free.update(taken=F("taken") + 1):
        course.refresh_from_db()
        rules.after(course.standing, CourseStep.SIGN_UP)
        raise CourseFull("名额满了，有人退出会空出来。")


def _stand_by(step: CourseStep, course: Course) -> None:
    """Keep the course in a state in which the step is open until the transaction ends."""
    rules.after(course.standing, step)
    if not Course.objects.filter(pk=course.pk, state=course.state).update(state=course.state):
        raise CourseMovedOn("这次培训刚刚有了变动，请看过再改。")


def _take(
    step: CourseStep, course: Course, event: Event, *, by: Viewer, at: datetime, **changes: Any
) -> None:
    state = rules.after(course.standing, step)
    seen = Course.objects.filter(pk=course.pk, version=course.version, state=course.state)
    if not seen.update(state=state, version=F("version") + 1, **changes):
        raise CourseMovedOn("这次培训刚刚有了变动，请看过再改。")
    course.state, course.version = state, course.version + 1
    for name, value in changes.items():
        setattr(course, name, value)
    journal.record(event, by=by.ref, at=at, place=course.place.ref)


def _attended(enrolment: Enrolment) -> list[int]:
    return list(enrolment.attendances.values_list("lesson", flat=True))


def _pass(enrolment: Enrolment, course: Course, by: Viewer, at: datetime) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.PASSED)
    volunteer = enrolment.volunteer
    if course.certificate:
        kinds = resolve(volunteer.area.chain)[CERTIFICATES]
        meant = named(course.certificate, kinds)
        of_course(
            volunteer=volunteer,
            kind=course.certificate,
            label=meant.label if meant else course.title,
            issuer=course.organiser,
            course=course.pk,
            valid_until=good_until(day_of(at), course.certificate_months),
            by=by,
            at=at,
        )
    event = CoursePassed(subject=volunteer.ref, title=course.title, course=course.ref)
    journal.record(event, by=by.ref, at=at, place=course.place.ref)
