"""What a called unit does, what the desk does about it, and the unit's own page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linli.coordination import actions, policies
from linli.coordination.forms import (
    ArrivalForm,
    EarlierArrivalForm,
    JudgementForm,
    ReleaseForm,
    ResultForm,
)
from linli.coordination.models import CalledUnit
from linli.coordination.models.whistles import units_of
from linli.coordination.queries import called_for, calls_for, judgements_for
from linli.coordination.queries.showing import TONES, score_word
from linli.coordination.queries.tables import tasks_for_units
from linli.coordination.rules import Scores, UnitState
from linli.coordination.views.doors import at_work, deed
from linli.kernel import clock
from linli.kernel.words import say
from linli.people.models import Organisation
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import page

MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def arrival(request: HttpRequest, whistle: int, pk: int) -> HttpResponse:
    """到场报到."""
    viewer, called = _called(request, whistle, pk)
    own = policies.speaks_for_unit(viewer, called)
    form_class = ArrivalForm if own else EarlierArrivalForm
    form = form_class(request.POST or None, initial=_usual(called, viewer))

    def do(said: dict[str, Any]) -> str:
        actions.report_in(
            called=called,
            where=said["where"],
            who=said["who"],
            arrived_at=said.get("arrived_at"),
            by=viewer,
            at=clock.now(),
        )
        return _on_to(called)

    return deed(request, form, do, lead=_lead(called), back_url=_on_to(called))


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, whistle: int, pk: int) -> HttpResponse:
    """给结果."""
    viewer, called = _called(request, whistle, pk)

    def do(said: dict[str, Any]) -> str:
        actions.give_result(called=called, result=said["result"], by=viewer, at=clock.now())
        return _on_to(called)

    form = ResultForm(request.POST or None)
    return deed(request, form, do, lead=_lead(called), back_url=_on_to(called))


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, whistle: int, pk: int) -> HttpResponse:
    """撤出."""
    viewer, called = _called(request, whistle, pk)

    def do(said: dict[str, Any]) -> str:
        actions.release_unit(called=called, reason=said["reason"], by=viewer, at=clock.now())
        return _on_to(called)

    form = ReleaseForm(request.POST or None)
    return deed(request, form, do, lead=_lead(called), back_url=_on_to(called))


@require_http_methods(["GET", "POST"])
def judgement(request: HttpRequest, whistle: int, pk: int) -> HttpResponse:
    """联合评价."""
    viewer, called = _called(request, whistle, pk)

    def do(said: dict[str, Any]) -> str:
        names = ("response", "result", "attitude", "words")
        scores = Scores(**{name: said[name] for name in names})
        actions.judge_unit(called=called, scores=scores, by=viewer, at=clock.now())
        return _on_to(called)

    form = JudgementForm(request.POST or None)
    facts = [(gettext("它给的结果"), called.result)]
    return deed(request, form, do, lead=_lead(called), back_url=_on_to(called), facts=facts)


@require_GET
def unit_work(request: HttpRequest) -> HttpResponse:
    """我的单位: what is asked of my unit, and how it was judged."""
    viewer, now = at_work(request), clock.now()
    calls = list(calls_for(viewer)[: 2 * MOST_SHOWN])
    context = {
        "units": Organisation.objects.filter(pk__in=units_of(viewer)).order_by("name"),
        "waiting": [_waiting(one, viewer) for one in calls if one.standing is UnitState.CALLED],
        "present": [one for one in calls if one.standing is UnitState.PRESENT],
        "tasks": list(tasks_for_units(viewer)[:MOST_SHOWN]),
        "past": [
            {
                "called": one,
                "coming": say(one.coming_at(now).label),
                "tone": TONES[one.coming_at(now)],
            }
            for one in reversed(calls)
            if one.standing in (UnitState.DONE, UnitState.RELEASED)
        ][:MOST_SHOWN],
        "judgements": [
            {
                "row": row,
                "scores": [
                    (gettext("响应"), score_word(row.response)),
                    (gettext("效果"), score_word(row.outcome)),
                    (gettext("态度"), score_word(row.attitude)),
                ],
            }
            for row in judgements_for(viewer)[:MOST_SHOWN]
        ],
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "coordination/unit_work.html", context)


def _waiting(called: CalledUnit, viewer: Viewer) -> dict[str, Any]:
    """One tap: the form is filled in with the place of the matter and the viewer's name."""
    return {"called": called, "form": ArrivalForm(initial=_usual(called, viewer))}


def _usual(called: CalledUnit, viewer: Viewer) -> dict[str, str]:
    own = policies.speaks_for_unit(viewer, called)
    place = called.whistle.matter.place
    parent = place.parent.name if place.parent_id and place.parent else ""
    return {"where": f"{parent}{place.name}"[:60], "who": viewer.name[:40] if own else ""}


def _called(request: HttpRequest, whistle: int, pk: int) -> tuple[Viewer, CalledUnit]:
    viewer = current_viewer(request)
    found = called_for(viewer, whistle, pk)
    if found is None:
        raise Http404
    return viewer, found


def _lead(called: CalledUnit) -> str:
    return f"{called.unit.name} · {called.whistle.matter.title}"


def _on_to(called: CalledUnit) -> str:
    return reverse("whistle", args=[called.whistle_id])
