"""The first page of each: the community's face, or what waits for me."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.matters.queries import board
from linli.matters.queries.board_figures import figures_of
from linli.matters.queries.here import Setting, setting_for
from linli.matters.queries.mine import Mine, matters_of
from linli.matters.queries.walking import in_my_hands
from linli.people.queries import current_viewer
from linli.places.models import Area, Point
from linli.places.queries import areas_on_the_way_to, points_in, whole_names
from linli.portal.context import terms_of, work_of
from linli.ui.entries import entries_for
from linli.ui.pages import SeeOther, page

NEWEST, POINTS = 4, 8


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Whoever works a desk or walks the stairs goes to their work; others stay here."""
    viewer, now = current_viewer(request), clock.now()
    if work := work_of(viewer):
        return SeeOther(work.url)
    if in_my_hands(viewer):
        return SeeOther(reverse("today"))
    setting = setting_for(viewer, on=day_of(now), asked=request.GET.get("area", ""))
    mine = matters_of(viewer)
    context = {
        "mine": mine,
        "actions": _actions(mine, terms_of(setting.community) if setting.community else {}),
        "known": viewer.is_known,
        "viewer_name": viewer.name,
        "here": setting.community,
        "now": now,
        **_face_of(setting, now),
    }
    return page(request, "portal/home.html", context)


@require_GET
def call(request: HttpRequest) -> HttpResponse:
    """打电话: whom to call, from the community upwards, and for an emergency."""
    viewer, now = current_viewer(request), clock.now()
    setting = setting_for(viewer, on=day_of(now), asked=request.GET.get("area", ""))
    known = [setting.community] if setting.community else list(setting.communities)
    lines = [area for community in known for area in _lines_of(community)]
    context = {"lines": list({area.pk: area for area in lines}.values())}
    return page(request, "portal/call.html", context)


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """全部工作: every page that one works from, under what one does there."""
    viewer, now = current_viewer(request), clock.now()
    groups = [
        (
            group.label,
            [(one, one.count(viewer, now) if one.count else None) for one in entries],
        )
        for group, entries in entries_for(viewer)
    ]
    return page(request, "portal/work.html", {"groups": groups, "now": now})


def _actions(mine: Mine, terms: Mapping[str, str]) -> list[dict[str, object]]:
    waiting = len(mine.waiting)
    say_it = terms.get("say") or gettext("我要说事")
    board_here = terms.get("board") or gettext("公开栏")
    known = (
        (
            "say",
            say_it,
            "message-circle",
            gettext("写一句就行"),
        ),
        (
            "my-matters",
            gettext("我的事"),
            "clipboard-check",
            gettext("有 {n} 件等您看").format(n=waiting) if waiting else gettext("看办到哪了"),
        ),
        (
            "board",
            board_here,
            "chart-bar",
            gettext("大家的事办得怎样"),
        ),
        ("call", gettext("打电话"), "phone", gettext("社区值班")),
    )
    return [
        {
            "url": reverse(name),
            "label": label,
            "icon": icon,
            "note": note,
            "main": name == "say",
        }
        for name, label, icon, note in known
    ]


def _face_of(setting: Setting, now: datetime) -> dict[str, object]:
    """What the community can show of itself this month."""
    here, today = setting.community, day_of(now)
    if not here:
        others = [{"url": f"?area={a.pk}", "label": a.name} for a in setting.communities]
        return {"communities": others}
    span = board.month_of(today, at=now)
    done = board.on_the_board(here).filter(span.only("finished"), public_on__lte=today)
    figures = figures_of(here, today, at=now)
    return {
        "figures": figures,
        "ages": [figures.count[name] for name in ("week", "month", "long")],
        "done": board.made_public(done.order_by("-finished_at", "-pk")[:NEWEST]),
        "points": _points(here),
        "board_query": f"&month={today:%Y-%m}&area={here.pk}",
        "call_name": here.name,
        "call_phone": here.phone,
    }


def _points(here: Area) -> list[tuple[Point, str]]:
    """Where one can speak, with the way there."""
    points = points_in(here)[:POINTS]
    where = whole_names([point.area for point in points])
    return [(point, where[point.area_id]) for point in points]


def _lines_of(community: Area) -> list[Area]:
    """The duty lines from the community upwards."""
    return [area for area in reversed(areas_on_the_way_to(community)) if area.phone]
