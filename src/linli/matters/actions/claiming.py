"""认领: a desk puts a matter to others, who claim it with a promise, or let it be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from linli.duties.actions import begin_duty, end_duties, extend_duty
from linli.duties.models import Duty
from linli.kernel import journal
from linli.kernel.calendar import Deadline
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.dates import HERE, day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.events import Event
from linli.kernel.options import resolve
from linli.kernel.redact import deidentified
from linli.kernel.references import NOWHERE, THE_SYSTEM, Ref
from linli.kernel.words import Moment
from linli.matters import policies
from linli.matters.actions.desk import lay_on_desk
from linli.matters.actions.handling import accept_matter
from linli.matters.actions.involving import is_involved
from linli.matters.actions.moving import DISPATCHING, HANDLING, take
from linli.matters.claims import EVENING, OfferState, OfferTo
from linli.matters.events import (
    ClaimGivenBack,
    LeadAsked,
    LeadDeclined,
    MatterClaimed,
    MatterOffered,
    OfferLapsed,
    OfferTakenBack,
)
from linli.matters.handling_options import OFFER_DAYS
from linli.matters.models import ClaimOffer, Involvement, Matter
from linli.matters.promises import due_promise
from linli.matters.queries.handling import mode_of
from linli.matters.rules import IN_THE_OPEN, Role, Sensitivity, State, Step
from linli.people.models import Organisation, Person
from linli.people.viewer import Viewer

CLAIMING = "claim"
LAPSED_AT_ONCE = 200
LONGEST_WORDS = 200
MOST_DAYS_PROMISED = 180


class NotToBeOffered(Refusal):
    pass


class OfferedAlready(Refusal):
    pass


class OfferGone(Refusal):
    """Somebody was first, or it has gone back to the desk."""

    def __init__(self) -> None:
        super().__init__("这一件刚刚有人认领，或者已经收回了。谢谢您。")


class NotToBeClaimed(Refusal):
    pass


class PromiseUnsound(Unreadable):
    pass


class WhyUnsaid(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Call:
    """To whom it is put, and all that they read of it; empty: the title, without names."""

    to: OfferTo
    words: str = ""
    asked: Person | None = None


@transaction.atomic
def offer_matter(*, matter: Matter, call: Call, by: Viewer, at: datetime) -> ClaimOffer:
    """请人认领: until then the desk need not dispatch it; unclaimed, it is the desk's again."""
    if not policies.may_choose_mode(by, matter):
        raise NotPermitted("只有现在管这件事的工作台可以请人认领。")
    _refuse_unfit(matter, call)
    words = deidentified(call.words.strip() or matter.title)[:LONGEST_WORDS]
    days = resolve(matter.place.chain)[OFFER_DAYS]
    due = calendar_in_force().add_workdays(at, days)
    until = Moment(due.at.isoformat())
    event: Event = MatterOffered(subject=matter.ref, to=call.to.label, words=words, until=until)
    if call.asked:
        event = LeadAsked(subject=matter.ref, who=call.asked.ref, words=words, until=until)
    take(Step.NOTE, matter, event, by=by.ref, at=at)
    offer = _put(matter, call, words, due, by, at)
    if matter.standing is State.RECEIVED:
        _desk_waits(matter, due)
    return offer


@transaction.atomic
def claim_matter(
    *,
    offer: ClaimOffer,
    promised_on: date,
    by: Viewer,
    at: datetime,
    unit: Organisation | None = None,
) -> None:
    """认领: the first has it; not yet given to anybody, it is theirs, otherwise they lead.

    `unit` is for whom they claim it, if they speak for it.
    """
    if not ClaimOffer.objects.put_to(by).filter(pk=offer.pk).exists():
        raise OfferGone
    matter, person = offer.matter, Person.objects.get(pk=by.person_id or 0)
    _refuse_claim(matter, person, promised_on, at)
    spoken_for = unit if unit and _speaks_for(by, unit) else None
    changes = {"claimed_by": person, "claimed_for": spoken_for}
    _end(offer, OfferState.CLAIMED, at, claimed_at=at, promised_on=promised_on, **changes)
    due_at = datetime.combine(promised_on, EVENING, tzinfo=HERE)
    event = MatterClaimed(
        subject=matter.ref,
        who=person.ref,
        unit=spoken_for.ref if spoken_for else NOWHERE,
        promised=Moment(due_at.isoformat()),
    )
    if matter.standing is State.RECEIVED:
        _given_to(matter, person, spoken_for, event, due_at, by, at)
    else:
        _leads(matter, person, event, by, at)


