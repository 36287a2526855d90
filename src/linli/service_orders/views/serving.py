"""接单: what waits near me, with reasons; I take it, I am there, I go."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.dates import day_of
from linli.kernel.idempotency import answered_once
from linli.people.viewer import Viewer
from linli.places.queries import whole_name
from linli.service_orders import actions, who_can
from linli.service_orders.actions import Proof
from linli.service_orders.forms import CodeForm, ReasonForm
from linli.service_orders.models import Offer, Seat, ServiceOrder, ServiceRecipient
from linli.service_orders.queries.orders import (
    is_busy,
    kind_of,
    open_around,
    seats_of,
    with_all,
)
from linli.service_orders.rules import SEATED, SeatState, Way, near
from linli.service_orders.views.doors import (
    device_of,
    know_the_device,
    person_of,
    signed_in,
    tried,
    who_acts,
)
from linli.ui.forms import OneTimeForm
from linli.ui.pages import SeeOther, page

SHOWN = 40


@require_GET
def open_orders(request: HttpRequest) -> HttpResponse:
    """附近等人接的: the kind, where about, when; neither name nor door."""
    viewer, now = signed_in(request), clock.now()
    person = person_of(viewer)
    found = open_around(person, now)[:SHOWN]
    asked = _offers(viewer, [one.pk for one in found])
    home = person.home.path if person.home else ""
    lines = [
        {
            "order": one,
            "service": kind_of(one),
            "near": near(home, one.place.path).label,
            "reasons": asked[one.pk].reasons if one.pk in asked else (),
        }
        for one in found
    ]
    lines.sort(key=lambda line: not line["reasons"])
    context = {"lines": lines, "now": now, "mine": seats_of(viewer)[:SHOWN]}
    return page(request, "service_orders/open_orders.html", context)


@require_GET
def open_order(request: HttpRequest, number: str) -> HttpResponse:
    """一张等人接的单."""
    return _open_page(request, signed_in(request), _waiting(number))


@require_POST
@answered_once(per=who_acts)
def acceptance(request: HttpRequest, number: str) -> HttpResponse:
    """接单."""
    viewer, order = signed_in(request), _waiting(number)
    form = OneTimeForm(request.POST)
    seats = list[Seat]()
    status = tried(
        form,
        lambda _: seats.append(actions.accept_order(order=order, by=viewer, at=clock.now())),
    )
    if status:
        return _open_page(request, viewer, order, form=form, status=status)
    return SeeOther(reverse("seat", args=[seats[0].pk]))


@require_POST
@answered_once(per=who_acts)
def declining(request: HttpRequest, number: str) -> HttpResponse:
    """婉拒."""
    viewer = signed_in(request)
    found = Offer.objects.filter(order__number=number, person=viewer.person_id)
    offer = found.select_related("order__place").first()
    if offer is None:
        raise Http404
    actions.decline_offer(offer=offer, by=viewer, at=clock.now())
    return SeeOther(reverse("open-orders"))


@require_GET
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """我接的一张: where, whom, the code; I am there, I go."""
    return _seat_page(request, _mine(signed_in(request), pk))


@require_POST
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """到了: a wrong code is counted, so nothing around it is undone."""
    return _stamped(request, pk, is_arrival=True)


@require_POST
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """走了."""
    return _stamped(request, pk, is_arrival=False)


@require_POST
@answered_once(per=who_acts)
def giving_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退单."""
    viewer = signed_in(request)
    found, form = _mine(viewer, pk), ReasonForm(request.POST)
    status = tried(
        form,
        lambda said: actions.give_back(
            seat=found, reason=said["reason"], by=viewer, at=clock.now()
        ),
    )
    if status:
        return _seat_page(request, found, status=status, reason_form=form)
    return SeeOther(reverse("open-orders"))


@require_GET
def at_the_door(request: HttpRequest, code: str) -> HttpResponse:
    """扫门上的码: leads whoever has an order there now to its page, with the code filled in."""
    viewer, now = signed_in(request), clock.now()
    recipient = ServiceRecipient.objects.filter(door_code=code).first()
    mine = Seat.objects.filter(person=viewer.person_id, order__recipient=recipient)
    open_ones = mine.filter(state__in=[SeatState.HELD, SeatState.THERE])
    found = open_ones.filter(order__ends_at__gte=now).order_by("order__starts_at").first()
    if recipient is None or found is None:
        raise Http404
    return SeeOther(f"{reverse('seat', args=[found.pk])}?door={code}")


