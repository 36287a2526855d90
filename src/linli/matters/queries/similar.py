"""附近相似: open matters nearby that say much the same, to be joined instead of said again."""

from linli.kernel.search import grams
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity
from linli.places.models import Area

MOST = 3
LOOKED_AT = 200
ENOUGH = 25
"""Per cent of the shorter text's two-character grams that both must share."""


def similar_open(words: str, place: Area, *, most: int = MOST) -> list[Matter]:
    """Compare with the newest open matters of the same compound (or of the place itself)."""
    said = set(grams(words).split())
    around = (
        place.parent if place.kind in ("building", "unit", "spot") and place.parent else place
    )
    near = (
        Matter.objects.open()
        .filter(sensitivity=Sensitivity.ORDINARY)
        .in_area(around)
        .select_related("place", "desk", "handler", "unit")
        .order_by("-reported_at")[:LOOKED_AT]
    )
    alike = [(likeness(said, set(other.grams.split())), other) for other in near]
    close = sorted((pair for pair in alike if pair[0] >= ENOUGH), key=lambda p: -p[0])
    return [other for _, other in close[:most]]


def likeness(one: set[str], other: set[str]) -> int:
    """How much two sets of grams share, in per cent of the smaller one."""
    pairs_one = {gram for gram in one if len(gram) > 1}
    pairs_other = {gram for gram in other if len(gram) > 1}
    smaller = min(len(pairs_one), len(pairs_other))
    return 100 * len(pairs_one & pairs_other) // smaller if smaller else 0
