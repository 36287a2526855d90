"""What every page of orders asks first: who it is, and what was refused to them."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel.encryption import blind_index
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.references import Ref
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer

DEVICE = "device"
A_YEAR = 365 * 24 * 60 * 60


def who_acts(request: HttpRequest) -> Ref:
    """The owner of a one-time key."""
    viewer = current_viewer(request)
    return viewer.ref if viewer.is_known else f"session/{request.session.session_key}"


def signed_in(request: HttpRequest) -> Viewer:
    """Only whoever is known; others are shown the door and come back here afterwards."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
        raise NotPermitted("请先登录，再来做这件事。", next_step=way)
    return viewer


def at_the_desk(request: HttpRequest) -> Viewer:
    """Who keeps the registers somewhere."""
    viewer = signed_in(request)
    if not viewer.keeps_anything:
        raise NotPermitted("这一页是给社区工作人员用的。")
    return viewer


def person_of(viewer: Viewer) -> Person:
    """Themselves, as a person."""
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
        if refusal.next_step:
            raise
        form.add_error(None, refusal.message)
        return refusal.status
    return 0


def device_of(request: HttpRequest) -> str:
    """The device, as a keyed hash: two who vouch for each other on one are looked at."""
    kept = request.get_signed_cookie(DEVICE, default="", salt=DEVICE)
    return blind_index(kept, DEVICE) if isinstance(kept, str) and kept else ""


def know_the_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the device be told from others; it says nothing of who uses it."""
    if not request.get_signed_cookie(DEVICE, default="", salt=DEVICE):
        response.set_signed_cookie(
            DEVICE,
            token_urlsafe(12),
            salt=DEVICE,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
