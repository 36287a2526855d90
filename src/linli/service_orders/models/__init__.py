"""Service orders: recipients, orders, who took them, offers, disputes, what is checked."""

from linli.service_orders.models.checking import (
    Dispute,
    DisputeEvidence,
    OrderCalendar,
    OrderCall,
    Suspicion,
    TimeReview,
)
from linli.service_orders.models.orders import (
    Offer,
    Seat,
    SeatSpan,
    ServiceOrder,
    ServiceOrderQuerySet,
    Stamp,
)
from linli.service_orders.models.recipients import (
    EligibilityDecision,
    NeedFact,
    ServiceRecipient,
)
from linli.service_orders.models.standing import StandingOrder

__all__ = [
    "Dispute",
    "DisputeEvidence",
    "EligibilityDecision",
    "NeedFact",
    "Offer",
    "OrderCalendar",
    "OrderCall",
    "Seat",
    "SeatSpan",
    "ServiceOrder",
    "ServiceOrderQuerySet",
    "ServiceRecipient",
    "Stamp",
    "StandingOrder",
    "Suspicion",
    "TimeReview",
]
