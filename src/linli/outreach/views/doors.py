"""How a view of outreach lets somebody in and takes what they say."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.references import Ref
from linli.outreach.queries.desk import areas_served
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area


def who_acts(request: HttpRequest) -> Ref:
    viewer = current_viewer(request)
    return viewer.ref if viewer.is_known else f"session/{request.session.session_key}"


def signed_in(request: HttpRequest) -> Viewer:
    """Only whoever is known; others are shown the door and come back here afterwards."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
        raise NotPermitted("请先登录，再来做这件事。", next_step=way)
    return viewer


def on_duty(request: HttpRequest) -> tuple[Viewer, list[Area]]:
    """Who stands by somewhere, and where."""
    viewer = signed_in(request)
    areas = areas_served(viewer)
    if not areas:
        raise NotPermitted("这一页是给在社区值守的同事用的。")
    return viewer, areas


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
