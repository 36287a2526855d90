"""事后补录: a service nobody ordered beforehand; two vouch before it counts."""

from datetime import datetime, timedelta
from secrets import randbelow

from django.db import IntegrityError, transaction

from linli.kernel.errors import NotPermitted
from linli.kernel.numbers import spoken_code
from linli.kernel.options import resolve
from linli.kernel.words import Moment, Words
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.service_orders import credits as paying
from linli.service_orders import policies, who_can
from linli.service_orders.actions.common import NoSuchService, tell
from linli.service_orders.actions.confirming import propose_time
from linli.service_orders.actions.offering import BusyThen, CannotDoIt
from linli.service_orders.actions.ordering import TimeUnsound, Wish, lay_order
from linli.service_orders.events import OrderSubmitted
from linli.service_orders.models import Seat, SeatSpan, ServiceOrder, ServiceRecipient
from linli.service_orders.options import SERVICES, service_called
from linli.service_orders.rules import Channel, OrderState, SeatState
from linli.service_orders.rules.presence import CODE_DIGITS


@transaction.atomic
def enter_late_order(
    *,
    recipient: ServiceRecipient,
    volunteer: Person,
    wish: Wish,
    evidence: str,
    by: Viewer,
    at: datetime,
) -> ServiceOrder:
    """补录: from a paper or a word; marked for good, worth nothing until a second agrees."""
    if by.person_id is None or not policies.may_take_down(by, recipient.place):
        raise NotPermitted("补录由那里的工作人员来做，要另一位同事复核。")
    if by.person_id in (volunteer.pk, recipient.person_id):
        raise NotPermitted("自己在里面的不能自己补，请换一位同事。")
    if not who_can.is_one(volunteer.pk) or volunteer.pk == recipient.person_id:
        raise CannotDoIt("来服务的要是登记过的志愿者。")
    options = resolve(recipient.place.chain)
    service = service_called(wish.service, options[SERVICES])
    if service is None:
        raise NoSuchService("服务目录里没有这一项，请从目录里选。")
    minutes = wish.minutes or service.minutes
    ends_at = wish.starts_at + timedelta(minutes=minutes)
    if ends_at > at:
        raise TimeUnsound("还没有做完的不是补录，请正常点单。")
    order = lay_order(
        recipient=recipient,
        service=service,
        wish=wish,
        ends_at=ends_at,
        channel=Channel.LATE,
        asked_by_id=by.person_id,
        at=at,
    )
    ServiceOrder.objects.filter(pk=order.pk).update(
        state=OrderState.UNKNOWN, is_late=True, people=1
    )
    order.refresh_from_db()
    tell(
        order,
        OrderSubmitted(
            subject=order.ref,
            service=Words(service.label),
            starts_at=Moment(wish.starts_at.isoformat()),
            way=Channel.LATE.label,
        ),
        by=by,
        at=at,
    )
    seat = _seated(order, volunteer, by, at)
    propose_time(seat=seat, minutes=minutes, reason=evidence, by=by, at=at)
    return order


def _seated(order: ServiceOrder, volunteer: Person, by: Viewer, at: datetime) -> Seat:
    paying.open_for(volunteer, order.place, by=by, at=at)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                order=order,
                position=1,
                person=volunteer,
                state=SeatState.UNKNOWN,
                code=spoken_code(CODE_DIGITS, choose=randbelow),
                taken_at=at,
            )
            SeatSpan.objects.create(
                seat=seat,
                person=volunteer,
                begins=who_can.minute_of(order.starts_at),
                ends=who_can.minute_of(order.ends_at),
            )
    except IntegrityError:
        raise BusyThen("那个时间他在做另一张单，一个人不能同时在两处。") from None
    return seat
