"""Service orders: the catalogue, who is served, the life of an order. No Django here."""

from linli.service_orders.rules.catalogue import Branch, Mode, Service
from linli.service_orders.rules.checking import Called, Pattern, near, street_of
from linli.service_orders.rules.disputes import DisputeState, DisputeStep
from linli.service_orders.rules.eligibility import Hit, Need, RecipientClass
from linli.service_orders.rules.offers import Candidate, Near, Offered, Wanted
from linli.service_orders.rules.orders import (
    SEATED,
    SERVED,
    Channel,
    OrderState,
    OrderStep,
    SeatState,
    after,
    steps_from,
)
from linli.service_orders.rules.presence import Moment, Way
from linli.service_orders.rules.standing import Beat, StandingState

__all__ = [
    "SEATED",
    "SERVED",
    "Beat",
    "Branch",
    "Called",
    "Candidate",
    "Channel",
    "DisputeState",
    "DisputeStep",
    "Hit",
    "Mode",
    "Moment",
    "Near",
    "Need",
    "Offered",
    "OrderState",
    "OrderStep",
    "Pattern",
    "RecipientClass",
    "SeatState",
    "Service",
    "StandingState",
    "Wanted",
    "Way",
    "after",
    "near",
    "steps_from",
    "street_of",
]
