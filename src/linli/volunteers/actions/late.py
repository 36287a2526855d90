"""补录: written down long after by one, confirmed by another, marked for good (R07、R09)."""

from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.people.viewer import Viewer
from linli.volunteers import policies
from linli.volunteers.actions.moving import ReasonMissing
from linli.volunteers.actions.serving import Service, ServiceUnsound, written
from linli.volunteers.events import LateEntryConfirmed, LateEntryMade, LateEntryRefused
from linli.volunteers.models import LateEntry, ServiceRecord, Volunteer
from linli.volunteers.rules import service as rules
from linli.volunteers.rules.service import LateState, LateStep, Source


class EvidenceMissing(Unreadable):
    pass


class LateEntryMovedOn(Refusal):
    pass


@transaction.atomic
def enter_late(
    *, volunteer: Volunteer, service: Service, evidence: str, by: Viewer, at: datetime
) -> LateEntry:
    """补录: from a paper sheet or by memory, with what shows it; counts for nothing yet."""
    if by.person_id is None or not policies.may_enter_late(by, volunteer, service.place):
        raise NotPermitted("补录由那里的同事和走楼道的人来做，不能给自己补。")
    if not evidence.strip():
        raise EvidenceMissing("请写凭什么补：签到表、照片、谁可以作证。")
    if not service.starts_at < service.ends_at <= at:
        raise ServiceUnsound("结束要晚于开始，而且已经过去。")
    entry = LateEntry.objects.create(
        volunteer=volunteer,
        team=service.team,
        kind=service.kind,
        what=service.what.strip(),
        recipient=service.recipient,
        place=service.place,
        starts_at=service.starts_at,
        ends_at=service.ends_at,
        evidence=evidence.strip(),
        entered_by_id=by.person_id,
        entered_at=at,
    )
    event = LateEntryMade(subject=volunteer.ref, entry=entry.pk)
    journal.record(event, by=by.ref, at=at, place=entry.place.ref)
    return entry


@transaction.atomic
def confirm_late(*, entry: LateEntry, by: Viewer, at: datetime) -> ServiceRecord:
    """复核通过: a second person vouches; only now the hours count, marked as a late entry."""
    _permit_ruling(entry, by)
    rules.after_late(entry.standing, LateStep.CONFIRM)
    service = Service(
        kind=entry.kind,
        what=entry.what,
        place=entry.place,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        source=Source.LATE,
        source_ref=entry.ref,
        recipient=entry.recipient,
        team=entry.team,
    )
    record = written(entry.volunteer, service, by=by.ref, at=at)
    _rule(entry, LateState.CONFIRMED, by, at, record=record)
    event = LateEntryConfirmed(subject=entry.volunteer.ref, entry=entry.pk, record=record.pk)
    journal.record(event, by=by.ref, at=at, place=entry.place.ref)
    return record


@transaction.atomic
def refuse_late(*, entry: LateEntry, reason: str, by: Viewer, at: datetime) -> None:
    """不通过: with a reason that whoever entered it reads."""
    _permit_ruling(entry, by)
    rules.after_late(entry.standing, LateStep.REFUSE)
    if not reason.strip():
        raise ReasonMissing("请写一句为什么，录入的人会看到。")
    _rule(entry, LateState.REFUSED, by, at, reason=reason.strip())
    event = LateEntryRefused(subject=entry.volunteer.ref, entry=entry.pk, reason=reason.strip())
    journal.record(event, by=by.ref, at=at, place=entry.place.ref)


def _permit_ruling(entry: LateEntry, by: Viewer) -> None:
    if not policies.may_rule_late(by, entry):
        raise NotPermitted("补录要由录入的人和志愿者以外的另一位工作人员复核。")


def _rule(
    entry: LateEntry, state: LateState, by: Viewer, at: datetime, **changes: object
) -> None:
    waiting = LateEntry.objects.waiting().filter(pk=entry.pk)
    said = {"state": state, "ruled_by": by.person_id, "ruled_at": at, **changes}
    if not waiting.update(**said):
        raise LateEntryMovedOn("这一条刚刚复核过了。")
    entry.refresh_from_db()
