"""What follows from what is heard outside the office: who spoke is told, and boxes are owed."""

from datetime import datetime, timedelta

from linli.duties.events import DutyOverdue, DutyReminded
from linli.duties.models import Duty
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import kind, number
from linli.kernel.rounds import Periodic
from linli.matters.models import Matter
from linli.messaging.actions import tell_of
from linli.outreach.actions import look_after_boxes
from linli.outreach.events import (
    ReportedBack,
    WishClaimed,
    WishDeclined,
    WishFulfilled,
    WishHandedOn,
    WishShown,
    WishThanked,
)
from linli.outreach.models import Wish

ADDRESSES = {
    "point": "/boxes/",
    "boxopening": "/boxes/",
    "wish": "/wishes/",
    "survey": "/surveys/",
    "patrol": "/patrols/",
    "correction": "/patrols/corrections/",
}


def tell_who_asked(_: ReportedBack, entry: Entry, __: datetime) -> None:
    """反馈: who brought it hears that it was spoken of, whether they were there or not."""
    matter = Matter.objects.get(pk=number(entry.subject))
    if matter.reporter_id:
        tell_of(entry, to=f"person/{matter.reporter_id}", url=f"/matters/{matter.number}/")


def tell_who_wished(
    _: WishShown | WishDeclined | WishClaimed | WishFulfilled | WishHandedOn,
    entry: Entry,
    __: datetime,
) -> None:
    wish = Wish.objects.get(pk=number(entry.subject))
    if wish.wisher_id:
        tell_of(entry, to=f"person/{wish.wisher_id}", url=f"/wishes/{wish.number}/")


def tell_who_fulfilled(_: WishThanked, entry: Entry, __: datetime) -> None:
    wish = Wish.objects.get(pk=number(entry.subject))
    if wish.claimed_by_id:
        tell_of(entry, to=f"person/{wish.claimed_by_id}", url=f"/wishes/{wish.number}/")


def remind_who_owes(event: DutyReminded | DutyOverdue, entry: Entry, _: datetime) -> None:
    """说事箱、心愿: whoever owes it reads that it is due."""
    address = ADDRESSES.get(kind(entry.subject))
    if not address:
        return
    duty = Duty.objects.get(pk=event.duty)
    if duty.holder_id:
        tell_of(entry, to=f"person/{duty.holder_id}", url=address)


SUBSCRIPTIONS = (
    Subscription(name="tell-reported-back", to=ReportedBack, reaction=tell_who_asked),
    Subscription(name="tell-wish-shown", to=WishShown, reaction=tell_who_wished),
    Subscription(name="tell-wish-declined", to=WishDeclined, reaction=tell_who_wished),
    Subscription(name="tell-wish-claimed", to=WishClaimed, reaction=tell_who_wished),
    Subscription(name="tell-wish-fulfilled", to=WishFulfilled, reaction=tell_who_wished),
    Subscription(name="tell-wish-handed-on", to=WishHandedOn, reaction=tell_who_wished),
    Subscription(name="tell-wish-thanked", to=WishThanked, reaction=tell_who_fulfilled),
    Subscription(name="remind-outreach", to=DutyReminded, reaction=remind_who_owes),
    Subscription(name="outreach-overdue", to=DutyOverdue, reaction=remind_who_owes),
)
ROUNDS = (Periodic(name="talk-boxes", every=timedelta(hours=3), work=look_after_boxes),)
