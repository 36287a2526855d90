"""Everything that changes a message: what is told in the house, and what goes out of it."""

from linli.messaging.actions.declining import allow_way, decline_way
from linli.messaging.actions.queueing import (
    Mail,
    cancel_mailing,
    end_mailings,
    queue_mailing,
)
from linli.messaging.actions.readdressing import readdress
from linli.messaging.actions.sending import send_lot
from linli.messaging.actions.telling import (
    LONGEST,
    NoOutletForCodes,
    mark_all_seen,
    mark_seen,
    outlet_for_codes,
    send_code,
    tell,
    tell_of,
)

__all__ = [
    "LONGEST",
    "Mail",
    "NoOutletForCodes",
    "allow_way",
    "cancel_mailing",
    "decline_way",
    "end_mailings",
    "mark_all_seen",
    "mark_seen",
    "outlet_for_codes",
    "queue_mailing",
    "readdress",
    "send_code",
    "send_lot",
    "tell",
    "tell_of",
]
