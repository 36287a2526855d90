"""What pages and other contexts ask about meetings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet, Sum

from linli.kernel.references import Ref
from linli.meetings import policies, rules
from linli.meetings.models import AgendaItem, Attendance, Invitee, Meeting, MeetingQuerySet
from linli.meetings.rules import Presence, Quorum, State
from linli.people.viewer import Viewer
from linli.places.rules import ids_on


def meetings_for(viewer: Viewer) -> MeetingQuerySet:
    """What somebody may see, with what a line of a list needs."""
    return Meeting.objects.visible_to(viewer).select_related("place", "convener")


def coming(meetings: MeetingQuerySet, *, at: datetime) -> MeetingQuerySet:
    """要开的: planned and not over, the next first."""
    return meetings.planned().filter(ends_at__gte=at).order_by("starts_at", "pk")


def near_to(meetings: MeetingQuerySet, viewer: Viewer) -> MeetingQuerySet:
    """离我近的: where one lives or serves, what lies around it, and to what one is called.

    Whoever lives and serves nowhere is near to all of them.
    """
    paths = [path for path in (viewer.home_path, *_served_by(viewer)) if path]
    if not paths:
        return meetings
    here = Q(place__in={pk for path in paths for pk in ids_on(path)})
    for path in _served_by(viewer):
        here |= Q(place__path__startswith=path)
    units = [post.organisation_id for post in viewer.posts if post.organisation_id]
    called = Invitee.objects.filter(
        Q(person__in=viewer.speaks_for) | Q(organisation__in=units)
    ).values("meeting")
    return meetings.filter(here | Q(pk__in=called) | Q(convener__in=viewer.speaks_for))


def _served_by(viewer: Viewer) -> list[str]:
    return [post.area_path for post in viewer.posts if post.area_path]


def waiting_for_minutes(meetings: MeetingQuerySet, *, at: datetime) -> MeetingQuerySet:
    """该记纪要的: over by the clock, and neither held nor called off."""
    return meetings.planned().filter(ends_at__lt=at).order_by("starts_at", "pk")


def past(meetings: MeetingQuerySet, *, at: datetime) -> MeetingQuerySet:
    """开过的: held or called off, the latest first."""
    over = meetings.exclude(state=State.PLANNED).filter(starts_at__lte=at)
    return over.order_by("-starts_at", "-pk")


def with_people(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """With whom they call, who came and what stands on the agenda."""
    return meetings.select_related("point").prefetch_related(
        Prefetch("invitees", Invitee.objects.select_related("person__home", "organisation")),
        Prefetch("attendances", Attendance.objects.select_related("person", "organisation")),
        Prefetch("agenda", AgendaItem.objects.order_by("position")),
    )


def presence_at(meeting: Meeting) -> Presence:
    """Of whom it called how many are there, and whether that is enough."""
    called = {invitee.whom for invitee in meeting.invitees.all()}
    came = frozenset[Ref]().union(*(row.stands_for for row in meeting.attendances.all()))
    return rules.presence(
        invited=len(called), present=len(called & came), quorum=Quorum(meeting.quorum)
    )


def heads_at(meeting: Meeting) -> int:
    """How many came, named or not."""
    return meeting.attendances.aggregate(all=Sum("heads"))["all"] or 0


def agenda_items_about(subjects: Collection[Ref]) -> QuerySet[AgendaItem]:
    """On which agendas these things stand, the oldest meeting first."""
    items = AgendaItem.objects.filter(subject__in=subjects).exclude(
        meeting__state=State.CANCELLED
    )
    return items.select_related("meeting__place").order_by("meeting__starts_at", "pk")


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A line of the sign-in sheet: who is called and, once there, when they came."""

    invitee: Invitee
    attendance: Attendance | None


def seats_of(meeting: Meeting) -> list[Seat]:
    """签到表: everybody who is called, in the order of the invitation."""
    came = {one: row for row in meeting.attendances.all() for one in row.stands_for}
    return [
        Seat(invitee=invitee, attendance=came.get(invitee.whom))
        for invitee in sorted(meeting.invitees.all(), key=lambda one: one.pk)
    ]


def walked_in(meeting: Meeting) -> list[Attendance]:
    """没请也来的: who came beyond those called, and the heads that were counted."""
    called = {invitee.whom for invitee in meeting.invitees.all()}
    rows = sorted(meeting.attendances.all(), key=lambda one: one.pk)
    return [row for row in rows if not row.stands_for & called]


def may_run(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether somebody runs the meeting, for contexts that add to it."""
    return policies.may_run(viewer, meeting)
