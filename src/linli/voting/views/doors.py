"""How a view of votes lets somebody in, finds what they may see and takes what they say."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.references import Ref
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.voting.models import Poll, Roll
from linli.voting.queries import polls_for, rolls_for


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def signed_in(request: HttpRequest) -> Viewer:
    """Only whoever is known; others are shown the door and come back here afterwards."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        way = WayOut(label=gettext("登录"), url=f"{reverse('sign-in')}?next={request.path}")
        raise NotPermitted("请先登录，再来投票。", next_step=way)
    return viewer


def seen_poll(viewer: Viewer, number: str) -> Poll:
    """The poll, or the answer of one that is not there."""
    found = polls_for(viewer).filter(number=number).first()
    if not found:
        raise Http404
    return found


def seen_roll(viewer: Viewer, number: str) -> Roll:
    """The roll, or the answer of one that is not there."""
    found = rolls_for(viewer).filter(number=number).first()
    if not found:
        raise Http404
    return found


def tried(form: forms.Form, do: Callable[[], object]) -> int:
    """Do it if the form reads; say what was refused above it; 0 says that it was done."""
    if not form.is_valid():
        return 422
    try:
        do()
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return refusal.status
    return 0
