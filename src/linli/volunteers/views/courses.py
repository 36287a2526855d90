"""培训: what is taught, who signs up, who was there, who passes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page
from linli.volunteers import actions, policies
from linli.volunteers.actions import NewLesson
from linli.volunteers.forms.desk import CameForm, CourseForm, LessonForm, ReasonForm
from linli.volunteers.forms.joining import labelled
from linli.volunteers.models import Course, Enrolment, Lesson
from linli.volunteers.options import CERTIFICATES
from linli.volunteers.queries import volunteer_of
from linli.volunteers.queries.desk import places_in
from linli.volunteers.rules import EnrolmentState
from linli.volunteers.rules import LessonForm as Form
from linli.volunteers.views.doors import (
    deeds,
    here,
    own_volunteer,
    tried,
    who_acts,
    who_plans,
)

MOST = 40


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    viewer = current_viewer(request)
    area = here(viewer)
    rows = Course.objects.visible_to(viewer).in_area(area).select_related("place")
    context = {
        "area": area,
        "courses": rows.order_by("state", "-planned_at")[:MOST],
        "plans": policies.may_train(viewer, area),
    }
    return page(request, "volunteers/courses.html", context)


@require_http_methods(["GET", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _planned(request)
    viewer, areas = who_plans(request)
    return page(request, "volunteers/new_course.html", {"form": _form(request, viewer, areas)})


@answered_once(per=who_acts)
def _planned(request: HttpRequest) -> HttpResponse:
    viewer, areas = who_plans(request)
    form, made = _form(request, viewer, areas), list[Course]()
    status = tried(
        form,
        lambda said: made.append(
            actions.plan_course(
                title=said["title"],
                organiser=said["organiser"],
                place=Area.objects.get(pk=said["place"]),
                seats=said["seats"],
                certificate=said["certificate"],
                certificate_months=said["certificate_months"],
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return page(request, "volunteers/new_course.html", {"form": form}, status=status)
    return SeeOther(reverse("volunteer-course", args=[made[0].number]))


def _form(request: HttpRequest, viewer: Viewer, areas: list[Area]) -> CourseForm:
    return CourseForm(
        request.POST or None,
        areas=places_in(areas, on=day_of(clock.now())),
        certificates=labelled(resolve(here(viewer).chain)[CERTIFICATES]),
    )


@require_GET
def course(request: HttpRequest, key: str) -> HttpResponse:
    return _course_page(request, _seen(current_viewer(request), key))


def _seen(viewer: Viewer, key: Any) -> Course:
    rows = Course.objects.visible_to(viewer).select_related("place")
    return get_object_or_404(rows, number=key)


def _course_page(
    request: HttpRequest, found: Course, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    runs = policies.may_run_course(viewer, found)
    me = volunteer_of(viewer.person_id) if viewer.person_id is not None else None
    mine = found.enrolments.filter(volunteer=me).first() if me else None
    context = {
        "now": clock.now(),
        "course": found,
        "runs": runs,
        "me": me,
        "mine": mine,
        "holds_seat": mine is not None and mine.state == EnrolmentState.SIGNED_UP,
        "lessons": _lessons(found, runs=runs),
        "enrolled": found.enrolments.exclude(state=EnrolmentState.SIGNED_OFF)
        .select_related("volunteer__person")
        .order_by("signed_up_at", "pk")
        if runs
        else [],
        "plain_form": OneTimeForm(),
        "lesson_form": LessonForm(auto_id="lesson_%s"),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
    }
    return page(request, "volunteers/course.html", context | said, status=status)


def _lessons(found: Course, *, runs: bool) -> list[dict[str, Any]]:
    signed = _signed(found) if runs else []
    lessons = found.lessons.prefetch_related("attendances").order_by("starts_at", "pk")
    return [
        {
            "lesson": lesson,
            "form_word": Form(lesson.form),
            "came": len(lesson.attendances.all()),
            "form": CameForm(
                signed=signed,
                initial={"came": [one.enrolment_id for one in lesson.attendances.all()]},
                auto_id=f"lesson{lesson.pk}_%s",
            ),
        }
        for lesson in lessons
    ]


def _signed(found: Course) -> list[tuple[int, str]]:
    rows = found.enrolments.filter(state=EnrolmentState.SIGNED_UP)
    named = rows.select_related("volunteer__person").order_by("pk")
    return [(one.pk, one.volunteer.person.name) for one in named]


def _back(found: Course) -> str:
    return reverse("volunteer-course", args=[found.number])


deed = deeds(find=_seen, show=_course_page, back=_back)


@deed(OneTimeForm, "sign_form")
def enrolments(_: OneTimeForm, found: Course, by: Viewer) -> None:
    """报名."""
    actions.sign_up(course=found, volunteer=own_volunteer(by), by=by, at=clock.now())


@deed(OneTimeForm, "sign_form")
def signing_off(_: OneTimeForm, found: Course, by: Viewer) -> None:
    """退出报名."""
    rows = Enrolment.objects.select_related("course__place", "volunteer__person")
    mine = get_object_or_404(
        rows.select_related("volunteer__area"), course=found, volunteer=own_volunteer(by)
    )
    actions.sign_off(enrolment=mine, by=by, at=clock.now())


@deed(LessonForm, "lesson_form")
def lessons(form: LessonForm, found: Course, by: Viewer) -> None:
    """加一节课."""
    said = form.cleaned_data
    lesson = NewLesson(
        form=Form(said["form"]),
        title=said["title"],
        teacher=said["teacher"],
        venue=said["venue"],
        starts_at=form.starts_at,
        ends_at=form.ends_at,
    )
    actions.add_lesson(course=found, lesson=lesson, by=by, at=clock.now())


@deed(OneTimeForm, "finish_form")
def finishing(_: OneTimeForm, found: Course, by: Viewer) -> None:
    """结业."""
    actions.finish_course(course=found, by=by, at=clock.now())


@deed(ReasonForm, "cancel_form")
def cancellation(form: ReasonForm, found: Course, by: Viewer) -> None:
    """取消."""
    reason = form.cleaned_data["reason"]
    actions.cancel_course(course=found, reason=reason, by=by, at=clock.now())


def _lesson(viewer: Viewer, pk: Any) -> Lesson:
    found = Lesson.objects.select_related("course__place").filter(pk=pk).first()
    if found is None or not policies.may_run_course(viewer, found.course):
        raise Http404
    return found


def _page_of(
    request: HttpRequest, found: Lesson, *, status: int = 200, **said: Any
) -> HttpResponse:
    return _course_page(request, found.course, status=status, **said)


on_lesson = deeds(find=_lesson, show=_page_of, back=lambda one: _back(one.course))


@on_lesson(OneTimeForm, "came_form")
def attendance(form: OneTimeForm, found: Lesson, by: Viewer) -> None:
    """记到课."""
    said = form.data.getlist("came")  # type: ignore[attr-defined]
    came = [int(one) for one in said if one.isdigit()]
    actions.note_lesson(lesson=found, came=came, by=by, at=clock.now())
