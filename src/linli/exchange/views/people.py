"""导入人户登记册: a register is read, checked row by row, and taken in whole or not at all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.exchange import actions
from linli.exchange.forms import RegisterForm
from linli.exchange.models import RegisterBatch, RegisterState
from linli.exchange.queries import (
    areas_to_import_into,
    bad_rows_of,
    changes_of,
    fault_kinds_of,
    not_listed,
)
from linli.exchange.rules.people import register_score
from linli.exchange.sheets import read_table
from linli.exchange.views.matters import owner
from linli.exchange.workbooks import bad_rows_book, register_template
from linli.kernel import clock
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.idempotency import answered_once
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import whole_names
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

MOST_SHOWN = 20
AT_ONCE = 500  # rows: more than these are checked and written by the worker
MISSING_SHOWN = 50


@require_http_methods(["GET", "POST"])
def registers(request: HttpRequest) -> HttpResponse:
    """选文件: who keeps a register brings one in, and sees what came before."""
    areas = _areas(request)
    if request.method != "POST":
        return _asked(request, RegisterForm(areas=areas))
    form = RegisterForm(request.POST, request.FILES, areas=areas)
    if form.is_valid():
        try:
            return _staged(request, form, areas)
        except Unreadable as refusal:
            form.add_error("file", refusal.message)
    return _asked(request, form)


@never_cache
@require_GET
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """看一看: how far the check is, then who is new, what would change, what is wrong."""
    found = _batch(request, pk)
    is_waiting = found.state in (RegisterState.CHECKING, RegisterState.ORDERED)
    context: dict[str, Any] = {
        "batch": found,
        "key": OneTimeForm()["key"].value(),
        "is_waiting": is_waiting,
        "now": clock.now(),
    }
    if found.state == RegisterState.CHECKED:
        context |= _looked_at(found)
    return page(request, "exchange/register.html", context)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """接着核对: on with the check at once, where the worker does not come."""
    found = _batch(request, pk)
    actions.check_people(batch=found, at=clock.now())
    return SeeOther(reverse("register-batch", args=[pk]))


@require_POST
@answered_once(per=owner)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """导入: a short list at once, a long one by the worker."""
    found, by, at = _batch(request, pk), current_viewer(request), clock.now()
    if found.row_count <= AT_ONCE:
        actions.commit_people(batch=found, by=by, at=at)
    else:
        actions.order_people(batch=found, by=by, at=at)
    return SeeOther(reverse("register-batch", args=[pk]))


@require_POST
@answered_once(per=owner)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃: what was read goes."""
    by, at = current_viewer(request), clock.now()
    actions.discard_people(batch=_batch(request, pk), by=by, at=at)
    return SeeOther(reverse("import-people"))


@never_cache
@require_GET
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """哪里不对: every bad row with all its cells, and a column that says what is wrong."""
    found = _batch(request, pk)
    return bad_rows_book(found, bad_rows_of(found, most=None))


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """模板: the columns, an example, choices in the cells, and how to fill it in."""
    _areas(request)
    return register_template()


@answered_once(per=owner)
def _staged(request: HttpRequest, form: RegisterForm, areas: list[Area]) -> HttpResponse:
    by, at = current_viewer(request), clock.now()
    upload, chosen = form.cleaned_data["file"], form.cleaned_data["within"]
    table = read_table(upload.read(), upload.name or "", score=register_score)
    batch = actions.stage_people(
        table=table,
        file_name=upload.name or "",
        within=next(area for area in areas if area.pk == chosen),
        opens_rooms=form.cleaned_data["opens_rooms"],
        by=by,
        at=at,
    )
    if batch.row_count <= AT_ONCE:
        actions.check_people(batch=batch, at=at)
    return SeeOther(reverse("register-batch", args=[batch.pk]))


def _looked_at(found: RegisterBatch) -> dict[str, Any]:
    missing = not_listed(found)
    shown = list(missing[:MISSING_SHOWN])
    return {
        "kinds": fault_kinds_of(found),
        "bad": list(bad_rows_of(found)),
        "changes": changes_of(found),
        "missing": shown,
        "missing_count": missing.count(),
        "names": whole_names([one.home for one in shown if one.home]),
    }


def _areas(request: HttpRequest) -> list[Area]:
    viewer = current_viewer(request)
    found = areas_to_import_into(viewer)
    if not (viewer.is_known and found):
        raise NotPermitted("只有工作人员和管理员可以导入。")
    return found


def _batch(request: HttpRequest, pk: int) -> RegisterBatch:
    seen = RegisterBatch.objects.visible_to(current_viewer(request))
    return get_object_or_404(seen.select_related("within"), pk=pk)


def _asked(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    seen = RegisterBatch.objects.visible_to(current_viewer(request))
    before = seen.exclude(state=RegisterState.DISCARDED).select_related("within")
    known = {
        "form": form,
        "batches": before.order_by("-staged_at", "-pk")[:MOST_SHOWN],
        "now": clock.now(),
    }
    return page(request, "exchange/registers.html", known, status=422 if form.errors else 200)
