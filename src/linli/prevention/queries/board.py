"""What everybody may read of problems: where, down to the compound, of what kind, how far."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Q, QuerySet

from linli.kernel.words import Words
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on
from linli.prevention.models import Problem
from linli.prevention.rules import State

MOST_SHOWN = 20
TONES: Mapping[State, str] = MappingProxyType(
    {
        State.SPOTTED: "hot",
        State.TAKEN_ON: "soon",
        State.MEASURES_SET: "soon",
        State.CHECKED: "ok",
        State.SET_ASIDE: "line",
    }
)
NEXT_SENTENCE: Mapping[State, str] = MappingProxyType(
    {
        State.SPOTTED: "有人领下来，找根子",
        State.TAKEN_ON: "找到根子，定下办法",
        State.MEASURES_SET: "没有人再说，才算解决",
        State.CHECKED: "没有下一步了",
        State.SET_ASIDE: "没有下一步了",
    }
)


@dataclass(frozen=True, kw_only=True)
class PublicProblem:
    """One problem as the board may tell it; no building, no words of a neighbour."""

    where: str
    kind: str
    times: int
    state: Words
    tone: str


def public_problems(area: Area | None) -> list[PublicProblem]:
    """列出来的问题: newest first; what was set aside is not among them."""
    here = Problem.objects.in_area(area) if area else Problem.objects.all()
    rows: QuerySet[Problem] = here.exclude(state=State.SET_ASIDE).select_related("place")
    hung = Count("hangings", filter=Q(hangings__until=None))
    found = list(rows.annotate(times=hung).order_by("-spotted_at", "-pk")[:MOST_SHOWN])
    shown = (AreaKind.COMPOUND, AreaKind.COMMUNITY)
    over = {pk for one in found for pk in ids_on(one.place.path)}
    known = Area.objects.filter(pk__in=over, kind__in=shown) if over else ()
    names = {area.pk: area.name for area in known}
    return [
        PublicProblem(
            where=_nearest(one.place, names),
            kind=one.kind_label,
            times=one.times,
            state=one.standing.label,
            tone=TONES[one.standing],
        )
        for one in found
    ]


def _nearest(place: Area, names: Mapping[int, str]) -> str:
    return next((names[pk] for pk in reversed(ids_on(place.path)) if pk in names), "")
