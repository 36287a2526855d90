"""What pages, commands and other contexts ask about playbooks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.kernel import options
from linli.kernel.calendar import Deadline, WorkCalendar
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.errors import Unreadable
from linli.kernel.models import Choice, Entry
from linli.kernel.options import Option, plain
from linli.kernel.references import Ref, number
from linli.matters.options import ROUTES, TIERS
from linli.matters.routing import Candidate, Route, Tier, propose
from linli.people.queries import name_of
from linli.places.models import Area
from linli.places.rules import ids_on
from linli.playbooks.events import PlaybookAdopted
from linli.playbooks.linter import check_file
from linli.playbooks.loader import Pack

__all__ = [
    "Adoption",
    "Effective",
    "Pack",
    "PlaybookHasFaults",
    "Trial",
    "adopted_here",
    "adopted_playbook",
    "adoption_of",
    "areas_with_rules",
    "effective_options",
    "pack_named",
    "trial_of",
    "try_words",
]


class PlaybookHasFaults(Unreadable):
    pass


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """Which playbook an area has adopted, when and by whom."""

    area: Area
    playbook: str
    name: str
    title: str
    title_en: str
    version: str
    source: str
    basis: str
    digest: str
    by: str
    at: datetime
    entry: int
    """Its line in the journal."""


@dataclass(frozen=True, kw_only=True)
class Effective:
    """An option as it holds in an area: its value, and the area that set it, if any did."""

    option: Option[Any]
    value: Any
    set_at: Area | None

    @property
    def differs(self) -> bool:
        """Say whether it is not what the house would do by itself."""
        return bool(plain(self.value) != self.option.plain_default())


@dataclass(frozen=True, kw_only=True)
class Trial:
    """试一试: what would become of these words: the rule, why, which lost, until when."""

    route: Route
    matched: tuple[str, ...]
    why: str
    lost: tuple[Candidate, ...]
    tier: Tier
    due: Deadline
    accept_by: datetime


def pack_named(name: str) -> Pack:
    """Read a bundled playbook by name or any by its path, or refuse with its first fault."""
    reading = check_file(name)
    if not reading.pack:
        fault = str(reading.faults[0])
        raise PlaybookHasFaults("规则包“{name}”还有毛病：{fault}", name=name, fault=fault)
    return reading.pack


def adopted_playbook(area: Area) -> Adoption | None:
    """Say which playbook holds in the area: its own, or that of the nearest area above."""
    standing = Area.objects.in_bulk(ids_on(area.path))
    for place in area.chain:
        if adoption := adopted_here(standing[number(place)]):
            return adoption
    return None


def adopted_here(area: Area) -> Adoption | None:
    """Say which playbook this very area adopted last."""
    told = Entry.objects.filter(code=PlaybookAdopted.code, subject=area.ref)
    entry = told.order_by("pk").last()
    return adoption_of(entry, area) if entry else None


def adoption_of(entry: Entry, area: Area) -> Adoption:
    """Read an adoption back from the journal."""
    event = entry.read_as(PlaybookAdopted)
    return Adoption(
        area=area,
        playbook=event.playbook,
        name=event.name,
        title=event.title,
        title_en=event.title_en,
        version=event.version,
        source=event.source,
        basis=event.basis,
        digest=event.digest,
        by=name_of(entry.by),
        at=entry.happened_at,
        entry=entry.pk,
    )


def effective_options(area: Area) -> list[Effective]:
    """List every option as it holds in the area, with the area that set it."""
    resolution = options.resolve(area.chain)
    set_at = _set_at(area)
    return [
        Effective(option=option, value=resolution[option], set_at=set_at.get(code))
        for code, option in sorted(Option.registry.items())
    ]


def areas_with_rules() -> list[Area]:
    """List the areas that have adopted a playbook, outermost first."""
    places = Entry.objects.filter(code=PlaybookAdopted.code).values_list("subject", flat=True)
    found = Area.objects.filter(pk__in={number(place) for place in places})
    return sorted(found, key=lambda area: ids_on(area.path))


def try_words(words: str, *, area: Area, at: datetime) -> Trial:
    """试一试: say what would become of these words in the area."""
    rules = options.resolve(area.chain)
    routes, tiers = rules[ROUTES], rules[TIERS]
    return trial_of(words, routes, tiers, calendar=calendar_in_force(), at=at)


def trial_of(
    words: str,
    routes: tuple[Route, ...],
    tiers: tuple[Tier, ...],
    *,
    calendar: WorkCalendar,
    at: datetime,
) -> Trial:
    """Say what would become of the words under these rules, with the deadline from `at` on."""
    proposal = propose(words, routes)
    tier = next((tier for tier in tiers if tier.code == proposal.route.tier), tiers[0])
    return Trial(
        route=proposal.route,
        matched=proposal.matched,
        why=proposal.why,
        lost=proposal.lost,
        tier=tier,
        due=calendar.add_workdays(at, tier.workdays),
        accept_by=calendar.add_work_minutes(at, tier.accept_minutes).at,
    )


def _set_at(area: Area) -> dict[str, Area]:
    """Map each option that was chosen on the way up to the nearest area that chose it."""
    nearest: dict[Ref, int] = {place: i for i, place in enumerate(area.chain)}
    areas = Area.objects.in_bulk(ids_on(area.path))
    rows = Choice.objects.filter(place__in=area.chain)
    ordered = sorted(rows, key=lambda row: nearest[row.place], reverse=True)
    return {row.option: areas[number(row.place)] for row in ordered}
