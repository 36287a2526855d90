"""走访记录: the card of one household with its visits, and a new one written down there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.matters.actions import Word
from linli.outreach import actions, policies
from linli.outreach.models import DoorVisit
from linli.outreach.queries.visits import my_visits, visits_at, walked_by, who_lives_at
from linli.outreach.views.doors import on_duty, signed_in, tried, who_acts
from linli.outreach.visit_forms import HeardAtHomeForm, VisitForm
from linli.people.viewer import Viewer
from linli.places.models import Dwelling
from linli.places.queries import whole_name
from linli.ui.pages import SeeOther, on_from, page

VISIT = "visit"


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """走访: mine, and for who keeps the register how many each has walked."""
    viewer, areas = on_duty(request)
    dwellings = [
        dwelling
        for area in areas
        for dwelling in Dwelling.objects.filter(area__path__startswith=area.path)
        .select_related("area")
        .order_by("area__path", "number")[:400]
    ]
    context = {
        "now": clock.now(),
        "mine": my_visits(viewer),
        "walked": walked_by(viewer, at=clock.now()),
        "dwellings": dwellings,
    }
    return page(request, "outreach/visits.html", context)


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """一户: who lives there, the visits so far, and a new one."""
    if request.method == "POST":
        return _visited(request, pk)
    viewer = signed_in(request)
    return _card(request, viewer, _dwelling(viewer, pk), VisitForm())


@require_POST
@answered_once(per=who_acts)
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """再记一件."""
    viewer = signed_in(request)
    mine = DoorVisit.objects.visible_to(viewer).of_households()
    visit = get_object_or_404(mine.select_related("dwelling__area"), pk=pk)
    form = HeardAtHomeForm(request.POST)
    status = tried(
        form,
        lambda said: actions.hear_at_home(
            visit=visit,
            heard=_word(said["heard"], visit.dwelling),
            phone=said["phone"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        again = (visit.pk, form)
        return _card(request, viewer, visit.dwelling, VisitForm(), status=status, again=again)
    return SeeOther(reverse("household-visits", args=[visit.dwelling_id]))


@answered_once(per=who_acts)
def _visited(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = signed_in(request)
    dwelling, form = _dwelling(viewer, pk), VisitForm(request.POST)
    status = tried(
        form,
        lambda said: actions.visit_household(
            dwelling=dwelling,
            found=said["found"],
            met=said["met"],
            words=said["words"],
            heard=_word(said["heard"], dwelling) if said["heard"] else None,
            phone=said["phone"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _card(request, viewer, dwelling, form, status=status)
    return on_from(f"visit-{pk}", reverse("household-visits", args=[pk]))


def _word(words: str, dwelling: Dwelling) -> Word:
    return Word(words=words, place=dwelling.area, channel=VISIT)


def _dwelling(viewer: Viewer, pk: int) -> Dwelling:
    dwelling = get_object_or_404(Dwelling.objects.select_related("area"), pk=pk)
    if not policies.may_serve(viewer, dwelling.area):
        raise Http404
    return dwelling


def _card(
    request: HttpRequest,
    viewer: Viewer,
    dwelling: Dwelling,
    form: VisitForm,
    *,
    status: int = 200,
    again: tuple[int, HeardAtHomeForm | None] = (0, None),
) -> HttpResponse:
    failed, failed_form = again
    lines: list[dict[str, Any]] = [
        {
            "visit": one.visit,
            "matters": one.matters,
            "mine": one.visit.walker_id == viewer.person_id,
            "form": failed_form if one.visit.pk == failed else HeardAtHomeForm(),
        }
        for one in visits_at(dwelling, viewer)
    ]
    context = {
        "now": clock.now(),
        "dwelling": dwelling,
        "where": f"{whole_name(dwelling.area)} {dwelling.number}",
        "people": who_lives_at(dwelling, viewer),
        "keeps": viewer.keeps(dwelling.area.path),
        "form": form,
        "lines": lines,
    }
    return page(request, "outreach/household.html", context, status=status)
