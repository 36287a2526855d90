"""Areas by their id, as a process remembers them: for what they are called and lie in."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Max

from linli.kernel.memory import Watch
from linli.kernel.models import Entry
from linli.places.models import Area
from linli.places.queries import whole_name
from linli.places.rules import AreaKind, ids_on

MOST = 20_000
CHANGES = (
    *("places.area_opened", "places.areas_opened", "places.area_renamed"),
    *("places.area_moved", "places.area_closed", "places.duty_phone_changed"),
)


def known_areas(ids: Iterable[int]) -> Mapping[int, Area]:
    """Give the areas with all that they lie in, each asked for once until one is changed.

    They are shared by whoever asks: to be read, never to be changed or to decide by who may
    see what. What another process changed shows within seconds.
    """
    known: dict[int, Area] = _areas_watch.kept()
    wanted = set(ids)
    if len(known) > MOST:
        known.clear()
    if unknown := wanted - known.keys():
        _learn(known, unknown)
    return known


def known_area(pk: int) -> Area:
    """Give one area, with what it lies in as its parents."""
    return known_areas([pk])[pk]


def whole_name_of(area: Area) -> str:
    """Say where one area is, as it is remembered: 翠竹苑3号楼2单元."""
    return whole_name(known_area(area.pk))


def whole_names_of(areas: Iterable[Area]) -> Mapping[int, str]:
    """Say where each area is, as they are remembered, by id."""
    ids = {area.pk for area in areas}
    known = known_areas(ids)
    return {pk: whole_name(known[pk]) for pk in ids}


def known_on(path: str) -> list[Area]:
    """Give the areas of a path, outermost first."""
    ids = ids_on(path)
    known = known_areas(ids)
    return [known[pk] for pk in ids]


def community_on(path: str) -> Area | None:
    """Give the community in which a path lies."""
    return next((one for one in known_on(path) if one.kind == AreaKind.COMMUNITY), None)


def doubt_areas() -> None:
    """Something has just been changed here."""
    _areas_watch.doubt()


def _learn(known: dict[int, Area], ids: set[int]) -> None:
    found = Area.objects.in_bulk(ids)
    around = {pk for area in found.values() for pk in ids_on(area.path)}
    found |= Area.objects.in_bulk(around - found.keys() - known.keys())
    for area in sorted(found.values(), key=lambda area: len(ids_on(area.path))):
        if area.parent_id:
            area.parent = found.get(area.parent_id) or known[area.parent_id]
    known |= found


def _revision() -> tuple[int, datetime | None]:
    # Out of the index of codes: by the greatest id a database would walk the whole journal.
    changed = Entry.objects.filter(code__in=CHANGES)
    found = changed.aggregate(times=Count("pk"), latest=Max("happened_at"))
    return found["times"], found["latest"]


_areas_watch = Watch(_revision)
