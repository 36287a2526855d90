"""怎么办: the mode, who is asked to claim, the plan, and what each has done."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.matters import actions
from linli.matters.actions import Call, NewPlan
from linli.matters.claims import OfferTo, PlanKind
from linli.matters.forms.handling import (
    ModeForm,
    OfferForm,
    PartForm,
    PlanForm,
    StepDoneForm,
)
from linli.matters.models import Involvement, Matter, PlanStep
from linli.matters.views.deeds import deed, known
from linli.matters.views.steps import noun, way_back
from linli.people.viewer import Viewer


@noun(ModeForm)
def mode(form: ModeForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """定办理方式."""
    actions.choose_mode(matter=matter, by=by, at=at, **form.said("mode", "why"))


@noun(OfferForm)
def offers(form: OfferForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """请人认领."""
    said = form.cleaned_data
    call = Call(to=OfferTo(said["to"]), words=said["words"], asked=form.person)
    actions.offer_matter(matter=matter, call=call, by=by, at=at)


@noun(PlanForm)
def plans(form: PlanForm, matter: Matter, by: Viewer, at: datetime) -> None:
    """定方案."""
    said, kind = form.cleaned_data, PlanKind(form.cleaned_data["kind"])
    meeting = form.meetings.get(said["meeting"]) if kind is PlanKind.MEETING else None
    plan = NewPlan(
        kind=kind,
        goal=said["goal"],
        steps=said["steps"],
        review_on=said["review_on"],
        meeting=meeting,
    )
    actions.decide_plan(matter=matter, plan=plan, by=by, at=at)


@require_http_methods(["GET", "POST"])
def plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    """方案做到一步."""
    viewer = known(request)
    seen = Matter.objects.visible_to(viewer)
    steps = PlanStep.objects.filter(plan__matter__in=seen)
    step = get_object_or_404(steps.select_related("plan__matter__place"), pk=pk)

    def do(_: dict[str, Any]) -> str:
        actions.finish_plan_step(step=step, by=viewer, at=clock.now())
        return way_back(request, step.plan.matter.number)

    back_url = way_back(request, step.plan.matter.number)
    return deed(
        request, StepDoneForm(request.POST or None), do, lead=step.words, back_url=back_url
    )


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """写自己做了什么."""
    viewer = known(request)
    mine = Involvement.objects.of(viewer).select_related(
        "matter__place", "matter__desk", "person", "organisation"
    )
    involvement = mine.filter(pk=pk).first()
    if involvement is None:
        raise Http404
    matter = involvement.matter

    def do(said: dict[str, Any]) -> str:
        actions.write_part(
            involvement=involvement, words=said["words"], by=viewer, at=clock.now()
        )
        return reverse("matter", args=[matter.number])

    return deed(
        request,
        PartForm(request.POST or None),
        do,
        lead=matter.title,
        back_url=reverse("matter", args=[matter.number]),
    )
