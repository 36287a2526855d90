"""A worker's turn: claim a lot, send it, note what came of each.

A claim is a guarded update with a lease, so that of two workers one gets a row; when a worker
is killed its lease runs out and another goes on. Into an inbox everything is laid exactly once,
for the row and its note are one transaction. Outside, nothing goes twice where the provider
knows our key; where it does not, what a killed worker was just asking for goes once more.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from linli.kernel.references import Ref
from linli.messaging.actions.telling import LONGEST
from linli.messaging.addresses import phones_of
from linli.messaging.models import Dispatch, Mailing, Message, Pace
from linli.messaging.outlets import Outlet, Parcel, robot_called, sms_outlet
from linli.messaging.outlets.wecom import PAUSE
from linli.messaging.rules import (
    DispatchState,
    Outcome,
    QuietHours,
    Verdict,
    Way,
    may_repeat,
    not_before,
    state_after,
    wait_after,
)

# A lot of SMS is through before its lease runs out, though each call took its whole time.
AT_ONCE = {Way.INBOX: 500, Way.SMS: 5, Way.ROBOT: 1}
NO_OUTLET = Outcome(verdict=Verdict.LATER, reason="没有接通这个出口", wait=timedelta(hours=1))
NO_PHONE = Outcome(verdict=Verdict.NEVER, reason="没有登记手机号")
CUT_SHORT = "发送时工作进程中断，说不清发出没有，不再重发。"


def send_lot(*, at: datetime) -> int:
    """发一批: claim and send what is due by one way; says how many rows it took up."""
    for way in AT_ONCE:
        if lot := _claim(way, at):
            _SENDERS[way](lot, at)
            return len(lot)
    return 0


@transaction.atomic(durable=True)
def _claim(way: Way, at: datetime) -> list[Dispatch]:
    """Take some rows until the lease ends; the same mark on each says whose they are."""
    due = Dispatch.objects.due(at).filter(way=way)
    pks = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[: AT_ONCE[way]])
    if not pks:
        return []
    mark = token_hex(8)
    until = at + timedelta(seconds=settings.LINLI_DISPATCH_LEASE)
    due.filter(pk__in=pks).update(claimed_by=mark, claimed_until=until, tries=F("tries") + 1)
    mine = Dispatch.objects.filter(claimed_by=mark).select_related("mailing")
    return list(mine.order_by("pk"))


@transaction.atomic
def _lay_in_inboxes(lot: list[Dispatch], at: datetime) -> None:
    mine = Dispatch.objects.queued().filter(claimed_by=lot[0].claimed_by)
    # Locked first, by the update: what somebody else has taken since is not laid twice.
    mine.update(calling_at=at)
    held = list(mine.select_related("mailing"))
    Message.objects.bulk_create(_letter(dispatch, at) for dispatch in held)
    mine.update(
        state=DispatchState.SENT, sent_at=at, claimed_by="", claimed_until=None, calling_at=None
    )


def _letter(dispatch: Dispatch, at: datetime) -> Message:
    mailing = dispatch.mailing
    return Message(
        to=dispatch.to,
        subject=mailing.subject,
        sentence=mailing.title[:LONGEST],
        url=urlsplit(mailing.url).path,
        told_at=at,
    )


def _send_by_sms(lot: list[Dispatch], at: datetime) -> None:
    outlet, phones = sms_outlet(), phones_of([dispatch.to for dispatch in lot])
    for dispatch in lot:
        rings_at = not_before(at, _quiet_hours(dispatch.mailing))
        if rings_at > at:
            _put_off(dispatch, until=rings_at)
        else:
            _settle(dispatch, _sent(dispatch, outlet, phones.get(dispatch.to, ""), at), at)


def _send_by_robot(lot: list[Dispatch], at: datetime) -> None:
    for dispatch in lot:
        name = dispatch.to.partition("/")[2]
        if not _may_speak(dispatch.to, at):
            _put_off(dispatch, until=at + PAUSE)
        else:
            _settle(dispatch, _sent(dispatch, robot_called(name), name, at), at)


def _sent(
    dispatch: Dispatch, outlet: Outlet | None, address: str, at: datetime
) -> Outcome | None:
    """Ask the outlet, once it is on record that it is asked; None if the row is not ours."""
    if outlet is None:
        return NO_OUTLET
    if not address:
        return NO_PHONE
    was_cut_short = dispatch.calling_at is not None
    if was_cut_short and not may_repeat(
        repeats=dispatch.repeats, is_idempotent=outlet.is_idempotent
    ):
        return Outcome(verdict=Verdict.NEVER, reason=CUT_SHORT)
    marked = _mine(dispatch).update(
        calling_at=at, repeats=F("repeats") + (1 if was_cut_short else 0)
    )
    return outlet.send(_parcel(dispatch, address), at=at) if marked else None


def _parcel(dispatch: Dispatch, address: str) -> Parcel:
    mailing = dispatch.mailing
    return Parcel(
        key=dispatch.key,
        address=address,
        title=mailing.title,
        text=mailing.text,
        url=mailing.url,
    )


def _settle(dispatch: Dispatch, outcome: Outcome | None, at: datetime) -> None:
    if outcome is None:
        return
    state = state_after(outcome, tries=dispatch.tries)
    is_sent = state is DispatchState.SENT
    _mine(dispatch).update(
        state=state,
        sent_at=at if is_sent else None,
        due_at=at + wait_after(outcome, tries=dispatch.tries),
        provider_id=outcome.provider_id,
        reason=outcome.reason,
        **_RELEASED,
    )


def _put_off(dispatch: Dispatch, *, until: datetime) -> None:
    """It was not its time: that counts as no try."""
    _mine(dispatch).update(due_at=until, tries=F("tries") - 1, **_RELEASED)


def _mine(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """The row as long as nobody has claimed it since or called it back."""
    held = Dispatch.objects.queued().filter(pk=dispatch.pk)
    return held.filter(claimed_by=dispatch.claimed_by)


def _may_speak(outlet: Ref, at: datetime) -> bool:
    """Take the robot's next moment; of two workers one gets it."""
    Pace.objects.get_or_create(outlet=outlet, defaults={"free_at": at})
    free = Pace.objects.filter(outlet=outlet, free_at__lte=at)
    return free.update(free_at=at + PAUSE) == 1


def _quiet_hours(mailing: Mailing) -> QuietHours | None:
    if not mailing.quiet_since:
        return None
    return QuietHours(since=mailing.quiet_since, until=mailing.quiet_until)


_RELEASED: Mapping[str, object] = {
    "claimed_by": "",
    "claimed_until": None,
    "calling_at": None,
}
_SENDERS = {
    Way.INBOX: _lay_in_inboxes,
    Way.SMS: _send_by_sms,
    Way.ROBOT: _send_by_robot,
}
