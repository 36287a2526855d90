"""疑似同一人: pairs that may be one person, to be merged or told apart."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.people import actions, queries
from linli.people.forms.register import MergeForm, PartForm
from linli.people.models import Merger, Person
from linli.people.queries import current_viewer
from linli.people.views.doors import for_keepers, owner_of
from linli.places.queries import whole_names
from linli.ui.pages import SeeOther, page


@never_cache
@for_keepers
@require_GET
def doubles(request: HttpRequest) -> HttpResponse:
    return _doubles_page(request)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def mergers(request: HttpRequest) -> HttpResponse:
    """合并: the one that is kept, the other, and how one knows."""
    form = MergeForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.merge_persons(
                kept=_visible(request, said["kept"]),
                gone=_visible(request, said["gone"]),
                reason=said["reason"],
                by=current_viewer(request),
                at=clock.now(),
            )
            return SeeOther(reverse("person", args=[said["kept"]]))
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("reason", refusal.message)
    return _doubles_page(request, form)


@require_POST
@for_keepers
@answered_once(per=owner_of)
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回合并: they were two after all."""
    seen = queries.mergers_seen_by(current_viewer(request))
    merger = get_object_or_404(Merger.objects.select_related("kept", "gone"), pk=pk)
    if merger not in seen:
        raise Http404
    form = PartForm(request.POST)
    if form.is_valid():
        try:
            actions.undo_merger(
                merger=merger,
                reason=form.cleaned_data["reason"],
                by=current_viewer(request),
                at=clock.now(),
            )
            return SeeOther(reverse("person", args=[merger.gone_id]))
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("reason", refusal.message)
    return _doubles_page(request, parted=(pk, form))


@require_POST
@for_keepers
def distinctions(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    actions.tell_apart(
        one=_visible(request, pk),
        other=_visible(request, other),
        by=current_viewer(request),
        at=clock.now(),
    )
    return SeeOther(reverse("doubles"))


def _visible(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(current_viewer(request)), pk=pk)


def _doubles_page(
    request: HttpRequest,
    refused: MergeForm | None = None,
    *,
    parted: tuple[int, PartForm | None] = (0, None),
) -> HttpResponse:
    failed, part = parted
    found = queries.doubles_seen_by(current_viewer(request))
    homes = [one.home for pair in found for one in (pair.one, pair.other) if one.home]
    pairs = [(pair, _form(pair.one.pk, pair.other.pk, refused)) for pair in found]
    mergers = [
        (one, part if part and one.pk == failed else PartForm())
        for one in queries.mergers_seen_by(current_viewer(request))
    ]
    context = {
        "pairs": pairs,
        "names": whole_names(homes),
        "mergers": mergers,
        "now": clock.now(),
    }
    return page(request, "people/doubles.html", context, status=422 if refused or part else 200)


def _form(kept: int, gone: int, refused: MergeForm | None) -> MergeForm:
    """The form of a pair; the one that was refused with what was typed."""
    if refused and {refused.data.get("kept"), refused.data.get("gone")} == {
        str(kept),
        str(gone),
    }:
        return refused
    return MergeForm(initial={"kept": kept, "gone": gone})
