"""The map: areas, their points, and the sheets of codes for the doors."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.words import say
from linli.places import actions, queries, rules
from linli.places.actions import NewArea, NewPoint
from linli.places.forms import AreaForm, BuildingsForm, NameForm, PhoneForm, PointForm
from linli.places.models import Area, Point, PointKind
from linli.places.policies import Keeper
from linli.places.rules import AreaKind, building_names
from linli.ui.pages import SeeOther, page

if TYPE_CHECKING:

    class KeptRequest(HttpRequest):
        viewer: Keeper


def keeper_on(request: HttpRequest) -> Keeper:
    return cast("KeptRequest", request).viewer


def owner_of(request: HttpRequest) -> str:
    return keeper_on(request).ref


def for_keepers[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let in who keeps some register."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and not keeper_on(request).kept_paths:
            way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
            raise NotPermitted("这一页是给社区工作人员用的，请先登录。", next_step=way)
        return view(*args, **kwargs)

    return guarded


@for_keepers
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    on = day_of(clock.now())
    kept = queries.kept_areas(keeper_on(request), on=on)
    branches = [branch for area in kept for branch in queries.tree_of(area, on=on)]
    return page(request, "places/places.html", {"branches": branches})


@for_keepers
@require_GET
def place(request: HttpRequest, pk: int) -> HttpResponse:
    return _place_page(request, _kept(request, pk))


@require_POST
@for_keepers
@answered_once(per=owner_of)
def areas(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    form = AreaForm(request.POST, kinds=_kinds_in(found))
    status = _tried(
        form,
        "name",
        lambda said: actions.open_area(
            parent=found,
            kind=AreaKind(said["kind"]),
            name=said["name"],
            division_code=said["division_code"],
            by=keeper_on(request),
            at=clock.now(),
        ),
    )
    return _after(request, found, status, area_form=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def buildings(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), BuildingsForm(request.POST)
    status = _tried(
        form,
        "said",
        lambda said: actions.open_areas(
            parent=found,
            areas=[_building(name, said["units"]) for name in building_names(said["said"])],
            by=keeper_on(request),
            at=clock.now(),
        ),
    )
    return _after(request, found, status, buildings=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), NameForm(request.POST)
    status = _tried(
        form,
        "name",
        lambda said: actions.rename_area(
            area=found, name=said["name"], by=keeper_on(request), at=clock.now()
        ),
    )
    return _after(request, found, status, name_form=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), PhoneForm(request.POST)
    status = _tried(
        form,
        "phone",
        lambda said: actions.change_duty_phone(
            area=found, phone=said["phone"], by=keeper_on(request), at=clock.now()
        ),
    )
    return _after(request, found, status, phone_form=form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def points(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _kept(request, pk), PointForm(request.POST)
    status = _tried(
        form,
        "name",
        lambda said: actions.open_point(
            kind=PointKind(said["kind"]),
            area=found,
            name=said["name"],
            by=keeper_on(request),
            at=clock.now(),
        ),
    )
    return _after(request, found, status, point_form=form)


@require_POST
@for_keepers
def door_points(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for every door in the area that has none yet."""
    found, now = _kept(request, pk), clock.now()
    actions.open_points(
        within=found,
        points=[
            NewPoint(kind=door.kind, area=door.area, name=door.name)
            for door in queries.doors_without_a_point(found, on=day_of(now))
        ],
        by=keeper_on(request),
        at=now,
    )
    return SeeOther(reverse("place-codes", args=[pk]))


@require_POST
@for_keepers
def point_closure(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_object_or_404(Point.objects.select_related("area"), pk=pk)
    found = _kept(request, point.area_id)
    actions.close_point(point=point, by=keeper_on(request), at=clock.now())
    return SeeOther(reverse("place", args=[found.pk]))


@require_POST
@for_keepers
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    actions.close_area(area=found, by=keeper_on(request), at=clock.now())
    return SeeOther(reverse("places"))


@for_keepers
@require_GET
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for every point of the area, to print and hang up."""
    found = _kept(request, pk)
    listed = queries.points_in(found)
    names = queries.whole_names([point.area for point in listed])
    sheets = [
        {
            "point": point,
            "where": names[point.area_id],
            "address": request.build_absolute_uri(_saying_at(point)),
        }
        for point in listed
    ]
    context = {"area": found, "sheets": sheets, "phone": queries.duty_phone_of(found)}
    return page(request, "places/codes.html", context)


def _saying_at(point: Point) -> str:
    """Where the code at a door leads: to saying what is the matter there."""
    try:
        return reverse("say-here", args=[point.code])
    except NoReverseMatch:
        return "/"


def _tried(form: forms.Form, field: str, do: Callable[[dict[str, Any]], object]) -> int:
    """Do it if the form reads; say what was refused at its field; 0 says that it was done."""
    if not form.is_valid():
        return 422
    try:
        do(form.cleaned_data)
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(field, refusal.message)
        return refusal.status
    return 0


def _building(name: str, units: int) -> NewArea:
    below = tuple(
        NewArea(kind=AreaKind.UNIT, name=say("{number}单元", number=number))
        for number in range(1, units + 1)
    )
    return NewArea(kind=AreaKind.BUILDING, name=name, below=below)


def _after(request: HttpRequest, found: Area, status: int, **said: Any) -> HttpResponse:
    if status:
        return _place_page(request, found, status=status, **said)
    return SeeOther(reverse("place", args=[found.pk]))


def _place_page(
    request: HttpRequest, found: Area, *, status: int = 200, **said: Any
) -> HttpResponse:
    on = day_of(clock.now())
    levels = queries.level_names(found)
    context = {
        "area": found,
        "level": levels[AreaKind(found.kind)],
        "way": queries.areas_on_the_way_to(found)[:-1],
        "branches": queries.tree_of(found, on=on)[1:],
        "points": found.points.filter(closed_on=None).order_by("pk"),
        "area_form": AreaForm(kinds=_kinds_in(found)),
        "takes_buildings": rules.fits_in(AreaKind.BUILDING, AreaKind(found.kind)),
        "takes_areas": bool(_kinds_in(found)),
        "buildings": BuildingsForm(),
        "name_form": NameForm(initial={"name": found.name}),
        "phone_form": PhoneForm(initial={"phone": found.phone}),
        "point_form": PointForm(),
    }
    return page(request, "places/place.html", context | said, status=status)


def _kinds_in(found: Area) -> list[tuple[AreaKind, str]]:
    levels = queries.level_names(found)
    outer = AreaKind(found.kind)
    fitting = [(kind, levels[kind]) for kind in AreaKind if rules.fits_in(kind, outer)]
    # Few places divide themselves into grids: that kind is offered, but not first.
    return sorted(fitting, key=lambda one: one[0] is AreaKind.GRID)


def _kept(request: HttpRequest, pk: int) -> Area:
    found = queries.area_kept(keeper_on(request), pk)
    if found is None:
        raise Http404
    return found
