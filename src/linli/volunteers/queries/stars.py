"""Which star somebody has, which is next, and who has earned one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum

from linli.kernel.options import resolve
from linli.places.models import Area
from linli.volunteers.models import StarAward, StarExclusion, Volunteer
from linli.volunteers.options import STAR_HOURS
from linli.volunteers.rules.stars import HOUR, star_for


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """可以评星的人: who has the hours for a star that they do not have yet."""

    volunteer: Volunteer
    star: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class NextStar:
    """下一颗星: which, and how many minutes are missing."""

    star: int
    hours: int
    missing: int


def star_of(volunteer: Volunteer) -> int:
    """The highest star that was granted and stands."""
    granted = StarAward.objects.granted().filter(volunteer=volunteer)
    highest: int | None = granted.aggregate(most=Max("star"))["most"]
    return highest or 0


def exclusion_on(volunteer: Volunteer, on: date) -> StarExclusion | None:
    """What keeps somebody from being starred on that day."""
    running = volunteer.exclusions.filter(from_on__lte=on, until_on__gt=on)
    return running.order_by("-until_on").first()


def next_star(volunteer: Volunteer, minutes: int) -> NextStar | None:
    """What is missing for the next star; None when there is none above."""
    thresholds = resolve(volunteer.area.chain)[STAR_HOURS]
    reached = star_for(minutes, thresholds)
    if reached == len(thresholds):
        return None
    hours = thresholds[reached]
    return NextStar(star=reached + 1, hours=hours, missing=hours * HOUR - minutes)


def star_candidates(area: Area, on: date) -> list[Candidate]:
    """List who has the hours for a higher star, is not on notice and not excluded."""
    thresholds = resolve(area.chain)[STAR_HOURS]
    served = Volunteer.objects.active().in_area(area).annotate(sum=Sum("records__minutes"))
    enough = served.filter(sum__gte=thresholds[0] * HOUR).select_related("person", "area")
    minutes = dict(enough.values_list("pk", "sum"))
    noticed = set(StarAward.objects.on_notice().values_list("volunteer", flat=True))
    out = StarExclusion.objects.filter(from_on__lte=on, until_on__gt=on)
    excluded = set(out.values_list("volunteer", flat=True))
    highest = dict(
        StarAward.objects.granted().values_list("volunteer").annotate(most=Max("star"))
    )
    return [
        Candidate(volunteer=one, star=star, minutes=minutes[one.pk])
        for one in enough.order_by("-sum", "pk")
        if one.pk not in noticed | excluded
        and (star := star_for(minutes[one.pk], thresholds)) > highest.get(one.pk, 0)
    ]
