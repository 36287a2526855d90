"""说事室、微信群: the page of a talk room for everybody, its week, and the group's poster."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.attachments import open_attachment
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.matters.queries import board
from linli.outreach import actions, policies
from linli.outreach.actions import Hours
from linli.outreach.forms import GroupCodeForm, HoursForm
from linli.outreach.models import GroupCode, OpenHour
from linli.outreach.rules.hours import read_hours, written
from linli.outreach.views.doors import signed_in, tried, who_acts
from linli.people.models import Person
from linli.people.queries import current_viewer, seats_in
from linli.places.models import Area, Point, PointKind
from linli.places.queries import areas_on_the_way_to, duty_phone_of, whole_names
from linli.places.rules import AreaKind
from linli.ui.pages import SeeOther, page

ROOMS = (PointKind.TALK_ROOM, PointKind.TALK_KIOSK)
MOST = 20
MOST_POINTS = 200


@require_GET
def talk_points(request: HttpRequest) -> HttpResponse:
    """说事点: every talk room and kiosk with its hours."""
    found = Point.objects.filter(kind__in=ROOMS, closed_on=None).select_related("area")
    listed = list(found.prefetch_related("open_hours").order_by("area__path")[:MOST_POINTS])
    names = whole_names([point.area for point in listed])
    rows = [(point, names[point.area_id], _week(point)) for point in listed]
    return page(request, "outreach/talk_points.html", {"rows": rows})


@require_GET
def talk_point(request: HttpRequest, code: str) -> HttpResponse:
    """One talk room: when it is open, what was said here and what came of it."""
    return _page(request, _point(code))


@require_POST
@answered_once(per=who_acts)
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """排值班."""
    viewer, point = signed_in(request), _point(code)
    form = HoursForm(request.POST)
    status = tried(
        form,
        lambda said: actions.set_hours(
            point=point, hours=_hours(said["hours"], point), by=viewer, at=clock.now()
        ),
    )
    if status:
        return _page(request, point, status=status, form=form)
    return SeeOther(reverse("talk-point", args=[code]))


@require_GET
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """扫码进群: the poster of a compound's chat group, to look at or to print."""
    area = get_object_or_404(Area, pk=pk)
    code = _code_of(area)
    context = {
        "area": area,
        "code": code,
        "is_good": code is not None and code.good_until >= day_of(clock.now()),
        "phone": duty_phone_of(area),
        "say_url": request.build_absolute_uri(reverse("say")),
        "may_change": policies.may_serve(current_viewer(request), area),
    }
    return page(request, "outreach/group.html", context)


@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest, pk: int) -> HttpResponse:
    """换群二维码."""
    if request.method == "POST":
        return _put_up(request, pk)
    viewer, area = signed_in(request), get_object_or_404(Area, pk=pk)
    if not policies.may_serve(viewer, area):
        raise Http404
    return page(request, "outreach/new_group.html", {"form": GroupCodeForm(), "area": area})


@require_GET
def picture(_: HttpRequest, pk: int) -> FileResponse:
    """The picture on the poster; it hangs outside, so everybody may see it."""
    code = _code_of(get_object_or_404(Area, pk=pk))
    if not code:
        raise Http404
    return FileResponse(
        open_attachment(code.picture), content_type=code.picture.media_type, filename="group"
    )


@answered_once(per=who_acts)
def _put_up(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, area = signed_in(request), get_object_or_404(Area, pk=pk)
    form = GroupCodeForm(request.POST, request.FILES)
    status = tried(
        form,
        lambda said: actions.put_up_group_code(
            area=area,
            name=said["name"],
            upload=said["picture"],
            good_until=said["good_until"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        context = {"form": form, "area": area}
        return page(request, "outreach/new_group.html", context, status=status)
    return SeeOther(reverse("group-poster", args=[pk]))


def _code_of(area: Area) -> GroupCode | None:
    codes = GroupCode.objects.filter(area=area).select_related("picture")
    return codes.order_by("-put_up_at", "-pk").first()


def _point(code: str) -> Point:
    rooms = Point.objects.filter(kind__in=ROOMS, closed_on=None).select_related("area")
    return get_object_or_404(rooms, code=code)


def _week(point: Point) -> list[OpenHour]:
    return sorted(point.open_hours.all(), key=lambda one: (one.weekday, one.opens))


def _hours(said: str, point: Point) -> list[Hours]:
    lines = read_hours(said)
    keepers = _keepers(point) if any(line.who for line in lines) else {}
    return [
        Hours(
            weekday=line.weekday,
            opens=line.opens,
            closes=line.closes,
            keeper=keepers.get(line.who),
        )
        for line in lines
    ]


def _keepers(point: Point) -> dict[str, Person]:
    """Who can be named on the roster: whoever holds a post in the community."""
    above = areas_on_the_way_to(point.area)
    community = [area for area in above if area.kind == AreaKind.COMMUNITY] or above[-1:]
    seats = seats_in(community[0], on=day_of(clock.now()), below=True)
    return {seat.on_duty.name: seat.on_duty for seat in seats if seat.on_duty}


def _page(
    request: HttpRequest, point: Point, *, status: int = 200, **said: Any
) -> HttpResponse:
    today = day_of(clock.now())
    week = list(point.open_hours.select_related("keeper").order_by("weekday", "opens"))
    here = board.on_the_board().filter(point=point, public_on__lte=today)
    lines = [
        written(one.weekday, one.opens, one.closes, one.keeper.name if one.keeper else "")
        for one in week
    ]
    context = {
        "now": clock.now(),
        "point": point,
        "where": whole_names([point.area])[point.area_id],
        "week": week,
        "heard": board.on_the_board().filter(point=point).count(),
        "done": board.made_public(here.order_by("-finished_at", "-pk")[:MOST]),
        "say_url": request.build_absolute_uri(reverse("say-here", args=[point.code])),
        "may_change": policies.may_serve(current_viewer(request), point.area),
        "form": HoursForm(initial={"hours": "\n".join(lines)}),
    }
    return page(request, "outreach/talk_point.html", context | said, status=status)
