"""一件事的一生: what was said, who has it, until when, what comes next, and what one can do."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.attachments import open_attachment, open_thumbnail
from linli.kernel.idempotency import answered_once
from linli.kernel.redact import deidentified
from linli.matters import actions, policies
from linli.matters.forms.life import MoreForm, WithdrawalForm
from linli.matters.models import Matter, Photo
from linli.matters.policies import works_its_desk
from linli.matters.queries.board import ground_of
from linli.matters.queries.life import open_slip_of, photos_of, standing_of, steps_open_to
from linli.matters.queries.telling import (
    brought_it,
    knows_it_whole,
    path_of,
    said_by,
    speaking_as,
)
from linli.matters.rules import UNFINISHED, Step
from linli.matters.views.conflict import as_seen, kept_on_conflict
from linli.matters.views.devices import who_sends
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.queries import whole_name
from linli.ui.pages import SeeOther, page


@require_GET
def life(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one matter, for whoever brought it, joined it or serves there."""
    return _page(request, _matter(request, number), MoreForm())


@kept_on_conflict
@require_POST
def words(request: HttpRequest, number: str) -> HttpResponse:
    """补充: a word or a photo more."""
    matter = as_seen(request, _matter(request, number))
    form = MoreForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, matter, form, status=422)
    return _added(request, matter, form)


@kept_on_conflict
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """撤回: asked once more, for a matter taken back is not taken up again."""
    matter = as_seen(request, _matter(request, number))
    if Step.WITHDRAW not in steps_open_to(current_viewer(request), matter):
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _withdrawn(request, matter, form)
    context = {
        "matter": matter,
        "form": form,
        "unnamed": not speaking_as(current_viewer(request), matter).is_known,
        "now": clock.now(),
    }
    return page(request, "matters/withdrawal.html", context)


@require_GET
def photo(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """One photo of the matter, small or whole, for whoever reads the matter whole."""
    matter = _matter(request, number)
    kept = get_object_or_404(Photo.objects.select_related("attachment"), matter=matter, pk=pk)
    if not knows_it_whole(current_viewer(request), matter) and not kept.attachment.is_public:
        raise Http404
    opened = open_thumbnail if request.GET.get("size") == "small" else open_attachment
    response = FileResponse(
        opened(kept.attachment), content_type=kept.attachment.media_type, filename="photo"
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@answered_once(per=who_sends)
def _added(request: HttpRequest, matter: Matter, form: MoreForm) -> HttpResponse:
    actions.say_more(
        matter=matter,
        words=form.cleaned_data["words"],
        photos=form.cleaned_data["photos"],
        by=speaking_as(current_viewer(request), matter),
        at=clock.now(),
    )
    return SeeOther(reverse("matter", args=[matter.number]))


@answered_once(per=who_sends)
def _withdrawn(request: HttpRequest, matter: Matter, form: WithdrawalForm) -> HttpResponse:
    actions.withdraw_matter(
        matter=matter,
        reason=form.cleaned_data["reason"],
        by=speaking_as(current_viewer(request), matter),
        at=clock.now(),
    )
    return SeeOther(reverse("matter", args=[matter.number]))


def _matter(request: HttpRequest, number: str) -> Matter:
    return get_object_or_404(said_by(current_viewer(request)), number=number)


def _page(
    request: HttpRequest, matter: Matter, form: MoreForm, *, status: int = 200
) -> HttpResponse:
    viewer, now = current_viewer(request), clock.now()
    whole, standing = knows_it_whole(viewer, matter), standing_of(matter)
    unfinished = matter.standing in UNFINISHED
    context = {
        "matter": matter,
        "whole": whole,
        "outcome": matter.outcome if whole else deidentified(matter.outcome),
        "ground": ground_of(matter),
        "standing": standing,
        "steps": path_of(matter, viewer, standing, now=now),
        "slip": open_slip_of(matter, viewer) if matter.turn else None,
        "photos": photos_of(matter) if whole else [],
        "where": whole_name(matter.place),
        "form": form if unfinished and policies.may_say_more(viewer, matter) else None,
        "may_withdraw": bool(steps_open_to(viewer, matter, among=[Step.WITHDRAW])),
        "mine": brought_it(viewer, matter),
        "unnamed": not speaking_as(viewer, matter).is_known,
        "work_url": _work_url(viewer, matter),
        "now": now,
        "call_name": matter.desk.name,
        "call_phone": matter.desk.phone,
    }
    return page(request, "matters/matter.html", context, status=status)


def _work_url(viewer: Viewer, matter: Matter) -> str:
    """Where whoever has something to do with it does it: at the desk, or among today's."""
    if works_its_desk(viewer, matter) or policies.serves_at_desk(viewer, matter):
        return reverse("desk-matter", args=[matter.number])
    return reverse("today") if policies.may_work(viewer, matter) else ""
