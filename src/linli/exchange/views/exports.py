"""导出登记册: as a workbook or a page to print; masked, or whole with a reason."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.exchange import actions
from linli.exchange.forms import ExportForm
from linli.exchange.registers import SHEETS, RegisterSheet, sheet_called
from linli.exchange.workbooks import as_download, workbook_of
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted
from linli.kernel.words import say
from linli.people.queries import current_viewer
from linli.places.models import Area
from linli.places.queries import choices_for
from linli.ui.pages import page

PRINT = "print"


@never_cache
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """导出: which register, of which area; the file comes as the answer to the form."""
    form = _form(request)
    if request.method != "POST" or not form.is_valid():
        return page(
            request, "exchange/exports.html", {"form": form}, status=422 if form.errors else 200
        )
    said = form.cleaned_data
    area = Area.objects.get(pk=said["area"])
    sheet, reason = sheet_called(said["what"]), said["reason"].strip()
    if said["way"] == PRINT:
        return _printed(request, sheet, area, reason)
    heads = [gettext(head) for head in sheet.heads]
    name = say("{area}{what}", area=area.name, what=sheet.label)
    content, rows = workbook_of(say(sheet.label), heads, sheet.rows(area, bool(reason)))
    _note(request, sheet, area, rows, reason)
    return as_download(content, f"{name}-{day_of(clock.now()):%Y%m%d}")


def _printed(
    request: HttpRequest, sheet: RegisterSheet, area: Area, reason: str
) -> HttpResponse:
    rows = list(sheet.rows(area, bool(reason)))
    _note(request, sheet, area, len(rows), reason)
    context = {
        "sheet": sheet,
        "heads": [gettext(head) for head in sheet.heads],
        "rows": rows,
        "area": area,
        "reason": reason,
        "now": clock.now(),
        "who": current_viewer(request).name,
    }
    return page(request, "exchange/print.html", context)


def _note(
    request: HttpRequest, sheet: RegisterSheet, area: Area, rows: int, reason: str
) -> None:
    actions.note_sheet_export(
        area=area,
        what=sheet.label,
        rows=rows,
        reason=reason,
        by=current_viewer(request),
        at=clock.now(),
    )


def _form(request: HttpRequest) -> ExportForm:
    viewer, on = current_viewer(request), day_of(clock.now())
    if not (viewer.is_known and viewer.keeps_anything):
        raise NotPermitted("只有工作人员和管理员可以导出。")
    return ExportForm(
        request.POST or None,
        areas=choices_for(viewer, on=on),
        sheets=[(sheet.code, say(sheet.label)) for sheet in SHEETS.values()],
        initial={"what": request.GET.get("what", ""), "area": request.GET.get("area", "")},
    )
