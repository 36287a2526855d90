"""Which shifts are coming, who holds them, and what meets what."""

from datetime import datetime

from django.db.models import QuerySet

from linli.kernel.encryption import blind_index
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.volunteers.models import Shift, ShiftPlace, ShiftQuerySet, Volunteer
from linli.volunteers.rules.shifts import HELD, PlaceState

CALENDAR = "volunteer-calendar"


def meeting_shift(volunteer: Volunteer, shift: Shift) -> Shift | None:
    """Another shift that the volunteer holds and that meets this one."""
    held = ShiftPlace.objects.filter(
        volunteer=volunteer,
        state__in=HELD,
        shift__starts_at__lt=shift.ends_at,
        shift__ends_at__gt=shift.starts_at,
    )
    other = held.exclude(shift=shift).select_related("shift").first()
    return other.shift if other else None


def coming_shifts(area: Area, *, at: datetime) -> ShiftQuerySet:
    """What is open and not over in the area, the next first."""
    found = Shift.objects.coming(at).in_area(area)
    return found.select_related("place", "team__organisation").order_by("starts_at", "pk")


def places_of(volunteer: Volunteer) -> QuerySet[ShiftPlace]:
    """Every shift somebody ever took, with where it is."""
    mine = ShiftPlace.objects.filter(volunteer=volunteer)
    return mine.select_related("shift__place").order_by("shift__starts_at", "pk")


def next_shifts(volunteer: Volunteer, *, at: datetime) -> QuerySet[ShiftPlace]:
    """我的班: what somebody holds that is not over."""
    return places_of(volunteer).filter(state=PlaceState.TAKEN, shift__ends_at__gt=at)


def unaccounted(viewer: Viewer) -> QuerySet[ShiftPlace]:
    """没有清点: places of shifts that are over, in the areas that somebody serves."""
    paths = [post.area_path for post in viewer.posts if post.keeps_registers]
    left = ShiftPlace.objects.filter(state=PlaceState.UNKNOWN)
    found = left.none()
    for path in paths:
        found = found | left.filter(shift__place__path__startswith=path)
    others = found.exclude(volunteer__person__in=viewer.speaks_for)
    return others.select_related("shift__place", "volunteer__person").order_by(
        "shift__ends_at", "pk"
    )


def volunteer_by_calendar_key(key: str) -> Volunteer | None:
    """Whose calendar that secret address is."""
    if not key:
        return None
    index = blind_index(key, CALENDAR)
    return Volunteer.objects.filter(calendar_key_index=index).select_related("person").first()
