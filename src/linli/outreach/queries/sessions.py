"""What was said at sessions and what has to be told there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linli.kernel.models import Link
from linli.kernel.references import number
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity
from linli.meetings.models import Meeting
from linli.outreach.models import ReportBack

TEA_TALK = "tea_talk"
SAID_AT = "said_at"
"""The tie from a matter to the session at which it was said."""
MOST = 200


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """A matter that the neighbours asked about at a session, and whether they were told now."""

    matter: Matter
    told: ReportBack | None


def said_at(meeting: Meeting) -> QuerySet[Matter]:
    """List what was said at one session, in the order in which it was."""
    ties = Link.objects.filter(kind=SAID_AT, to_ref=meeting.ref)
    pks = [number(tie) for tie in ties.values_list("from_ref", flat=True)]
    found = Matter.objects.filter(pk__in=pks).select_related("place", "handler", "desk")
    return found.order_by("pk")


def to_tell_at(meeting: Meeting) -> list[ToTell]:
    """要反馈的: what was asked at sessions in the area and not yet reported as finished.

    What was reported as finished at an earlier session is over; what is told now stays listed.
    """
    ties = Link.objects.filter(kind=SAID_AT, to_ref__in=_sessions_before(meeting))
    pks = [number(tie) for tie in ties.values_list("from_ref", flat=True)]
    over = ReportBack.objects.filter(was_finished=True).exclude(meeting=meeting)
    told = {row.matter_id: row for row in ReportBack.objects.filter(meeting=meeting)}
    asked = Matter.objects.filter(
        Q(pk__in=pks, sensitivity=Sensitivity.ORDINARY) | Q(pk__in=told)
    )
    listed = asked.exclude(pk__in=over.values("matter")).select_related(
        "place", "handler", "desk"
    )
    return [
        ToTell(matter=matter, told=told.get(matter.pk))
        for matter in listed.order_by("reported_at", "pk")[:MOST]
    ]


def _sessions_before(meeting: Meeting) -> Sequence[str]:
    there = Meeting.objects.in_area(meeting.place).filter(starts_at__lt=meeting.starts_at)
    return [f"meeting/{pk}" for pk in there.values_list("pk", flat=True)]
