"""Areas are opened, renamed, moved and closed; their paths follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Substr

from linli.kernel import journal
from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, Refusal, Unreadable
from linli.kernel.identity import NotADivisionCode, read_division_code
from linli.kernel.references import NOWHERE
from linli.places import policies, rules
from linli.places.events import (
    AreaClosed,
    AreaMoved,
    AreaOpened,
    AreaRenamed,
    AreasOpened,
    DutyPhoneChanged,
)
from linli.places.models import Area
from linli.places.policies import Keeper
from linli.places.queries.known import doubt_areas
from linli.places.rules import AreaKind

KEEPERS_ONLY = "只有管理员，以及本级和上级的工作人员，可以改动区域。"


class AreaDoesNotFit(Refusal):
    pass


class AreaNameTaken(Refusal):
    pass


class DivisionCodeTaken(Refusal):
    pass


class DivisionCodeUnreadable(Unreadable):
    pass


class AreaMovedOn(Refusal):
    pass


class AreaStillHoldsAreas(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewArea:
    """An area to be opened, with those that lie in it."""

    kind: AreaKind
    name: str
    division_code: str = ""
    phone: str = ""
    below: tuple["NewArea", ...] = ()


@transaction.atomic
def open_area(
    *,
    parent: Area | None,
    kind: AreaKind,
    name: str,
    division_code: str = "",
    phone: str = "",
    by: Keeper,
    at: datetime,
) -> Area:
    """设立区域: one more area on the map, inside another or outermost."""
    new = NewArea(kind=kind, name=name, division_code=division_code, phone=phone)
    [area] = _opened([new], parent=parent, by=by, at=at)
    event = AreaOpened(subject=area.ref, kind=kind.label, name=name)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    doubt_areas()
    return area


@transaction.atomic
def open_areas(
    *, parent: Area | None, areas: Sequence[NewArea], by: Keeper, at: datetime
) -> list[Area]:
    """成批设立区域: a whole tree in one go, told once; returns every area, outer ones first."""
    opened = _opened(areas, parent=parent, by=by, at=at)
    subject = parent.ref if parent else NOWHERE
    event = AreasOpened(subject=subject, count=len(opened))
    journal.record(event, by=by.ref, at=at, place=subject)
    doubt_areas()
    return opened


@transaction.atomic
def rename_area(*, area: Area, name: str, by: Keeper, at: datetime) -> None:
    """改名: the area is called something else from now on; its reference stays."""
    _refuse_strangers(by, area.path)
    _refuse_taken_names(area.parent, [NewArea(kind=AreaKind(area.kind), name=name)])
    before = area.name
    if not Area.objects.filter(pk=area.pk, name=before).update(name=name):
        raise AreaMovedOn("这个区域刚刚被别人改过，请刷新后再试。")
    event = AreaRenamed(subject=area.ref, before=before, after=name)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    doubt_areas()
    area.name = name


@transaction.atomic
def move_area(*, area: Area, to: Area, by: Keeper, at: datetime) -> None:
    """划转: the area lies in another from now on, with everything in it."""
    _refuse_strangers(by, area.path)
    _refuse_strangers(by, to.path)
    new = NewArea(kind=AreaKind(area.kind), name=area.name)
    _refuse_misfits([new], to)
    if to.lies_in(area):
        raise AreaDoesNotFit("“{name}”不能划进它自己里面。", name=area.name)
    _refuse_taken_names(to, [new])
    from_ = f"area/{area.parent_id}" if area.parent_id else NOWHERE
    _move_below(area, to)
    event = AreaMoved(subject=area.ref, from_=from_, to=to.ref)
    journal.record(event, by=by.ref, at=at, place=to.ref)
    doubt_areas()
    area.refresh_from_db()


def _move_below(area: Area, to: Area) -> None:
    seen = Area.objects.filter(pk=area.pk, parent=area.parent_id, path=area.path)
    if not seen.update(parent=to):
        raise AreaMovedOn("这个区域刚刚被别人改过，请刷新后再试。")
    rest = Substr("path", len(area.path) + 1)
    Area.objects.filter(path__startswith=area.path).update(
        path=Concat(Value(rules.path_below(to.path, area.pk)), rest)
    )


@transaction.atomic
def close_area(*, area: Area, by: Keeper, at: datetime) -> None:
    """停用: nothing new happens there; what happened stays on record."""
    _refuse_strangers(by, area.path)
    on = day_of(at)
    if area.children.filter(ended_on=None).exists():
        raise AreaStillHoldsAreas("“{name}”里还有在用的区域，请先停用它们。", name=area.name)
    if not Area.objects.filter(pk=area.pk, ended_on=None).update(ended_on=on):
        raise AreaMovedOn("这个区域已经停用了。")
    event = AreaClosed(subject=area.ref, name=area.name)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    doubt_areas()
    area.ended_on = on


@transaction.atomic
def change_duty_phone(*, area: Area, phone: str, by: Keeper, at: datetime) -> None:
    """值班电话: the number that every page of this area gives to whoever would rather call."""
    _refuse_strangers(by, area.path)
    if not Area.objects.filter(pk=area.pk, phone=area.phone).update(phone=phone):
        raise AreaMovedOn("这个区域刚刚被别人改过，请刷新后再试。")
    event = DutyPhoneChanged(subject=area.ref, phone=phone)
    journal.record(event, by=by.ref, at=at, place=area.ref)
    doubt_areas()
    area.phone = phone


def _opened(
    areas: Sequence[NewArea], *, parent: Area | None, by: Keeper, at: datetime
) -> list[Area]:
    if not policies.may_open(by, parent.path if parent else "/"):
        raise NotPermitted(KEEPERS_ONLY)
    _refuse_misfits(areas, parent)
    _refuse_taken_names(parent, areas)
    _refuse_taken_codes(areas)
    return _created([(parent, new) for new in areas], at)


def _created(rows: Sequence[tuple[Area | None, NewArea]], at: datetime) -> list[Area]:
    """Lay one level after the other, for a path ends with the area's own number."""
    opened: list[Area] = []
    while rows:
        level = Area.objects.bulk_create([_row(parent, new, at) for parent, new in rows])
        _write_paths(level)
        below = [
            (area, inner)
            for area, (_, new) in zip(level, rows, strict=True)
            for inner in new.below
        ]
        opened, rows = [*opened, *level], below
    return opened


