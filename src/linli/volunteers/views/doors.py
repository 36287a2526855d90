"""How a view of volunteers lets somebody in, finds what they may see, takes what they say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther
from linli.volunteers.models import Volunteer
from linli.volunteers.queries import volunteer_of
from linli.volunteers.queries.desk import areas_kept, areas_trained, community_for

type Act = Callable[[Any, Any, Viewer], object]
type Find = Callable[[Viewer, Any], Any]
type Show = Callable[..., HttpResponse]
type Back = Callable[[Any], str]


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def signed_in(request: HttpRequest) -> Viewer:
    """Only whoever is known; others are shown the door and come back here afterwards."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
        raise NotPermitted("请先登录，再来做志愿服务的事。", next_step=way)
    return viewer


def at_the_station(request: HttpRequest) -> tuple[Viewer, list[Area]]:
    """Who keeps the registers somewhere, and where."""
    viewer = signed_in(request)
    areas = areas_kept(viewer)
    if not areas:
        raise NotPermitted("这一页是给社区工作人员用的。")
    return viewer, areas


def who_plans(request: HttpRequest) -> tuple[Viewer, list[Area]]:
    """Who can plan courses and shifts, and where."""
    viewer = signed_in(request)
    areas = areas_trained(viewer)
    if not areas:
        raise NotPermitted("这一页是给社区值守的同事和走楼道的人用的。")
    return viewer, areas


def here(viewer: Viewer) -> Area:
    """The community that the page is about."""
    community = community_for(viewer)
    if community is None:
        raise Http404
    return community


def own_volunteer(viewer: Viewer) -> Volunteer:
    """One's own registration, or the way to it."""
    found = volunteer_of(viewer.person_id) if viewer.person_id is not None else None
    if found is None:
        way = WayOut(label=gettext("去登记"), url=reverse("volunteer-join"))
        raise NotPermitted("您还没有登记做志愿者。", next_step=way)
    return found


def own_person(viewer: Viewer) -> Person:
    return Person.objects.select_related("home").get(pk=viewer.person_id or 0)


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> int:
    """Do it if the form reads; say what was refused above it; 0 says that it was done."""
    if not form.is_valid():
        return 422
    try:
        do(form.cleaned_data)
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return refusal.status
    return 0


def deeds(
    *, find: Find, show: Show, back: Back
) -> Callable[[type[OneTimeForm], str], Callable[[Act], Callable[..., HttpResponse]]]:
    """Make views of deeds on one kind of thing: `find` it, do, go `back`.

    What was refused stands above its form, under its name, on the page that `show` gives.
    """

    def deed(
        form_class: type[OneTimeForm], name: str
    ) -> Callable[[Act], Callable[..., HttpResponse]]:
        def decorate(act: Act) -> Callable[..., HttpResponse]:
            @require_POST
            @answered_once(per=who_acts)
            @wraps(act)
            def view(request: HttpRequest, key: Any = None) -> HttpResponse:
                viewer = signed_in(request)
                found, form = find(viewer, key), form_class(request.POST)
                if status := tried(form, lambda _: act(form, found, viewer)):
                    return show(request, found, status=status, **{name: form})
                return SeeOther(back(found))

            return view

        return decorate

    return deed
