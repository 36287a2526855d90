"""What each action does to the map, and what it refuses."""

from dataclasses import dataclass

import pytest

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.references import NOWHERE, Ref
from linli.kernel.testing import NOON
from linli.places import actions
from linli.places.actions import NewArea, NewDwelling, NewPoint
from linli.places.events import AreaClosed, AreaMoved, AreasOpened, PointOpened
from linli.places.models import Area, PointKind
from linli.places.rules import AreaKind
from linli.places.testing import THE_SURVEYOR, a_neighbourhood

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class _Stranger:
    ref: Ref = "person/99"
    kept_paths: tuple[str, ...] = ()

    def keeps(self, path: str) -> bool:
        return False


A_STRANGER = _Stranger()


def test_a_whole_tree_is_opened_with_its_paths_and_told_once() -> None:
    here = a_neighbourhood()

    assert here.unit.path == here.building.path + f"{here.unit.pk}/"
    assert Area.objects.get(pk=here.unit.pk).path == here.unit.path
    assert here.unit.lies_in(here.county)
    assert here.unit.chain[0] == here.unit.ref
    [told] = journal.events(AreasOpened, subject=NOWHERE)
    assert told.count == 6


def test_a_building_is_opened_in_a_compound() -> None:
    here = a_neighbourhood()

    building = actions.open_area(
        parent=here.compound, kind=AreaKind.BUILDING, name="5号楼", by=THE_SURVEYOR, at=NOON
    )

    assert building.path == f"{here.compound.path}{building.pk}/"


def test_a_stranger_opens_nothing() -> None:
    here = a_neighbourhood()

    with pytest.raises(NotPermitted):
        actions.open_area(
            parent=here.compound, kind=AreaKind.BUILDING, name="5号楼", by=A_STRANGER, at=NOON
        )


def test_a_community_does_not_fit_into_a_building() -> None:
    here = a_neighbourhood()
    inside = NewArea(kind=AreaKind.COMMUNITY, name="小社区")

    with pytest.raises(actions.AreaDoesNotFit):
        actions.open_areas(
            parent=here.compound,
            areas=[NewArea(kind=AreaKind.BUILDING, name="9号楼", below=(inside,))],
            by=THE_SURVEYOR,
            at=NOON,
        )


def test_a_name_stands_once_in_one_place() -> None:
    here = a_neighbourhood()

    with pytest.raises(actions.AreaNameTaken):
        actions.open_area(
            parent=here.compound, kind=AreaKind.BUILDING, name="3号楼", by=THE_SURVEYOR, at=NOON
        )


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("350722001001", actions.DivisionCodeTaken),
        ("12", actions.DivisionCodeUnreadable),
    ],
)
def test_a_division_code_is_read_and_belongs_to_one_area(
    code: str, refusal: type[Exception]
) -> None:
    here = a_neighbourhood()
    first = NewArea(kind=AreaKind.COMMUNITY, name="锦绣社区", division_code="350722001001")
    actions.open_areas(parent=here.subdistrict, areas=[first], by=THE_SURVEYOR, at=NOON)

    with pytest.raises(refusal):
        actions.open_area(
            parent=here.subdistrict,
            kind=AreaKind.COMMUNITY,
            name="锦程社区",
            division_code=code,
            by=THE_SURVEYOR,
            at=NOON,
        )


def test_an_area_is_renamed_and_keeps_its_reference() -> None:
    here = a_neighbourhood()
    ref = here.compound.ref

    actions.rename_area(area=here.compound, name="翠竹新苑", by=THE_SURVEYOR, at=NOON)

    assert Area.objects.get(pk=here.compound.pk).name == "翠竹新苑"
    assert here.compound.ref == ref


def test_two_people_do_not_rename_over_each_other() -> None:
    here = a_neighbourhood()
    seen_before = Area.objects.get(pk=here.compound.pk)
    actions.rename_area(area=here.compound, name="翠竹新苑", by=THE_SURVEYOR, at=NOON)

    with pytest.raises(actions.AreaMovedOn):
        actions.rename_area(area=seen_before, name="翠竹里", by=THE_SURVEYOR, at=NOON)


