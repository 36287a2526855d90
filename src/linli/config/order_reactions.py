"""Who hears of an order: who is served, who comes, the desk; and what comes round."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from linli.coordination.queries import staff_of
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import Ref, number
from linli.kernel.rounds import Periodic
from linli.messaging.actions import tell_of
from linli.people.events import ConsentWithdrawn
from linli.people.models import Person
from linli.people.rules import ConsentPurpose
from linli.people.viewer import THE_HOUSE
from linli.places.queries import community_of
from linli.service_orders import actions
from linli.service_orders.events import (
    AttendanceUnknown,
    DisputeRaised,
    DisputeReplied,
    DisputeRuled,
    OffersMade,
    OrderAccepted,
    OrderCancelled,
    OrderConfirmed,
    OrderDone,
    OrderExpired,
    OrderRefused,
    OrderSubmitted,
    SeatDroppedOut,
    SeatGivenBack,
    SeatSubstituted,
    VisitMissed,
    VisitReminded,
)
from linli.service_orders.models import ServiceOrder, ServiceRecipient
from linli.volunteers.events import CertificateLapsed


def tell_the_desk(_: object, entry: Entry, __: datetime) -> None:
    """到社区: whoever works the desk of the community."""
    order = _order(entry)
    desk = community_of(order.place) or order.place
    staff = staff_of(desk, on=day_of(entry.happened_at))
    _tell(entry, (person.ref for person in staff), f"/orders/{order.number}/")


def tell_who_is_served(_: object, entry: Entry, __: datetime) -> None:
    """到老人和代点的家人: both, for one of them may have no telephone."""
    order = _order(entry)
    people = {order.recipient.person.ref, f"person/{order.asked_by_id}"}
    _tell(entry, sorted(people), f"/orders/{order.number}/")


def tell_who_comes(_: object, entry: Entry, __: datetime) -> None:
    order = _order(entry)
    held = order.seats.exclude(ended_at__lt=entry.happened_at)
    people = {f"person/{pk}" for pk in held.values_list("person", flat=True)}
    _tell(entry, sorted(people), f"/orders/{order.number}/")


def tell_who_is_asked(_: OffersMade, entry: Entry, __: datetime) -> None:
    """派单是问一声: each who was asked reads it, with the way to say yes or no."""
    order = _order(entry)
    asked = order.offers.filter(made_at=entry.happened_at).values_list("person", flat=True)
    _tell(entry, (f"person/{pk}" for pk in sorted(asked)), f"/orders/open/{order.number}/")


def tell_both_of_the_change(event: SeatSubstituted, entry: Entry, at: datetime) -> None:
    tell_who_is_served(event, entry, at)
    _tell(entry, (event.from_, event.to), "/orders/mine/")


def let_the_unfit_go(event: CertificateLapsed, entry: Entry, _: datetime) -> None:
    """证书过期: what they had taken and may no longer do waits for somebody else."""
    person = Person.objects.get(pk=number(event.person))
    actions.let_unfit_go(person=person, at=entry.happened_at)


def forget_what_was_agreed_to(event: ConsentWithdrawn, entry: Entry, _: datetime) -> None:
    """收回同意: what is sensitive goes with the consent."""
    if event.purpose != ConsentPurpose.SENSITIVE_FACTS.label:
        return
    found = ServiceRecipient.objects.filter(person=number(event.subject))
    for recipient in found.select_related("place"):
        actions.forget_needs(recipient=recipient, by=THE_HOUSE, at=entry.happened_at)


def _order(entry: Entry) -> ServiceOrder:
    rows = ServiceOrder.objects.select_related("place", "recipient__person")
    return rows.get(pk=number(entry.subject))


def _tell(entry: Entry, people: Iterable[Ref], url: str) -> None:
    for person in people:
        tell_of(entry, to=person, url=url)


SUBSCRIPTIONS = (
    Subscription(name="orders-in", to=OrderSubmitted, reaction=tell_the_desk),
    Subscription(name="orders-refused", to=OrderRefused, reaction=tell_who_is_served),
    Subscription(name="orders-asked", to=OffersMade, reaction=tell_who_is_asked),
    Subscription(name="orders-taken", to=OrderAccepted, reaction=tell_who_is_served),
    Subscription(name="orders-back", to=SeatGivenBack, reaction=tell_who_is_served),
    Subscription(name="orders-dropped", to=SeatDroppedOut, reaction=tell_who_is_served),
    Subscription(name="orders-dropped-desk", to=SeatDroppedOut, reaction=tell_the_desk),
    Subscription(
        name="orders-substituted", to=SeatSubstituted, reaction=tell_both_of_the_change
    ),
    Subscription(name="orders-cancelled", to=OrderCancelled, reaction=tell_who_comes),
    Subscription(name="orders-expired", to=OrderExpired, reaction=tell_who_is_served),
    Subscription(name="orders-expired-desk", to=OrderExpired, reaction=tell_the_desk),
    Subscription(name="orders-reminded", to=VisitReminded, reaction=tell_who_is_served),
    Subscription(name="orders-reminded-volunteer", to=VisitReminded, reaction=tell_who_comes),
    Subscription(name="orders-missed", to=VisitMissed, reaction=tell_who_is_served),
    Subscription(name="orders-missed-volunteer", to=VisitMissed, reaction=tell_who_comes),
    Subscription(name="orders-missed-desk", to=VisitMissed, reaction=tell_the_desk),
    Subscription(name="orders-unknown", to=AttendanceUnknown, reaction=tell_who_is_served),
    Subscription(
        name="orders-unknown-volunteer", to=AttendanceUnknown, reaction=tell_who_comes
    ),
    Subscription(name="orders-done", to=OrderDone, reaction=tell_who_is_served),
    Subscription(name="orders-confirmed", to=OrderConfirmed, reaction=tell_who_comes),
    Subscription(name="orders-disputed", to=DisputeRaised, reaction=tell_who_is_served),
    Subscription(name="orders-disputed-volunteer", to=DisputeRaised, reaction=tell_who_comes),
    Subscription(name="orders-replied-desk", to=DisputeReplied, reaction=tell_the_desk),
    Subscription(name="orders-ruled", to=DisputeRuled, reaction=tell_who_is_served),
    Subscription(name="orders-ruled-volunteer", to=DisputeRuled, reaction=tell_who_comes),
    Subscription(name="orders-unfit", to=CertificateLapsed, reaction=let_the_unfit_go),
    Subscription(name="orders-forget", to=ConsentWithdrawn, reaction=forget_what_was_agreed_to),
)
ROUNDS = (
    Periodic(name="order-visits", every=timedelta(minutes=2), work=actions.look_after_visits),
    Periodic(name="order-offers", every=timedelta(minutes=5), work=actions.lapse_offers),
    Periodic(name="order-asking", every=timedelta(minutes=5), work=actions.offer_by_itself),
    Periodic(name="order-expiry", every=timedelta(minutes=5), work=actions.expire_orders),
    Periodic(
        name="order-reminders", every=timedelta(minutes=30), work=actions.remind_of_visits
    ),
    Periodic(
        name="standing-orders", every=timedelta(hours=1), work=actions.lay_standing_orders
    ),
    Periodic(name="order-ratings", every=timedelta(hours=1), work=actions.close_ratings),
    Periodic(name="order-calls", every=timedelta(hours=12), work=actions.draw_calls),
    Periodic(name="order-patterns", every=timedelta(hours=24), work=actions.find_patterns),
)
