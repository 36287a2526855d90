"""库存: what lies there, what came and went, stocktakes, prices, and what is owed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.idempotency import answered_once
from linli.ledger.rules import Book
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.store import actions, policies
from linli.store.actions import NewGoods
from linli.store.forms import CountForm, GoodsForm, InForm, OutForm, ReasonForm, SignForm
from linli.store.models import Goods, Shelf, Stocktake, Store
from linli.store.queries.shop import (
    areas_accounted_by,
    liability_of,
    moves_of,
    shelves_of,
    stocktakes_of,
)
from linli.store.views.doors import keeping, signed_in, tried, who_acts
from linli.ui.pages import SeeOther, page

type Said = dict[str, Any]


@require_GET
def stock(request: HttpRequest, pk: int) -> HttpResponse:
    _, store = keeping(request, pk)
    return _stock_page(request, store)


@require_POST
@answered_once(per=who_acts)
def coming_in(request: HttpRequest, pk: int) -> HttpResponse:
    """入库."""

    def take_in(said: Said, viewer: Viewer, store: Store) -> None:
        actions.take_in(
            store=store,
            goods=Goods.objects.select_related("area").get(pk=said["goods"]),
            quantity=said["quantity"],
            reason=said["reason"],
            low_at=said["low_at"],
            by=viewer,
            at=clock.now(),
        )

    return _done(request, pk, "in_form", take_in)


@require_POST
@answered_once(per=who_acts)
def going_out(request: HttpRequest, pk: int) -> HttpResponse:
    """出库."""

    def take_out(said: Said, viewer: Viewer, _: Store) -> None:
        actions.take_out(
            shelf=Shelf.objects.select_related("store__area", "goods").get(pk=said["shelf"]),
            quantity=said["quantity"],
            reason=said["reason"],
            by=viewer,
            at=clock.now(),
        )

    return _done(request, pk, "out_form", take_out)


@require_POST
@answered_once(per=who_acts)
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """定商品."""

    def list_it(said: Said, viewer: Viewer, store: Store) -> None:
        actions.list_goods(
            area=store.area,
            goods=NewGoods(
                name=said["name"],
                unit=said["unit"],
                book=Book(said["book"]),
                price=said["price"],
                cost_fen=int(said["cost"] * 100),
                most_a_month=said["most_a_month"],
            ),
            by=viewer,
            at=clock.now(),
        )

    return _done(request, pk, "goods_form", list_it)


@require_POST
@answered_once(per=who_acts)
def counting(request: HttpRequest, pk: int) -> HttpResponse:
    """盘点."""
    viewer, store = keeping(request, pk)
    form = _forms(store, request.POST)["count_form"]
    assert isinstance(form, CountForm)  # noqa: S101 - one of the forms of this page

    def count(_: Said) -> None:
        shelves = {one.pk: one for one in shelves_of(store)}
        counted = {shelves[pk]: many for pk, many in form.counted.items()}
        actions.count_stock(store=store, counted=counted, by=viewer, at=clock.now())

    if status := tried(form, count):
        return _stock_page(request, store, status=status, count_form=form)
    return SeeOther(reverse("store-stock", args=[pk]))


@require_POST
@answered_once(per=who_acts)
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    """盘点签字."""
    take, form = _take(request, pk), SignForm(request.POST)
    viewer = signed_in(request)
    status = tried(
        form,
        lambda said: actions.sign_stocktake(
            stocktake=take, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _stock_page(request, take.store, status=status, sign_form=form)
    return SeeOther(reverse("store-stock", args=[take.store_id]))


@require_POST
@answered_once(per=who_acts)
def dropping(request: HttpRequest, pk: int) -> HttpResponse:
    """盘点作废."""
    take, form = _take(request, pk), ReasonForm(request.POST)
    viewer = signed_in(request)
    status = tried(
        form,
        lambda said: actions.drop_stocktake(
            stocktake=take, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _stock_page(request, take.store, status=status, drop_form=form)
    return SeeOther(reverse("store-stock", args=[take.store_id]))


@require_GET
def liability(request: HttpRequest) -> HttpResponse:
    """负债页: for the desk and the auditors."""
    areas = areas_accounted_by(signed_in(request))
    if not areas:
        raise Http404
    wanted = request.GET.get("area", "")
    area = next((one for one in areas if str(one.pk) == wanted), areas[0])
    context = {"areas": areas, "area": area, "owed": liability_of(area, at=clock.now())}
    return page(request, "store/liability.html", context)


def _take(request: HttpRequest, pk: int) -> Stocktake:
    seen = Stocktake.objects.visible_to(signed_in(request)).select_related("store__area")
    found = get_object_or_404(seen, pk=pk)
    keeping(request, found.store_id)
    return found


def _done(
    request: HttpRequest, pk: int, name: str, do: Callable[[Said, Viewer, Store], None]
) -> HttpResponse:
    viewer, store = keeping(request, pk)
    form = _forms(store, request.POST)[name]
    if status := tried(form, lambda said: do(said, viewer, store)):
        return _stock_page(request, store, status=status, **{name: form})
    return SeeOther(reverse("store-stock", args=[pk]))


def _forms(store: Store, data: Any = None) -> dict[str, Any]:
    shelves = [(one.pk, one.goods.name) for one in shelves_of(store)]
    listed = Goods.objects.filter(withdrawn_on=None, area__in=_above(store.area))
    goods = [(one.pk, one.name) for one in listed.order_by("name", "pk")]
    counts = [(pk, gettext("{name}：实点几件").format(name=name)) for pk, name in shelves]
    return {
        "in_form": InForm(data, goods=goods, auto_id="in_%s"),
        "out_form": OutForm(data, shelves=shelves, auto_id="out_%s"),
        "goods_form": GoodsForm(data, auto_id="goods_%s"),
        "count_form": CountForm(data, shelves=counts, auto_id="count_%s"),
    }


def _above(area: Area) -> list[int]:
    return [int(one.rpartition("/")[2]) for one in area.chain]


def _stock_page(
    request: HttpRequest, store: Store, *, status: int = 200, **said: Any
) -> HttpResponse:
    viewer = signed_in(request)
    context = {
        "now": clock.now(),
        "store": store,
        "shelves": shelves_of(store),
        "moves": moves_of(store),
        "takes": stocktakes_of(store),
        "runs": policies.may_run_store(viewer, store.area),
        "viewer_id": viewer.person_id,
        "sign_form": SignForm(auto_id="sign_%s"),
        "drop_form": ReasonForm(auto_id="drop_%s"),
        **_forms(store),
    }
    return page(request, "store/stock.html", context | said, status=status)
