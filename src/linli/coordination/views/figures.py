"""双考核 and the public count: both who whistles and who comes are looked at, nobody ranked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.coordination.models import CalledUnit
from linli.coordination.models.whistles import CalledUnitQuerySet, units_of
from linli.coordination.options import SMALLEST_SAMPLE
from linli.coordination.queries.figures import (
    Standing,
    UnitFigures,
    called_within,
    counted_as,
    figures_by_community,
    figures_by_unit,
)
from linli.coordination.queries.showing import TONES
from linli.coordination.views.doors import at_work
from linli.kernel import clock
from linli.kernel.dates import HERE
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.people.models import Organisation
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.pages import page

FIRST_YEAR = 2020
MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Of which place and year, and of which units alone; None: of all."""

    area: Area
    year: int
    units: tuple[int, ...] | None

    @property
    def since(self) -> datetime:
        return datetime(self.year, 1, 1, tzinfo=HERE)

    @property
    def until(self) -> datetime:
        return datetime(self.year + 1, 1, 1, tzinfo=HERE)

    def list_url(self, unit: int, what: Standing) -> str:
        said = {"year": self.year, "unit": unit, "what": what.value}
        return f"{reverse('whistle-figures-list')}?{urlencode(said)}"


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """双考核: how the units came and worked, how often the communities whistled."""
    viewer, now = at_work(request), clock.now()
    asked = _asked(request, viewer, now)
    smallest = resolve(asked.area.chain)[SMALLEST_SAMPLE]
    rows = _by_unit(asked, now)
    context = {
        "asked": asked,
        "years": _years(request, asked, now),
        "rows": [_shown(row, asked, smallest) for row in rows],
        "smallest": smallest,
        "communities": figures_by_community(asked.area, since=asked.since, until=asked.until)
        if asked.units is None
        else [],
        "person_name": viewer.name,
    }
    return page(request, "coordination/figures.html", context)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The list behind one figure of one unit."""
    viewer, now = at_work(request), clock.now()
    asked = _asked(request, viewer, now)
    what, unit = request.GET.get("what", ""), request.GET.get("unit", "")
    if what not in Standing or not unit.isdecimal():
        raise Http404
    rows = called_within(asked.area, since=asked.since, until=asked.until)
    rows = _narrowed(rows, asked).filter(unit=int(unit), pk__in=_open_to(viewer))
    found = counted_as(rows, Standing(what), now=now).select_related(
        "unit", "whistle__matter", "whistle__desk"
    )
    context = {
        "asked": asked,
        "unit": Organisation.objects.filter(pk=int(unit)).first(),
        "title": say(Standing(what).label),
        "back_url": f"{reverse('whistle-figures')}?year={asked.year}",
        "rows": [
            {
                "called": one,
                "coming": say(one.coming_at(now).label),
                "tone": TONES[one.coming_at(now)],
                "state": say(one.standing.label),
            }
            for one in found.order_by("-called_at", "-pk")[:MOST_SHOWN]
        ],
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "coordination/figures_list.html", context)


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """吹哨报到公开: how often somebody was called and came; no matter and no person."""
    now = clock.now()
    area = _public_area(request)
    asked = Asked(area=area, year=_year(request, now), units=None) if area else None
    rows = _by_unit(asked, now) if asked else []
    context = {
        "asked": asked,
        "years": _years(request, asked, now) if asked else [],
        "rows": rows,
        "whistles": sum(
            one.whistles
            for one in figures_by_community(asked.area, since=asked.since, until=asked.until)
        )
        if asked
        else 0,
        "totals": {
            name: sum(getattr(row, name) for row in rows)
            for name in ("asked", "in_time", "late", "absent", "done")
        },
    }
    return page(request, "coordination/counts.html", context)


def _shown(row: UnitFigures, asked: Asked, smallest: int) -> dict[str, Any]:
    return {
        "name": row.name,
        "figures": [
            (say(what.label), getattr(row, what.value), asked.list_url(row.unit, what))
            for what in Standing
        ],
        "means": row.means(smallest),
    }


def _by_unit(asked: Asked, now: datetime) -> list[UnitFigures]:
    rows = figures_by_unit(asked.area, since=asked.since, until=asked.until, now=now)
    return [row for row in rows if asked.units is None or row.unit in asked.units]


def _narrowed(rows: CalledUnitQuerySet, asked: Asked) -> CalledUnitQuerySet:
    return rows if asked.units is None else rows.filter(unit__in=asked.units)


def _open_to(viewer: Viewer) -> Any:
    return CalledUnit.objects.visible_to(viewer).values("pk")


def _asked(request: HttpRequest, viewer: Viewer, now: datetime) -> Asked:
    """The widest desk of the viewer; who speaks for a unit alone looks at that unit."""
    posts = [post for post in viewer.posts if post.reach in (Reach.DESK, Reach.READ)]
    if posts:
        widest = min(posts, key=lambda post: len(post.area_path))
        area = Area.objects.get(pk=widest.area_id)
        return Asked(area=area, year=_year(request, now), units=None)
    units = tuple(units_of(viewer))
    paths = Area.objects.filter(organisations__in=units).order_by("path").first()
    if paths is None:
        raise Http404
    return Asked(area=_outermost(paths), year=_year(request, now), units=units)


def _outermost(area: Area) -> Area:
    """A unit is called from anywhere under the county in which it stands."""
    return Area.objects.get(pk=int(area.path.strip("/").split("/")[0]))


def _public_area(request: HttpRequest) -> Area | None:
    said = request.GET.get("area", "")
    areas = Area.objects.filter(ended_on=None)
    chosen = areas.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 10 else None  # noqa: PLR2004
    return chosen or areas.filter(parent=None).order_by("pk").first()


def _year(request: HttpRequest, now: datetime) -> int:
    said, this_year = request.GET.get("year", ""), now.astimezone(HERE).year
    is_year = said.isdecimal() and FIRST_YEAR <= int(said[:4]) <= this_year
    return int(said[:4]) if is_year else this_year


def _years(request: HttpRequest, asked: Asked, now: datetime) -> list[dict[str, Any]]:
    this_year = now.astimezone(HERE).year
    area = f"&area={request.GET['area']}" if request.GET.get("area", "").isdecimal() else ""
    return [
        {
            "url": f"{request.path}?year={year}{area}",
            "label": say("{year} 年", year=year),
            "current": year == asked.year,
        }
        for year in range(this_year, this_year - 3, -1)
    ]
