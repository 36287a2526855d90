"""Whistles as a desk, a unit or the page of a matter sees them."""

from django.db.models import Prefetch

from linli.coordination import policies
from linli.coordination.models import CalledUnit, Whistle
from linli.coordination.models.whistles import CalledUnitQuerySet, WhistleQuerySet
from linli.coordination.options import WHISTLED_FROM
from linli.coordination.rules import WhistleState
from linli.kernel.options import resolve
from linli.matters.models import Matter
from linli.matters.rules import UNFINISHED, Sensitivity
from linli.people.viewer import Viewer
from linli.places.models import Area

WITH = ("matter__place", "matter__desk", "desk__parent", "blown_by")
CALLED_WITH = (
    "unit",
    "whistle__matter__place__parent",
    "whistle__matter__desk",
    "whistle__desk__parent",
    "involvement__matter__place",
    "involvement__matter__desk",
    "involvement__organisation",
    "judgement",
)


def whistles_of(matter: Matter) -> list[Whistle]:
    """The whistles for one matter, newest first; whoever asks has come by the matter's door."""
    found = Whistle.objects.filter(matter=matter).select_related(*WITH)
    return _with_units(found.order_by("-blown_at", "-pk"))


def whistle_for(viewer: Viewer, pk: int) -> Whistle | None:
    """One whistle with its units, if it lies open to the viewer."""
    found = Whistle.objects.visible_to(viewer).filter(pk=pk).select_related(*WITH)
    return next(iter(_with_units(found)), None)


def called_for(viewer: Viewer, whistle: int, pk: int) -> CalledUnit | None:
    """One called unit of a whistle, if it lies open to the viewer."""
    found = CalledUnit.objects.visible_to(viewer).select_related(*CALLED_WITH)
    return found.filter(whistle=whistle, pk=pk).first()


def whistles_at(
    viewer: Viewer, state: WhistleState, *, area: Area | None = None
) -> WhistleQuerySet:
    """The list of a desk: what is being worked on, what waits to be judged, what has ended."""
    found = Whistle.objects.visible_to(viewer).filter(state=state)
    if area:
        found = found.in_area(area)
    ordered = found.order_by("-blown_at", "-pk").select_related(*WITH)
    return ordered.prefetch_related(Prefetch("units", queryset=_units()))


def open_ground(viewer: Viewer, matter: Matter) -> bool:
    """Whether the viewer could blow a whistle for this matter now."""
    if matter.standing not in UNFINISHED or matter.sensitivity == Sensitivity.COMPLAINT:
        return False
    if not viewer.works_a_desk:
        return False
    lowest = resolve(matter.place.chain)[WHISTLED_FROM]
    return policies.may_whistle(viewer, matter, lowest)


def _with_units(found: WhistleQuerySet) -> list[Whistle]:
    whistles = list(found.prefetch_related(Prefetch("units", queryset=_units())))
    for whistle in whistles:
        for called in whistle.units.all():
            called.whistle = whistle
    return whistles


def _units() -> CalledUnitQuerySet:
    rows = CalledUnit.objects.select_related("unit", "judgement")
    return rows.order_by("-is_lead", "pk")
