"""A mailing is queued for many at once; what still waits can be called back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    PositiveSmallIntegerField,
    QuerySet,
    Value,
)

from linli.kernel import journal
from linli.kernel.portable import insert_from
from linli.kernel.references import THE_SYSTEM, Ref
from linli.messaging.events import MailingEnded, MailingQueued
from linli.messaging.models import Declined, Dispatch, Mailing
from linli.messaging.queries import counts_of
from linli.messaging.rules import DispatchState, QuietHours, Way, not_before

CALLED_BACK = "已撤回，没有再发。"
COLUMNS = (
    "to",
    "mailing",
    "way",
    "state",
    "due_at",
    "tries",
    "repeats",
    "claimed_by",
    "provider_id",
    "reason",
)


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What goes out: the title and a short text, and where the whole of it is read."""

    subject: Ref
    title: str
    text: str
    url: str
    place: Ref
    is_urgent: bool = False


@transaction.atomic
def queue_mailing(
    *,
    mail: Mail,
    people: Mapping[Way, QuerySet[Any, Any]],
    robots: tuple[str, ...] = (),
    quiet: QuietHours | None,
    by: Ref,
    at: datetime,
) -> Mailing:
    """排队发送: lay a dispatch for each person and way, inside the database.

    `people` gives for each way a query of one annotation `to`, each reference once. Who has
    declined a way is left out; SMS wait for the end of the quiet hours unless it is urgent.
    """
    holds = None if mail.is_urgent else quiet
    mailing = Mailing.objects.create(
        subject=mail.subject,
        title=mail.title,
        text=mail.text,
        url=mail.url,
        is_urgent=mail.is_urgent,
        quiet_since=holds.since if holds else "",
        quiet_until=holds.until if holds else "",
        place=mail.place,
        queued_at=at,
    )
    laid = {
        way: _lay(mailing, way, rows, _due_at(way, at, holds)) for way, rows in people.items()
    }
    Dispatch.objects.bulk_create(_to_robot(mailing, name, at) for name in robots)
    event = MailingQueued(
        subject=mail.subject,
        inbox=laid.get(Way.INBOX, 0),
        sms=laid.get(Way.SMS, 0),
        robot=len(robots),
    )
    journal.record(event, by=by, at=at, place=mail.place)
    return mailing


@transaction.atomic
def cancel_mailing(*, subject: Ref) -> int:
    """撤回: what has not gone out stays here; the caller's event tells why."""
    waiting = Dispatch.objects.queued().filter(mailing__subject=subject)
    return waiting.update(
        state=DispatchState.GIVEN_UP, claimed_by="", claimed_until=None, reason=CALLED_BACK
    )


def end_mailings(*, at: datetime) -> int:
    """发完: say once of each mailing that nothing of it waits any more, and the count."""
    waiting = Dispatch.objects.queued().filter(mailing=OuterRef("pk"))
    ended = Mailing.objects.filter(~Exists(waiting), ended_at=None)
    return sum(_end(mailing, at) for mailing in ended)


@transaction.atomic
def _end(mailing: Mailing, at: datetime) -> bool:
    if not Mailing.objects.filter(pk=mailing.pk, ended_at=None).update(ended_at=at):
        return False
    counts = counts_of(mailing.subject)
    event = MailingEnded(
        subject=mailing.subject,
        sent=sum(count.sent for count in counts.values()),
        unsent=sum(count.unsent for count in counts.values()),
    )
    journal.record(event, by=THE_SYSTEM, at=at, place=mailing.place)
    return True


def _due_at(way: Way, at: datetime, quiet: QuietHours | None) -> datetime:
    return not_before(at, quiet) if way is Way.SMS else at


def _lay(mailing: Mailing, way: Way, rows: QuerySet[Any, Any], due_at: datetime) -> int:
    declined = Declined.objects.filter(to=OuterRef("to"), way=way)
    selected = rows.filter(~Exists(declined)).annotate(
        _mailing=Value(mailing.pk),
        _way=Value(way.value, CharField()),
        _state=Value(DispatchState.QUEUED.value, CharField()),
        _due_at=Value(due_at, DateTimeField()),
        _none=Value(0, PositiveSmallIntegerField()),
        _blank=Value("", CharField()),
    )
    values = selected.values_list(
        "to",
        "_mailing",
        "_way",
        "_state",
        "_due_at",
        "_none",
        "_none",
        "_blank",
        "_blank",
        "_blank",
    )
    return insert_from(Dispatch, COLUMNS, values)


def _to_robot(mailing: Mailing, name: str, at: datetime) -> Dispatch:
    return Dispatch(
        mailing=mailing,
        to=f"robot/{name}",
        way=Way.ROBOT,
        state=DispatchState.QUEUED,
        due_at=at,
    )
