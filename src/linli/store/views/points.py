"""户积分: my home's, what I noted, and what waits for a second pair of eyes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.errors import Unreadable
from linli.kernel.idempotency import answered_once
from linli.kernel.options import resolve
from linli.ledger.rules import Book
from linli.people.models import HouseholdMember
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import actions
from linli.store.forms import DeedForm, ReasonForm
from linli.store.models import HouseholdDeed
from linli.store.options import DEEDS
from linli.store.queries.shop import (
    deeds_noted_by,
    deeds_of,
    deeds_to_confirm,
    home_of,
    passbooks_for,
)
from linli.store.views.doors import (
    named,
    person_behind,
    signed_in,
    somebody_meant,
    today,
    tried,
    who_acts,
)
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST = 60


@require_http_methods(["GET", "POST"])
def points(request: HttpRequest) -> HttpResponse:
    """户积分."""
    return _noted(request) if request.method == "POST" else _points_page(request)


@require_POST
@answered_once(per=who_acts)
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """复核."""
    viewer = signed_in(request)
    actions.confirm_deed(deed=_seen(viewer, pk), by=viewer, at=clock.now())
    return SeeOther(reverse("points"))


@require_POST
@answered_once(per=who_acts)
def deed_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """不记."""
    viewer, form = signed_in(request), ReasonForm(request.POST)
    found = _seen(viewer, pk)
    status = tried(
        form,
        lambda said: actions.refuse_deed(
            deed=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _points_page(request, status=status, refused=form)
    return SeeOther(reverse("points"))


@answered_once(per=who_acts)
def _noted(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    form = _form(viewer, request.POST)

    def note(said: dict[str, Any]) -> None:
        actions.note_deed(
            household=_home_meant(viewer, said["person"]).household,
            kind=said["kind"],
            done_on=said["done_on"],
            evidence=said["evidence"],
            by=viewer,
            at=clock.now(),
        )

    if status := tried(form, note):
        return _points_page(request, status=status, form=form)
    return SeeOther(reverse("points"))


def _home_meant(viewer: Viewer, words: str) -> HouseholdMember:
    """The home of whoever is meant; the action asks whether one serves there."""
    person = somebody_meant(viewer, words)
    home = home_of(person)
    if not home:
        raise Unreadable("这个人还没有登记在哪一户，请先在登记册里入户。")
    return home


def _form(viewer: Viewer, data: Any = None) -> DeedForm:
    served = [p.area_id for p in viewer.posts if p.reach in (Reach.STAIRS, Reach.DESK)]
    area = Area.objects.filter(pk__in=served).order_by("path").first()
    english = (get_language() or "").startswith("en")
    line = gettext("{label}（{points} 分）")
    kinds = [
        (
            one.code,
            line.format(label=one.label_en if english else one.label, points=one.points),
        )
        for one in (resolve(area.chain)[DEEDS] if area else ())
    ]
    return DeedForm(data, kinds=kinds, initial={"done_on": today()})


def _seen(viewer: Viewer, pk: int) -> HouseholdDeed:
    seen = HouseholdDeed.objects.visible_to(viewer)
    rows = seen.select_related("place", "household__dwelling__area", "proposer")
    return get_object_or_404(rows, pk=pk)


def _points_page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    viewer = signed_in(request)
    serves = any(p.reach in (Reach.STAIRS, Reach.DESK) for p in viewer.posts)
    home = home_of(person_behind(viewer))
    context = {
        "now": clock.now(),
        "home": home.household if home else None,
        "passbooks": named(passbooks_for(viewer, Book.POINT), viewer),
        "mine": deeds_of(viewer),
        "serves": serves,
        "noted": deeds_noted_by(viewer) if serves else [],
        "waiting": deeds_to_confirm(viewer)[:MOST] if serves else [],
        "confirm_form": OneTimeForm(),
        "refuse_form": ReasonForm(auto_id="refuse_%s"),
        "form": _form(viewer) if serves else None,
    }
    return page(request, "store/points.html", context | said, status=status)
