"""One deed on a page of its own: GET asks, POST does it once, a refusal keeps the words."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.matters.forms.fasttrack import DeedForm
from linli.matters.views.steps import to_sign_in, who_acts
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page

type Facts = Sequence[tuple[str, str]]


def known(request: HttpRequest) -> Viewer:
    """Who has signed in; others are shown where to."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        raise NotPermitted("登录以后才能看这一页。", next_step=to_sign_in())
    return viewer


def deed(
    request: HttpRequest,
    form: DeedForm,
    do: Callable[[dict[str, Any]], str],
    *,
    lead: str,
    back_url: str,
    facts: Facts = (),
) -> HttpResponse:
    """Ask, or do it once and go on to where `do` says."""
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
        "facts": facts,
        "now": clock.now(),
        "person_name": current_viewer(request).name,
    }
    return page(request, "matters/handling/deed.html", context, status=status)


def _done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    @answered_once(per=who_acts)
    def once(_: HttpRequest) -> HttpResponse:
        return SeeOther(do())

    return once(request)
