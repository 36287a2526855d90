"""What the page of a community shows: counted facts, stated facts, honours, campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Model, QuerySet
from django.urls import NoReverseMatch, reverse

from linli.kernel.dates import start_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.words import Words, say
from linli.matters.models import Matter, MatterQuerySet
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import DESKS, ids_on
from linli.profiles.models import Campaign, Honour, ProfileFact
from linli.profiles.rules import FEW, StatedKind

COUNTED = (
    "people.households",
    "people.residents",
    "people.elders_60_share",
    "people.elders_share",
    "people.disabled_residents",
    "people.origin_towns",
    "people.origin_villages",
    "places.grids",
    "places.compounds",
    "places.buildings",
    "people.party_branches",
    "people.cultural_teams",
    "people.partner_units",
    "people.grid_leaders",
)
# What says something of persons; few of them are not shown to everybody.
OF_PERSONS = frozenset(
    {"people.disabled_residents", "people.elders_share", "people.elders_60_share"}
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One figure with its list: from the rows, so that it changes when they do."""

    label: Words
    unit: Words
    written: str
    url: str
    is_few: bool = False


@dataclass(frozen=True, kw_only=True)
class Profile:
    """社区画像 of one area."""

    area: Area
    counted: Sequence[Counted]
    stated: Sequence[tuple[Words, ProfileFact]]
    honours: Sequence[Honour]
    campaigns: Sequence[Campaign]


def profile_of(area: Area, viewer: Viewer, *, on: date) -> Profile:
    """Gather what the page shows; a figure of nothing is left out, of a few not told."""
    return Profile(
        area=area,
        counted=_counted(area, viewer, on=on),
        stated=[(StatedKind(one.kind).label, one) for one in stated_of(area)],
        honours=honours_of(area),
        campaigns=list(campaigns_over(area).order_by("closed_on", "-began_on", "pk")),
    )


def stated_of(area: Area) -> QuerySet[ProfileFact]:
    """What is stated of the area and was not taken back."""
    return ProfileFact.objects.standing().filter(area=area).order_by("kind", "pk")


def honours_of(area: Area) -> list[Honour]:
    """List its honours, the newest first."""
    return list(Honour.objects.filter(area=area, taken_back_at=None).order_by("-year", "-pk"))


def campaigns_over(area: Area) -> QuerySet[Campaign]:
    """The campaigns of the area, of what it lies in and of what lies in it, counted."""
    around = Campaign.objects.filter(area__in=ids_on(area.path))
    inside = Campaign.objects.filter(area__path__startswith=area.path)
    return (around | inside).select_related("area").annotate(many=Count("tags"))


def campaigns_for(matter: Matter) -> list[Campaign]:
    """The running campaigns under which a matter can stand."""
    over = Campaign.objects.filter(area__in=ids_on(matter.place.path), closed_on=None)
    return list(over.order_by("pk"))


def matters_of(campaign: Campaign, viewer: Viewer) -> MatterQuerySet:
    """The matters under a campaign which somebody may see."""
    seen = Matter.objects.visible_to(viewer).filter(campaign_tags__campaign=campaign)
    return seen.select_related("place").order_by("-reported_at", "-pk")


def areas_with_a_profile() -> list[Area]:
    """The areas with a desk of their own, inner ones first."""
    return list(Area.objects.filter(kind__in=DESKS, ended_on=None).order_by("-path", "pk"))


def _counted(area: Area, viewer: Viewer, *, on: date) -> list[Counted]:
    tomorrow = start_of(on + timedelta(days=1))
    window = Window(since=None, until=tomorrow)
    found = (Indicator.registry[code] for code in COUNTED if code in Indicator.registry)
    figures = [_figure(one, area, window, viewer) for one in found]
    return [figure for figure in figures if figure]


def _figure(
    one: Indicator[Model], area: Area, window: Window, viewer: Viewer
) -> Counted | None:
    count = one.rows(area.ref, window).count()
    if not count:
        return None
    is_few = one.code in OF_PERSONS and count < FEW and not viewer.serves(area.path)
    written = one.written(one.value(area.ref, window))
    return Counted(
        label=one.name,
        unit=Words(one.unit),
        written=say("不足{few}人", few=FEW) if is_few else written,
        url="" if is_few else _list_url(one.code, area, window),
        is_few=is_few,
    )


def _list_url(code: str, area: Area, window: Window) -> str:
    try:
        address = reverse("figure", kwargs={"code": code})
    except NoReverseMatch:
        return ""
    return f"{address}?place={area.pk}&until={window.until.date().isoformat()}"
