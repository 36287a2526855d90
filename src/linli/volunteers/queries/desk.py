"""What the station goes through, and the numbers that everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_within
from linli.places.rules import AreaKind, ids_on
from linli.volunteers.models import (
    Certificate,
    Course,
    LateEntry,
    ServiceRecord,
    StarAward,
    StarObjection,
    Team,
    Volunteer,
    VolunteerQuerySet,
)
from linli.volunteers.queries.registry import volunteers_waiting, with_person
from linli.volunteers.queries.stars import Candidate, star_candidates
from linli.volunteers.rules.stars import HOUR, ObjectionState

WHERE = (AreaKind.COMMUNITY, AreaKind.COMPOUND, AreaKind.BUILDING)
MOST = 60

type Places = list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """志愿服务的数: nobody's name, only how many and how long."""

    volunteers: int
    hours: int
    services: int
    teams: int
    stars: int


def community_for(viewer: Viewer) -> Area | None:
    """Where somebody is at home, otherwise where they work, otherwise the first there is."""
    path = viewer.home_path or next((post.area_path for post in viewer.posts), "")
    communities = Area.objects.of_kind(AreaKind.COMMUNITY).order_by("path")
    there = communities.filter(pk__in=ids_on(path)).first()
    return there or communities.filter(path__startswith=path or "/").first()


def areas_trained(viewer: Viewer) -> list[Area]:
    """Where somebody holds a desk, keeps registers or walks the stairs, the widest first."""
    pks = {
        post.area_id
        for post in viewer.posts
        if post.keeps_registers or post.reach is Reach.STAIRS
    }
    outermost: list[Area] = []
    for area in Area.objects.filter(pk__in=pks).order_by("path"):
        if not any(area.lies_in(other) for other in outermost):
            outermost.append(area)
    return outermost


def areas_kept(viewer: Viewer) -> list[Area]:
    """Where somebody keeps the registers."""
    pks = {post.area_id for post in viewer.posts if post.keeps_registers}
    return list(Area.objects.filter(pk__in=pks).order_by("path"))


def places_in(areas: Sequence[Area], *, on: date) -> Places:
    """Everything that stands in these areas, for a picker."""
    return [one for area in areas for one in choices_within(area, on=on, kinds=WHERE)]


def numbers_of(area: Area) -> Numbers:
    """Only numbers: what a passer-by may know of who serves here."""
    served = ServiceRecord.objects.in_area(area).aggregate(
        minutes=Sum("minutes", default=0), services=Count("pk", filter=Q(corrects=None))
    )
    return Numbers(
        volunteers=Volunteer.objects.active().in_area(area).count(),
        hours=served["minutes"] // HOUR,
        services=served["services"],
        teams=Team.objects.in_area(area).standing().count(),
        stars=StarAward.objects.granted().in_area(area).count(),
    )


def certificates_waiting(viewer: Viewer) -> QuerySet[Certificate]:
    """待核验: entered by another, held by another."""
    seen = Certificate.objects.visible_to(viewer).submitted()
    others = seen.exclude(volunteer__person__in=viewer.speaks_for)
    return (
        others.exclude(entered_by=viewer.person_id)
        .select_related("volunteer__person", "volunteer__area")
        .order_by("entered_at", "pk")
    )


def late_waiting(viewer: Viewer) -> QuerySet[LateEntry]:
    """待复核: late entries that another has written down for another."""
    seen = LateEntry.objects.visible_to(viewer).waiting()
    others = seen.exclude(volunteer__person__in=viewer.speaks_for)
    return (
        others.exclude(entered_by=viewer.person_id)
        .select_related("volunteer__person", "place", "entered_by", "team")
        .order_by("entered_at", "pk")
    )


def objections_waiting(viewer: Viewer) -> list[StarObjection]:
    """待处理的异议: whoever noticed the star or objects to it is not asked."""
    open_ = StarObjection.objects.filter(state=ObjectionState.OPEN)
    others = open_.exclude(objector=viewer.person_id).exclude(
        award__noticed_by=viewer.person_id
    )
    rows = others.select_related("award__volunteer__person", "award__volunteer__area")
    return [
        one
        for one in rows.order_by("made_at", "pk")[:MOST]
        if viewer.keeps(one.award.volunteer.area.path)
    ]


def candidates_for(viewer: Viewer, on: date) -> list[Candidate]:
    """可以公示的: who has earned a star in the areas that somebody keeps; never oneself."""
    found = [one for area in areas_kept(viewer) for one in star_candidates(area, on)]
    return [one for one in found if one.volunteer.person_id not in viewer.speaks_for]


def how_many_wait(viewer: Viewer, _: datetime) -> int:
    """What waits for the station, counted for the page of all work."""
    return volunteers_waiting(viewer).count()


def known_here(viewer: Viewer) -> VolunteerQuerySet:
    """The register of volunteers as far as somebody may read it."""
    return with_person(Volunteer.objects.visible_to(viewer)).order_by("state", "number", "pk")


def courses_here(area: Area) -> QuerySet[Course]:
    """What is being taught in the area, the newest first."""
    return Course.objects.planned().in_area(area).select_related("place").order_by("-pk")


def teams_here(area: Area) -> QuerySet[Team]:
    """The teams of the area with how many belong to each."""
    rows = Team.objects.in_area(area).standing().select_related("organisation__area")
    members = Count(
        "organisation__memberships", filter=Q(organisation__memberships__ended_on=None)
    )
    return rows.annotate(members=members).order_by("kind", "pk")
