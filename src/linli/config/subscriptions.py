"""Every reaction of one context to another, and everything that comes back by itself."""

from datetime import datetime, timedelta

from linli.config import (
    coordination_reactions,
    handling_reactions,
    ledger_reactions,
    mediation_reactions,
    meeting_reactions,
    notice_reactions,
    order_reactions,
    outreach_reactions,
    prevention_reactions,
    store_reactions,
    volunteer_reactions,
    voting_reactions,
)
from linli.duties.actions import look_after_duties
from linli.duties.events import DutyAcceptedByItself, DutyGivenUp, DutyOverdue, DutyReminded
from linli.exchange import actions as exchange
from linli.kernel import drafts, idempotency, outbox
from linli.kernel.dates import day_of
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription, subscribe
from linli.kernel.references import THE_SYSTEM, kind, number
from linli.kernel.rounds import Periodic, come_back
from linli.matters import actions as matters
from linli.matters.events import (
    MatterDispatched,
    MatterEscalated,
    MatterEscalatedByRule,
    MatterExtended,
    MatterFinished,
    MatterMerged,
    MatterParked,
    MatterReferred,
    MatterReopened,
    MatterUnmerged,
    OutsideDeadlineMoved,
    ParkingRefused,
    ReturnLapsed,
    ReturnRefused,
    ReturnSettled,
)
from linli.matters.models import Matter
from linli.matters.rules import Step, steps_from
from linli.messaging.actions import tell_of
from linli.people.actions import clear_old_tries
from linli.people.events import PostHandedOver, TermEnded
from linli.people.models import Leave, Person, Post

MATTER = "matter"


def matter_of(entry: Entry) -> Matter:
    found = Matter.objects.select_related("place", "desk__parent", "handler", "unit")
    return found.get(pk=number(entry.subject))


