"""Points where a word is taken in are opened and closed; each has a code for its QR."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal
from linli.kernel.references import ref
from linli.kernel.words import Words
from linli.places import policies
from linli.places.events import PointClosed, PointOpened, PointsOpened
from linli.places.models import Area, Point, PointKind
from linli.places.policies import Keeper

# Nothing that is mistaken for something else when read from paper.
CODE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6


class PointAlreadyClosed(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewPoint:
    """A point to be opened."""

    kind: PointKind
    area: Area
    name: str


@transaction.atomic
def open_point(*, kind: PointKind, area: Area, name: str, by: Keeper, at: datetime) -> Point:
    """设说事点: a room, kiosk, box, group or door, with a code of its own for the QR."""
    new = NewPoint(kind=PointKind(kind), area=area, name=name)
    [point] = _opened([new], within=area, by=by, at=at)
    event = PointOpened(
        subject=area.ref, kind=Words(new.kind.label), name=name, point=ref(point)
    )
    journal.record(event, by=by.ref, at=at, place=area.ref)
    return point


@transaction.atomic
def open_points(
    *, within: Area, points: Sequence[NewPoint], by: Keeper, at: datetime
) -> list[Point]:
    """成批设说事点: for every door of a compound, told once."""
    opened = _opened(points, within=within, by=by, at=at)
    event = PointsOpened(subject=within.ref, count=len(opened))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return opened


@transaction.atomic
def close_point(*, point: Point, by: Keeper, at: datetime) -> None:
    """撤销说事点: its code leads nowhere new from now on."""
    if not policies.may_open_points(by, point.area.path):
        raise NotPermitted("只有管理员，以及本级和上级的工作人员，可以撤销说事点。")
    on = day_of(at)
    if not Point.objects.filter(pk=point.pk, closed_on=None).update(closed_on=on):
        raise PointAlreadyClosed("这个说事点已经撤销了。")
    event = PointClosed(subject=point.area.ref, name=point.name, point=ref(point))
    journal.record(event, by=by.ref, at=at, place=point.area.ref)
    point.closed_on = on


def _opened(
    points: Sequence[NewPoint], *, within: Area, by: Keeper, at: datetime
) -> list[Point]:
    outside = [new for new in points if not new.area.lies_in(within)]
    if outside or not policies.may_open_points(by, within.path):
        raise NotPermitted("只有管理员，以及本级和上级的工作人员，可以设说事点。")
    codes = _fresh_codes(len(points))
    return Point.objects.bulk_create(
        Point(area=new.area, kind=new.kind, name=new.name, code=code, opened_on=day_of(at))
        for new, code in zip(points, codes, strict=True)
    )


def _fresh_codes(count: int) -> list[str]:
    fresh: set[str] = set()
    while len(fresh) < count:
        missing = count - len(fresh)
        tried = {_code() for _ in range(missing)}
        taken = Point.objects.filter(code__in=tried).values_list("code", flat=True)
        fresh |= tried - set(taken)
    return sorted(fresh)


def _code() -> str:
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))
