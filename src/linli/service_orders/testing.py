"""Orders in the states that a test or a scene needs, reached through the real actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.kernel.testing import NOON
from linli.people.actions import give_mandate
from linli.people.models import Person
from linli.people.testing import a_person, viewing
from linli.people.viewer import THE_HOUSE, Viewer
from linli.places.models import Area
from linli.service_orders import actions
from linli.service_orders.actions import Proof, Wish
from linli.service_orders.models import Seat, ServiceOrder, ServiceRecipient
from linli.service_orders.models.mandates import SCOPE
from linli.service_orders.rules import Channel, Need, Way
from linli.volunteers import actions as volunteers
from linli.volunteers.actions import Profile
from linli.volunteers.models import Volunteer
from linli.volunteers.rules import FreeTime
from linli.volunteers.testing import Station, a_station

BORN = date(1944, 5, 1)
TOMORROW = NOON + timedelta(hours=22)
ALL_WEEK = tuple(FreeTime(weekday=day, begins=7 * 60, ends=21 * 60) for day in range(7))


@dataclass(frozen=True, kw_only=True)
class Here:
    """A station with an elder who may order, and a neighbour who may serve."""

    station: Station
    recipient: ServiceRecipient
    volunteer: Person

    @property
    def elder(self) -> Person:
        return self.recipient.person

    @property
    def by_elder(self) -> Viewer:
        return viewing(self.elder)

    @property
    def by_volunteer(self) -> Viewer:
        return viewing(self.volunteer)

    @property
    def by_clerk(self) -> Viewer:
        return self.station.by

    @property
    def by_colleague(self) -> Viewer:
        return self.station.by_colleague


def here() -> Here:
    station = a_station()
    return Here(
        station=station,
        recipient=an_eligible_recipient(station),
        volunteer=a_helper(station, "陈明亮").person,
    )


def a_recipient(
    station: Station, name: str = "王秀英", *, home: Area | None = None, born_on: date = BORN
) -> ServiceRecipient:
    """Somebody whom the desk registered to be served; nobody has decided on them."""
    person = a_person(name, home or station.place.unit, born_on=born_on, phone="13800000001")
    return actions.register_recipient(
        person=person, languages=("local",), by=station.by, at=NOON
    )


def an_eligible_recipient(
    station: Station,
    name: str = "王秀英",
    *,
    need: Need = Need.LIVING_ALONE,
    home: Area | None = None,
) -> ServiceRecipient:
    """Somebody of 81 who lives alone, by their own consent on record, and may order."""
    recipient = a_recipient(station, name, home=home)
    with_need(station, recipient, need)
    actions.decide_eligibility(recipient=recipient, by=station.by, at=NOON)
    return recipient


def with_need(station: Station, recipient: ServiceRecipient, need: Need) -> None:
    actions.record_need(
        recipient=recipient,
        need=need,
        evidence="社区走访记录",
        began_on=date(2025, 1, 1),
        valid_until=date(2027, 1, 1),
        consented_on=date(2026, 3, 1),
        by=station.by,
        at=NOON,
    )


def a_helper(
    station: Station,
    name: str,
    *,
    home: Area | None = None,
    born_on: date = date(1960, 5, 1),
    times: tuple[FreeTime, ...] = ALL_WEEK,
    languages: tuple[str, ...] = ("mandarin", "local"),
    wishes: tuple[str, ...] = ("companionship",),
    radius: int = 2000,
) -> Volunteer:
    """A volunteer in health who has read the notices and is free all week."""
    person = a_person(name, home or station.place.unit, born_on=born_on)
    volunteer = volunteers.register_volunteer(
        person=person,
        area=station.place.community,
        profile=Profile(
            occupation="退休教师",
            wishes=wishes,
            languages=languages,
            times=times,
            radius=radius,
        ),
        by=viewing(person),
        at=NOON - timedelta(days=60),
    )
    volunteers.accept_volunteer(
        volunteer=volunteer, by=station.by, at=NOON - timedelta(days=60)
    )
    for risk in ("ordinary", "home_visit"):
        volunteers.agree_to_risk(volunteer=volunteer, risk=risk, by=viewing(person), at=NOON)
    volunteers.state_health(
        volunteer=volunteer, is_fit=True, agrees=True, by=viewing(person), at=NOON
    )
    return volunteer


def a_wish(
    service: str = "companionship", *, starts_at: datetime = TOMORROW, minutes: int = 0
) -> Wish:
    return Wish(service=service, starts_at=starts_at, minutes=minutes, words="想有人来坐坐")


def an_order(
    them: Here,
    *,
    wish: Wish | None = None,
    channel: Channel = Channel.PAGE,
    by: Viewer | None = None,
) -> ServiceOrder:
    """Handed in, waiting for the desk."""
    return actions.place_order(
        recipient=them.recipient,
        wish=wish or a_wish(),
        channel=channel,
        by=by or them.by_elder,
        at=NOON,
    )


def a_published_order(
    them: Here, *, wish: Wish | None = None, by: Viewer | None = None
) -> ServiceOrder:
    """Looked at by the desk and open to whoever can."""
    order = an_order(them, wish=wish)
    reviewer = by or them.by_clerk
    actions.approve_order(order=order, by=reviewer, at=NOON)
    actions.publish_order(order=order, by=reviewer, at=NOON)
    return order


def an_accepted_order(them: Here, *, wish: Wish | None = None) -> Seat:
    """The neighbour has it."""
    order = a_published_order(them, wish=wish)
    return actions.accept_order(order=order, by=them.by_volunteer, at=NOON)


def an_order_under_way(them: Here, *, wish: Wish | None = None) -> Seat:
    """The neighbour is there, by the elder's code."""
    seat = an_accepted_order(them, wish=wish)
    arrived(seat)
    return seat


def arrived(seat: Seat, *, at: datetime | None = None) -> None:
    proof = Proof(way=Way.THEIR_CODE, code=seat.order.arrival_code, device="phone-a")
    actions.arrive(
        seat=seat, proof=proof, by=viewing(seat.person), at=at or seat.order.starts_at
    )


def left(seat: Seat, *, at: datetime | None = None) -> None:
    proof = Proof(way=Way.THEIR_CODE, code=seat.order.leaving_code, device="phone-a")
    actions.leave(seat=seat, proof=proof, by=viewing(seat.person), at=at or seat.order.ends_at)


def a_done_order(them: Here, *, wish: Wish | None = None) -> Seat:
    """An hour of company, both stamps there, waiting for the elder's word."""
    seat = an_order_under_way(them, wish=wish)
    left(seat)
    return seat


def a_confirmed_order(them: Here, *, wish: Wish | None = None) -> Seat:
    """Confirmed by the elder right after."""
    seat = a_done_order(them, wish=wish)
    actions.confirm_order(
        order=seat.order, by=them.by_elder, at=seat.order.ends_at, device="phone-b"
    )
    seat.refresh_from_db()
    return seat


def a_delegate(
    them: Here, name: str = "李小红", *, scope: str = SCOPE, ends_on: date = date(2026, 12, 31)
) -> Person:
    """The daughter, with the elder's mandate."""
    daughter = a_person(name, them.station.place.building)
    give_mandate(
        principal=them.elder,
        delegate=daughter,
        scope=scope,
        evidence="纸质委托书",
        starts_on=date(2026, 1, 1),
        ends_on=ends_on,
        by=THE_HOUSE,
        at=NOON,
    )
    return daughter
