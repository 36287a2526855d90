"""轮值: what is coming, one shift, taking and giving back, who was there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page
from linli.volunteers import actions, policies
from linli.volunteers.actions import NewShift
from linli.volunteers.forms.desk import GiveBackForm, ReasonForm, ShiftForm
from linli.volunteers.forms.joining import labelled
from linli.volunteers.models import Shift, ShiftPlace
from linli.volunteers.options import CERTIFICATES, RISKS, SERVICES
from linli.volunteers.queries import (
    coming_shifts,
    lacks_certificate,
    may_serve,
    volunteer_of,
)
from linli.volunteers.queries.desk import places_in
from linli.volunteers.rules import PlaceState
from linli.volunteers.rules.shifts import HELD
from linli.volunteers.views.doors import (
    deeds,
    here,
    own_volunteer,
    tried,
    who_acts,
    who_plans,
)

MOST = 60


@require_GET
def shifts(request: HttpRequest) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    area = here(viewer)
    over = Shift.objects.open().in_area(area).filter(ends_at__lte=now)
    context = {
        "now": now,
        "area": area,
        "shifts": coming_shifts(area, at=now)[:MOST],
        "over": over.select_related("place").order_by("-ends_at")[:20],
        "plans": policies.may_plan_shift(viewer, area),
    }
    return page(request, "volunteers/shifts.html", context)


@require_http_methods(["GET", "POST"])
def new_shift(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _planned(request)
    viewer, areas = who_plans(request)
    return page(request, "volunteers/new_shift.html", {"form": _form(request, viewer, areas)})


@answered_once(per=who_acts)
def _planned(request: HttpRequest) -> HttpResponse:
    viewer, areas = who_plans(request)
    form, made = _form(request, viewer, areas), list[Shift]()

    def plan(said: dict[str, Any]) -> None:
        shift = NewShift(
            title=said["title"],
            kind=said["kind"],
            place=Area.objects.get(pk=said["place"]),
            venue=said["venue"],
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            places=said["places"],
            risk=said["risk"],
            certificate=said["certificate"],
        )
        made.append(actions.plan_shift(shift=shift, by=viewer, at=clock.now()))

    if status := tried(form, plan):
        return page(request, "volunteers/new_shift.html", {"form": form}, status=status)
    return SeeOther(reverse("volunteer-shift", args=[made[0].number]))


def _form(request: HttpRequest, viewer: Viewer, areas: list[Area]) -> ShiftForm:
    options = resolve(here(viewer).chain)
    return ShiftForm(
        request.POST or None,
        kinds=labelled(options[SERVICES]),
        areas=places_in(areas, on=day_of(clock.now())),
        risks=labelled(options[RISKS]),
        certificates=labelled(options[CERTIFICATES]),
    )


@require_GET
def shift(request: HttpRequest, key: str) -> HttpResponse:
    return _shift_page(request, _seen(current_viewer(request), key))


def _seen(viewer: Viewer, key: Any) -> Shift:
    rows = Shift.objects.visible_to(viewer).select_related("place", "team__organisation__area")
    return get_object_or_404(rows, number=key)


def _shift_page(
    request: HttpRequest, found: Shift, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    runs = policies.may_run_shift(viewer, found)
    me = volunteer_of(viewer.person_id) if viewer.person_id is not None else None
    mine = found.holders.filter(volunteer=me, state__in=HELD).first() if me else None
    lacking: list[str] = []
    if me and not mine:
        fitness = may_serve(me.person, found.risk, day_of(found.starts_at))
        missing = [*fitness.lacking, *lacks_certificate(me, found)]
        lacking = list(dict.fromkeys(missing))
    holders = found.holders.select_related("volunteer__person").order_by("taken_at", "pk")
    context = {
        "now": now,
        "shift": found,
        "runs": runs,
        "me": me,
        "mine": mine,
        "holds": mine is not None and mine.state == PlaceState.TAKEN,
        "lacking": lacking,
        "is_over": found.ends_at <= now,
        "has_begun": found.starts_at <= now,
        "holders": holders if runs else [],
        "plain_form": OneTimeForm(),
        "give_back_form": GiveBackForm(auto_id="give_back_%s"),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
    }
    return page(request, "volunteers/shift.html", context | said, status=status)


def _back(found: Shift) -> str:
    return reverse("volunteer-shift", args=[found.number])


deed = deeds(find=_seen, show=_shift_page, back=_back)


@deed(OneTimeForm, "take_form")
def taking(_: OneTimeForm, found: Shift, by: Viewer) -> None:
    """报班."""
    actions.take_shift(shift=found, volunteer=own_volunteer(by), by=by, at=clock.now())


@deed(GiveBackForm, "give_back_form")
def giving_back(form: GiveBackForm, found: Shift, by: Viewer) -> None:
    """退班."""
    held = ShiftPlace.objects.filter(
        shift=found, volunteer=own_volunteer(by), state=PlaceState.TAKEN
    )
    rows = held.select_related("shift__place", "shift__team", "volunteer__person")
    place = get_object_or_404(rows.select_related("volunteer__area"))
    actions.give_back(place=place, reason=form.cleaned_data["reason"], by=by, at=clock.now())


@deed(ReasonForm, "cancel_form")
def cancellation(form: ReasonForm, found: Shift, by: Viewer) -> None:
    """取消."""
    reason = form.cleaned_data["reason"]
    actions.cancel_shift(shift=found, reason=reason, by=by, at=clock.now())


def _place(viewer: Viewer, pk: Any) -> ShiftPlace:
    rows = ShiftPlace.objects.select_related(
        "shift__place", "shift__team__organisation__area", "volunteer__person"
    )
    found = rows.select_related("volunteer__area").filter(pk=pk).first()
    if found is None or not policies.may_run_shift(viewer, found.shift):
        raise Http404
    return found


def _page_of(
    request: HttpRequest, found: ShiftPlace, *, status: int = 200, **said: Any
) -> HttpResponse:
    return _shift_page(request, found.shift, status=status, **said)


on_place = deeds(find=_place, show=_page_of, back=lambda one: _back(one.shift))


@on_place(OneTimeForm, "attendance_form")
def attendance(form: OneTimeForm, found: ShiftPlace, by: Viewer) -> None:
    """到了、没来."""
    came = form.data.get("came") == "yes"
    actions.note_attendance(place=found, came=came, by=by, at=clock.now())