def _row(parent: Area | None, new: NewArea, at: datetime) -> Area:
    return Area(
        parent=parent,
        kind=new.kind,
        name=new.name,
        division_code=_division_code(new),
        phone=new.phone,
        began_on=day_of(at),
    )


def _write_paths(level: list[Area]) -> None:
    for area in level:
        area.path = rules.path_below(area.parent.path if area.parent else "", area.pk)
    # One statement a parent: the number of the row is the end of its path.
    for parent_path in {area.path.removesuffix(f"{area.pk}/") for area in level}:
        here = [area.pk for area in level if area.path == f"{parent_path}{area.pk}/"]
        number = Cast("pk", CharField())
        Area.objects.filter(pk__in=here).update(
            path=Concat(Value(parent_path or "/"), number, Value("/"))
        )


def _refuse_strangers(by: Keeper, path: str) -> None:
    if not policies.may_change(by, path):
        raise NotPermitted(KEEPERS_ONLY)


def _refuse_misfits(areas: Sequence[NewArea], parent: Area | None) -> None:
    outer = AreaKind(parent.kind) if parent else None
    for new in areas:
        if not rules.fits_in(new.kind, outer):
            raise AreaDoesNotFit(
                "{kind}“{name}”不能放在这里。", kind=new.kind.label, name=new.name
            )
        _refuse_misfits_below(new)


def _refuse_misfits_below(new: NewArea) -> None:
    for inner in new.below:
        if not rules.fits_in(inner.kind, new.kind):
            raise AreaDoesNotFit(
                "{kind}“{name}”不能放在这里。", kind=inner.kind.label, name=inner.name
            )
        _refuse_misfits_below(inner)


def _refuse_taken_names(parent: Area | None, areas: Sequence[NewArea]) -> None:
    taken = set(Area.objects.filter(parent=parent).values_list("kind", "name"))
    for new in areas:
        if (new.kind.value, new.name) in taken:
            raise AreaNameTaken("这里已经有“{name}”了，请换个名字。", name=new.name)
        taken.add((new.kind.value, new.name))


def _refuse_taken_codes(areas: Sequence[NewArea]) -> None:
    codes = [code for new in areas if (code := _division_code(new))]
    if taken := Area.objects.filter(division_code__in=codes).first():
        raise DivisionCodeTaken(
            "区划代码{code}已经是“{name}”的。", code=taken.division_code, name=taken.name
        )


def _division_code(new: NewArea) -> str | None:
    if not new.division_code:
        return None
    try:
        return read_division_code(new.division_code).code
    except NotADivisionCode as error:
        raise DivisionCodeUnreadable(str(error)) from error
