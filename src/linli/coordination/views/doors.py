"""How a deed is done: GET asks, POST does it once, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.coordination.forms import DeedForm
from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal, WayOut
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page

WORKING = (Reach.DESK, Reach.UNIT, Reach.READ)


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def at_work(request: HttpRequest) -> Viewer:
    """Who works a desk, speaks for a unit or audits; others are told where to go."""
    viewer = current_viewer(request)
    if any(post.reach in WORKING for post in viewer.posts):
        return viewer
    way = WayOut(label=gettext("去登录"), url=reverse("sign-in"))
    raise NotPermitted(
        "这一页给工作台和被叫来的单位用。", next_step=None if viewer.is_known else way
    )


def deed(
    request: HttpRequest,
    form: DeedForm,
    do: Callable[[dict[str, Any]], str],
    *,
    lead: str,
    back_url: str,
    facts: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """Ask, or do it once and go on to where `do` says; a refusal keeps what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _done(request, lambda: do(form.cleaned_data))
            except NotPermitted:
                raise
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
    context = {
        "form": form,
        "lead": lead,
        "back_url": back_url,
        "facts": facts or [],
        "now": clock.now(),
        "person_name": current_viewer(request).name,
    }
    return page(request, "coordination/deed.html", context, status=status)


def _done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    @answered_once(per=who_acts)
    def once(_: HttpRequest) -> HttpResponse:
        return SeeOther(do())

    return once(request)
