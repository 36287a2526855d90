"""Certificates with issuer and validity, and the courses that give some of them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel.references import Ref, ref
from linli.people.models import Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models.volunteers import Volunteer
from linli.volunteers.rules.certificates import CertificateState
from linli.volunteers.rules.training import CourseState, EnrolmentState, LessonForm


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, _: Viewer) -> Self:
        """Everybody: a course is announced so that people come."""
        return self.all()

    def in_area(self, area: Area) -> Self:
        return self.filter(place__path__startswith=area.path)

    def planned(self) -> Self:
        return self.filter(state=CourseState.PLANNED)


class Course(models.Model):
    """培训: lessons in three forms, and for who was at all of them a certificate (持证上岗)."""

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, default=CourseState.PLANNED)
    title = models.CharField("培训名称", max_length=60)
    place = models.ForeignKey(Area, models.PROTECT, related_name="courses")
    organiser = models.CharField("谁来办", max_length=60)
    certificate = models.CharField("结业发的证", max_length=30, default="")
    certificate_months = models.PositiveSmallIntegerField("证书管几个月", default=0)
    seats = models.PositiveSmallIntegerField("名额")
    taken = models.PositiveSmallIntegerField("已报名", default=0)
    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField("发布时间")
    ended_at = models.DateTimeField("办完时间", null=True)
    reason = models.CharField("取消的原因", max_length=200, default="")

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="course_state_known",
                condition=Q(state__in=[state.value for state in CourseState]),
            ),
            models.CheckConstraint(
                name="course_has_seats", condition=Q(taken__lte=models.F("seats"))
            ),
        ]
        indexes = [models.Index(name="course_by_place", fields=["place", "state"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> CourseState:
        return CourseState(self.state)


class Lesson(models.Model):
    """一节课: 理论授课, 现场演示 or 实操指导."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons")
    form = models.CharField("形式", max_length=14)
    title = models.CharField("讲什么", max_length=60)
    teacher = models.CharField("谁来讲", max_length=60, default="")
    venue = models.CharField("在哪里", max_length=60, default="")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lesson_form_known",
                condition=Q(form__in=[form.value for form in LessonForm]),
            ),
            models.CheckConstraint(
                name="lesson_ends_after_it_starts",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Enrolment(models.Model):
    """报名: one volunteer in one course, and how it ended."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="enrolments")
    state = models.CharField("状态", max_length=12, default=EnrolmentState.SIGNED_UP)
    signed_up_at = models.DateTimeField("报名时间")
    ended_at = models.DateTimeField("结业时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="enrolled_once", fields=["course", "volunteer"]),
            models.CheckConstraint(
                name="enrolment_state_known",
                condition=Q(state__in=[state.value for state in EnrolmentState]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def standing(self) -> EnrolmentState:
        return EnrolmentState(self.state)


class LessonAttendance(models.Model):
    """到课: this volunteer was at that lesson."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendances")
    noted_at = models.DateTimeField("记录时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="at_lesson_once", fields=["lesson", "enrolment"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and for desks and audit those of their area."""
        seen = Q(volunteer__person__in=viewer.speaks_for)
        for post in viewer.posts:
            if post.keeps_registers or post.reach is Reach.READ:
                seen |= Q(volunteer__area__path__startswith=post.area_path)
        return self.filter(seen)

    def submitted(self) -> Self:
        return self.filter(state=CertificateState.SUBMITTED)

    def valid(self, on: date) -> Self:
        """Verified, begun and not over: good on the last day, no longer on the next."""
        good = self.filter(state=CertificateState.VERIFIED, issued_on__lte=on)
        return good.filter(Q(valid_until=None) | Q(valid_until__gte=on))

    def over(self, on: date) -> Self:
        """Verified still, but over: what the daily round lets lapse."""
        return self.filter(state=CertificateState.VERIFIED, valid_until__lt=on)


class Certificate(models.Model):
    """资质证书: entered by one, verified by another who saw the original.

    The certificate of a course is given by whoever finishes the course, from its attendance.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="certificates")
    kind = models.CharField("种类", max_length=30)
    kind_label = models.CharField("叫什么", max_length=30)
    issuer = models.CharField("谁发的", max_length=60)
    certificate_number = models.CharField("证书编号", max_length=60, default="")
    issued_on = models.DateField("发证日期")
    valid_until = models.DateField("有效到哪天", null=True)
    state = models.CharField("状态", max_length=10, default=CertificateState.SUBMITTED)
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="certificates")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField("核验时间", null=True)
    warned_on = models.DateField("提醒日期", null=True)
    ended_on = models.DateField("过期或撤销日期", null=True)
    reason = models.CharField("不通过或撤销的原因", max_length=200, default="")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_state_known",
                condition=Q(state__in=[state.value for state in CertificateState]),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("issued_on")),
            ),
            models.CheckConstraint(
                name="certificate_verified_by_a_second_person",
                condition=Q(verified_by=None)
                | Q(course__isnull=False)
                | ~Q(verified_by=models.F("entered_by")),
            ),
            models.CheckConstraint(
                name="certificate_verified_has_a_time",
                condition=~Q(state="verified") | Q(verified_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="certificate_held", fields=["volunteer", "kind", "state"]),
            models.Index(name="certificate_running_out", fields=["state", "valid_until"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def ref(self) -> Ref:
        return ref(self)

    @property
    def standing(self) -> CertificateState:
        return CertificateState(self.state)
