"""不同说法: one side says it was otherwise, the other answers, a third person rules."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.people.models import Person
from linli.people.viewer import THE_HOUSE, Viewer
from linli.ratings.actions import close_slips
from linli.service_orders import credits as paying
from linli.service_orders import policies, who_can
from linli.service_orders.actions.common import read_reason, take, tell
from linli.service_orders.actions.confirming import (
    MoreThanPlanned,
    Vouched,
    ask_to_rate,
    credit,
)
from linli.service_orders.events import (
    DisputeRaised,
    DisputeReplied,
    DisputeRuled,
    EvidenceAdded,
)
from linli.service_orders.models import Dispute, DisputeEvidence, Seat, SeatSpan, ServiceOrder
from linli.service_orders.rules import (
    SERVED,
    DisputeState,
    DisputeStep,
    OrderState,
    OrderStep,
    SeatState,
)
from linli.service_orders.rules.disputes import after

LONGEST = 1000
NOBODY_SAT = (SeatState.GIVEN_BACK, SeatState.DROPPED_OUT, SeatState.REPLACED)


class DisputedAlready(Refusal):
    pass


class DisputeMovedOn(Refusal):
    pass


class WordsMissing(Unreadable):
    pass


@transaction.atomic
def raise_dispute(*, order: ServiceOrder, words: str, by: Viewer, at: datetime) -> Dispute:
    """提出不同说法: by either side, or by the desk for what was heard in a call."""
    if not policies.may_dispute(by, order, day_of(at)) or by.person_id is None:
        raise NotPermitted("由服务对象、受托人、来服务的人，或回访的工作人员来提。")
    said = _read(words)
    before = order.state
    by_recipient = not order.seats.filter(person=by.person_id).exists()
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                order=order,
                before=before,
                by_recipient=by_recipient,
                raised_by_id=by.person_id,
                raised_at=at,
                words=said,
            )
    except IntegrityError:
        raise DisputedAlready("这张单已经有一份不同说法在等判断。") from None
    event = DisputeRaised(subject=order.ref, dispute=dispute.pk)
    take(OrderStep.DISPUTE, order, event, by=by, at=at)
    close_slips(subject=order.ref, at=at)
    return dispute


@transaction.atomic
def reply_to_dispute(*, dispute: Dispute, words: str, by: Viewer, at: datetime) -> None:
    """答复: the other side is heard before anybody rules."""
    if not policies.may_reply(by, dispute, day_of(at)):
        raise NotPermitted("由另一方来答复。")
    said = _read(words)
    _move(dispute, DisputeStep.REPLY, replied_by_id=by.person_id, replied_at=at, reply=said)
    event = DisputeReplied(subject=dispute.order.ref, dispute=dispute.pk)
    tell(dispute.order, event, by=by, at=at)


@transaction.atomic
def add_evidence(*, dispute: Dispute, words: str, by: Viewer, at: datetime) -> DisputeEvidence:
    """补凭据: either side, or the desk, as long as nobody has ruled."""
    if not policies.may_dispute(by, dispute.order, day_of(at)) or by.person_id is None:
        raise NotPermitted("由两边的人，或那里的工作人员来补。")
    after(dispute.stands, DisputeStep.ADD_EVIDENCE)
    evidence = DisputeEvidence.objects.create(
        dispute=dispute, words=_read(words), added_by_id=by.person_id, added_at=at
    )
    event = EvidenceAdded(subject=dispute.order.ref, dispute=dispute.pk)
    tell(dispute.order, event, by=by, at=at)
    return evidence


@transaction.atomic
def rule_it_was_done(
    *, dispute: Dispute, minutes: int, reason: str, by: Viewer, at: datetime
) -> None:
    """认定做了: so many minutes count; what was credited before stays as it is."""
    order, why = _permit(dispute, by), read_reason(reason)
    if not 0 < minutes <= order.minutes:
        raise MoreThanPlanned("最多按约好的 {most} 分钟算。", most=order.minutes)
    _move(dispute, DisputeStep.REJECT, ruled_by_id=by.person_id, ruled_at=at, ruling=why)
    event = DisputeRuled(
        subject=order.ref,
        dispute=dispute.pk,
        outcome=DisputeState.REJECTED.label,
        reason=why,
    )
    take(
        OrderStep.RULE_FOR,
        order,
        event,
        by=by,
        at=at,
        confirmed_at=order.confirmed_at or at,
        confirmed_by_id=order.confirmed_by_id or by.person_id,
        was_reviewed=True,
        ended_at=at,
    )
    if OrderState(dispute.before) not in SERVED:
        credit(order, _who_came(dispute, minutes), by=by, at=at)
    ask_to_rate(order, at)


@transaction.atomic
def rule_it_was_not(*, dispute: Dispute, reason: str, by: Viewer, at: datetime) -> None:
    """认定没做: nothing counts; what was credited is taken back by adding, never by erasing."""
    order, why = _permit(dispute, by), read_reason(reason)
    _move(dispute, DisputeStep.UPHOLD, ruled_by_id=by.person_id, ruled_at=at, ruling=why)
    event = DisputeRuled(
        subject=order.ref,
        dispute=dispute.pk,
        outcome=DisputeState.UPHELD.label,
        reason=why,
    )
    take(OrderStep.RULE_AGAINST, order, event, by=by, at=at, was_reviewed=True, ended_at=at)
    for seat in order.seats.exclude(state__in=NOBODY_SAT):
        who_can.take_back(order.ref, seat.person_id, reason=why, by=by, at=at)
    paying.take_back(order, reason=why, by=by, at=at)
    paying.let_go(order, by=THE_HOUSE, at=at)
    SeatSpan.objects.filter(seat__order=order).delete()
    order.seats.exclude(state__in=NOBODY_SAT).update(
        state=SeatState.NO_SHOW, minutes=0, credited=0
    )


def _permit(dispute: Dispute, by: Viewer) -> ServiceOrder:
    if not policies.may_rule(by, dispute):
        raise NotPermitted("要由第三个人来判断：哪一边都不是，也没有提出或答复过。")
    return dispute.order


def _move(dispute: Dispute, step: DisputeStep, **changes: object) -> None:
    state = after(dispute.stands, step)
    seen = Dispute.objects.filter(pk=dispute.pk, state=dispute.state)
    if not seen.update(state=state, **changes):
        raise DisputeMovedOn("刚刚有了变动，请看过再办。")
    dispute.refresh_from_db()


def _who_came(dispute: Dispute, minutes: int) -> list[Vouched]:
    """Whoever had a seat came, for so long; the one who rules and the desk vouch for it."""
    order = dispute.order
    sat = order.seats.exclude(Q(state__in=NOBODY_SAT))
    sat.update(state=SeatState.CAME, minutes=minutes)
    vouching = _vouching(dispute)
    return [
        Vouched(seat=seat, minutes=minutes, reviewers=vouching)
        for seat in Seat.objects.filter(order=order, state=SeatState.CAME)
        .select_related("person__home", "order")
        .order_by("position")
    ]


def _vouching(dispute: Dispute) -> list[Person]:
    """Two who looked at it: who rules, and of the house who looked at the order before."""
    first = dispute.order.reviewed_by or dispute.order.asked_by
    return [first, dispute.ruled_by] if dispute.ruled_by else []


def _read(words: str) -> str:
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise WordsMissing("请写一写是怎么回事，不超过 1000 字。")
    return said
