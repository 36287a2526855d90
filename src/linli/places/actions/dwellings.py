"""Dwellings are entered, a building at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted, Refusal
from linli.places import policies
from linli.places.events import DwellingsAdded
from linli.places.models import Area, Dwelling
from linli.places.policies import Keeper


class DwellingTwice(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class NewDwelling:
    """A dwelling to be entered; the floor area in square decimetres, as the deed has it."""

    area: Area
    number: str
    floor_area: int | None = None


@transaction.atomic
def add_dwellings(
    *, within: Area, dwellings: Sequence[NewDwelling], by: Keeper, at: datetime
) -> list[Dwelling]:
    """登记住宅: doors of the buildings within one area, all at once and told once."""
    outside = [new for new in dwellings if not new.area.lies_in(within)]
    if outside or not policies.may_open_points(by, within.path):
        raise NotPermitted("只有管理员，以及本级和上级的工作人员，可以登记这里的住宅。")
    _refuse_twice(dwellings)
    added = Dwelling.objects.bulk_create(
        Dwelling(area=new.area, number=new.number, floor_area=new.floor_area)
        for new in dwellings
    )
    event = DwellingsAdded(subject=within.ref, count=len(added))
    journal.record(event, by=by.ref, at=at, place=within.ref)
    return added


def _refuse_twice(dwellings: Sequence[NewDwelling]) -> None:
    said = Counter((new.area.pk, new.number) for new in dwellings)
    there = Dwelling.objects.filter(area__in={new.area.pk for new in dwellings})
    said.update(there.values_list("area_id", "number"))
    names = {new.area.pk: new.area.name for new in dwellings}
    for (area, number), times in said.items():
        if times > 1 and area in names:
            raise DwellingTwice(
                "{area}的{number}已经登记过了。", area=names[area], number=number
            )
