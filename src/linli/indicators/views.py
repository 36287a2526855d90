"""The pages of the figures: all of them, and the list behind each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.indicators.files import as_csv, as_workbook
from linli.indicators.lists import listing, plain_rows
from linli.indicators.queries import (
    Figure,
    Headline,
    figure_of,
    headlines_here,
    list_url,
    window,
)
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.rules import DESKS
from linli.ui.pages import page

PER_PAGE = 100
DAYS = 365
FILES = {"csv": as_csv, "xlsx": as_workbook}


@dataclass(frozen=True, kw_only=True)
class Now:
    """An indicator of a community of which the press has said nothing."""

    indicator: Indicator[Model]
    value: int
    url: str

    @property
    def written(self) -> str:
        return self.indicator.written(self.value)


@require_GET
def all_figures(request: HttpRequest) -> HttpResponse:
    """数字: the headline figures of each community here, or what can be counted of this one."""
    reported = [(name, list(_figures(place, heads))) for name, place, heads in headlines_here()]
    here = Area.objects.filter(kind__in=DESKS).order_by("-path", "pk").first()
    counted = list(_counted(here)) if here and not reported else []
    context = {"reported": reported, "here": here, "counted": counted}
    return page(request, "indicators/figures.html", context)


@require_GET
def one_figure(request: HttpRequest, code: str) -> HttpResponse:
    """名单: the rows behind one figure, with its definition, window and denominator."""
    if code not in Indicator.registry:
        raise Http404
    indicator = Indicator.registry[code]
    place = get_object_or_404(Area, pk=_number(request.GET.get("place", "")))
    asked = _window(request)
    table = listing(indicator.rows(place.ref, asked), place, current_viewer(request))
    if save := FILES.get(request.GET.get("file", "")):
        return save(plain_rows(table), f"{code}-{asked.until:%Y%m%d}")
    rows = Paginator(table.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "indicator": indicator,
        "place": place,
        "window": asked,
        "last_day": day_of(asked.until - timedelta(microseconds=1)),
        "value": indicator.written(indicator.value(place.ref, asked)),
        "denominator": indicator.denominator(place.ref, asked),
        "table": table,
        "rows": rows,
        "address": list_url(indicator, place, asked),
        "back_url": reverse("figures"),
        "back_label": _("全部数字"),
    }
    return page(request, "indicators/figure.html", context)


def _figures(place: Area, headlines: list[Headline]) -> Iterator[Figure]:
    for headline in headlines:
        yield figure_of(headline, place)


def _counted(here: Area) -> Iterator[Now]:
    """Count the last year of a community that has no headlines."""
    today = day_of(clock.now())
    asked = window(today - timedelta(days=DAYS), today + timedelta(days=1))
    for indicator in Indicator.registry.values():
        value = indicator.value(here.ref, asked)
        if value:
            yield Now(indicator=indicator, value=value, url=list_url(indicator, here, asked))


def _window(request: HttpRequest) -> Window:
    """Read the window from the address; without one, everything up to today."""
    until = _day(request.GET.get("until", ""))
    tomorrow = day_of(clock.now()) + timedelta(days=1)
    return window(_day(request.GET.get("since", "")), until or tomorrow)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _number(written: str) -> int:
    if not written.isascii() or not written.isdigit():
        raise Http404
    return int(written)
