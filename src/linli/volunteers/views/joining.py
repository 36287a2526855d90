"""登记做志愿者, and changing what was said then."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.people.queries import person_meant
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page
from linli.volunteers import actions
from linli.volunteers.forms.joining import PARTS, JoinForm, ProfileForm
from linli.volunteers.models import Volunteer
from linli.volunteers.queries import free_times, traits_of
from linli.volunteers.rules import FreeTime, TraitKind
from linli.volunteers.rules.registration import is_free
from linli.volunteers.views.doors import (
    here,
    own_person,
    own_volunteer,
    signed_in,
    tried,
    who_acts,
)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """One page asks it all; a colleague enters the paper of somebody else."""
    return _joined(request) if request.method == "POST" else _asked(request)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """改登记."""
    viewer = signed_in(request)
    mine = own_volunteer(viewer)
    return _changed(request) if request.method == "POST" else _shown(request, mine)


@answered_once(per=who_acts)
def _joined(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    area, form = here(viewer), _join_form(request, viewer)
    made: list[Volunteer] = []

    def register(said: dict[str, Any]) -> None:
        other = said.get("person", "")
        person = person_meant(viewer, other) if other else own_person(viewer)
        made.append(
            actions.register_volunteer(
                person=person,
                area=area,
                profile=form.profile,
                born_on=said.get("born_on"),
                guardian=form.guardian_said,
                by=viewer,
                at=clock.now(),
            )
        )

    if status := tried(form, register):
        return page(request, "volunteers/join.html", {"form": form}, status=status)
    if made[0].person_id == viewer.person_id:
        return SeeOther(reverse("my-volunteering"))
    return SeeOther(reverse("volunteer", args=[made[0].pk]))


def _asked(request: HttpRequest) -> HttpResponse:
    form = _join_form(request, signed_in(request))
    return page(request, "volunteers/join.html", {"form": form})


def _join_form(request: HttpRequest, viewer: Viewer) -> JoinForm:
    area = here(viewer)
    return JoinForm(
        request.POST or None,
        options=resolve(area.chain),
        asks_birthday=own_person(viewer).born_on is None or viewer.keeps_anything,
        for_others=viewer.keeps_anything,
    )


@answered_once(per=who_acts)
def _changed(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    mine = own_volunteer(viewer)
    form = ProfileForm(request.POST, options=resolve(mine.area.chain))
    status = tried(
        form,
        lambda _: actions.change_profile(
            volunteer=mine, profile=form.profile, by=viewer, at=clock.now()
        ),
    )
    if status:
        return page(request, "volunteers/profile.html", {"form": form}, status=status)
    return SeeOther(reverse("my-volunteering"))


def _shown(request: HttpRequest, mine: Volunteer) -> HttpResponse:
    traits, times = traits_of(mine), free_times(mine)
    form = ProfileForm(
        options=resolve(mine.area.chain),
        initial={
            "wishes": list(traits[TraitKind.WISH]),
            "skills": list(traits[TraitKind.SKILL]),
            "languages": list(traits[TraitKind.LANGUAGE]),
            "times": _ticked(times),
            "radius": str(mine.radius),
            "occupation": mine.occupation,
            "words": mine.words,
        },
    )
    return page(request, "volunteers/profile.html", {"form": form})


def _ticked(times: list[FreeTime]) -> list[str]:
    return [
        f"{day}-{name}"
        for day in range(7)
        for name, _label, begins, ends in PARTS
        if is_free(times, FreeTime(weekday=day, begins=begins, ends=ends))
    ]
