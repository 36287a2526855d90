"""需求调查: the list, one survey from questions to results, the sheet of a household."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import HERE, day_of
from linli.kernel.idempotency import answered_once
from linli.outreach import actions, policies
from linli.outreach.forms import ReasonForm
from linli.outreach.models import AskedHousehold, Survey
from linli.outreach.queries.desk import areas_served, places_in
from linli.outreach.queries.surveys import (
    answered_count,
    coverage_of,
    doors_left,
    outcomes_of,
    surveys_for,
    words_said,
)
from linli.outreach.rules.surveys import SurveyState, Way
from linli.outreach.survey_forms import (
    ConclusionForm,
    FoundForm,
    QuestionForm,
    SheetForm,
    SurveyForm,
)
from linli.outreach.views.doors import on_duty, signed_in, tried, who_acts
from linli.people.queries import current_viewer
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.models import Area
from linli.places.queries import whole_name
from linli.ui.codes import code_leading_to
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST = 60
MOST_SHEETS = 120


@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """需求调查: what was asked and told; for who serves there also what is being asked."""
    viewer = current_viewer(request)
    context = {
        "now": clock.now(),
        "mine": surveys_for(viewer) if viewer.posts else [],
        "published": Survey.objects.published()
        .select_related("area")
        .order_by("-closed_at")[:MOST],
        "draws_up": viewer.works_a_desk,
    }
    return page(request, "outreach/surveys.html", context)


@require_http_methods(["GET", "POST"])
def new_survey(request: HttpRequest) -> HttpResponse:
    """拟一次调查."""
    if request.method == "POST":
        return _drafted(request)
    return _new_page(request, _survey_form(request, on_duty(request)[0]))


@require_GET
def survey(request: HttpRequest, number: str) -> HttpResponse:
    """One survey: results for everybody once it is closed, work for who serves there."""
    viewer = current_viewer(request)
    return _survey_page(request, _seen(viewer, number), viewer)


@require_POST
@answered_once(per=who_acts)
def question(request: HttpRequest, number: str) -> HttpResponse:
    """加一题."""
    viewer = signed_in(request)
    found, form = _seen(viewer, number), QuestionForm(request.POST)
    status = tried(
        form,
        lambda said: actions.ask_question(
            survey=found,
            words=said["words"],
            answering=said["answering"],
            choices=said["choices"].splitlines(),
            by=viewer,
            at=clock.now(),
        ),
    )
    return _on(request, found, viewer, status, question_form=form)


@require_POST
def beginning(request: HttpRequest, number: str) -> HttpResponse:
    """开始."""
    viewer = signed_in(request)
    actions.begin_survey(survey=_seen(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("survey", args=[number]))


@require_POST
@answered_once(per=who_acts)
def closing(request: HttpRequest, number: str) -> HttpResponse:
    """结束并公布."""
    viewer = signed_in(request)
    found, form = _seen(viewer, number), ConclusionForm(request.POST)
    status = tried(
        form,
        lambda said: actions.close_survey(
            survey=found, conclusion=said["conclusion"], by=viewer, at=clock.now()
        ),
    )
    return _on(request, found, viewer, status, conclusion_form=form)


@require_POST
@answered_once(per=who_acts)
def dropping(request: HttpRequest, number: str) -> HttpResponse:
    """取消."""
    viewer = signed_in(request)
    found, form = _seen(viewer, number), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.drop_survey(
            survey=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    return _on(request, found, viewer, status, drop_form=form)


@require_POST
@answered_once(per=who_acts)
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """结果转成一件事."""
    viewer = signed_in(request)
    found, form = _seen(viewer, number), FoundForm(request.POST)
    status = tried(
        form,
        lambda said: actions.raise_from_survey(
            survey=found, words=said["words"], by=viewer, at=clock.now()
        ),
    )
    return _on(request, found, viewer, status, found_form=form)


@require_GET
def sheets(request: HttpRequest, number: str) -> HttpResponse:
    """打印: one sheet a household that has not answered, with its own code."""
    viewer = signed_in(request)
    found = _seen(viewer, number)
    doors = doors_left(found, viewer)[:MOST_SHEETS]
    printed = [
        {
            "door": door,
            "svg": code_leading_to(
                request.build_absolute_uri(reverse("survey-answer", args=[door.code]))
            ),
        }
        for door in doors
    ]
    context = {"survey": found, "sheets": printed, "questions": found.questions.all()}
    return page(request, "outreach/survey_sheets.html", context)


@require_http_methods(["GET", "POST"])
def at_the_door(request: HttpRequest, pk: int) -> HttpResponse:
    """上门问: the walker fills in what the household says; with ?paper what it wrote."""
    if request.method == "POST":
        return _noted(request, pk)
    viewer, paper = signed_in(request), "paper" in request.GET
    asked = _door(viewer, pk)
    form = SheetForm(survey=asked.survey, paper=paper)
    return _sheet_page(request, asked, form, paper=paper, at_door=True)


@require_POST
@answered_once(per=who_acts)
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    """换一户."""
    viewer = signed_in(request)
    asked, form = _door(viewer, pk), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.replace_household(
            asked=asked, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        sheet = SheetForm(survey=asked.survey)
        return _sheet_page(request, asked, sheet, at_door=True, reason=form, status=status)
    return SeeOther(reverse("survey", args=[asked.survey.number]))


@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """自己填: whoever has the code of the household."""
    if request.method == "POST":
        return _answered(request, code)
    asked = _of_code(code)
    return _sheet_page(request, asked, SheetForm(survey=asked.survey))


@answered_once(per=who_acts)
def _drafted(request: HttpRequest) -> HttpResponse:
    viewer, _ = on_duty(request)
    form = _survey_form(request, viewer)
    drafted: list[Survey] = []

    def drafts(said: dict[str, Any]) -> None:
        last_moment = datetime.combine(said["closes_on"], time.max, tzinfo=HERE)
        drafted.append(
            actions.draft_survey(
                title=said["title"],
                purpose=said["purpose"],
                area=Area.objects.get(pk=said["place"]),
                closes_at=last_moment.replace(microsecond=0),
                sample_size=said["sample_size"],
                by=viewer,
                at=clock.now(),
            )
        )

    if status := tried(form, drafts):
        return _new_page(request, form, status=status)
    return SeeOther(reverse("survey", args=[drafted[0].number]))


@answered_once(per=who_acts)
def _noted(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, paper = signed_in(request), "paper" in request.GET
    asked = _door(viewer, pk)
    form = SheetForm(request.POST, survey=asked.survey, paper=paper)
    status = tried(
        form,
        lambda said: actions.answer_survey(
            asked=asked,
            said=form.said(),
            way=Way.PAPER if paper else Way.WALKER,
            answered_on=said.get("answered_on"),
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _sheet_page(request, asked, form, paper=paper, at_door=True, status=status)
    return SeeOther(reverse("survey", args=[asked.survey.number]))


@answered_once(per=lambda request: f"survey/{request.path}"[:80])
def _answered(request: HttpRequest, code: str) -> HttpResponse:
    asked = _of_code(code)
    form = SheetForm(request.POST, survey=asked.survey)
    status = tried(
        form,
        lambda _: actions.answer_survey(
            asked=asked,
            said=form.said(),
            way=Way.SELF,
            code=code,
            by=A_PASSER_BY,
            at=clock.now(),
        ),
    )
    if status:
        return _sheet_page(request, asked, form, status=status)
    return SeeOther(reverse("survey-answer", args=[code]))


def _seen(viewer: Viewer, number: str) -> Survey:
    found = Survey.objects.visible_to(viewer) | Survey.objects.published()
    survey = found.select_related("area").filter(number=number).distinct().first()
    if survey is None:
        raise Http404
    return survey


def _door(viewer: Viewer, pk: int) -> AskedHousehold:
    doors = AskedHousehold.objects.visible_to(viewer)
    asked = doors.select_related("survey__area", "household__dwelling__area").filter(pk=pk)
    if (found := asked.first()) is None:
        raise Http404
    return found


def _of_code(code: str) -> AskedHousehold:
    asked = AskedHousehold.objects.select_related("survey__area", "household__dwelling__area")
    if (found := asked.filter(code=code).first()) is None:
        raise Http404
    return found


def _on(
    request: HttpRequest, survey: Survey, viewer: Viewer, status: int, **forms: OneTimeForm
) -> HttpResponse:
    if status:
        return _survey_page(request, survey, viewer, status=status, **forms)
    return SeeOther(reverse("survey", args=[survey.number]))


def _survey_form(request: HttpRequest, viewer: Viewer) -> SurveyForm:
    now = clock.now()
    places = places_in(areas_served(viewer), on=day_of(now))
    initial = {"closes_on": day_of(now) + timedelta(days=14)}
    return SurveyForm(request.POST or None, places=places, initial=initial)


def _new_page(request: HttpRequest, form: SurveyForm, *, status: int = 200) -> HttpResponse:
    return page(request, "outreach/new_survey.html", {"form": form}, status=status)


def _survey_page(
    request: HttpRequest, survey: Survey, viewer: Viewer, *, status: int = 200, **forms: Any
) -> HttpResponse:
    runs = policies.may_run_survey(viewer, survey.area)
    begun = survey.standing in (SurveyState.RUNNING, SurveyState.CLOSED)
    coverage = coverage_of(survey) if begun else []
    closed = survey.standing is SurveyState.CLOSED
    serves = runs or Survey.objects.visible_to(viewer).filter(pk=survey.pk).exists()
    context = {
        "now": clock.now(),
        "survey": survey,
        "where": whole_name(survey.area),
        "questions": survey.questions.all(),
        "runs": runs,
        "running": survey.standing is SurveyState.RUNNING,
        "draft": survey.standing is SurveyState.DRAFT,
        "closed": closed,
        "coverage": coverage if serves else [],
        "asked": sum(one.asked for one in coverage),
        "answered": answered_count(survey) if begun else 0,
        "outcomes": outcomes_of(survey) if closed else [],
        "words": words_said(survey) if runs and closed else [],
        "doors": doors_left(survey, viewer) if survey.standing is SurveyState.RUNNING else [],
        "question_form": QuestionForm(),
        "conclusion_form": ConclusionForm(),
        "drop_form": ReasonForm(),
        "found_form": FoundForm(),
    }
    return page(request, "outreach/survey.html", context | forms, status=status)


def _sheet_page(
    request: HttpRequest,
    asked: AskedHousehold,
    form: SheetForm,
    *,
    paper: bool = False,
    at_door: bool = False,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "now": clock.now(),
        "asked": asked,
        "survey": asked.survey,
        "form": form,
        "paper": paper,
        "at_door": at_door,
        "reason": reason or ReasonForm(),
        "running": asked.survey.standing is SurveyState.RUNNING and not asked.replaced_because,
        "done": hasattr(asked, "response"),
    }
    return page(request, "outreach/survey_sheet.html", context, status=status)
