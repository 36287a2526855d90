"""吹哨: blowing one, the list of a desk, the page of one whistle and its sheet of paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.coordination import actions, policies
from linli.coordination.forms import WhistleForm
from linli.coordination.models import Whistle
from linli.coordination.options import LIMITS
from linli.coordination.queries import (
    callable_units,
    open_ground,
    whistle_for,
    whistles_at,
)
from linli.coordination.queries.showing import STATE_TONES, comings, limit_words, lines_of
from linli.coordination.rules import Ground, WhistleState
from linli.coordination.views.doors import at_work, deed
from linli.kernel import clock
from linli.kernel.options import resolve
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import page

MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def blow(request: HttpRequest, number: str) -> HttpResponse:
    """吹哨 for one matter."""
    viewer = current_viewer(request)
    seen = Matter.objects.visible_to(viewer).select_related("place", "desk__parent")
    matter = seen.filter(number=number).first()
    if matter is None:
        raise Http404
    limits = {limit.ground: limit_words(limit) for limit in resolve(matter.place.chain)[LIMITS]}
    units = callable_units(matter.place)
    form = WhistleForm(request.POST or None, units=units, limits=limits)

    def do(said: dict[str, Any]) -> str:
        lead, others = form.called
        whistle = actions.blow_whistle(
            matter=matter,
            ground=Ground(said["ground"]),
            asked=said["asked"],
            lead=lead,
            others=others,
            by=viewer,
            at=clock.now(),
        )
        return reverse("whistle", args=[whistle.pk])

    if request.method != "POST" and not open_ground(viewer, matter):
        raise Http404
    back = reverse("desk-matter", args=[matter.number])
    return deed(request, form, do, lead=matter.title, back_url=back)


@require_GET
def whistles(request: HttpRequest) -> HttpResponse:
    """What a desk has whistled for: being worked on, waiting to be judged, ended."""
    viewer, now = at_work(request), clock.now()
    lists = [
        {
            "label": state.label,
            "rows": [
                {
                    "whistle": whistle,
                    "tone": STATE_TONES[state],
                    "came": [
                        (say(came.label), count)
                        for came, count in comings(whistle.units.all(), at=now).items()
                    ],
                }
                for whistle in whistles_at(viewer, state)[:MOST_SHOWN]
            ],
        }
        for state in WhistleState
    ]
    context = {"lists": lists, "now": now, "person_name": viewer.name}
    return page(request, "coordination/whistles.html", context)


@require_GET
def whistle(request: HttpRequest, pk: int) -> HttpResponse:
    """One whistle: who has it now, until when, and every unit with its buttons."""
    viewer = at_work(request)
    found = _seen(viewer, pk)
    return page(request, "coordination/whistle.html", _page_of(found, viewer))


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """联合处置单: one page of A4 with what was asked, who came when, results and judgements."""
    viewer = at_work(request)
    found = _seen(viewer, pk)
    address = request.build_absolute_uri(reverse("whistle", args=[found.pk]))
    return page(
        request, "coordination/sheet.html", {**_page_of(found, viewer), "address": address}
    )


def _page_of(found: Whistle, viewer: Viewer) -> dict[str, Any]:
    now = clock.now()
    lines = lines_of(found, viewer, at=now)
    seen = Matter.objects.visible_to(viewer).filter(pk=found.matter_id).exists()
    return {
        "whistle": found,
        "state": say(found.standing.label),
        "tone": STATE_TONES[found.standing],
        "ground": say(Ground(found.ground).label),
        "lines": lines,
        "three": _three(found, [line.called.unit.name for line in lines if line.until]),
        "until": found.ended_at
        or min((line.until for line in lines if line.until), default=found.judge_by),
        "matter_url": reverse("matter", args=[found.matter.number]) if seen else "",
        "runs": policies.may_run(viewer, found),
        "now": now,
        "person_name": viewer.name,
    }


def _three(found: Whistle, there: list[str]) -> dict[str, str]:
    match found.standing:
        case WhistleState.WORKING:
            who = gettext("、").join(there)
            return {"who": who, "next": gettext("到场报到，处置完给结果")}
        case WhistleState.JUDGING:
            return {"who": found.desk.name, "next": gettext("联合评价，评完收哨")}
        case _:
            return {"who": gettext("已经收哨"), "next": gettext("没有下一步了")}


def _seen(viewer: Viewer, pk: int) -> Whistle:
    found = whistle_for(viewer, pk)
    if found is None:
        raise Http404
    return found
