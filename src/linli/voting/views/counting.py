"""计票: the counters bring their codes; afterwards anybody takes what may be taken."""

import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.pages import SeeOther, page
from linli.voting import actions, policies, queries
from linli.voting.forms import CountForm
from linli.voting.models import Poll
from linli.voting.views.doors import seen_poll, signed_in, tried

VERIFY = Path(__file__).parents[1] / "verify.py"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, number: str) -> HttpResponse:
    """开票: not answered by a kept answer, for the codes stand in what is sent."""
    viewer = signed_in(request)
    found = _counted_by(viewer, number)
    if request.method == "GET":
        return _count_page(request, found, CountForm())
    form = CountForm(request.POST)
    status = tried(
        form,
        lambda: actions.count_poll(
            poll=found,
            codes=form.lines,
            papers_in_box=form.cleaned_data["papers_in_box"],
            by=viewer,
            at=clock.now(),
        ),
    )
    if status:
        return _count_page(request, found, form, status=status)
    return SeeOther(reverse("poll", args=[number]))


@require_POST
def recount(request: HttpRequest, number: str) -> HttpResponse:
    """复核."""
    viewer = signed_in(request)
    actions.recount_poll(poll=_counted_by(viewer, number), by=viewer, at=clock.now())
    return SeeOther(reverse("poll", args=[number]))


@require_POST
@never_cache
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """全部票包, for sworn counters; each taking is on record."""
    viewer = signed_in(request)
    found = _counted_by(viewer, number)
    taken = actions.take_full_bundle(poll=found, by=viewer, at=clock.now())
    return _download(taken, f"{number}-full.json")


@require_GET
def public_bundle(request: HttpRequest, number: str) -> HttpResponse:
    """公开票包, for everybody, where no weight tells whose a ballot is."""
    found = seen_poll(current_viewer(request), number)
    return _download(queries.public_bundle(found), f"{number}.json")


@require_GET
def verify(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for all
    """核对程序: one file, to be read and run by anybody."""
    response = HttpResponse(VERIFY.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


def _counted_by(viewer: Viewer, number: str) -> Poll:
    found = seen_poll(viewer, number)
    if not policies.may_count(viewer, found):
        raise NotPermitted("只有为这次投票登记的监票计票人可以这样做。")
    return found


def _count_page(
    request: HttpRequest, found: Poll, form: CountForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "poll": found,
        "form": form,
        "now": clock.now(),
        "to_read": queries.papers_to_read(found).count(),
    }
    return page(request, "voting/count.html", context, status=status)


def _download(bundle: queries.Bundle, name: str) -> HttpResponse:
    body = json.dumps(bundle, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
