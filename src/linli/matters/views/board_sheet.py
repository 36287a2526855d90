"""月报: the month on one sheet of paper for the kiosk, the talk room and the notice board."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.duties.models import Duty
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.matters import actions, policies
from linli.matters.queries.board_figures import Figures, contentment_by_compound, figures_of
from linli.matters.queries.board_sheet import exclusions_by_ground, said_at
from linli.matters.views.board import Asked, asked_of, month_and_place
from linli.matters.views.drawing import code_leading_to
from linli.matters.views.showing import label_in
from linli.matters.views.steps import who_acts
from linli.people.queries import current_viewer
from linli.places.models import Area, Point
from linli.places.queries import community_of, point_of_code
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page


@require_GET
def board_sheet(request: HttpRequest) -> HttpResponse:
    """张贴的月报: of the month before, unless another one is asked for."""
    now = clock.now()
    point = _point(request)
    month = request.GET.get("month", "") or f"{_month_before(day_of(now)):%Y-%m}"
    asked = asked_of(request, month, now)
    if point:
        asked = replace(asked, community=community_of(point.area))
    figures = figures_of(asked.community, asked.day, at=now)
    context = {
        "asked": asked,
        "figures": figures,
        "compounds": _compounds(figures, asked),
        "left_out": _left_out(asked, now),
        "point": point,
        "said_here": said_at(point, asked.day, at=now) if point else None,
        "qr": code_leading_to(request.build_absolute_uri(_board(asked))),
        "board_url": _board(asked),
        "hanging": OneTimeForm() if _owed(request, asked.community) else None,
        "other": _other_month(asked, point, now),
        "now": now,
        **month_and_place(asked),
    }
    return page(request, "matters/board_sheet.html", context)


@require_POST
@answered_once(per=who_acts)
def hung(request: HttpRequest, pk: int) -> HttpResponse:
    """贴出去了: told by who serves at the desk there."""
    area = get_object_or_404(Area, pk=pk)
    actions.hang_sheet(area=area, by=current_viewer(request), at=clock.now())
    return SeeOther(f"{reverse('board-sheet')}?area={pk}")


def _owed(request: HttpRequest, area: Area | None) -> bool:
    """Whether the sheet has to hang and whoever looks is at the desk there."""
    if not area or not policies.may_hang_sheet(current_viewer(request), area):
        return False
    owed = Duty.objects.running().filter(subject=area.ref, kind=actions.HANGING)
    return owed.exists()


def _point(request: HttpRequest) -> Point | None:
    code = request.GET.get("point", "")
    if not code:
        return None
    found = point_of_code(code)
    if not found:
        raise Http404
    return found


def _compounds(figures: Figures, asked: Asked) -> list[dict[str, object]]:
    """How content each compound was that month alone."""
    if not asked.community:
        return []
    rows = contentment_by_compound(figures, asked.community)
    return [{"name": row.compound.name, "share": row.shares[-1]} for row in rows]


def _left_out(asked: Asked, now: datetime) -> list[dict[str, object]]:
    grounds = exclusions_by_ground(asked.community, asked.day, at=now)
    return [{"label": label_in(ground), "count": count} for ground, count in grounds]


def _board(asked: Asked) -> str:
    where = f"?area={asked.community.pk}" if asked.community else ""
    return f"{reverse('board-month', args=[f'{asked.day:%Y-%m}'])}{where}"


def _other_month(asked: Asked, point: Point | None, now: datetime) -> str:
    """The month that runs, from the one before it, and back."""
    today = day_of(now)
    runs = asked.day == today.replace(day=1)
    other = _month_before(today) if runs else today
    said = {
        "month": f"{other:%Y-%m}",
        "area": asked.community.pk if asked.community else "",
        "point": point.code if point else "",
    }
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
