"""How a view of the store lets somebody in and takes what they say."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable, WayOut
from linli.kernel.references import Ref
from linli.ledger.models import LedgerAccount
from linli.people.models import Person
from linli.people.queries import current_viewer, names_of, person_meant
from linli.people.viewer import THE_HOUSE, Viewer
from linli.store import policies
from linli.store.models import Store

CODE_DIGITS = 6


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


def keeping(request: HttpRequest, pk: int) -> tuple[Viewer, Store]:
    """Who keeps the store, and the store; anybody else finds nothing here."""
    viewer = signed_in(request)
    store = Store.objects.select_related("area").filter(pk=pk, closed_on=None).first()
    if not store or not policies.may_keep_store(viewer, store):
        raise Http404
    return viewer, store


def person_behind(viewer: Viewer) -> Person:
    """The person who is signed in."""
    return Person.objects.select_related("home", "dwelling").get(pk=viewer.person_id or 0)


def somebody_meant(viewer: Viewer, words: str) -> Person:
    """Somebody on the register; who keeps none has to know the code or the telephone."""
    if viewer.keeps_anything:
        return person_meant(viewer, words)
    if sum(letter.isdigit() for letter in words) < CODE_DIGITS:
        raise Unreadable("请写6位口令号或手机号，只写姓名会认错人。")
    return person_meant(THE_HOUSE, words)


def named(accounts: list[LedgerAccount], viewer: Viewer) -> list[tuple[int, str]]:
    """The passbooks as they are picked: whose, and what is in them."""
    names = names_of([one.owner for one in accounts], viewer=viewer)
    left = gettext("{name}：可用 {left}")
    return [
        (one.pk, left.format(name=names[one.owner], left=one.available)) for one in accounts
    ]


def tried(form: forms.Form, do: Callable[[dict[str, Any]], object]) -> int:
    """Do it if the form reads; say what was refused above it; 0 says that it was done."""
    if not form.is_valid():
        return 422
    try:
        do(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return refusal.status
    return 0


def today() -> date:
    """The day on the wall."""
    return day_of(clock.now())
