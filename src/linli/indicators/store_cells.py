"""The rows behind the figures of the store, as whoever looks may read them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import day_of
from linli.kernel.words import say
from linli.ledger.models import Transfer
from linli.ledger.rules import Book, Code
from linli.people.viewer import Viewer
from linli.places.rules import AreaKind
from linli.store.models import HonourListing, HouseholdDeed, Redemption

type Cells = Callable[[Any, Viewer], tuple[str, ...]]

INSIDE = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.SPOT)


def _redemption(one: Redemption, __: Viewer) -> tuple[str, ...]:
    """What and where; by whom nobody reads here."""
    goods, store = one.shelf.goods, one.shelf.store
    return goods.name, str(one.quantity), store.name, _day(one.ended_at)


def _transfer(one: Transfer, __: Viewer) -> tuple[str, ...]:
    """How much was given; from whom to whom stands in their passbooks alone."""
    kind, book = say(Code(one.code).label), say(Book(one.book).label)
    return kind, book, str(getattr(one, "moved", "")), one.place.name, _day(one.recorded_at)


def _deed(one: HouseholdDeed, __: Viewer) -> tuple[str, ...]:
    """Where down to the compound; of which household never."""
    where = one.place
    while where.kind in INSIDE and where.parent:
        where = where.parent
    return where.name, one.kind_label, str(one.points), _day(one.done_on)


def _honour(one: HonourListing, __: Viewer) -> tuple[str, ...]:
    """As they agreed to be named."""
    return one.shown_name, one.ground_label, one.area.name, _day(one.listed_on)


CELLS: Mapping[type[Model], tuple[tuple[str, ...], Cells]] = MappingProxyType(
    {
        Redemption: ((_("换了什么"), _("件数"), _("哪家店"), _("日期")), _redemption),
        Transfer: ((_("种类"), _("账本"), _("个数"), _("在哪里"), _("日期")), _transfer),
        HouseholdDeed: ((_("在哪里"), _("做了什么"), _("积分"), _("日期")), _deed),
        HonourListing: ((_("姓名"), _("称号"), _("在哪里"), _("上榜日期")), _honour),
    }
)


def _day(when: datetime | date | None) -> str:
    if when is None:
        return ""
    return (day_of(when) if isinstance(when, datetime) else when).isoformat()
