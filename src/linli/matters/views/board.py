"""公开栏: this month's figures, what lies behind each, and every matter with who did what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.matters.forms.steps import in_words
from linli.matters.handling_options import MODES
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.options import ROUTES
from linli.matters.queries import board
from linli.matters.queries.board_figures import (
    contentment_by_compound,
    count_by_mode,
    figures_of,
)
from linli.matters.queries.here import communities, setting_for
from linli.matters.views.board_files import as_csv, as_workbook
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import areas_on_the_way_to
from linli.ui.pages import page

PER_PAGE = 25
NEWEST = 8
WHAT_IT_IS = {
    "received": _("收到的"),
    "finished": _("办结的"),
    "done": _("办成的"),
    "explained": _("只能解释的"),
    "referred": _("转介的"),
    "open": _("还在办的"),
    "late": _("还在办、已经超期的"),
    "parked": _("挂账的"),
    "to-answer": _("应该联系的"),
    "answered": _("期限内联系了的"),
    "ratable": _("可以评价的"),
    "rated": _("评价了的"),
    "unrated": _("没有收到评价的"),
    "unreached": _("回访没有联系上的"),
    "declined": _("说不评价的"),
    "excluded": _("核定剔除的"),
    "waiting": _("还等评价的"),
    "solved": _("说解决了的"),
    "content": _("满意和基本满意的"),
    "discontent": _("不满意的"),
    "week": _("还在办、七天以内的"),
    "month": _("还在办、八到三十天的"),
    "long": _("还在办、三十天以上的"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which part of the board somebody looks at: community, month, figure, compound, kind."""

    community: Area | None
    day: date
    what: str = "received"
    compound: Area | None = None
    route: str = ""
    mode: str = ""

    def url(self, **changes: Any) -> str:
        """The address of the list with something else chosen."""
        asked = replace(self, **changes)
        chosen = {
            "what": asked.what,
            "month": f"{asked.day:%Y-%m}",
            "area": asked.community.pk if asked.community else "",
            "place": asked.compound.pk if asked.compound else "",
            "route": asked.route,
            "mode": asked.mode,
        }
        return f"{reverse('board-list')}?{urlencode({k: v for k, v in chosen.items() if v})}"

    def rows(self, at: datetime) -> MatterQuerySet:
        """The rows of the list, newest first."""
        inside = self.compound or self.community
        rows = board.on_the_board(inside).filter(
            board.month_of(self.day, at=at).only(self.what)
        )
        if self.route:
            rows = rows.filter(route=self.route)
        if self.mode:
            rows = rows.filter(mode=self.mode)
        return rows.order_by("-pk")


@require_GET
def notice_board(request: HttpRequest, month: str = "") -> HttpResponse:
    """The month on one page: figures, what was done, and how content people are."""
    now = clock.now()
    asked = asked_of(request, month, now)
    figures = figures_of(asked.community, asked.day, at=now)
    newest = board.on_the_board(asked.community).filter(_touched(asked, now))
    context = {
        "asked": asked,
        "figures": figures,
        "links": _links(asked),
        "ages": [figures.count[name] for name in ("week", "month", "long")],
        "matters": board.made_public(newest.order_by("-pk")[:NEWEST]),
        "compounds": contentment_by_compound(figures, asked.community)
        if asked.community
        else [],
        "ways": _ways(asked, now),
        "months": _months(figures.months, asked),
        "communities": _other_communities(asked, now),
        "now": now,
        **month_and_place(asked),
    }
    return page(request, "matters/board.html", context)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The list behind a figure, narrowed by links, to be read, printed or taken away."""
    now = clock.now()
    asked = asked_of(request, request.GET.get("month", ""), now)
    rows = asked.rows(now)
    if request.GET.get("as") in TAKEN_AWAY:
        return TAKEN_AWAY[request.GET["as"]](board.made_public(rows), _name_of(asked))
    after = request.GET.get("after", "")
    shown = rows.filter(pk__lt=int(after)) if after.isdecimal() else rows
    keys = list(shown.values_list("pk", flat=True)[: PER_PAGE + 1])
    context = {
        "asked": asked,
        "title": gettext(WHAT_IT_IS[asked.what]),
        "count": rows.count(),
        "matters": board.made_public(rows.filter(pk__in=keys[:PER_PAGE])),
        "next_url": f"{asked.url()}&after={keys[PER_PAGE - 1]}" if len(keys) > PER_PAGE else "",
        "first_url": asked.url() if after else "",
        "filters": _filters(asked),
        "routes": _routes(asked),
        "now": now,
        **month_and_place(asked),
    }
    return page(request, "matters/board_list.html", context)


@require_GET
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One matter as everybody may read it."""
    matter = get_object_or_404(board.on_the_board().select_related("place"), number=number)
    [told] = board.made_public(board.on_the_board().filter(pk=matter.pk))
    community = next(
        (a for a in areas_on_the_way_to(matter.place) if a.kind == "community"), None
    )
    asked = Asked(community=community, day=day_of(matter.reported_at))
    context = {
        "matter": told,
        "asked": asked,
        "mine_url": reverse("matter", args=[number]) if _is_mine(request, number) else "",
        "now": clock.now(),
        **month_and_place(asked),
    }
    return page(request, "matters/board_matter.html", context)


