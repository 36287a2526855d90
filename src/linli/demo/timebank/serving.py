"""Orders are placed, looked at, taken, carried out, confirmed and rated; groups serve too."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from linli.demo.rows import read_moment
from linli.demo.timebank.enrolling import clerk_in, person_in, volunteer_in
from linli.demo.timebank.inputs import TimeBankDeed
from linli.kernel.errors import Refusal
from linli.people import actions as people
from linli.people.queries import viewer_of
from linli.people.viewer import Viewer
from linli.ratings.rules import Answer, Satisfied, Solved, TakenBy
from linli.service_orders import actions as orders
from linli.service_orders.actions import Proof, Wish
from linli.service_orders.models import Seat, ServiceOrder
from linli.service_orders.models.mandates import SCOPE
from linli.service_orders.rules import Channel, Need, OrderState, SeatState, Way
from linli.volunteers import actions as volunteers
from linli.volunteers.actions import Service
from linli.volunteers.models import Team
from linli.volunteers.rules import Source

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

PHONE = "p"


def give_mandate(deed: TimeBankDeed, telling: "Telling") -> None:
    """委托: on paper that the desk has seen."""
    row = deed.row
    people.give_mandate(
        principal=person_in(deed, telling, "principal"),
        delegate=person_in(deed, telling, "delegate"),
        scope=SCOPE,
        evidence=row["evidence"],
        starts_on=deed.at.date(),
        ends_on=date.fromisoformat(row["until"]),
        by=clerk_in(deed, telling),
        at=deed.at,
    )
    telling.bank.delegates.add(row["delegate"])


def register_recipient(deed: TimeBankDeed, telling: "Telling") -> None:
    """登记服务对象: what is known of them, by their consent; the rules say whether they may."""
    row, by, at = deed.row, clerk_in(deed, telling), deed.at
    recipient = orders.register_recipient(
        person=person_in(deed, telling), languages=tuple(row["languages"].split()), by=by, at=at
    )
    telling.bank.found[f"recipient/{row['person']}"] = recipient.pk
    for need in row["needs"].split():
        orders.record_need(
            recipient=recipient,
            need=Need(need),
            evidence=row["evidence"],
            began_on=at.date(),
            valid_until=date.fromisoformat(row["until"]),
            consented_on=at.date(),
            by=by,
            at=at,
        )
    decision = orders.decide_eligibility(recipient=recipient, by=by, at=at)
    telling.counted["服务对象"] += decision.is_eligible


def place_order(deed: TimeBankDeed, telling: "Telling") -> None:
    """点单: by oneself, by a delegate, or on the telephone by the desk."""
    row = deed.row
    if not telling.bank.knows(f"recipient/{row['recipient']}"):
        return
    wish = Wish(
        service=row["service"],
        starts_at=_starts(deed),
        minutes=int(row["minutes"] or 0),
        words=row["words"],
    )
    order = orders.place_order(
        recipient=person_in(deed, telling, "recipient").recipient,
        wish=wish,
        channel=Channel(row["channel"]),
        by=who_acts(row["by"], telling, deed),
        at=deed.at,
    )
    telling.bank.found[_named(deed)] = order.pk
    telling.counted["点单"] += 1


def review_order(deed: TimeBankDeed, telling: "Telling") -> None:
    """看单: refused with a reason, or approved and published."""
    by, at = clerk_in(deed, telling), deed.at
    if order := _order(deed, telling, OrderState.SUBMITTED):
        if deed.row["refused_because"]:
            reason = deed.row["refused_because"]
            orders.refuse_order(order=order, reason=reason, by=by, at=at)
            return
        orders.approve_order(order=order, by=by, at=at)
        orders.publish_order(order=order, by=by, at=at)


def take_order(deed: TimeBankDeed, telling: "Telling") -> None:
    """接单: each who wants it asks for it in turn; the rules say who has it."""
    last: Refusal | None = None
    for who in deed.row["volunteers"].split():
        order = _order(deed, telling, OrderState.PUBLISHED, OrderState.OFFERED)
        if order is None:
            break
        try:
            orders.accept_order(order=order, by=who_acts(who, telling, deed), at=deed.at)
        except Refusal as refused:
            if last:
                telling.bank.refuse(deed, last)
            last = refused
    if last:
        raise last


def arrive(deed: TimeBankDeed, telling: "Telling") -> None:
    """到了: everybody who has a place says the code of the one served, or the desk calls."""
    if order := _order(deed, telling, OrderState.ACCEPTED):
        for seat in _seats(order, SeatState.HELD):
            proof, by = _proof(deed, telling, seat, order.arrival_code)
            orders.arrive(seat=seat, proof=proof, by=by, at=deed.at)


def leave(deed: TimeBankDeed, telling: "Telling") -> None:
    """走了."""
    if order := _order(deed, telling, OrderState.ARRIVED):
        for seat in _seats(order, SeatState.THERE):
            proof, by = _proof(deed, telling, seat, order.leaving_code)
            orders.leave(seat=seat, proof=proof, by=by, at=deed.at)


def confirm(deed: TimeBankDeed, telling: "Telling") -> None:
    """确认: by who was served, a delegate, or the desk that asked them."""
    if order := _order(deed, telling, OrderState.DONE):
        by = who_acts(deed.row["confirmed_by"], telling, deed)
        device = f"{PHONE}-{deed.row['confirmed_by']}"
        orders.confirm_order(order=order, by=by, at=deed.at, device=device)
        telling.counted["服务"] += 1


def rate(deed: TimeBankDeed, telling: "Telling") -> None:
    """评单: in the words of who was served."""
    if order := _order(deed, telling, OrderState.CONFIRMED):
        row = deed.row
        own = row["confirmed_by"] == row["recipient"]
        answer = Answer(
            solved=Solved(row["solved"]),
            satisfied=Satisfied(row["satisfied"]),
            comment=row["comment"],
            taken_by=TakenBy.PAGE if own else TakenBy.PHONE,
        )
        by = who_acts(row["confirmed_by"], telling, deed)
        orders.rate_order(order=order, answer=answer, by=by, at=deed.at)
        telling.counted["评单"] += 1


def end_activity(deed: TimeBankDeed, telling: "Telling") -> None:
    """集体活动: what each of those who came did, written down by who called it."""
    row, by = deed.row, clerk_in(deed, telling)
    team = telling.bank.found.get(f"team/{row['team']}")
    service = Service(
        kind=row["kind"],
        what=row["what"],
        place=telling.stage.areas[row["place"]],
        starts_at=deed.at - timedelta(minutes=int(row["minutes"])),
        ends_at=deed.at,
        source=Source.EVENT,
        source_ref=f"activity/{row['activity']}",
        team=Team.objects.get(pk=team) if team else None,
    )
    refused: Refusal | None = None
    for who in row["volunteers"].split():
        if not telling.bank.knows(f"volunteer/{who}"):
            continue
        try:
            volunteer = volunteer_in(who, telling)
            volunteers.record_service(volunteer=volunteer, service=service, by=by, at=deed.at)
        except Refusal as said:
            refused = said
    telling.counted["活动"] += 1
    if refused:
        raise refused


def who_acts(who: str, telling: "Telling", deed: TimeBankDeed) -> Viewer:
    """Whoever speaks for somebody is looked at with their mandates."""
    person = telling.stage.people[who]
    if who in telling.bank.delegates:
        return viewer_of(person, at=deed.at)
    return telling.viewer(person, deed.at)


def _starts(deed: TimeBankDeed) -> datetime:
    return read_moment(deed.row["starts_at"])


def _named(deed: TimeBankDeed) -> str:
    return f"order/{deed.row['order']}"


def _order(deed: TimeBankDeed, telling: "Telling", *states: OrderState) -> ServiceOrder | None:
    """The order as it is now, if it is still at that point."""
    rows = ServiceOrder.objects.select_related("place", "recipient__person", "recipient__place")
    pk = telling.bank.found.get(_named(deed))
    return rows.filter(pk=pk, state__in=states).first() if pk else None


def _seats(order: ServiceOrder, state: SeatState) -> list[Seat]:
    mine = order.seats.filter(state=state)
    seats = list(mine.select_related("person").order_by("position"))
    for seat in seats:
        seat.order = order
    return seats


def _proof(
    deed: TimeBankDeed, telling: "Telling", seat: Seat, code: str
) -> tuple[Proof, Viewer]:
    if deed.row["way"] == Way.CALL:
        return Proof(way=Way.CALL), clerk_in(deed, telling)
    device = f"{PHONE}-{seat.person_id}"
    proof = Proof(way=Way.THEIR_CODE, code=code, device=device)
    return proof, telling.viewer(seat.person, deed.at)
