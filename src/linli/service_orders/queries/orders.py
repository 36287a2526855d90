"""What pages ask about orders: one's own, what one took, what waits for somebody."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from linli.kernel.dates import day_of
from linli.kernel.options import pinned
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.service_orders import who_can
from linli.service_orders.models import Seat, SeatSpan, ServiceOrder, ServiceOrderQuerySet
from linli.service_orders.models.mandates import principals_of
from linli.service_orders.options import SERVICES, service_called
from linli.service_orders.rules import SEATED, OrderState, Service, near, street_of

MOST_LOOKED_AT = 200


def with_all(orders: ServiceOrderQuerySet) -> ServiceOrderQuerySet:
    """With what a page and an action need of each."""
    return orders.select_related(
        "place", "recipient__person__home", "recipient__place", "asked_by"
    )


def orders_of(viewer: Viewer) -> ServiceOrderQuerySet:
    """我的单: for oneself and for those one may order for, the next first."""
    mine = ServiceOrder.objects.filter(recipient__person__in=principals_of(viewer))
    return with_all(mine).order_by("-starts_at", "-pk")


def seats_of(viewer: Viewer) -> list[Seat]:
    """我接的: what somebody has taken, the next first."""
    mine = Seat.objects.filter(person=viewer.person_id, state__in=SEATED)
    listed = mine.select_related("order__place", "order__recipient__person", "order__recipient")
    return list(listed.order_by("order__starts_at", "pk")[:MOST_LOOKED_AT])


def kind_of(order: ServiceOrder) -> Service:
    """The service as the catalogue said when the order began; unknown ones by their code."""
    found = service_called(order.service, pinned(order.options)[SERVICES])
    return found or Service(code=order.service, label=order.service, label_en=order.service)


def open_around(person: Person, at: datetime) -> list[ServiceOrder]:
    """等人接的: around where somebody lives, the nearest and then the soonest first."""
    home = person.home
    if home is None:
        return []
    lies = ServiceOrder.objects.open().filter(
        starts_at__gt=at, place__path__startswith=street_of(home.path)
    )
    found = with_all(lies).exclude(recipient__person=person).exclude(asked_by=person)
    found = found.exclude(seats__person=person, seats__state__in=SEATED)
    listed = found.order_by("starts_at", "pk")[:MOST_LOOKED_AT]
    return sorted(
        listed, key=lambda one: (near(home.path, one.place.path).metres, one.starts_at, one.pk)
    )


def next_to_help(person: Person, at: datetime, *, but: int = 0) -> ServiceOrder | None:
    """接着帮谁: the next open order around that they can do and have time for."""
    for order in open_around(person, at):
        if order.pk == but or is_busy(person.pk, order):
            continue
        if not who_can.lacking(person, kind_of(order), day_of(order.starts_at)):
            return order
    return None


def is_busy(person_id: int, order: ServiceOrder) -> bool:
    """Say whether somebody has taken another order that meets this one."""
    begins, ends = who_can.minute_of(order.starts_at), who_can.minute_of(order.ends_at)
    return SeatSpan.objects.filter(person=person_id, begins__lt=ends, ends__gt=begins).exists()


def coming_up_for(person_id: int, *, since: datetime) -> ServiceOrderQuerySet:
    """What somebody is served or serves from then on, for their calendar."""
    served = Q(recipient__person=person_id)
    taken = Exists(
        Seat.objects.filter(order=OuterRef("pk"), person=person_id, state__in=SEATED)
    )
    left_out = [OrderState.DRAFT, OrderState.REFUSED, OrderState.CANCELLED, OrderState.EXPIRED]
    found = ServiceOrder.objects.filter(served | Q(taken), starts_at__gte=since)
    return found.exclude(state__in=left_out).order_by("starts_at", "pk")[:500]
