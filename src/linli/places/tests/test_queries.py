"""What pages learn about places."""

import pytest
from django.utils.translation import override

from linli.kernel.dates import day_of
from linli.kernel.testing import NOON
from linli.places import actions, queries
from linli.places.models import PointKind
from linli.places.rules import AreaKind
from linli.places.testing import THE_SURVEYOR, a_neighbourhood

pytestmark = pytest.mark.django_db

TODAY = day_of(NOON)


def test_a_stairwell_is_named_from_the_compound_down() -> None:
    here = a_neighbourhood()

    names = queries.whole_names([here.unit, here.community])

    assert names[here.unit.pk] == "翠竹苑3号楼2单元"
    assert names[here.community.pk] == "和平里社区"


def test_a_picker_lists_what_stands_in_the_order_of_the_tree() -> None:
    here = a_neighbourhood()
    actions.close_area(area=here.unit, by=THE_SURVEYOR, at=NOON)

    listed = queries.choices_within(here.compound, on=TODAY)

    assert [name for _, name in listed] == ["翠竹苑", "翠竹苑3号楼"]


def test_the_tree_tells_what_each_area_is_called_here() -> None:
    here = a_neighbourhood()

    branches = queries.tree_of(here.community, on=TODAY)

    assert [(branch.depth, branch.level) for branch in branches] == [
        (0, "社区"),
        (1, "小区"),
        (2, "楼栋"),
        (3, "单元"),
    ]


def test_the_community_of_a_stairwell_is_found() -> None:
    here = a_neighbourhood()

    assert queries.community_of(here.unit) == here.community
    assert queries.community_of(here.subdistrict) is None
    assert queries.areas_on_the_way_to(here.compound)[-1] == here.compound


def test_an_area_is_found_by_its_code() -> None:
    here = a_neighbourhood()
    area = actions.open_area(
        parent=here.subdistrict,
        kind=AreaKind.COMMUNITY,
        name="锦绣社区",
        division_code="350722001001",
        by=THE_SURVEYOR,
        at=NOON,
    )

    assert queries.area_of_code("350722001001") == area
    assert queries.area_of_code("350722001009") is None


def test_only_an_open_point_is_found_by_its_code() -> None:
    here = a_neighbourhood()
    point = actions.open_point(
        kind=PointKind.DOOR, area=here.unit, name="2单元门口", by=THE_SURVEYOR, at=NOON
    )

    assert queries.point_of_code(f" {point.code.lower()} ") == point
    assert queries.points_in(here.community) == [point]
    actions.close_point(point=point, by=THE_SURVEYOR, at=NOON)

    assert queries.point_of_code(point.code) is None
    assert queries.points_in(here.community) == []


def test_the_levels_are_called_by_their_english_names_in_english() -> None:
    here = a_neighbourhood()

    with override("en"):
        assert queries.level_names(here.unit)[AreaKind.COMPOUND] == "Compound"
