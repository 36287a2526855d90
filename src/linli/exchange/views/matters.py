"""导入: a hotline's sheet is read, looked at, and taken in whole or not at all."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.exchange import actions
from linli.exchange.forms import ColumnsForm, SheetForm
from linli.exchange.models import BatchState, ImportBatch
from linli.exchange.queries.matters import communities_kept_by, faults_of, who_handles
from linli.exchange.sheets import FileUnreadable, read_table
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.idempotency import answered_once
from linli.kernel.references import Ref
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST_SHOWN = 20
MOST_ROWS_ON_A_PAGE = 2_000


def owner(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """选文件: who works a desk brings a sheet in, and sees what came before."""
    communities = _communities(request)
    if request.method != "POST":
        return _asked(request, SheetForm(communities=communities))
    form = SheetForm(request.POST, request.FILES, communities=communities)
    if form.is_valid():
        try:
            return _staged(request, form, communities)
        except Unreadable as refusal:
            form.add_error("file", refusal.message)
    return _asked(request, form)


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """看一看: which column was read as what, and which rows have which fault."""
    return _shown(request, _batch(request, pk))


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """重认列: what a person says of the headings goes before what was guessed."""
    found = _batch(request, pk)
    form = ColumnsForm(request.POST, headings=found.headings, columns=found.columns)
    if form.is_valid():
        try:
            return _remapped(request, found, form)
        except Unreadable as refusal:
            form.add_error(None, refusal.message)
    return _shown(request, found, form)


@require_POST
@answered_once(per=owner)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """导入: every row becomes a matter, or none."""
    by, at = current_viewer(request), clock.now()
    actions.commit_batch(batch=_batch(request, pk), by=by, at=at)
    return SeeOther(reverse("import-batch", args=[pk]))


@require_POST
@answered_once(per=owner)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃: what was read goes."""
    by, at = current_viewer(request), clock.now()
    actions.discard_batch(batch=_batch(request, pk), by=by, at=at)
    return SeeOther(reverse("import-matters"))


@answered_once(per=owner)
def _staged(request: HttpRequest, form: SheetForm, communities: list[Area]) -> HttpResponse:
    by, at = current_viewer(request), clock.now()
    upload = form.cleaned_data["file"]
    table = read_table(upload.read(), upload.name or "")
    if len(table.rows) > MOST_ROWS_ON_A_PAGE:
        raise FileUnreadable(
            "网页上一次最多 {most} 行；更多的请管理员用命令 linli import matters 导入。",
            most=MOST_ROWS_ON_A_PAGE,
        )
    chosen = form.cleaned_data["community"]
    community = next(area for area in communities if area.pk == chosen)
    staged = actions.stage_batch(
        table=table,
        file_name=upload.name or "",
        community=community,
        handler=_handler(by, community, at),
        by=by,
        at=at,
    )
    return SeeOther(reverse("import-batch", args=[staged.pk]))


@answered_once(per=owner)
def _remapped(request: HttpRequest, found: ImportBatch, form: ColumnsForm) -> HttpResponse:
    by, at = current_viewer(request), clock.now()
    actions.remap_batch(batch=found, overrides=form.overrides(), by=by, at=at)
    return SeeOther(reverse("import-batch", args=[found.pk]))


def _handler(by: Viewer, community: Area, at: datetime) -> Person:
    """Whoever brings it in at the community's own desk; from above, who works there."""
    if by.person_id and any(
        post.area_id == community.pk and post.reach is Reach.DESK for post in by.posts
    ):
        return Person.objects.get(pk=by.person_id)
    return who_handles(community, on=day_of(at))


def _communities(request: HttpRequest) -> list[Area]:
    viewer = current_viewer(request)
    found = communities_kept_by(viewer)
    if not (viewer.is_known and found):
        raise NotPermitted("只有工作人员和管理员可以导入。")
    return found


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    seen = ImportBatch.objects.visible_to(current_viewer(request))
    return get_object_or_404(seen.select_related("community", "handler"), pk=pk)


def _asked(request: HttpRequest, form: SheetForm) -> HttpResponse:
    seen = ImportBatch.objects.visible_to(current_viewer(request))
    before = seen.exclude(state=BatchState.DISCARDED).select_related("community")
    known = {
        "form": form,
        "batches": before.order_by("-staged_at", "-pk")[:MOST_SHOWN],
        "now": clock.now(),
    }
    return page(request, "exchange/sheet.html", known, status=422 if form.errors else 200)


def _shown(
    request: HttpRequest, found: ImportBatch, form: ColumnsForm | None = None
) -> HttpResponse:
    again = form or ColumnsForm(headings=found.headings, columns=found.columns)
    known: dict[str, Any] = {
        "batch": found,
        "form": again,
        "faults": faults_of(found),
        "key": OneTimeForm()["key"].value(),
        "is_staged": found.state == BatchState.STAGED,
        "now": clock.now(),
    }
    return page(request, "exchange/batch.html", known, status=422 if again.errors else 200)
