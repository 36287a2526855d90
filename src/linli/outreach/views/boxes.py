"""说事箱: the boxes, what was opened, and one opening with its papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.outreach import actions, policies
from linli.outreach.forms import OpenBoxForm, PaperForm, ReasonForm
from linli.outreach.models import BoxOpening, Paper, PaperState
from linli.outreach.queries.desk import (
    boxes_in,
    colleagues_of,
    openers_here,
    openings_for,
    places_in,
)
from linli.outreach.views.doors import on_duty, signed_in, tried, who_acts
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.queries import areas_on_the_way_to
from linli.places.rules import AreaKind
from linli.ui.pages import SeeOther, page


@require_GET
def boxes(request: HttpRequest) -> HttpResponse:
    """说事箱: which was opened when, and which papers wait."""
    viewer, areas = on_duty(request)
    context = {
        "now": clock.now(),
        "boxes": boxes_in(areas),
        "openings": openings_for(viewer),
        "keeps": viewer.keeps_anything,
    }
    return page(request, "outreach/boxes.html", context)


@require_http_methods(["GET", "POST"])
def box(request: HttpRequest, pk: int) -> HttpResponse:
    """开箱: with whom, and how many papers lay in it."""
    return _opened(request, pk) if request.method == "POST" else _asked(request, pk)


@require_GET
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """One opening: typed by one, confirmed by the other."""
    return _page(request, _opening(signed_in(request), pk))


@require_POST
@answered_once(per=who_acts)
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """录入一张."""
    viewer = signed_in(request)
    found = _opening(viewer, pk)
    form = PaperForm(request.POST, places=_places(found))
    status = tried(
        form,
        lambda said: actions.type_paper(
            opening=found,
            words=said["words"],
            place=Area.objects.get(pk=said["place"]),
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _page(request, found, status=status, form=form)
    return SeeOther(reverse("box-opening", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """这一张不登记."""
    viewer = signed_in(request)
    found, form = _opening(viewer, pk), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.set_paper_aside(
            opening=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _page(request, found, status=status, aside=form)
    return SeeOther(reverse("box-opening", args=[pk]))


@require_POST
def confirmation(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """核对无误."""
    viewer = signed_in(request)
    actions.confirm_paper(paper=_paper(viewer, pk, paper), by=viewer, at=clock.now())
    return SeeOther(reverse("box-opening", args=[pk]))


@require_POST
def return_(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """对不上, 重新录."""
    viewer = signed_in(request)
    actions.send_paper_back(paper=_paper(viewer, pk, paper), by=viewer, at=clock.now())
    return SeeOther(reverse("box-opening", args=[pk]))


@answered_once(per=who_acts)
def _opened(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, _ = on_duty(request)
    found, made = _box(pk), list[BoxOpening]()
    form = _box_form(request, found, viewer)
    status = tried(
        form,
        lambda said: made.append(
            actions.open_box(
                box=found,
                witness=Person.objects.select_related("home").get(pk=said["witness"]),
                papers=said["papers"],
                by=viewer,
                at=clock.now(),
            )
        ),
    )
    if status:
        return _box_page(request, found, form, status=status)
    return SeeOther(reverse("box-opening", args=[made[0].pk]))


def _asked(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, _ = on_duty(request)
    found = _box(pk)
    return _box_page(request, found, _box_form(request, found, viewer))


def _box(pk: int) -> Point:
    boxes = Point.objects.select_related("area").filter(kind=PointKind.TALK_BOX)
    return get_object_or_404(boxes, pk=pk)


def _box_form(request: HttpRequest, found: Point, viewer: Viewer) -> OpenBoxForm:
    colleagues = colleagues_of(viewer, found.area, on=day_of(clock.now()))
    return OpenBoxForm(request.POST or None, colleagues=colleagues)


def _box_page(
    request: HttpRequest, found: Point, form: OpenBoxForm, *, status: int = 200
) -> HttpResponse:
    context = {"now": clock.now(), "box": found, "form": form}
    return page(request, "outreach/open_box.html", context, status=status)


def _opening(viewer: Viewer, pk: int) -> BoxOpening:
    seen = BoxOpening.objects.visible_to(viewer)
    return get_object_or_404(seen.select_related("box__area", "opener", "witness"), pk=pk)


def _paper(viewer: Viewer, pk: int, paper: int) -> Paper:
    found = get_object_or_404(_opening(viewer, pk).papers.select_related("place"), pk=paper)
    found.opening = _opening(viewer, pk)
    return found


def _places(found: BoxOpening) -> list[tuple[int, str]]:
    above = areas_on_the_way_to(found.box.area)
    community = [area for area in above if area.kind == AreaKind.COMMUNITY]
    return places_in(community or [found.box.area], on=day_of(clock.now()))


def _page(
    request: HttpRequest, found: BoxOpening, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    rows = list(found.papers.select_related("place", "typed_by", "matter").order_by("position"))
    here = openers_here(found, at=clock.now()) if found.finished_at is None else []
    enters = found.finished_at is None and policies.may_enter_papers(viewer, found, here)
    context = {
        "now": clock.now(),
        "opening": found,
        "papers": rows,
        "mine": viewer.person_id,
        "enters": enters,
        "steps_in": enters and viewer.person_id not in (found.opener_id, found.witness_id),
        "left": found.papers_found - len(rows),
        "typed": PaperState.TYPED,
        "form": PaperForm(places=_places(found)) if enters else None,
        "aside": ReasonForm(auto_id="aside_%s"),
    }
    return page(request, "outreach/opening.html", context | said, status=status)
