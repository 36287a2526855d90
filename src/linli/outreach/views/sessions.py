"""At a session: what is said is written down, what was asked is told, who was answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.matters.actions import Speaker, Word
from linli.matters.models import Matter
from linli.matters.options import CHANNELS
from linli.meetings.models import Meeting
from linli.meetings.queries import may_run, meetings_for
from linli.outreach import actions
from linli.outreach.forms import AnsweredForm, SayThereForm
from linli.outreach.queries.desk import experts_in, places_in
from linli.outreach.queries.sessions import said_at, to_tell_at
from linli.outreach.views.doors import signed_in, tried, who_acts
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import whole_names
from linli.ui.pages import SeeOther, on_from, page

OTHERWISE = ("visit", "counter", "web")


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, number: str) -> HttpResponse:
    """会上记一件: one after the other on the same page."""
    return _said(request, number) if request.method == "POST" else _asked(request, number)


@require_GET
def report(request: HttpRequest, number: str) -> HttpResponse:
    """要反馈的: the sheet to be read out, each matter ticked when it was told."""
    _, meeting = _session(request, number)
    listed = to_tell_at(meeting)
    context = {
        "now": clock.now(),
        "meeting": meeting,
        "listed": listed,
        "names": whole_names([one.matter.place for one in listed]),
        "left": sum(one.told is None for one in listed),
    }
    return page(request, "outreach/report.html", context)


@require_POST
def told(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """当面反馈."""
    viewer, meeting = _session(request, number)
    pks = [one.matter.pk for one in to_tell_at(meeting)]
    matter = get_object_or_404(Matter.objects.filter(pk__in=pks), pk=pk)
    actions.report_back(meeting=meeting, matter=matter, by=viewer, at=clock.now())
    return SeeOther(reverse("session-report", args=[number]))


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """答疑登记."""
    if request.method == "POST":
        return _answered(request, number)
    _, meeting = _session(request, number)
    return _answers_page(request, meeting, _answered_form(request, meeting))


@answered_once(per=who_acts)
def _said(request: HttpRequest, number: str) -> HttpResponse:
    viewer, meeting = _session(request, number)
    form = _say_form(request, meeting)
    status = tried(
        form,
        lambda said: actions.say_at_session(
            meeting=meeting,
            word=Word(
                words=said["words"],
                place=Area.objects.get(pk=said["place"]),
                channel=channel_of(meeting),
            ),
            speaker=Speaker(name=said["name"], phone=said["phone"]) if said["name"] else None,
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _say_page(request, meeting, form, status=status)
    return on_from("session-say", reverse("session-say", args=[number]))


@answered_once(per=who_acts)
def _answered(request: HttpRequest, number: str) -> HttpResponse:
    viewer, meeting = _session(request, number)
    form = _answered_form(request, meeting)
    status = tried(
        form,
        lambda said: actions.answer_people(
            meeting=meeting,
            expert=Person.objects.get(pk=said["expert"]),
            topic=said["topic"],
            people=said["people"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _answers_page(request, meeting, form, status=status)
    return SeeOther(reverse("session-answers", args=[number]))


def channel_of(meeting: Meeting) -> str:
    """The channel that the community calls like the session, or the nearest it has."""
    here = {channel.code for channel in resolve(meeting.place.chain)[CHANNELS]}
    return next(code for code in (meeting.kind, *OTHERWISE) if code in here)


def _asked(request: HttpRequest, number: str) -> HttpResponse:
    _, meeting = _session(request, number)
    return _say_page(request, meeting, _say_form(request, meeting))


def _session(request: HttpRequest, number: str) -> tuple[Viewer, Meeting]:
    viewer = signed_in(request)
    meeting = meetings_for(viewer).filter(number=number).first()
    if not meeting or not may_run(viewer, meeting):
        raise Http404
    return viewer, meeting


def _say_form(request: HttpRequest, meeting: Meeting) -> SayThereForm:
    places = places_in([meeting.place], on=day_of(clock.now()))
    return SayThereForm(request.POST or None, places=places)


def _answered_form(request: HttpRequest, meeting: Meeting) -> AnsweredForm:
    experts = experts_in(meeting.place, on=day_of(clock.now()))
    return AnsweredForm(request.POST or None, experts=experts)


def _say_page(
    request: HttpRequest, meeting: Meeting, form: SayThereForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "now": clock.now(),
        "meeting": meeting,
        "form": form,
        "said": said_at(meeting),
    }
    return page(request, "outreach/session_say.html", context, status=status)


def _answers_page(
    request: HttpRequest, meeting: Meeting, form: AnsweredForm, *, status: int = 200
) -> HttpResponse:
    answered = meeting.answered.select_related("expert").order_by("pk")
    context = {"now": clock.now(), "meeting": meeting, "form": form, "answered": answered}
    return page(request, "outreach/answers.html", context, status=status)