def sign_for_it(_: DutyAcceptedByItself, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != MATTER:
        return
    matters.accept_by_itself(matter=matter_of(entry), at=entry.happened_at)


def pass_it_up(_: DutyGivenUp, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != MATTER:
        return
    matter = matter_of(entry)
    if Step.ESCALATE in steps_from(matter.standing) and matter.desk.parent_id:
        matters.escalate_by_rule(matter=matter, at=entry.happened_at)


def gather_the_parts(_: object, entry: Entry, __: datetime) -> None:
    matters.gather_parts(part=matter_of(entry), at=entry.happened_at)


def named(entry: Entry) -> Matter:
    """Only what a message needs to know of the matter: most reactions are messages."""
    rows = Matter.objects.only("number", "reporter_id", "handler_id")
    return rows.get(pk=number(entry.subject))


def tell_who_brought_it(_: object, entry: Entry, __: datetime) -> None:
    matter = named(entry)
    brought = {matter.reporter_id, *matter.voices.values_list("person", flat=True)} - {None}
    for person in sorted(pk for pk in brought if pk is not None):
        tell_of(entry, to=f"person/{person}", url=f"/matters/{matter.number}/")


def tell_the_handler(_: object, entry: Entry, __: datetime) -> None:
    if kind(entry.subject) != MATTER:
        return
    matter = named(entry)
    if matter.handler_id:
        tell_of(entry, to=f"person/{matter.handler_id}", url=f"/matters/{matter.number}/")


def pass_on_the_work(event: TermEnded | PostHandedOver, entry: Entry, at: datetime) -> None:
    """离岗交接: what the former holder had open there moves on."""
    post = Post.objects.select_related("area").get(pk=number(event.subject))
    successor = event.to if isinstance(event, PostHandedOver) else None
    matters.hand_over_matters(
        from_=Person.objects.get(pk=number(event.from_)),
        to=Person.objects.get(pk=number(successor)) if successor else None,
        within=post.area,
        by=entry.by,
        at=at,
    )


def pass_on_what_waits_for_the_absent(at: datetime) -> None:
    """请假代班: while somebody is away, what lies in their hands moves to the deputy."""
    today = day_of(at)
    away = Leave.objects.filter(starts_on__lte=today, ends_on__gt=today)
    for leave in away.select_related("term__person", "term__post__area", "deputy"):
        matters.hand_over_matters(
            from_=leave.term.person,
            to=leave.deputy,
            within=leave.term.post.area,
            by=THE_SYSTEM,
            at=at,
        )


# A tuple, for in a list of Subscription[Any] mypy would not match reaction and event.
SUBSCRIPTIONS = (
    Subscription(name="sign-for-it", to=DutyAcceptedByItself, reaction=sign_for_it),
    Subscription(name="pass-it-up", to=DutyGivenUp, reaction=pass_it_up),
    Subscription(name="tell-dispatched", to=MatterDispatched, reaction=tell_who_brought_it),
    Subscription(name="tell-handler", to=MatterDispatched, reaction=tell_the_handler),
    Subscription(name="tell-extended", to=MatterExtended, reaction=tell_who_brought_it),
    Subscription(name="tell-outside-moved", to=OutsideDeadlineMoved, reaction=tell_the_handler),
    Subscription(name="tell-escalated", to=MatterEscalated, reaction=tell_who_brought_it),
    Subscription(name="tell-passed-up", to=MatterEscalatedByRule, reaction=tell_who_brought_it),
    Subscription(name="tell-finished", to=MatterFinished, reaction=tell_who_brought_it),
    Subscription(name="tell-reopened", to=MatterReopened, reaction=tell_who_brought_it),
    Subscription(name="tell-referred", to=MatterReferred, reaction=tell_who_brought_it),
    Subscription(name="tell-parked", to=MatterParked, reaction=tell_who_brought_it),
    Subscription(name="tell-merged", to=MatterMerged, reaction=tell_who_brought_it),
    Subscription(name="tell-unmerged", to=MatterUnmerged, reaction=tell_who_brought_it),
    Subscription(name="tell-return-refused", to=ReturnRefused, reaction=tell_the_handler),
    Subscription(name="tell-return-lapsed", to=ReturnLapsed, reaction=tell_the_handler),
    Subscription(name="tell-return-settled", to=ReturnSettled, reaction=tell_the_handler),
    Subscription(name="tell-parking-refused", to=ParkingRefused, reaction=tell_the_handler),
    Subscription(name="gather-finished", to=MatterFinished, reaction=gather_the_parts),
    Subscription(name="gather-referred", to=MatterReferred, reaction=gather_the_parts),
    Subscription(name="remind-handler", to=DutyReminded, reaction=tell_the_handler),
    Subscription(name="tell-overdue", to=DutyOverdue, reaction=tell_the_handler),
    Subscription(name="pass-on-ended-term", to=TermEnded, reaction=pass_on_the_work),
    Subscription(name="pass-on-handed-over", to=PostHandedOver, reaction=pass_on_the_work),
)


def clear_away(at: datetime) -> None:
    outbox.clear_delivered(at=at)
    idempotency.clear_old_answers(at=at)
    drafts.clear_old_drafts(at=at)
    exchange.discard_forgotten(at=at)
    clear_old_tries(at=at)


def check_registers(at: datetime) -> None:
    exchange.look_after_registers(at=at)


ROUNDS = (
    Periodic(name="duties", every=timedelta(seconds=30), work=look_after_duties),
    Periodic(name="lapse-returns", every=timedelta(minutes=1), work=matters.lapse_returns),
    Periodic(name="resume-parked", every=timedelta(minutes=10), work=matters.resume_parked),
    Periodic(
        name="lapse-exclusions", every=timedelta(minutes=10), work=matters.lapse_exclusions
    ),
    Periodic(name="dusk", every=timedelta(minutes=10), work=matters.tell_of_open_matters),
    Periodic(name="lapse-matters", every=timedelta(minutes=10), work=matters.lapse_matters),
    Periodic(name="leaves", every=timedelta(hours=1), work=pass_on_what_waits_for_the_absent),
    Periodic(name="registers", every=timedelta(seconds=5), work=check_registers),
    Periodic(name="clear-away", every=timedelta(hours=12), work=clear_away),
)


def register() -> None:
    notice_reactions.register_addresses()
    for subscription in (
        *SUBSCRIPTIONS,
        *meeting_reactions.SUBSCRIPTIONS,
        *outreach_reactions.SUBSCRIPTIONS,
        *coordination_reactions.SUBSCRIPTIONS,
        *store_reactions.SUBSCRIPTIONS,
        *handling_reactions.SUBSCRIPTIONS,
        *mediation_reactions.SUBSCRIPTIONS,
        *prevention_reactions.SUBSCRIPTIONS,
        *order_reactions.SUBSCRIPTIONS,
        *notice_reactions.SUBSCRIPTIONS,
        *volunteer_reactions.SUBSCRIPTIONS,
    ):
        subscribe(subscription)
    for periodic in (
        *ROUNDS,
        *handling_reactions.ROUNDS,
        *ledger_reactions.ROUNDS,
        *store_reactions.ROUNDS,
        *meeting_reactions.ROUNDS,
        *outreach_reactions.ROUNDS,
        *prevention_reactions.ROUNDS,
        *order_reactions.ROUNDS,
        *notice_reactions.ROUNDS,
        *volunteer_reactions.ROUNDS,
        *voting_reactions.ROUNDS,
    ):
        come_back(periodic)
