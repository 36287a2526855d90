"""The rows behind the figures of orders, as whoever looks may read them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import day_of
from linli.kernel.masks import masked_name
from linli.kernel.words import say
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.ratings.models import Rating
from linli.ratings.rules import Satisfied, Solved
from linli.service_orders.models import ServiceOrder, ServiceRecipient
from linli.service_orders.queries.orders import kind_of

type Cells = Callable[[Any, Viewer], tuple[str, ...]]

INSIDE = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.SPOT)
# By which path a person is counted to a compound for who does not serve there.
PERSONAL: Mapping[type[Model], str] = MappingProxyType({ServiceRecipient: "person__home__path"})


def _order(one: ServiceOrder, viewer: Viewer) -> tuple[str, ...]:
    """What, where down to the compound, when; the number for who serves there alone."""
    number = one.number if viewer.serves(one.place.path) else ""
    what, state = say(kind_of(one).label), say(one.stands.label)
    return number, what, _compound(one.place), state, day_of(one.starts_at).isoformat()


def _recipient(one: ServiceRecipient, __: Viewer) -> tuple[str, ...]:
    day = day_of(one.registered_at).isoformat()
    return masked_name(one.person.name), _compound(one.place), day


def _rating(one: Rating, __: Viewer) -> tuple[str, ...]:
    """How it was found; of whom and by whom nobody reads here."""
    solved, satisfied = say(Solved(one.solved).label), say(Satisfied(one.satisfied).label)
    return solved, satisfied, day_of(one.rated_at).isoformat()


def _compound(place: Area) -> str:
    while place.kind in INSIDE and place.parent:
        place = place.parent
    return place.name


CELLS: Mapping[type[Model], tuple[tuple[str, ...], Cells]] = MappingProxyType(
    {
        ServiceOrder: (
            (_("编号"), _("做了什么"), _("在哪里"), _("状态"), _("日期")),
            _order,
        ),
        ServiceRecipient: ((_("姓名"), _("在哪里"), _("登记日期")), _recipient),
        Rating: ((_("解决了吗"), _("满意吗"), _("日期")), _rating),
    }
)
