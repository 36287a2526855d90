"""月报: what the sheet on the wall says beside the figures of the board."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from linli.kernel.options import resolve
from linli.matters.models import Exclusion
from linli.matters.options import EXCLUSION_GROUNDS, ExclusionGround
from linli.matters.queries.board import month_of, on_the_board
from linli.matters.rules import AskedState
from linli.places.models import Area, Point


@dataclass(frozen=True, kw_only=True)
class SaidHere:
    """What was said at one talk point in a month, and how much of it is done."""

    received: int
    finished: int


def said_at(point: Point, day: date, *, at: datetime) -> SaidHere:
    """Count what came in at that room, kiosk or group, and what of it was done that month."""
    span = month_of(day, at=at)
    counted = (
        on_the_board()
        .filter(point=point)
        .aggregate(
            received=Count("pk", filter=span.only("received")),
            finished=Count("pk", filter=span.only("finished")),
        )
    )
    return SaidHere(**counted)


def exclusions_by_ground(
    area: Area | None, day: date, *, at: datetime
) -> Sequence[tuple[ExclusionGround, int]]:
    """剔除了什么: the grounds of what was left out of the month's rates, with how many."""
    span = month_of(day, at=at)
    left_out = on_the_board(area).filter(span.only("excluded")).values("pk", "turn")
    turns = {row["pk"]: row["turn"] for row in left_out}
    granted = Exclusion.objects.filter(
        matter__in=on_the_board(area).filter(span.only("excluded")), state=AskedState.GRANTED
    )
    counted = Counter(
        ground
        for pk, turn, ground in granted.values_list("matter", "turn", "ground")
        if turns.get(pk) == turn
    )
    known = resolve(area.chain)[EXCLUSION_GROUNDS] if area else EXCLUSION_GROUNDS.default
    labels = {ground.code: ground for ground in known}
    return [
        (labels.get(code, ExclusionGround(code=code, label=code, label_en=code)), count)
        for code, count in counted.most_common()
    ]
