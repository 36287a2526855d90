"""A register is drawn from its plan: the same seed, the same people, as many as it says."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from linli.demo.registering import CHILD, HEAD, Register, read_register
from linli.demo.rows import read_rows
from linli.demo.script import REPLAYS
from linli.people.rules import Obtained, OrganisationKind, OrganisationStatus, PostKind

AREAS = [
    {"kind": "grid", "in": "和平里社区", "name": "东格", "code": "", "buildings": "1-3栋"},
    {"kind": "grid", "in": "和平里社区", "name": "西格", "code": "", "buildings": "1-2栋"},
]
PLAN = """\
seed: {seed}
day: 2023-05-01
households: 40
residents: 100
elders: 12
disabled: 7
origins: {{towns: 5, villages: 11}}
posts:
  - {{kind: grid_leader, each: grid, since: 2021-05-10, obtained: elected}}
  - {{kind: steward, each: building, since: 2021-05-24, obtained: elected}}
  - {{kind: household_representative, each: building, count: 20, since: 2021-05-31, obtained: elected}}
teams:
  - {{kind: residents_group, each: building, name: 楼栋小组, members: 60, posts: first, since: 2021-05-31, status: informal}}
  - {{kind: volunteer_team, each: grid, name: 服务队, members: 15, since: 2021-05-31, status: filed}}
"""  # noqa: E501 - a plan is one line a post


def drawn(folder: Path, *, seed: int = 7) -> Register:
    path = folder / "register.yaml"
    path.write_text(PLAN.format(seed=seed), encoding="utf-8")
    return read_register(path, AREAS)


def in_post(register: Register, kind: PostKind) -> list[str]:
    return [row["person"] for row in register.posts if row["kind"] == kind]


def test_the_same_seed_draws_the_same_people(tmp_path: Path) -> None:
    assert drawn(tmp_path) == drawn(tmp_path)
    assert drawn(tmp_path).residents != drawn(tmp_path, seed=8).residents


def test_without_a_plan_there_is_nobody(tmp_path: Path) -> None:
    assert read_register(tmp_path / "register.yaml", AREAS) == Register()


def test_as_many_live_here_as_the_plan_says(tmp_path: Path) -> None:
    residents = drawn(tmp_path).residents

    assert len(residents) == 100
    assert len({(one.home, one.room) for one in residents}) == 40
    assert len([one for one in residents if one.relation == HEAD]) == 40
    assert len([one for one in residents if one.disabled]) == 7
    assert len({(one.town, one.village) for one in residents}) == 11
    assert len({one.town for one in residents}) == 5


@pytest.mark.parametrize("on", [date(2023, 4, 1), date(2023, 5, 1), date(2023, 6, 1)])
def test_as_many_are_old_as_the_plan_says_also_some_weeks_later(
    tmp_path: Path, on: date
) -> None:
    born = [one.born_on for one in drawn(tmp_path).residents]

    assert len([day for day in born if day <= on.replace(year=on.year - 65)]) == 12


def test_behind_one_door_no_two_have_one_name(tmp_path: Path) -> None:
    residents = drawn(tmp_path).residents

    assert len({(one.home, one.room, one.name) for one in residents}) == len(residents)


def test_each_area_gets_its_post_and_no_household_two_representatives(tmp_path: Path) -> None:
    register = drawn(tmp_path)
    door = {one.id: (one.home, one.room) for one in register.residents}

    leaders = {row["area"] for row in register.posts if row["kind"] == PostKind.GRID_LEADER}
    assert leaders == {"东格", "西格"}
    assert len(in_post(register, PostKind.STEWARD)) == 5
    representatives = in_post(register, PostKind.HOUSEHOLD_REPRESENTATIVE)
    assert len({door[one] for one in representatives}) == 20
    assert Counter(row["person"] for row in register.posts).most_common(1)[0][1] == 1


def test_whoever_holds_a_post_is_in_the_group_of_the_building_and_not_in_a_team(
    tmp_path: Path,
) -> None:
    register = drawn(tmp_path)
    kind_of = {row["name"]: row["kind"] for row in register.organisations}
    joined = {kind: set[str]() for kind in kind_of.values()}
    for row in register.members:
        joined[kind_of[row["organisation"]]].add(row["person"])
    serving = {row["person"] for row in register.posts}

    assert len(joined["residents_group"]) == 60
    assert serving <= joined["residents_group"]
    assert len(joined["volunteer_team"]) == 15
    assert not serving & joined["volunteer_team"]


def test_children_hold_no_post(tmp_path: Path) -> None:
    register = drawn(tmp_path)
    young = {
        one.id
        for one in register.residents
        if one.relation == CHILD and one.born_on > date(2005, 5, 1)
    }

    assert young
    assert not young & {row["person"] for row in [*register.posts, *register.members]}


@pytest.mark.parametrize("folder", sorted(REPLAYS.iterdir()), ids=lambda folder: folder.name)
def test_what_a_plan_names_is_known_to_the_house(folder: Path) -> None:
    register = read_register(folder / "register.yaml", read_rows(folder / "areas.csv"))

    for row in [*register.posts, *read_rows(folder / "posts.csv")]:
        assert PostKind(row["kind"])
        assert Obtained(row["obtained"])
    for row in [*register.organisations, *read_rows(folder / "organisations.csv")]:
        assert OrganisationKind(row["kind"])
        assert OrganisationStatus(row["status"])