@transaction.atomic
def decline_offer(*, offer: ClaimOffer, by: Viewer, at: datetime, why: str = "") -> None:
    """婉拒: who was asked in person may say no, and it does them no harm."""
    if not by.is_known or by.person_id != offer.asked_id:
        raise NotPermitted("只有被请的那一位可以婉拒。")
    _end(offer, OfferState.DECLINED, at, why=why.strip())
    said = f"：{why.strip()}" if why.strip() else ""
    _told(offer, LeadDeclined(subject=offer.matter.ref, why=said), by=by.ref, at=at)
    _desk_goes_on(offer, at)


@transaction.atomic
def take_back_offer(*, offer: ClaimOffer, why: str, by: Viewer, at: datetime) -> None:
    """收回: the desk no longer waits for somebody to claim it."""
    if not policies.may_choose_mode(by, offer.matter):
        raise NotPermitted("只有发出领办单的工作台可以收回。")
    reason = _said(why, "请写一句为什么不再等人认领。")
    _end(offer, OfferState.TAKEN_BACK, at, why=reason)
    _told(offer, OfferTakenBack(subject=offer.matter.ref, why=reason), by=by.ref, at=at)
    _desk_goes_on(offer, at)


@transaction.atomic
def give_back_claim(*, offer: ClaimOffer, why: str, by: Viewer, at: datetime) -> None:
    """退回认领: with the reason; what was theirs lies on the desk again."""
    if not policies.may_end_claim(by, offer):
        raise NotPermitted("只有认领的人自己和发出领办单的工作台可以退回。")
    reason = _said(why, "请写一句为什么办不下去，好请别人来办。")
    claimed = ClaimOffer.objects.filter(pk=offer.pk, state=OfferState.CLAIMED)
    if not claimed.update(state=OfferState.GIVEN_BACK, why=reason, ended_at=at):
        raise OfferGone
    matter, claimer = offer.matter, offer.claimed_by
    assert claimer  # noqa: S101 - the constraint says so
    event = ClaimGivenBack(subject=matter.ref, who=claimer.ref, why=reason)
    leads = matter.involvements.running().filter(person=claimer, role=Role.LEAD)
    if matter.handler_id == claimer.pk and matter.standing in IN_THE_OPEN:
        take(Step.HAND_BACK, matter, event, by=by.ref, at=at, handler=None, unit=None)
        lay_on_desk(matter, at=at)
    else:
        _told(offer, event, by=by.ref, at=at)
        leads.update(until=at)


def lapse_offers(at: datetime) -> int:
    """到期收回: what nobody claimed in time is the desk's again."""
    late = ClaimOffer.objects.lapsed(at).select_related("matter__place", "matter__desk")
    lapsed = list(late.order_by("until")[:LAPSED_AT_ONCE])
    for offer in lapsed:
        _lapse(offer)
    return len(lapsed)


@transaction.atomic
def _lapse(offer: ClaimOffer) -> None:
    open_still = ClaimOffer.objects.filter(pk=offer.pk, state=OfferState.OPEN)
    if open_still.update(state=OfferState.LAPSED, ended_at=offer.until):
        end_duties(subject=offer.ref, at=offer.until)
        event = OfferLapsed(subject=offer.matter.ref)
        _told(offer, event, by=THE_SYSTEM, at=offer.until)


def _refuse_unfit(matter: Matter, call: Call) -> None:
    if matter.standing not in IN_THE_OPEN or matter.sensitivity != Sensitivity.ORDINARY:
        raise NotToBeOffered("已经办结的、家里的私事和投诉，不能请人认领。")
    if (call.to is OfferTo.ONE) is not (call.asked is not None):
        raise NotToBeOffered("请一位领办，就选好是谁；请大家认领，就不用选人。")
    if call.asked and not policies.may_be_given(call.asked, matter):
        raise NotToBeClaimed("说事人自己和这件事说到的人不能领办，请换一位。")


