"""回传: the orders of another platform go back to it as a sheet, and that is told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.exchange import policies
from linli.exchange.events import OrdersExported
from linli.exchange.models import OrdersExport
from linli.exchange.queries.orders import changed_since, last_export, orders_of
from linli.exchange.register import Line, lines_about
from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Unreadable
from linli.matters.queries.outside import sources_along
from linli.people.viewer import Viewer
from linli.places.models import Area


class UnknownSource(Unreadable):
    pass


class EndsBeforeItBegins(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class OrdersWanted:
    """Which orders: of which area and source, come in on which days, all or what has changed.

    `reason` is why names and phones go along; empty leaves them out.
    """

    area: Area
    source: str
    since: date | None = None
    until: date | None = None
    only_changed: bool = False
    reason: str = ""


@transaction.atomic
def export_orders(*, wanted: OrdersWanted, by: Viewer, at: datetime) -> list[Line]:
    """回传工单: the rows, in the columns of the import; the next "only what changed" counts
    from here on.
    """
    label = _refuse(wanted, by)
    area, reason = wanted.area, wanted.reason.strip()
    orders = orders_of(area, wanted.source, since=wanted.since, until=wanted.until)
    before = last_export(area, wanted.source)
    if wanted.only_changed and before:
        orders = changed_since(orders, before.taken_at)
    lines = list(lines_about(orders, has_contacts=bool(reason)))
    OrdersExport.objects.create(
        area=area,
        source=wanted.source,
        rows=len(lines),
        only_changed=wanted.only_changed,
        taken_at=at,
    )
    event = OrdersExported(subject=area.ref, source=label, rows=len(lines), reason=reason)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return lines


def _refuse(wanted: OrdersWanted, by: Viewer) -> str:
    """Refuse what may not or cannot go out; gives what the source is called."""
    if not policies.may_import(by, wanted.area):
        raise NotPermitted("只有管理员，以及该区域和上级的工作人员，可以导出。")
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise EndsBeforeItBegins("截止的日子早于开始的日子，请核对。")
    sources = {one.code: one.label for one in sources_along(wanted.area.chain)}
    if wanted.source not in sources:
        raise UnknownSource(
            "没有“{source}”这个来源；可用的是：{known}。",
            source=wanted.source,
            known="、".join(sources),
        )
    return sources[wanted.source]
