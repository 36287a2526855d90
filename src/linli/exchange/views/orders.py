"""回传工单: the orders of another platform as a sheet for it; when the last one went out."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.exchange import actions
from linli.exchange.actions import OrdersWanted
from linli.exchange.forms import OrdersForm
from linli.exchange.order_sheets import orders_sheet
from linli.exchange.queries.orders import last_exports
from linli.exchange.workbooks import XLSX
from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Unreadable
from linli.kernel.words import say
from linli.matters.queries.outside import OutsideSource, in_words, sources_along
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_for
from linli.ui.pages import page

KINDS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@never_cache
@require_http_methods(["GET", "POST"])
def orders(request: HttpRequest) -> HttpResponse:
    """The form, and under it what went out last; the file comes as the answer."""
    viewer = current_viewer(request)
    if not (viewer.is_known and viewer.keeps_anything):
        raise NotPermitted("只有工作人员和管理员可以导出。")
    areas = choices_for(viewer, on=day_of(clock.now()))
    sources = _sources(viewer)
    form = OrdersForm(
        request.POST or None,
        areas=areas,
        sources=[(one.code, in_words(one)) for one in sources],
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _sheet(form, viewer)
        except Unreadable as refusal:
            form.add_error(None, refusal.message)
    names = {one.code: in_words(one) for one in sources}
    known = Area.objects.filter(pk__in=[pk for pk, _ in areas])
    context = {
        "form": form,
        "last": [
            {"one": one, "source": names.get(one.source, one.source)}
            for one in last_exports(list(known))
        ],
        "now": clock.now(),
    }
    return page(request, "exchange/orders.html", context, status=422 if form.errors else 200)


def _sheet(form: OrdersForm, viewer: Viewer) -> HttpResponse:
    said, now = form.cleaned_data, clock.now()
    area = Area.objects.get(pk=said["area"])
    wanted = OrdersWanted(
        area=area,
        source=said["source"],
        since=said["since"],
        until=said["until"],
        only_changed=said["only_changed"],
        reason=said["reason"],
    )
    lines = actions.export_orders(wanted=wanted, by=viewer, at=now)
    ending = said["way"]
    name = say("{area}{what}", area=area.name, what=gettext("回传工单"))
    answer = HttpResponse(orders_sheet(lines, ending), content_type=KINDS[ending])
    named = quote(f"{name}-{day_of(now):%Y%m%d}.{ending}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    answer["Cache-Control"] = "no-store"
    return answer


def _sources(viewer: Viewer) -> tuple[OutsideSource, ...]:
    """The platforms as they are called where the viewer serves."""
    path = viewer.kept_paths[0]
    chain = tuple(f"area/{pk}" for pk in reversed(path.strip("/").split("/")) if pk)
    return sources_along(chain)