def _put(
    matter: Matter, call: Call, words: str, due: Deadline, by: Viewer, at: datetime
) -> ClaimOffer:
    kinds = mode_of(matter).claimed_by
    try:
        with transaction.atomic():
            offer = ClaimOffer.objects.create(
                matter=matter,
                desk=matter.desk,
                to=call.to,
                asked=call.asked,
                words=words,
                kinds=f",{','.join(kinds)}," if kinds else "",
                offered_by_id=by.person_id,
                offered_at=at,
                until=due.at,
            )
    except IntegrityError:
        raise OfferedAlready("这件事已经在等人认领了。") from None
    begin_duty(
        subject=offer.ref,
        kind=CLAIMING,
        desk=matter.desk,
        holder=call.asked,
        unit=None,
        promise=due_promise(due, at=at),
        at=at,
    )
    return offer


def _desk_waits(matter: Matter, due: Deadline) -> None:
    """The desk owes the dispatch when the offer has run out, and not before."""
    running = Duty.objects.running().filter(subject=matter.ref, kind=DISPATCHING)
    if running.filter(due_at__lt=due.at).exists():
        extend_duty(
            subject=matter.ref,
            kind=DISPATCHING,
            due_at=due.at,
            remind_at=due.at,
            give_up_at=None,
            calendar_version=due.version,
            is_provisional=due.is_provisional,
            why=due.why,
        )


def _desk_goes_on(offer: ClaimOffer, at: datetime) -> None:
    end_duties(subject=offer.ref, at=at)
    if offer.matter.standing is State.RECEIVED:
        lay_on_desk(offer.matter, at=at)


def _refuse_claim(matter: Matter, person: Person, promised_on: date, at: datetime) -> None:
    if matter.standing not in IN_THE_OPEN:
        raise OfferGone
    if not policies.may_be_given(person, matter):
        raise NotToBeClaimed("您自己说的事、说到您的事，请别人来领办。")
    if is_involved(matter, Role.TRACK, person) or person.pk == matter.handler_id:
        raise NotToBeClaimed("您已经在办、在跟踪这件事，不用再认领。")
    today = day_of(at)
    if not today <= promised_on <= today + timedelta(days=MOST_DAYS_PROMISED):
        raise PromiseUnsound("承诺的日子从今天起，最远 {most} 天。", most=MOST_DAYS_PROMISED)


def _given_to(
    matter: Matter,
    person: Person,
    unit: Organisation | None,
    event: Event,
    due_at: datetime,
    by: Viewer,
    at: datetime,
) -> None:
    """It was nobody's: now it is theirs, until the day that they promised."""
    changes = {"handler": person, "unit": unit, "due_at": max(matter.due_at, due_at)}
    take(Step.DISPATCH, matter, event, by=by.ref, at=at, **changes)
    end_duties(subject=matter.ref, at=at)
    calendar = calendar_in_force()
    due = Deadline(
        at=due_at,
        version=calendar.version,
        is_provisional=calendar.is_provisional(day_of(due_at)),
        why="认领时自己承诺的日子",
    )
    begin_duty(
        subject=matter.ref,
        kind=HANDLING,
        desk=matter.desk,
        holder=person,
        unit=unit,
        promise=due_promise(due, at=at),
        at=at,
    )
    accept_matter(matter=matter, by=by, at=at)


def _leads(matter: Matter, person: Person, event: Event, by: Viewer, at: datetime) -> None:
    """Somebody has it already: who claims it leads beside them."""
    take(Step.NOTE, matter, event, by=by.ref, at=at)
    if not is_involved(matter, Role.LEAD, person):
        Involvement.objects.create(
            matter=matter, person=person, role=Role.LEAD, why="自己认领", since=at
        )


def _speaks_for(by: Viewer, unit: Organisation) -> bool:
    return any(post.organisation_id == unit.pk for post in by.posts)


def _end(offer: ClaimOffer, state: OfferState, at: datetime, **changes: Any) -> None:
    """Of two who reach for it one finds it open."""
    changes |= {"state": state, "ended_at": at}
    if not ClaimOffer.objects.open().filter(pk=offer.pk).update(**changes):
        raise OfferGone
    for name, value in changes.items():
        setattr(offer, name, value)
    end_duties(subject=offer.ref, at=at)


def _told(offer: ClaimOffer, event: Event, *, by: Ref, at: datetime) -> None:
    journal.record(event, by=by, at=at, place=offer.matter.place.ref)


def _said(why: str, otherwise: str) -> str:
    if reason := why.strip()[:LONGEST_WORDS]:
        return reason
    raise WhyUnsaid(otherwise)
