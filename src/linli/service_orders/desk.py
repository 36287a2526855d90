"""Orders on the work page, and on the first page of whoever orders or helps."""

from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.people.models import Person
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.queries.checking import count_for_the_desk
from linli.service_orders.queries.orders import orders_of, seats_of
from linli.service_orders.queries.recipients import recipient_of
from linli.service_orders.rules import OrderState, SeatState
from linli.ui.entries import Entry, Group, fill, offer

SHOWN = 5


def _keeps(viewer: Viewer) -> bool:
    return viewer.keeps_anything


def _waiting(viewer: Viewer, _: datetime) -> int:
    return count_for_the_desk(viewer)


def _is_known(viewer: Viewer) -> bool:
    return viewer.is_known


def _at_home(request: HttpRequest, _: Area | None) -> str:
    """等我的: what waits for one's word, where one goes next, and the two ways on."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        return ""
    waiting = orders_of(viewer).filter(state=OrderState.DONE)
    going = [one for one in seats_of(viewer) if one.stands in (SeatState.HELD, SeatState.THERE)]
    context = {"confirm": waiting[:SHOWN], "seats": going[:SHOWN], "now": clock.now()}
    return render_to_string("service_orders/home.html", context, request)


def _of_a_person(request: HttpRequest, person: Person) -> str:
    """点单资格: for who keeps the register, at the card of the person."""
    viewer = current_viewer(request)
    if person.home is None or not viewer.keeps(person.home.path):
        return ""
    context = {"person": person, "recipient": recipient_of(person)}
    return render_to_string("service_orders/at_person.html", context, request)


offer(
    Entry(
        url_name="order-desk",
        label=Words(_("点单台")),
        icon="heart-handshake",
        group=Group.HANDLE,
        shown_to=_keeps,
        count=_waiting,
        hint=Words(_("看单、派单、到离、回访")),
    ),
    Entry(
        url_name="open-orders",
        label=Words(_("附近等人帮的")),
        icon="users",
        group=Group.VISIT,
        shown_to=_is_known,
        hint=Words(_("合适就接，不合适不记")),
    ),
)
fill("home", "service_orders", _at_home)
fill("person", "service_orders", _of_a_person)
