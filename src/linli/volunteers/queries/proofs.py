"""What a proof of service says today, and what one said that was given out."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count

from linli.kernel.dates import day_of, start_of
from linli.volunteers.models import (
    Certificate,
    RecordProof,
    ServiceJudgement,
    ServiceRecord,
    ServiceRecordQuerySet,
    Volunteer,
)
from linli.volunteers.queries.stars import star_of
from linli.volunteers.rules.certificates import CertificateState
from linli.volunteers.rules.proofs import DatedLine, ProofContent, ServedLine, plain
from linli.volunteers.rules.service import Judgement
from linli.volunteers.rules.training import EnrolmentState


def proof_content(volunteer: Volunteer, *, since: date | None, until: date) -> ProofContent:
    """五类信息: as they stand, of services that ended from `since` to `until` inclusive."""
    rows = ServiceRecord.objects.filter(
        volunteer=volunteer, ends_at__lt=start_of(until + timedelta(days=1))
    )
    if since:
        rows = rows.filter(ends_at__gte=start_of(since))
    judged = _judged(rows)
    registered = volunteer.accepted_at
    return ProofContent(
        name=volunteer.person.name,
        number=volunteer.number or "",
        station=volunteer.area.name,
        registered_on=day_of(registered).isoformat() if registered else "",
        since=since.isoformat() if since else "",
        until=until.isoformat(),
        served=_served(rows),
        trained=_trained(volunteer, since, until),
        honoured=_honoured(volunteer, since, until),
        star=star_of(volunteer),
        good=judged.get(Judgement.GOOD, 0),
        fair=judged.get(Judgement.FAIR, 0),
        poor=judged.get(Judgement.POOR, 0),
    )


def proof_by_code(typed: str) -> RecordProof | None:
    """Find what was given out under a code; spaces, dashes and small letters do not matter."""
    code = plain(typed)
    return RecordProof.objects.filter(code=code).first() if code else None


def _served(rows: ServiceRecordQuerySet) -> tuple[ServedLine, ...]:
    """By what was done; what was corrected away altogether is not there at all."""
    times: dict[str, int] = defaultdict(int)
    minutes: dict[str, int] = defaultdict(int)
    late: dict[str, int] = defaultdict(int)
    worth: dict[int, int] = defaultdict(int)
    lines = list(rows.order_by("ends_at", "pk"))
    for row in lines:
        worth[row.corrects_id or row.pk] += row.minutes
    for row in lines:
        if row.corrects_id or not worth[row.pk]:
            continue
        times[row.what] += 1
        minutes[row.what] += worth[row.pk]
        late[row.what] += worth[row.pk] if row.is_late else 0
    return tuple(
        ServedLine(what=what, times=times[what], minutes=minutes[what], late=late[what])
        for what in sorted(minutes, key=lambda one: -minutes[one])
    )


def _trained(volunteer: Volunteer, since: date | None, until: date) -> tuple[DatedLine, ...]:
    passed = volunteer.enrolments.filter(state=EnrolmentState.PASSED).select_related("course")
    courses = [
        DatedLine(
            title=one.course.title,
            given_by=one.course.organiser,
            on=day_of(one.ended_at).isoformat(),
        )
        for one in passed
        if one.ended_at
    ]
    held = Certificate.objects.filter(
        volunteer=volunteer, state=CertificateState.VERIFIED, course=None
    )
    certificates = [
        DatedLine(title=one.kind_label, given_by=one.issuer, on=one.issued_on.isoformat())
        for one in held
    ]
    return _between([*courses, *certificates], since, until)


def _honoured(volunteer: Volunteer, since: date | None, until: date) -> tuple[DatedLine, ...]:
    rows = volunteer.commendations.all()
    lines = [
        DatedLine(title=one.title, given_by=one.awarded_by, on=one.awarded_on.isoformat())
        for one in rows
    ]
    return _between(lines, since, until)


def _between(lines: list[DatedLine], since: date | None, until: date) -> tuple[DatedLine, ...]:
    first = since.isoformat() if since else ""
    kept = [line for line in lines if first <= line.on <= until.isoformat()]
    return tuple(sorted(kept, key=lambda line: (line.on, line.title)))


def _judged(rows: ServiceRecordQuerySet) -> dict[str, int]:
    found = ServiceJudgement.objects.filter(record__in=rows.values("pk"))
    return dict(found.values_list("verdict").annotate(many=Count("pk")).order_by())
