"""巡楼走访: the rounds of a walker, the doors of one, and the corrections that they propose."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.matters.actions import Word
from linli.outreach import actions, policies
from linli.outreach.forms import ReasonForm
from linli.outreach.models import Correction, Patrol
from linli.outreach.patrol_forms import HeardForm, KnockForm, NamesForm
from linli.outreach.queries.desk import places_in
from linli.outreach.queries.patrols import (
    areas_walked,
    corrections_waiting,
    doors_of,
    doors_to_go,
    never_reached,
    reached_lately,
)
from linli.outreach.rules.patrols import Found
from linli.outreach.views.doors import on_duty, signed_in, tried, who_acts
from linli.people.viewer import Viewer
from linli.places.models import Area, Dwelling
from linli.places.queries import whole_name
from linli.ui.pages import SeeOther, on_from, page

VISIT = "visit"
MOST = 30


@require_GET
def patrols(request: HttpRequest) -> HttpResponse:
    """巡楼: mine to begin or to go on with, what the desk sees, and who is never reached."""
    viewer, areas = on_duty(request)
    mine = Patrol.objects.visible_to(viewer).select_related("area", "walker")
    under_way = list(mine.filter(walker=viewer.person_id).under_way())
    walked = {patrol.area_id for patrol in under_way}
    context = {
        "now": clock.now(),
        "under_way": under_way,
        "to_begin": [area for area in areas_walked(viewer) if area.pk not in walked],
        "ended": mine.exclude(ended_at=None).order_by("-ended_at")[:MOST],
        "coverage": reached_lately(areas, at=clock.now()),
        "never": never_reached(areas),
        "corrections": len(corrections_waiting(viewer)) if viewer.keeps_anything else 0,
    }
    return page(request, "outreach/patrols.html", context)


@require_POST
def beginning(request: HttpRequest, pk: int) -> HttpResponse:
    """开始走一轮."""
    viewer = signed_in(request)
    walked = {area.pk: area for area in areas_walked(viewer)}
    if pk not in walked:
        raise Http404
    patrol = actions.begin_patrol(area=walked[pk], by=viewer, at=clock.now())
    return SeeOther(reverse("patrol", args=[patrol.pk]))


@require_GET
def patrol(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: door by door."""
    viewer = signed_in(request)
    return _patrol_page(request, _seen(viewer, pk), viewer)


@require_POST
@answered_once(per=who_acts)
def knocking(request: HttpRequest, pk: int, door: int) -> HttpResponse:
    """敲门."""
    viewer = signed_in(request)
    found, form = _seen(viewer, pk), KnockForm(request.POST)
    inside = Dwelling.objects.select_related("area").filter(
        area__path__startswith=found.area.path
    )
    dwelling = get_object_or_404(inside, pk=door)
    status = tried(
        form,
        lambda said: actions.knock(
            patrol=found,
            dwelling=dwelling,
            found=said["found"],
            words=said["words"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _patrol_page(request, found, viewer, status=status, knock_form=form)
    return SeeOther(f"{reverse('patrol', args=[pk])}#doors")


@require_http_methods(["GET", "POST"])
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """走访记事."""
    viewer = signed_in(request)
    found = _seen(viewer, pk)
    if request.method == "POST":
        return _heard(request, pk)
    return _heard_page(request, found, _heard_form(request, found))


@require_POST
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """走完一轮."""
    viewer = signed_in(request)
    actions.end_patrol(patrol=_seen(viewer, pk), by=viewer, at=clock.now())
    return SeeOther(reverse("patrol", args=[pk]))


@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """登记更正: what the doors told and the register does not know yet."""
    return _corrections_page(request, on_duty(request)[0])


@require_POST
@answered_once(per=who_acts)
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """照着改."""
    viewer = signed_in(request)
    found, form = _correction(viewer, pk), NamesForm(request.POST)
    status = tried(
        form,
        lambda said: actions.accept_correction(
            correction=found, names=said["names"].splitlines(), by=viewer, at=clock.now()
        ),
    )
    if status:
        return _corrections_page(request, viewer, status=status, failed=(pk, form, None))
    return SeeOther(reverse("corrections"))


@require_POST
@answered_once(per=who_acts)
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """不改."""
    viewer = signed_in(request)
    found, form = _correction(viewer, pk), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.refuse_correction(
            correction=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _corrections_page(request, viewer, status=status, failed=(pk, None, form))
    return SeeOther(reverse("corrections"))


@answered_once(per=who_acts)
def _heard(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = signed_in(request)
    found = _seen(viewer, pk)
    form = _heard_form(request, found)
    status = tried(
        form,
        lambda said: actions.hear_on_patrol(
            patrol=found,
            word=Word(
                words=said["words"], place=Area.objects.get(pk=said["place"]), channel=VISIT
            ),
            phone=said["phone"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _heard_page(request, found, form, status=status)
    return on_from("patrol", reverse("patrol", args=[pk]))


def _heard_form(request: HttpRequest, patrol: Patrol) -> HeardForm:
    places = places_in([patrol.area], on=day_of(clock.now()))
    return HeardForm(request.POST or None, places=places)


def _heard_page(
    request: HttpRequest, patrol: Patrol, form: HeardForm, *, status: int = 200
) -> HttpResponse:
    return page(
        request, "outreach/patrol_heard.html", {"patrol": patrol, "form": form}, status=status
    )


def _seen(viewer: Viewer, pk: int) -> Patrol:
    rows = Patrol.objects.visible_to(viewer).select_related("area", "walker")
    return get_object_or_404(rows, pk=pk)


def _correction(viewer: Viewer, pk: int) -> Correction:
    rows = Correction.objects.visible_to(viewer).select_related("dwelling__area")
    return get_object_or_404(rows, pk=pk)


def _patrol_page(
    request: HttpRequest,
    patrol: Patrol,
    viewer: Viewer,
    *,
    status: int = 200,
    knock_form: KnockForm | None = None,
) -> HttpResponse:
    doors = doors_of(patrol, viewer)
    walks = patrol.ended_at is None and policies.may_walk(viewer, patrol)
    context = {
        "now": clock.now(),
        "patrol": patrol,
        "where": whole_name(patrol.area),
        "walks": walks,
        "keeps": viewer.keeps(patrol.area.path),
        "lines": [{"door": door, "form": KnockForm()} for door in doors],
        "founds": list(Found),
        "left": doors_to_go(patrol),
        "knock_form": knock_form or KnockForm(),
    }
    return page(request, "outreach/patrol.html", context, status=status)


def _corrections_page(
    request: HttpRequest,
    viewer: Viewer,
    *,
    status: int = 200,
    failed: tuple[int, NamesForm | None, ReasonForm | None] = (0, None, None),
) -> HttpResponse:
    pk, names, reason = failed
    lines: list[dict[str, Any]] = [
        {
            "correction": one,
            "is_new": one.found == Found.NEW,
            "rules": policies.may_rule_correction(viewer, one),
            "names": names if names and one.pk == pk else NamesForm(),
            "reason": reason if reason and one.pk == pk else ReasonForm(),
        }
        for one in corrections_waiting(viewer)
    ]
    context = {"now": clock.now(), "lines": lines}
    return page(request, "outreach/corrections.html", context, status=status)
