"""评价: whoever holds the slip says what came of it, once, signed in or not."""

from dataclasses import replace
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.kernel.references import number
from linli.matters import actions
from linli.matters.forms.rating import RatingForm
from linli.matters.models import Matter
from linli.matters.queries import board
from linli.matters.queries.telling import knows_it_whole
from linli.matters.rules import OPEN, State
from linli.matters.views.devices import guarded_when_known
from linli.people.queries import current_viewer
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy
from linli.ui.pages import SeeOther, page


@guarded_when_known
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """评价单: asked, answered, and thanked for, at one address."""
    slip = get_object_or_404(RatingSlip.objects.select_related("rating"), token=token)
    matter = _matter_of(slip)
    if hasattr(slip, "rating") and request.method == "GET":
        return _thanked(request, slip, matter)
    form = RatingForm(request.POST or None, initial={"solved": request.GET.get("solved")})
    if form.is_bound and form.is_valid():
        return _rated(request, slip, matter, form)
    context = {
        "form": form,
        "closed": bool(slip.closed_at),
        "no_is_looked_at": _no_is_looked_at(slip, matter),
        "asked_reporter": slip.rater == matter.rater,
        **_told(request, matter),
    }
    return page(request, "matters/rate.html", context, status=422 if form.errors else 200)


def _who_holds_it(request: HttpRequest) -> str:
    return f"slip/{sha256(request.path.encode()).hexdigest()[:32]}"


@answered_once(per=_who_holds_it)
def _rated(
    request: HttpRequest, slip: RatingSlip, matter: Matter, form: RatingForm
) -> HttpResponse:
    said = form.cleaned_data
    answer = Answer(
        solved=Solved(said["solved"]),
        satisfied=Satisfied(said["satisfied"]),
        comment=said["comment"],
        taken_by=TakenBy.PAGE if _is_own(current_viewer(request), slip) else TakenBy.QR,
    )
    by = _as_who_was_asked(request, slip)
    actions.rate_matter(matter=matter, slip=slip, answer=answer, by=by, at=clock.now())
    return SeeOther(reverse("rate", args=[slip.token]))


def _as_who_was_asked(request: HttpRequest, slip: RatingSlip) -> Viewer:
    """The unnamed stay so, even where the device has signed in."""
    viewer = current_viewer(request)
    return viewer if slip.person_id else replace(A_PASSER_BY, receipts=viewer.receipts)


def _is_own(viewer: Viewer, slip: RatingSlip) -> bool:
    return RatingSlip.objects.visible_to(viewer).filter(pk=slip.pk).exists()


def _no_is_looked_at(slip: RatingSlip, matter: Matter) -> bool:
    """Whether a no has it done again: of who brought it, while the answer is awaited, once."""
    brought = slip.rater == matter.rater
    return brought and matter.standing is State.FINISHED and not matter.reopenings


def _thanked(request: HttpRequest, slip: RatingSlip, matter: Matter) -> HttpResponse:
    """Say what follows from the answer."""
    again = matter.standing in OPEN and matter.standing is not State.FINISHED
    context = {
        "rating": slip.rating,
        "solved": Solved(slip.rating.solved).label,
        "satisfied": Satisfied(slip.rating.satisfied).label,
        "again": again and matter.reopenings,
        "asked_reporter": slip.rater == matter.rater,
        **_told(request, matter),
    }
    return page(request, "matters/rated.html", context)


def _matter_of(slip: RatingSlip) -> Matter:
    found = Matter.objects.select_related("place", "desk__parent", "handler", "unit")
    return get_object_or_404(found, pk=number(slip.subject))


def _told(request: HttpRequest, matter: Matter) -> dict[str, object]:
    """Whoever found the slip on the stairs reads no more of the matter than the board says."""
    viewer = current_viewer(request)
    sees = Matter.objects.visible_to(viewer).filter(pk=matter.pk).exists()
    whole = sees and knows_it_whole(viewer, matter)
    [public] = board.made_public([matter])
    return {
        "matter": matter,
        "whole": whole,
        "sees": sees,
        "title": matter.title if whole else public.title,
        "measure": matter.measure if whole else public.measure,
        "outcome": matter.outcome if whole else public.outcome,
        "handler": public.handler,
        "handler_from": public.handler_from,
        "now": clock.now(),
        "call_name": matter.desk.name,
        "call_phone": matter.desk.phone,
    }
