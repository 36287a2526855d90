"""How areas lie in one another, and how lists of buildings are read."""

import pytest

from linli.places.rules import AreaKind, building_names, fits_in, ids_on, path_below


@pytest.mark.parametrize("kind", AreaKind)
@pytest.mark.parametrize("outer", AreaKind)
def test_an_area_never_lies_in_one_of_its_own_kind_or_in_a_smaller_one(
    kind: AreaKind, outer: AreaKind
) -> None:
    assert not (fits_in(kind, outer) and kind is outer)
    if fits_in(kind, outer) and fits_in(outer, kind):
        assert {kind, outer} == {AreaKind.GRID, AreaKind.COMPOUND}


@pytest.mark.parametrize("kind", AreaKind)
def test_only_what_has_a_desk_stands_outermost(kind: AreaKind) -> None:
    desks = {AreaKind.COUNTY, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY}
    assert fits_in(kind, None) == (kind in desks)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("1-3号楼", ["1号楼", "2号楼", "3号楼"]),
        ("1-2栋、5栋", ["1栋", "2栋", "5栋"]),
        ("甲楼，乙楼", ["甲楼", "乙楼"]),
        ("A1-A2", ["A1-A2"]),
        ("1-2", ["1号楼", "2号楼"]),
        ("3-1号楼", []),
        ("", []),
    ],
)
def test_a_list_of_buildings_is_read(said: str, names: list[str]) -> None:
    assert building_names(said) == names


def test_a_path_is_read_as_it_is_written() -> None:
    assert ids_on(path_below(path_below("", 1), 5)) == (1, 5)
