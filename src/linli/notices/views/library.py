"""文件库: the policies and covenants that hold here, each with its versions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.idempotency import answered_once
from linli.notices import actions, policies, queries
from linli.notices.actions import Edition
from linli.notices.forms.writing import DocumentForm, EditionForm, ReasonForm
from linli.notices.models import Document
from linli.notices.rules import Kind
from linli.notices.views.doors import who_acts, who_tells
from linli.notices.views.reading import community_asked
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import choices_for
from linli.places.rules import AreaKind
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, on_from, page

APPLIES_IN = (AreaKind.SUBDISTRICT, AreaKind.COMMUNITY, AreaKind.COMPOUND, AreaKind.BUILDING)


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """政策和公约: what holds, open to everybody; what was repealed, below."""
    here = community_asked(request)
    context = {
        "here": here,
        "documents": queries.library_of(here) if here else [],
        "repealed": queries.library_of(here, repealed=True) if here else [],
        "may_keep": bool(here and policies.may_keep_documents(current_viewer(request), here)),
        "now": clock.now(),
    }
    return page(request, "notices/library.html", context)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return _document_page(request, _found(request, pk))


@require_http_methods(["GET", "POST"])
def new_document(request: HttpRequest) -> HttpResponse:
    """入库."""
    if request.method == "POST":
        return _adopted(request)
    return _new_page(request, _new_form(request))


@require_POST
@answered_once(per=who_acts)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """修订: the next version."""
    found, form = _found(request, pk), EditionForm(request.POST)
    if not form.is_valid():
        return _document_page(request, found, status=422, edition=form)
    actions.revise_document(
        document=found, edition=_edition(form), by=who_tells(request), at=clock.now()
    )
    return SeeOther(reverse("document", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def repeal(request: HttpRequest, pk: int) -> HttpResponse:
    """废止."""
    actions.repeal_document(
        document=_found(request, pk),
        reason=request.POST.get("reason", ""),
        by=who_tells(request),
        at=clock.now(),
    )
    return SeeOther(reverse("document", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def passing_on(request: HttpRequest, pk: int) -> HttpResponse:
    """传达: a draft of a notice that passes the version in force on to all who live there."""
    found = _found(request, pk)
    version = queries.in_force(found)
    if version is None:
        raise Http404
    text = gettext("《{title}》（{on} 起施行）\n\n{text}").format(
        title=found.title, on=version.adopted_on.isoformat(), text=version.text
    )
    notice = actions.draft_notice(
        whom=actions.Whom(area=found.area),
        kind=Kind(found.kind),
        wording=actions.Wording(title=found.title, text=text),
        passes_on=version,
        by=who_tells(request),
        at=clock.now(),
    )
    return SeeOther(reverse("notice-draft", args=[notice.number]))


@answered_once(per=who_acts)
def _adopted(request: HttpRequest) -> HttpResponse:
    form, viewer = _new_form(request), who_tells(request)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    said = form.cleaned_data
    try:
        made = actions.adopt_document(
            kind=Kind(said["kind"]),
            title=said["title"],
            area=Area.objects.get(pk=said["area"]),
            edition=_edition(form),
            by=viewer,
            at=clock.now(),
        )
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error("title", refusal.message)
        return _new_page(request, form, status=refusal.status)
    return on_from("document", reverse("document", args=[made.pk]))


def _edition(form: EditionForm) -> Edition:
    said = form.cleaned_data
    return Edition(
        text=said["text"], adopted_on=said["adopted_on"], adopted_by=said["adopted_by"]
    )


def _found(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(current_viewer(request)).select_related("area")
    return get_object_or_404(rows, pk=pk)


def _document_page(
    request: HttpRequest, found: Document, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = current_viewer(request)
    context = {
        "document": found,
        "editions": queries.history_of(found),
        "may_keep": policies.may_keep_documents(viewer, found.area),
        "edition": EditionForm(initial={"adopted_on": day_of(clock.now())}),
        "ending": ReasonForm(auto_id="repeal-%s"),
        "passing": OneTimeForm(auto_id=False),
        "now": clock.now(),
    }
    return page(request, "notices/document.html", context | said, status=status)


def _new_form(request: HttpRequest) -> DocumentForm:
    viewer, on = who_tells(request), day_of(clock.now())
    if not viewer.keeps_anything:
        raise NotPermitted("政策和公约由社区工作人员入库、修订和废止。")
    areas = choices_for(viewer, on=on, kinds=APPLIES_IN)
    return DocumentForm(request.POST or None, areas=areas, initial={"adopted_on": on})


def _new_page(request: HttpRequest, form: DocumentForm, *, status: int = 200) -> HttpResponse:
    return page(request, "notices/new_document.html", {"form": form}, status=status)
