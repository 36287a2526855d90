"""Problems for the desk: the list with what may become one, the page of one, its deeds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock, journal
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.events import Audience
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.messaging.events import Told
from linli.people.queries import current_viewer, names_of
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import whole_name
from linli.prevention import actions, policies
from linli.prevention.actions import ProblemMovedOn
from linli.prevention.forms import (
    AsideForm,
    DeedForm,
    HangForm,
    MeasuresForm,
    RulingForm,
    TakeOffForm,
    TakeOnForm,
)
from linli.prevention.models import WHO_SEE_IT, Problem
from linli.prevention.queries import suggestions_at
from linli.prevention.queries.board import NEXT_SENTENCE, TONES
from linli.prevention.rules import RUNNING, State, Step, steps_from
from linli.ui.pages import SeeOther, page

MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Noun:
    """One deed: what it asks, which step it takes, what it does."""

    form: type[DeedForm]
    step: Step
    do: Callable[[Any, Problem, Viewer, datetime], object]


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


@require_GET
def problems(request: HttpRequest) -> HttpResponse:
    """未诉先办: what is being worked out, what may become a problem, what was solved."""
    viewer, now = _at_work(request), clock.now()
    found = Problem.objects.visible_to(viewer).select_related("place", "owner", "desk")
    rows = list(found.order_by("-spotted_at", "-pk")[:MOST_SHOWN])
    desks = viewer.with_reach(Reach.DESK)
    areas = Area.objects.filter(pk__in=[post.area_id for post in desks])
    context = {
        "lists": [
            {"label": say("正在办的"), "rows": _rows(rows, RUNNING)},
            {"label": say("办过的"), "rows": _rows(rows, (State.CHECKED, State.SET_ASIDE))},
        ],
        "suggestions": [one for area in areas for one in suggestions_at(area, at=now)],
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "prevention/problems.html", context)


@require_GET
def problem(request: HttpRequest, number: str) -> HttpResponse:
    """One problem with the matters that hang on it."""
    viewer, now = current_viewer(request), clock.now()
    found = _seen(viewer, number)
    hung = found.hangings.running().select_related("matter").order_by("since", "pk")
    seen = set(
        Matter.objects.visible_to(viewer)
        .values_list("pk", flat=True)
        .filter(pk__in=[one.matter_id for one in hung])
    )
    context = {
        "problem": found,
        "where": whole_name(found.place),
        "state": say(found.standing.label),
        "tone": TONES[found.standing],
        "who": found.owner.name if found.owner else found.desk.name,
        "until": found.due_at or found.quiet_until,
        "next": say(NEXT_SENTENCE[found.standing]),
        "hung": [{"row": one, "is_open": one.matter_id in seen} for one in hung],
        "deeds": _deeds(found, viewer),
        "may_work": policies.may_work(viewer, found),
        "story": [line for line in _story(found, viewer) if line.code != Told.code],
        "now": now,
        "person_name": viewer.name,
    }
    return page(request, "prevention/problem.html", context)


@require_http_methods(["GET", "POST"])
def one_deed(request: HttpRequest, number: str, noun: str) -> HttpResponse:
    """One noun of a problem; what does not lie open is not there."""
    viewer = current_viewer(request)
    found, asked = _seen(viewer, number), NOUNS.get(noun)
    if asked is None or not policies.may_work(viewer, found):
        raise Http404
    if request.method != "POST" and asked.step not in steps_from(found.standing):
        raise Http404
    form = asked.form(request.POST or None, problem=found)
    return _deed(request, form, lambda: asked.do(form, found, viewer, clock.now()))


@require_http_methods(["GET", "POST"])
def taken_off(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """取下 one matter."""
    viewer = current_viewer(request)
    found = _seen(viewer, number)
    hanging = found.hangings.running().select_related("matter").filter(pk=pk).first()
    if hanging is None or not policies.may_work(viewer, found):
        raise Http404
    hanging.problem = found
    form = TakeOffForm(request.POST or None, problem=found)
    return _deed(
        request,
        form,
        lambda: actions.take_off_matter(
            hanging=hanging, why=form.cleaned_data["why"], by=viewer, at=clock.now()
        ),
    )


@require_POST
@answered_once(per=who_acts)
def from_matter(request: HttpRequest, number: str) -> HttpResponse:
    """列为问题: a desk does not wait for the third time."""
    viewer = current_viewer(request)
    seen = Matter.objects.visible_to(viewer).select_related("place", "desk")
    matter = seen.filter(number=number).first()
    if matter is None:
        raise Http404
    opened = actions.open_problem(matter=matter, by=viewer, at=clock.now())
    return SeeOther(reverse("problem", args=[opened.number]))


def _deed(request: HttpRequest, form: DeedForm, do: Callable[[], object]) -> HttpResponse:
    back, status = reverse("problem", args=[form.problem.number]), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _done(request, form, do, back)
            except NotPermitted:
                raise
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
    context = {
        "form": form,
        "lead": form.problem.kind_label,
        "back_url": back,
        "person_name": current_viewer(request).name,
    }
    return page(request, "prevention/deed.html", context, status=status)


def _done(
    request: HttpRequest, form: DeedForm, do: Callable[[], object], back: str
) -> HttpResponse:
    @answered_once(per=who_acts)
    def once(_: HttpRequest) -> HttpResponse:
        if form.is_stale:
            form.show_todays_version()
            raise ProblemMovedOn(form.problem)
        do()
        return SeeOther(back)

    return once(request)


def _take_on(_: TakeOnForm, found: Problem, by: Viewer, at: datetime) -> None:
    actions.take_on_problem(problem=found, by=by, at=at)


def _measures(form: MeasuresForm, found: Problem, by: Viewer, at: datetime) -> None:
    said = form.cleaned_data
    actions.set_measures(
        problem=found, cause=said["cause"], measures=said["measures"], by=by, at=at
    )


def _aside(form: AsideForm, found: Problem, by: Viewer, at: datetime) -> None:
    actions.ask_to_set_aside(problem=found, why=form.cleaned_data["why"], by=by, at=at)


def _ruling(form: RulingForm, found: Problem, by: Viewer, at: datetime) -> None:
    agreed = form.cleaned_data["ruling"] == "aside"
    act = actions.set_aside if agreed else actions.keep_problem
    act(problem=found, by=by, at=at)


def _hang(form: HangForm, found: Problem, by: Viewer, at: datetime) -> None:
    seen = Matter.objects.visible_to(by).select_related("place", "desk")
    matter = seen.filter(number=form.cleaned_data["number"].strip()).first()
    if matter is None:
        raise actions.NothingAlike("没有找到这个编号的事。")
    actions.hang_matter(problem=found, matter=matter, by=by, at=at)


NOUNS: Mapping[str, Noun] = MappingProxyType(
    {
        "owner": Noun(form=TakeOnForm, step=Step.TAKE_ON, do=_take_on),
        "measures": Noun(form=MeasuresForm, step=Step.SET_MEASURES, do=_measures),
        "matters": Noun(form=HangForm, step=Step.HANG, do=_hang),
        "aside": Noun(form=AsideForm, step=Step.ASK_ASIDE, do=_aside),
        "ruling": Noun(form=RulingForm, step=Step.SET_ASIDE, do=_ruling),
    }
)


def _deeds(found: Problem, viewer: Viewer) -> list[dict[str, Any]]:
    """Exactly what the table and the policies leave open."""
    if not policies.may_work(viewer, found):
        return []
    asked = found.aside_asked_by_id is not None
    closed = "aside" if asked else "ruling"
    return [
        {
            "label": noun.form.title,
            "icon": noun.form.icon,
            "url": reverse("problem-deed", args=[found.number, name]),
            "is_main": name in {"owner", "measures"},
        }
        for name, noun in NOUNS.items()
        if noun.step in steps_from(found.standing)
        and name != closed
        and (name != "ruling" or policies.may_set_aside(viewer, found))
    ]


def _story(found: Problem, viewer: Viewer) -> list[journal.Line]:
    return journal.timeline(
        found.ref,
        names=lambda refs: names_of(refs, viewer=viewer),
        audience=Audience.HOUSE,
    )


def _rows(rows: list[Problem], states: tuple[State, ...]) -> list[dict[str, Any]]:
    return [
        {"problem": one, "state": say(one.standing.label), "tone": TONES[one.standing]}
        for one in rows
        if one.standing in states
    ]


def _seen(viewer: Viewer, number: str) -> Problem:
    rows = Problem.objects.visible_to(viewer).select_related("place", "desk__parent", "owner")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _at_work(request: HttpRequest) -> Viewer:
    viewer = current_viewer(request)
    if any(post.reach in WHO_SEE_IT for post in viewer.posts):
        return viewer
    way = WayOut(label=gettext("去登录"), url=reverse("sign-in"))
    raise NotPermitted("这一页给在这里值守的人用。", next_step=None if viewer.is_known else way)
