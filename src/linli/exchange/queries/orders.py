"""回传: which orders of a source go back out, and which have changed since the last time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from linli.exchange.models import OrdersExport
from linli.exchange.register import register_of
from linli.kernel.dates import start_of
from linli.kernel.models import Entry
from linli.matters.models import MatterQuerySet
from linli.places.models import Area

# What was being written down while the last sheet was made is sent twice rather than never.
OVERLAP = timedelta(minutes=1)
MOST = 500


def orders_of(
    area: Area, source: str, *, since: date | None = None, until: date | None = None
) -> MatterQuerySet:
    """List the orders of that source by the days on which they came in, `until` included."""
    orders = register_of(area).filter(outside__source=source)
    if since:
        orders = orders.filter(reported_at__gte=start_of(since))
    if until:
        orders = orders.filter(reported_at__lt=start_of(until + timedelta(days=1)))
    return orders


def changed_since(orders: MatterQuerySet, moment: datetime) -> MatterQuerySet:
    """Narrow to those of which the journal has told something since then."""
    mine = Concat(Value("matter/"), Cast(OuterRef("pk"), CharField()))
    told = Entry.objects.filter(subject=mine, recorded_at__gte=moment - OVERLAP)
    return orders.filter(Exists(told))


def last_export(area: Area, source: str) -> OrdersExport | None:
    """Find when the orders of that source last went out from there."""
    found = OrdersExport.objects.filter(area=area, source=source)
    return found.order_by("-taken_at", "-pk").first()


def last_exports(areas: Sequence[Area]) -> list[OrdersExport]:
    """List the latest of each area and source, newest first."""
    found = OrdersExport.objects.filter(area__in=areas).select_related("area")
    latest: dict[tuple[int, str], OrdersExport] = {}
    for one in found.order_by("-taken_at", "-pk")[:MOST]:
        latest.setdefault((one.area_id, one.source), one)
    return list(latest.values())