@require_GET
def how_counted(request: HttpRequest) -> HttpResponse:
    """怎么算的: every figure with its rule, and this month's numbers in it."""
    now = clock.now()
    asked = asked_of(request, request.GET.get("month", ""), now)
    context = {
        "asked": asked,
        "figures": figures_of(asked.community, asked.day, at=now),
        "links": _links(asked),
        "now": now,
        **month_and_place(asked),
    }
    return page(request, "matters/how_counted.html", context)


TAKEN_AWAY = {"csv": as_csv, "xlsx": as_workbook}


def asked_of(request: HttpRequest, month: str, now: datetime) -> Asked:
    today = day_of(now)
    area = request.GET.get("area", "")
    setting = setting_for(current_viewer(request), on=today, asked=area)
    what = request.GET.get("what", "received")
    return Asked(
        community=setting.community,
        day=_day(month, today),
        what=what if what in WHAT_IT_IS else "received",
        compound=_compound(request.GET.get("place", ""), setting.community),
        route=request.GET.get("route", "")[:30],
        mode=request.GET.get("mode", "")[:20],
    )


def _day(month: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    except ValueError:
        raise Http404 from None
    if first > today:
        raise Http404
    return first


def _compound(asked: str, community: Area | None) -> Area | None:
    if not (asked.isdecimal() and community):
        return None
    return Area.objects.within(community).filter(pk=int(asked)).first()


def _touched(asked: Asked, now: datetime) -> Any:
    span = board.month_of(asked.day, at=now)
    return span.only("received") | span.only("finished")


def _months(months: Sequence[date], asked: Asked) -> list[dict[str, object]]:
    """The months before, newest first, each a link."""
    return [
        {"url": _month_url(m, asked), "label": month_name(m), "current": m == asked.day}
        for m in reversed(months)
    ]


def month_name(day: date) -> str:
    """2026年11月"""
    return say("{day.year}年{day.month}月", day=day)


def _month_url(month: date, asked: Asked) -> str:
    query = f"?area={asked.community.pk}" if asked.community else ""
    return f"{reverse('board-month', args=[f'{month:%Y-%m}'])}{query}"


def _links(asked: Asked) -> dict[str, str]:
    """The list of every figure; templates know no dash in a name."""
    return {name.replace("-", "_"): asked.url(what=name) for name in WHAT_IT_IS}


def _other_communities(asked: Asked, now: datetime) -> list[dict[str, object]]:
    known = communities(day_of(now))
    if len(known) < 2:  # noqa: PLR2004 - one is no choice
        return []
    return [
        {"url": f"?area={area.pk}", "label": area.name, "current": area == asked.community}
        for area in known
    ]


def _filters(asked: Asked) -> list[dict[str, object]]:
    if not asked.community:
        return []
    everywhere = {
        "url": asked.url(compound=None),
        "label": gettext("全部小区"),
        "current": asked.compound is None,
    }
    compounds = [
        {"url": asked.url(compound=c), "label": c.name, "current": c == asked.compound}
        for c in board.compounds_in(asked.community)
    ]
    return [everywhere, *compounds]


def _routes(asked: Asked) -> list[dict[str, object]]:
    if not asked.community:
        return []
    routes = resolve(asked.community.chain)[ROUTES]
    every = {"url": asked.url(route=""), "label": gettext("各类事"), "current": not asked.route}
    kinds = [
        {
            "url": asked.url(route=route.code),
            "label": in_words(route),
            "current": route.code == asked.route,
        }
        for route in routes
    ]
    return [every, *kinds]


def _ways(asked: Asked, now: datetime) -> list[dict[str, object]]:
    """怎么办的: of each way how many came in and how many are done, each with its list."""
    if not asked.community:
        return []
    counted = count_by_mode(asked.community, asked.day, at=now)
    return [
        {
            "label": in_words(mode),
            "received": counted[mode.code].received,
            "finished": counted[mode.code].finished,
            "received_url": asked.url(mode=mode.code),
            "finished_url": asked.url(what="finished", mode=mode.code),
        }
        for mode in resolve(asked.community.chain)[MODES]
        if mode.code in counted
    ]


def _name_of(asked: Asked) -> str:
    where = asked.compound or asked.community
    return f"{where.name if where else ''}{asked.day:%Y-%m}{gettext(WHAT_IT_IS[asked.what])}"


def _is_mine(request: HttpRequest, number: str) -> bool:
    viewer = current_viewer(request)
    if not (viewer.is_known or viewer.receipts):
        return False
    return Matter.objects.visible_to(viewer).filter(number=number).exists()


def month_and_place(asked: Asked) -> dict[str, str]:
    """What every page of the board says: which month, and whom to call."""
    here, month = asked.community, {"month_name": month_name(asked.day)}
    return {"call_name": here.name, "call_phone": here.phone, **month} if here else month