@require_POST
def by_the_elder(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """老人这边记: with the code that the one who came has said."""
    viewer = signed_in(request)
    found = Seat.objects.filter(pk=pk, order__in=ServiceOrder.objects.visible_to(viewer))
    there = found.select_related("person", "order__place", "order__recipient__person").first()
    if there is None:
        raise Http404
    proof = Proof(way=Way.MY_CODE, code=request.POST.get("code", ""), device=device_of(request))
    act = actions.arrive if moment == "arrived" else actions.leave
    act(seat=there, proof=proof, by=viewer, at=clock.now())
    return know_the_device(request, SeeOther(reverse("order", args=[there.order.number])))


@require_POST
def by_the_desk(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """社区打电话问过以后记."""
    viewer = signed_in(request)
    found = Seat.objects.filter(pk=pk, order__in=ServiceOrder.objects.visible_to(viewer))
    there = found.select_related("person", "order__place", "order__recipient__person").first()
    if there is None:
        raise Http404
    act = actions.arrive if moment == "arrived" else actions.leave
    act(seat=there, proof=Proof(way=Way.CALL), by=viewer, at=clock.now())
    return SeeOther(reverse("order", args=[there.order.number]))


def _stamped(request: HttpRequest, pk: int, *, is_arrival: bool) -> HttpResponse:
    viewer = signed_in(request)
    found, form = _mine(viewer, pk), CodeForm(request.POST)
    act = actions.arrive if is_arrival else actions.leave
    way = Way.DOOR if request.POST.get("door") else Way.THEIR_CODE

    def note(said: dict[str, str]) -> None:
        proof = Proof(way=way, code=said["code"], device=device_of(request))
        act(seat=found, proof=proof, by=viewer, at=clock.now())

    if status := tried(form, note):
        return _seat_page(request, found, status=status, code_form=form)
    return know_the_device(request, SeeOther(reverse("seat", args=[pk])))


def _open_page(
    request: HttpRequest,
    viewer: Viewer,
    order: ServiceOrder,
    *,
    form: OneTimeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, service = person_of(viewer), kind_of(order)
    offer = _offers(viewer, [order.pk]).get(order.pk)
    home = person.home.path if person.home else ""
    context = {
        "now": clock.now(),
        "order": order,
        "service": service,
        "near": near(home, order.place.path).label,
        "reasons": offer.reasons if offer else (),
        "offer": offer,
        "lacking": who_can.lacking(person, service, day_of(order.starts_at)),
        "busy": is_busy(person.pk, order),
        "form": form or OneTimeForm(),
        "decline_form": OneTimeForm(),
    }
    return page(request, "service_orders/open_order.html", context, status=status)


def _seat_page(
    request: HttpRequest, found: Seat, *, status: int = 200, **forms: object
) -> HttpResponse:
    door = request.GET.get("door", "")
    code_form = CodeForm(initial={"code": door}) if door else CodeForm()
    order = found.order
    context = {
        "now": clock.now(),
        "seat": found,
        "order": order,
        "service": kind_of(order),
        "where": whole_name(order.place),
        "stamps": list(found.stamps.order_by("at")),
        "code_form": code_form,
        "door": door,
        "reason_form": ReasonForm(),
        "go_form": OneTimeForm(),
        **forms,
    }
    return page(request, "service_orders/seat.html", context, status=status)


def _waiting(number: str) -> ServiceOrder:
    """Whoever is signed in sees what waits, without name and door; others see nothing."""
    found = with_all(ServiceOrder.objects.filter(number=number, published_at__isnull=False))
    order = found.first()
    if order is None:
        raise Http404
    return order


def _mine(viewer: Viewer, pk: int) -> Seat:
    found = Seat.objects.filter(pk=pk, person=viewer.person_id, state__in=SEATED)
    listed = found.select_related(
        "person", "order__place", "order__recipient__person__dwelling__area"
    )
    mine = listed.first()
    if mine is None:
        raise Http404
    return mine


def _offers(viewer: Viewer, orders: list[int]) -> dict[int, Offer]:
    standing = Offer.objects.visible_to(viewer).standing(clock.now())
    return {
        one.order_id: one for one in standing.filter(order__in=orders, person=viewer.person_id)
    }
