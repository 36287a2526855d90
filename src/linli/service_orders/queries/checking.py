"""What is looked at afterwards: which services, how risky, for whom."""

from datetime import datetime

from linli.people.viewer import Viewer
from linli.service_orders.models import (
    Dispute,
    OrderCall,
    Seat,
    ServiceOrder,
    ServiceOrderQuerySet,
    Suspicion,
    TimeReview,
)
from linli.service_orders.queries.orders import kind_of, with_all
from linli.service_orders.rules import Moment, OrderState, SeatState, Way
from linli.service_orders.rules.checking import Risky, Served

MOST = 500


def not_drawn_yet(since: datetime) -> list[ServiceOrder]:
    """Confirmed since then and not in the draw yet, the oldest first."""
    found = ServiceOrder.objects.served().filter(confirmed_at__gte=since, call=None)
    return list(with_all(found).order_by("confirmed_at", "pk")[:2000])


def risk_of(order: ServiceOrder) -> Risky:
    """What makes that service worth a call."""
    seats = list(order.seats.filter(state=SeatState.CAME))
    pair = [seat.person_id for seat in seats]
    before = ServiceOrder.objects.served().filter(
        recipient=order.recipient, starts_at__lt=order.starts_at, seats__person__in=pair
    )
    return Risky(
        was_reviewed=order.was_reviewed,
        was_called_in=_called_in(seats),
        is_late=order.is_late,
        is_first_of_pair=not before.exists(),
        has_certificate=bool(kind_of(order).certificates),
        is_suspected=order.suspicions.exclude(is_sound=True).exists(),
    )


def served_since(since: datetime) -> list[Served]:
    """Every finished service since then, as the patterns look at it."""
    came = Seat.objects.filter(
        state=SeatState.CAME,
        order__state__in=[OrderState.CONFIRMED, OrderState.RATED],
        order__starts_at__gte=since,
    ).select_related("order__place", "order__recipient")
    return [_served(seat) for seat in came.prefetch_related("stamps").order_by("pk")]


def to_review(viewer: Viewer) -> list[ServiceOrder]:
    """等社区看的: handed in, or passed and not published, at one's own desk."""
    states = [OrderState.SUBMITTED, OrderState.APPROVED]
    found = ServiceOrder.objects.visible_to(viewer).filter(state__in=states)
    return list(with_all(_at_my_desk(found, viewer)).order_by("starts_at", "pk")[:MOST])


def untaken(viewer: Viewer) -> list[ServiceOrder]:
    """等人接的, at one's own desk."""
    found = ServiceOrder.objects.visible_to(viewer).open()
    return list(with_all(_at_my_desk(found, viewer)).order_by("starts_at", "pk")[:MOST])


def unclear(viewer: Viewer) -> list[ServiceOrder]:
    """到离不清楚的, and what waits to be confirmed, at one's own desk."""
    states = [OrderState.UNKNOWN, OrderState.DONE]
    found = ServiceOrder.objects.visible_to(viewer).filter(state__in=states)
    return list(with_all(_at_my_desk(found, viewer)).order_by("starts_at", "pk")[:MOST])


def reviews_waiting(viewer: Viewer) -> list[TimeReview]:
    """等第二个人看的时间, never one's own."""
    orders = _at_my_desk(ServiceOrder.objects.visible_to(viewer), viewer)
    found = TimeReview.objects.filter(ruled_at=None, seat__order__in=orders)
    others = found.exclude(proposed_by=viewer.person_id)
    listed = others.select_related("seat__order__place", "seat__person", "proposed_by")
    return list(listed.order_by("proposed_at", "pk")[:MOST])


def disputes_waiting(viewer: Viewer) -> list[Dispute]:
    """等判断的."""
    orders = _at_my_desk(ServiceOrder.objects.visible_to(viewer), viewer)
    found = Dispute.objects.waiting().filter(order__in=orders)
    return list(found.select_related("order__place").order_by("raised_at", "pk")[:MOST])


def calls_waiting(viewer: Viewer) -> list[OrderCall]:
    """抽到、等打电话的."""
    found = OrderCall.objects.visible_to(viewer).waiting()
    listed = found.select_related("order__place", "order__recipient__person")
    return list(listed.order_by("drawn_at", "pk")[:MOST])


def patterns_waiting(viewer: Viewer) -> list[Suspicion]:
    """等人看的规律."""
    found = Suspicion.objects.visible_to(viewer).waiting()
    return list(found.select_related("place").order_by("found_at", "pk")[:MOST])


def count_for_the_desk(viewer: Viewer) -> int:
    """How many orders wait for the desk, in one query."""
    states = [OrderState.SUBMITTED, OrderState.APPROVED, OrderState.UNKNOWN]
    found = ServiceOrder.objects.visible_to(viewer).filter(state__in=states)
    return _at_my_desk(found, viewer).count()


def _at_my_desk(orders: ServiceOrderQuerySet, viewer: Viewer) -> ServiceOrderQuerySet:
    return orders.exclude(recipient__person__in=viewer.speaks_for).exclude(
        seats__person=viewer.person_id
    )


def _called_in(seats: list[Seat]) -> bool:
    return any(seat.stamps.filter(way=Way.CALL).exists() for seat in seats)


def _served(seat: Seat) -> Served:
    order = seat.order
    stamps = {stamp.moment: stamp for stamp in seat.stamps.all()}
    arrived, left = stamps.get(Moment.ARRIVED), stamps.get(Moment.LEFT)
    own = [one for one in (arrived, left) if one and one.noted_by_id == seat.person_id]
    return Served(
        order_id=order.pk,
        volunteer_id=seat.person_id,
        recipient_id=order.recipient.person_id,
        starts_at=arrived.at if arrived else order.starts_at,
        ends_at=left.at if left else order.ends_at,
        area_path=order.place.path,
        is_late=order.is_late,
        volunteer_device=own[0].device if own else "",
        recipient_device=order.confirming_device,
    )
