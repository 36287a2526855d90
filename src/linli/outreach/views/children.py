"""童萌治理派: suggestions are written down and answered; those agreed to hang for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.outreach import actions
from linli.outreach.actions import Consent
from linli.outreach.forms import ChildAnswerForm, ChildForm
from linli.outreach.models import Suggestion
from linli.outreach.queries.desk import areas_served, places_in, suggestions_for
from linli.outreach.views.doors import on_duty, signed_in, tried, who_acts
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.ui.pages import SeeOther, page

MOST = 40


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """金点子: what children suggested and what they were answered, by nickname alone."""
    viewer = current_viewer(request)
    hung = Suggestion.objects.filter(may_publish=True).exclude(answer="")
    context = {
        "now": clock.now(),
        "hung": hung.order_by("-answered_at")[:MOST],
        "ours": suggestions_for(viewer),
        "hears": bool(areas_served(viewer)),
        "form": ChildAnswerForm(),
    }
    return page(request, "outreach/suggestions.html", context)


@require_http_methods(["GET", "POST"])
def new_suggestion(request: HttpRequest) -> HttpResponse:
    """收一个金点子."""
    return _heard(request) if request.method == "POST" else _asked(request)


@require_POST
@answered_once(per=who_acts)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """回信."""
    viewer = signed_in(request)
    seen = Suggestion.objects.visible_to(viewer).select_related("place", "matter")
    found, form = get_object_or_404(seen, pk=pk), ChildAnswerForm(request.POST)
    status = tried(
        form,
        lambda said: actions.answer_child(
            suggestion=found, words=said["answer"], by=viewer, at=clock.now()
        ),
    )
    if status:
        context = {"form": form, "one": found, "now": clock.now()}
        return page(request, "outreach/answer_child.html", context, status=status)
    return SeeOther(reverse("suggestions"))


@answered_once(per=who_acts)
def _heard(request: HttpRequest) -> HttpResponse:
    viewer, areas = on_duty(request)
    form = _form(request, areas)
    status = tried(
        form,
        lambda said: actions.hear_child(
            called=said["called"],
            age=said["age"],
            words=said["words"],
            place=Area.objects.get(pk=said["place"]),
            consent=_consent(said),
            may_publish=said["may_publish"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return page(request, "outreach/new_suggestion.html", {"form": form}, status=status)
    return SeeOther(reverse("suggestions"))


def _asked(request: HttpRequest) -> HttpResponse:
    _, areas = on_duty(request)
    return page(request, "outreach/new_suggestion.html", {"form": _form(request, areas)})


def _form(request: HttpRequest, areas: list[Area]) -> ChildForm:
    return ChildForm(request.POST or None, places=places_in(areas, on=day_of(clock.now())))


def _consent(said: dict[str, Any]) -> Consent | None:
    if not said["guardian"]:
        return None
    return Consent(
        guardian=said["guardian"], relationship=said["relationship"], way=said["way"]
    )
