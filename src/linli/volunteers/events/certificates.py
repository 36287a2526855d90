"""Certificates and the courses that give some of them."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment


class CertificateEntered(
    Event,
    code="volunteers.certificate_entered",
    sentence="登记了“{label}”，等人核验",
    personal=[],
):
    kind: str
    label: str
    certificate: int


class CertificateVerified(
    Event,
    code="volunteers.certificate_verified",
    sentence="“{label}”核验过了",
    personal=[],
):
    kind: str
    label: str
    certificate: int


class CertificateRefused(
    Event,
    code="volunteers.certificate_refused",
    sentence="“{label}”没有通过核验：{reason}",
    personal=["reason"],
):
    label: str
    reason: str
    certificate: int


class CertificateRunsOut(
    Event,
    code="volunteers.certificate_runs_out",
    sentence="“{label}”{until}到期，请提前换新证",
    personal=[],
):
    kind: str
    label: str
    until: str
    certificate: int


class CertificateLapsed(
    Event,
    code="volunteers.certificate_lapsed",
    sentence="“{label}”过期了，要这个证的服务先停下",
    personal=[],
):
    kind: str
    label: str
    person: Ref
    certificate: int


class CertificateRevoked(
    Event,
    code="volunteers.certificate_revoked",
    sentence="“{label}”撤销了：{reason}",
    personal=["reason"],
):
    kind: str
    label: str
    reason: str
    person: Ref
    certificate: int


class CoursePlanned(
    Event,
    code="volunteers.course_planned",
    sentence="开办“{title}”",
    personal=[],
):
    title: str


class LessonAdded(
    Event,
    code="volunteers.lesson_added",
    sentence="加了一节课：{title}，{starts_at}",
    personal=[],
):
    title: str
    starts_at: Moment


class SignedUpForCourse(
    Event,
    code="volunteers.course_signed_up",
    sentence="{person}报了名",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class EnrolmentWithdrawn(
    Event,
    code="volunteers.course_signed_off",
    sentence="{person}退出了报名",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class LessonAttended(
    Event,
    code="volunteers.lesson_attended",
    sentence="记了到课：{title}，{count}位",
    personal=[],
    audience=Audience.HOUSE,
):
    title: str
    count: int


class CoursePassed(
    Event,
    code="volunteers.course_passed",
    sentence="“{title}”结业了",
    personal=[],
):
    title: str
    course: Ref


class CourseFinished(
    Event,
    code="volunteers.course_finished",
    sentence="办完了，{passed}位结业",
    personal=[],
):
    passed: int


class CourseCancelled(
    Event,
    code="volunteers.course_cancelled",
    sentence="“{title}”取消：{reason}",
    personal=["reason"],
):
    title: str
    reason: str