def test_a_compound_moves_with_everything_in_it() -> None:
    here = a_neighbourhood()
    other = actions.open_area(
        parent=here.subdistrict,
        kind=AreaKind.COMMUNITY,
        name="锦绣社区",
        by=THE_SURVEYOR,
        at=NOON,
    )

    actions.move_area(area=here.compound, to=other, by=THE_SURVEYOR, at=NOON)

    unit = Area.objects.get(pk=here.unit.pk)
    assert unit.path == f"{other.path}{here.compound.pk}/{here.building.pk}/{here.unit.pk}/"
    assert here.compound.parent == other
    [moved] = journal.events(AreaMoved, subject=here.compound.ref)
    assert (moved.from_, moved.to) == (here.community.ref, other.ref)


def test_nothing_moves_into_itself() -> None:
    here = a_neighbourhood()
    grid = actions.open_area(
        parent=here.compound, kind=AreaKind.GRID, name="第一网格", by=THE_SURVEYOR, at=NOON
    )

    with pytest.raises(actions.AreaDoesNotFit):
        actions.move_area(area=here.compound, to=grid, by=THE_SURVEYOR, at=NOON)


def test_an_empty_area_is_closed() -> None:
    here = a_neighbourhood()

    actions.close_area(area=here.unit, by=THE_SURVEYOR, at=NOON)

    assert journal.events(AreaClosed, subject=here.unit.ref)
    with pytest.raises(actions.AreaMovedOn):
        actions.close_area(area=here.unit, by=THE_SURVEYOR, at=NOON)


def test_an_area_that_holds_others_stays_open() -> None:
    here = a_neighbourhood()

    with pytest.raises(actions.AreaStillHoldsAreas):
        actions.close_area(area=here.building, by=THE_SURVEYOR, at=NOON)


def test_the_duty_phone_is_changed() -> None:
    here = a_neighbourhood()

    actions.change_duty_phone(
        area=here.community, phone="0599-2811234", by=THE_SURVEYOR, at=NOON
    )

    assert Area.objects.get(pk=here.community.pk).phone == "0599-2811234"


def test_dwellings_are_added_once() -> None:
    here = a_neighbourhood()
    new = [NewDwelling(area=here.unit, number=number) for number in ("101", "102")]
    actions.add_dwellings(within=here.compound, dwellings=new, by=THE_SURVEYOR, at=NOON)

    with pytest.raises(actions.DwellingTwice):
        actions.add_dwellings(within=here.compound, dwellings=new[:1], by=THE_SURVEYOR, at=NOON)

    assert here.unit.dwellings.count() == 2


def test_dwellings_of_another_area_are_not_slipped_in() -> None:
    here, there = a_neighbourhood(), a_neighbourhood()

    with pytest.raises(NotPermitted):
        actions.add_dwellings(
            within=here.compound,
            dwellings=[NewDwelling(area=there.unit, number="101")],
            by=THE_SURVEYOR,
            at=NOON,
        )


def test_a_point_has_a_code_of_its_own() -> None:
    here = a_neighbourhood()

    point = actions.open_point(
        kind=PointKind.TALK_ROOM, area=here.compound, name="说事室", by=THE_SURVEYOR, at=NOON
    )
    doors = actions.open_points(
        within=here.compound,
        points=[NewPoint(kind=PointKind.DOOR, area=here.unit, name="2单元门口")],
        by=THE_SURVEYOR,
        at=NOON,
    )

    assert len(point.code) == 6
    assert point.code != doors[0].code
    [opened] = journal.events(PointOpened, subject=here.compound.ref)
    assert opened.kind == "说事室"


def test_a_point_is_closed_once() -> None:
    here = a_neighbourhood()
    point = actions.open_point(
        kind=PointKind.TALK_BOX, area=here.compound, name="说事箱", by=THE_SURVEYOR, at=NOON
    )

    actions.close_point(point=point, by=THE_SURVEYOR, at=NOON)

    with pytest.raises(actions.PointAlreadyClosed):
        actions.close_point(point=point, by=THE_SURVEYOR, at=NOON)


def test_a_stranger_opens_and_closes_no_point() -> None:
    here = a_neighbourhood()
    point = actions.open_point(
        kind=PointKind.TALK_BOX, area=here.compound, name="说事箱", by=THE_SURVEYOR, at=NOON
    )

    with pytest.raises(NotPermitted):
        actions.close_point(point=point, by=A_STRANGER, at=NOON)
    with pytest.raises(NotPermitted):
        actions.open_point(
            kind=PointKind.TALK_BOX, area=here.compound, name="箱", by=A_STRANGER, at=NOON
        )
