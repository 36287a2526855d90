"""Who hears of an offer, of what was done at once, and of a note that is owed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from linli.coordination.queries import staff_of
from linli.duties.events import DutyOverdue, DutyReminded
from linli.duties.models import Duty
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import Ref, kind, number
from linli.kernel.rounds import Periodic
from linli.matters import actions as matters
from linli.matters.actions import HANGING
from linli.matters.events import (
    ClaimGivenBack,
    InstantFinished,
    LeadAsked,
    LeadDeclined,
    MatterClaimed,
    MatterFinished,
    MatterReferred,
    MatterReopened,
    MatterWithdrawn,
    NeighbourSignedUp,
    OfferLapsed,
)
from linli.matters.models import ClaimOffer, InstantMatter, Involvement, Matter
from linli.messaging.actions import tell_of
from linli.places.models import Area

CLAIMS_URL = "/claims/"


def rest_the_trackers(
    _: MatterFinished | MatterReferred | MatterWithdrawn, entry: Entry, __: datetime
) -> None:
    """What has come to its end is no longer tracked."""
    matters.rest_trackers(matter=_matter(entry.subject), at=entry.happened_at)


def wake_the_trackers(_: MatterReopened, entry: Entry, __: datetime) -> None:
    matters.wake_trackers(matter=_matter(entry.subject), at=entry.happened_at)


def tell_who_is_asked(event: LeadAsked, entry: Entry, _: datetime) -> None:
    tell_of(entry, to=event.who, url=CLAIMS_URL)


def tell_who_brought_it(_: MatterClaimed, entry: Entry, __: datetime) -> None:
    matter = _matter(entry.subject)
    if matter.reporter_id:
        tell_of(entry, to=f"person/{matter.reporter_id}", url=f"/matters/{matter.number}/")


def tell_the_desk(
    _: OfferLapsed | LeadDeclined | ClaimGivenBack | NeighbourSignedUp,
    entry: Entry,
    __: datetime,
) -> None:
    """The desk that offered it has it before it again."""
    matter = _matter(entry.subject)
    _tell(entry, _staff(matter.desk, entry), f"/desk/{matter.number}/")


def tell_who_took_it_in(_: InstantFinished, entry: Entry, __: datetime) -> None:
    instant = InstantMatter.objects.get(pk=number(entry.subject))
    tell_of(entry, to=f"person/{instant.taken_in_by_id}", url=f"/instants/{instant.pk}/")


def tell_who_owes(event: DutyReminded | DutyOverdue, entry: Entry, _: datetime) -> None:
    """Of a note, an answer, a quick job or a sheet: who has it, otherwise the desk."""
    match kind(entry.subject):
        case "area":
            duty = Duty.objects.select_related("desk").get(pk=event.duty)
            if duty.kind == HANGING:
                to = [event.holder] if duty.holder_id else _staff(duty.desk, entry)
                _tell(entry, to, f"/board/sheet/?area={duty.desk_id}")
        case "instantmatter":
            instant = InstantMatter.objects.select_related("desk").get(pk=number(entry.subject))
            who = instant.taken_in_by_id if instant.done_at else instant.clerk_id
            to = [f"person/{who}"] if who else _staff(instant.desk, entry)
            _tell(entry, to, f"/instants/{instant.pk}/")
        case "claimoffer":
            offer = ClaimOffer.objects.select_related("desk").get(pk=number(entry.subject))
            if offer.asked_id:
                _tell(entry, [f"person/{offer.asked_id}"], CLAIMS_URL)
        case "involvement":
            part = Involvement.objects.get(pk=number(entry.subject))
            if part.person_id:
                _tell(entry, [f"person/{part.person_id}"], f"/parts/{part.pk}/")


def _matter(subject: Ref) -> Matter:
    return Matter.objects.select_related("place", "desk").get(pk=number(subject))


def _staff(desk: Area, entry: Entry) -> list[Ref]:
    return [person.ref for person in staff_of(desk, on=day_of(entry.happened_at))]


def _tell(entry: Entry, people: Collection[Ref], url: str) -> None:
    for person in people:
        tell_of(entry, to=person, url=url)


SUBSCRIPTIONS = (
    Subscription(name="rest-trackers", to=MatterFinished, reaction=rest_the_trackers),
    Subscription(name="rest-referred", to=MatterReferred, reaction=rest_the_trackers),
    Subscription(name="rest-withdrawn", to=MatterWithdrawn, reaction=rest_the_trackers),
    Subscription(name="wake-trackers", to=MatterReopened, reaction=wake_the_trackers),
    Subscription(name="ask-to-lead", to=LeadAsked, reaction=tell_who_is_asked),
    Subscription(name="tell-claimed", to=MatterClaimed, reaction=tell_who_brought_it),
    Subscription(name="tell-offer-lapsed", to=OfferLapsed, reaction=tell_the_desk),
    Subscription(name="tell-declined", to=LeadDeclined, reaction=tell_the_desk),
    Subscription(name="tell-given-back", to=ClaimGivenBack, reaction=tell_the_desk),
    Subscription(name="tell-signed-up", to=NeighbourSignedUp, reaction=tell_the_desk),
    Subscription(name="tell-instant-done", to=InstantFinished, reaction=tell_who_took_it_in),
    Subscription(name="remind-who-owes", to=DutyReminded, reaction=tell_who_owes),
    Subscription(name="tell-who-owes", to=DutyOverdue, reaction=tell_who_owes),
)
ROUNDS = (
    Periodic(name="lapse-offers", every=timedelta(minutes=10), work=matters.lapse_offers),
    Periodic(name="month-sheets", every=timedelta(hours=3), work=matters.look_after_sheets),
)
