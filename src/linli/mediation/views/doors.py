"""How a view of mediation lets somebody in and does one deed, once, losing nothing typed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.mediation.actions import CaseMovedOn
from linli.mediation.forms import DeedForm
from linli.mediation.models import Case
from linli.mediation.queries import case_for, is_at_work
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page

LOOK_UP = "look_up"


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def at_work(request: HttpRequest) -> Viewer:
    """Desks, mediators and auditors; others are told where to go."""
    viewer = current_viewer(request)
    if is_at_work(viewer):
        return viewer
    way = WayOut(label=gettext("去登录"), url=reverse("sign-in"))
    raise NotPermitted(
        "调解登记簿给工作台和调解员用。", next_step=None if viewer.is_known else way
    )


def seen_case(viewer: Viewer, number: str) -> Case:
    """The case of that number, or the answer of one that is not there."""
    found = case_for(viewer, number)
    if found is None:
        raise Http404
    return found


def deed(
    request: HttpRequest,
    form: DeedForm,
    do: Callable[[dict[str, Any]], str],
    *,
    lead: str,
    back_url: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask, or do it once and go on to where `do` says; a refusal keeps what was typed.

    Whoever only looks somebody up is asked again.
    """
    status = 200
    if request.method == "POST" and LOOK_UP not in request.POST:
        status = 422
        sides = (more or {}).get("sides", [])
        if form.is_valid() and all(side.is_valid() for side in sides):
            try:
                return _done(request, lambda: _as_seen(form, do))
            except NotPermitted:
                raise
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
    context = {
        "form": form,
        "lead": lead,
        "back_url": back_url,
        "now": clock.now(),
        "person_name": current_viewer(request).name,
        **(more or {}),
    }
    return page(request, "mediation/deed.html", context, status=status)


def _as_seen(form: DeedForm, do: Callable[[dict[str, Any]], str]) -> str:
    seen = form.cleaned_data.get("version")
    if form.case and seen is not None and seen != form.case.version:
        form.show_todays_version()
        raise CaseMovedOn(form.case)
    return do(form.cleaned_data)


def _done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    @answered_once(per=who_acts)
    def once(_: HttpRequest) -> HttpResponse:
        return SeeOther(do())

    return once(request)
