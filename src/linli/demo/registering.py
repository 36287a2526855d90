"""A register of invented residents, made from a seed: the same plan gives the same people.

Thirteen thousand lines need not be typed: the plan says how many live where, how old they are
and who is chosen for which post or team; every name is drawn and belongs to nobody.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from linli.demo.rows import Row
from linli.places.rules import AreaKind, building_names

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏苏潘葛范彭郎鲁韦昌"
    "马苗凤花方俞任袁柳史唐费岑薛雷贺倪汤罗毕郝邬安常乐于时傅卞康伍余元顾孟黄穆萧尹姚邵汪祁毛"
)
GIVEN = (
    "安柏帆芳枫谷禾恒鸿怀锦景静均可兰岚乐莉凌露梅苗敏明宁佩平琪青清晴秋然蓉如若瑞山舒书爽思松溪"
    "夏湘晓欣星秀雅岩燕阳叶怡逸英雨玉苑悦云芸泽珍知芝志舟竹子"
)
HEAD, SPOUSE, CHILD, PARENT = "户主", "配偶", "子女", "父母"
ELDER, GROWN_UP, OLDEST = 65, 18, 92
LARGEST = 7
# Who is old in a household, if anybody: parents before heads, heads before spouses.
AGE_OF = {PARENT: 3, HEAD: 2, SPOUSE: 1, CHILD: 0}
TOWNS = (
    "云顶松坪柏溪石岭竹箐枫林双河丹霞响水乌泥清溪白岩黄坡"
    "旧堡新寨平川高垭长冲大湾小箐南坝北盘东岭西坪花塘"
)
"""Two signs each."""
VILLAGES = "上中下大小前后东西南北新老高平岩田坝坡湾沟冲垭箐岭"
VILLAGE_ENDS = "寨坪塘井梁林溪屯洞坎桥院"


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Somebody of the register: behind which door, and how they belong there."""

    id: str
    name: str
    home: str
    room: str
    relation: str
    born_on: date
    town: str = ""
    village: str = ""
    disabled: bool = False


@dataclass(frozen=True, kw_only=True)
class Register:
    """Whom a plan drew, and the rows of posts, teams and members that follow from it."""

    residents: tuple[Resident, ...] = ()
    organisations: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)


class Draw:
    """Chance from a seed; only `random()` is asked, for it alone never changes with Python."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - invented people, no secret

    def below(self, number: int) -> int:
        return int(self._chance.random() * number)

    def of[T](self, choice: Sequence[T]) -> T:
        return choice[self.below(len(choice))]

    def shuffled[T](self, things: Sequence[T]) -> list[T]:
        keyed = [(self._chance.random(), at) for at in range(len(things))]
        return [things[at] for _, at in sorted(keyed)]


def read_register(path: Path, areas: Sequence[Row]) -> Register:
    """Draw the register that the plan describes; no plan, nobody."""
    if not path.exists():
        return Register()
    plan = yaml.safe_load(path.read_text(encoding="utf-8"))
    draw = Draw(plan["seed"])
    residents = tuple(_residents(plan, _buildings(areas), draw))
    return _chosen(plan, residents, draw)


def _buildings(areas: Sequence[Row]) -> list[str]:
    return [
        f"{row['name']}/{name}" for row in areas for name in building_names(row["buildings"])
    ]


def _residents(plan: Mapping[str, Any], homes: list[str], draw: Draw) -> Iterator[Resident]:
    sizes = _sizes(plan["households"], plan["residents"], draw)
    relations = [relation for size in sizes for relation in _relations(size)]
    ages = _ages(relations, plan["elders"], draw)
    disabled = set(draw.shuffled(range(len(relations)))[: plan.get("disabled", 0)])
    origins = _origins(plan.get("origins"))
    count = 0
    for at, size in enumerate(sizes):
        floor, door = divmod(at // len(homes), 4)
        family = draw.of(SURNAMES)
        names: set[str] = set()
        for relation in relations[count : count + size]:
            surname = draw.of(SURNAMES) if relation in (SPOUSE, PARENT) else family
            names.add(name := _name(surname, names, draw))
            count += 1
            yield Resident(
                id=f"r{count:05}",
                name=name,
                home=homes[at % len(homes)],
                room=f"{floor + 1}0{door + 1}",
                relation=relation,
                born_on=_born(plan["day"], ages[count - 1], draw),
                town=origins[at % len(origins)][0],
                village=origins[at % len(origins)][1],
                disabled=count - 1 in disabled,
            )


def _sizes(households: int, residents: int, draw: Draw) -> list[int]:
    """How many live in each household; together as many as there are residents."""
    sizes = [1] * households
    left = residents - households
    while left:
        at = draw.below(households)
        if sizes[at] < LARGEST:
            sizes[at] += 1
            left -= 1
    return sizes


def _relations(size: int) -> list[str]:
    return [HEAD, SPOUSE, CHILD, CHILD, PARENT, CHILD, PARENT][:size]


def _ages(relations: Sequence[str], elders: int, draw: Draw) -> list[int]:
    """The age of each: parents are old, then as many others as the plan has elders."""
    order = draw.shuffled(range(len(relations)))
    oldest_first = sorted(order, key=lambda at: AGE_OF[relations[at]], reverse=True)
    old = set(oldest_first[:elders])
    return [
        ELDER + draw.below(OLDEST - ELDER) if at in old else _younger(relation, draw)
        for at, relation in enumerate(relations)
    ]


def _younger(relation: str, draw: Draw) -> int:
    return draw.below(30) if relation == CHILD else 25 + draw.below(ELDER - 26)


def _born(day: date, age: int, draw: Draw) -> date:
    """A birthday of somebody who is that old on the day, at least a month from the next."""
    return day.replace(year=day.year - age, day=1) - timedelta(days=31 + draw.below(300))


def _origins(plan: Mapping[str, int] | None) -> list[tuple[str, str]]:
    """Every village with its town, of as many as the plan says; nowhere without a plan."""
    if not plan:
        return [("", "")]
    return [
        (
            f"{_town(at % plan['towns'])}乡",
            f"{VILLAGES[at % len(VILLAGES)]}{VILLAGE_ENDS[at // len(VILLAGES)]}村",
        )
        for at in range(plan["villages"])
    ]


def _town(at: int) -> str:
    return TOWNS[2 * at : 2 * at + 2]


def _name(surname: str, taken: set[str], draw: Draw) -> str:
    while True:
        given = draw.of(GIVEN) + (draw.of(GIVEN) if draw.below(4) else "")
        if surname + given not in taken:
            return surname + given


def _chosen(plan: Mapping[str, Any], residents: tuple[Resident, ...], draw: Draw) -> Register:
    """Fill posts and teams as the plan says, each from those who live nearest."""
    register = Register(residents=residents)
    grown_up = [one for one in residents if _age(one, plan["day"]) >= GROWN_UP]
    in_posts: list[Resident] = []
    for wanted in plan.get("posts", ()):
        for area, one in _wanted(wanted, grown_up, in_posts, draw):
            register.posts.append(_post(wanted, area, one))
            in_posts.append(one)
    for wanted in plan.get("teams", ()):
        _team(wanted, grown_up, in_posts, register, draw)
    return register


def _wanted(
    wanted: Mapping[str, Any],
    grown_up: Sequence[Resident],
    in_posts: Sequence[Resident],
    draw: Draw,
) -> Iterator[tuple[str, Resident]]:
    """Who is chosen for which area: one in each, or so many in all, of one household each."""
    taken = {one.id for one in in_posts}
    doors: set[tuple[str, str]] = set()
    free = [one for one in draw.shuffled(grown_up) if one.id not in taken]
    if "count" in wanted:
        for one in free:
            if len(doors) < wanted["count"] and (one.home, one.room) not in doors:
                doors.add((one.home, one.room))
                yield area_at(AreaKind(wanted["each"]), one), one
        return
    seen: set[str] = set()
    for one in free:
        area = area_at(AreaKind(wanted["each"]), one)
        if area not in seen:
            seen.add(area)
            yield area, one


def area_at(kind: AreaKind, one: Resident) -> str:
    """The building somebody lives in, or the grid or compound around it."""
    return one.home if kind is AreaKind.BUILDING else one.home.partition("/")[0]


def _post(wanted: Mapping[str, Any], area: str, one: Resident) -> Row:
    return {
        "kind": wanted["kind"],
        "area": area,
        "organisation": "",
        "person": one.id,
        "since": wanted["since"].isoformat(),
        "obtained": wanted["obtained"],
    }


def _team(
    wanted: Mapping[str, Any],
    grown_up: Sequence[Resident],
    in_posts: Sequence[Resident],
    register: Register,
    draw: Draw,
) -> None:
    """A team in each area, or one of a name; who holds a post is in it first, or not at all."""
    first = [one for one in in_posts if wanted.get("posts") == "first"]
    taken = {one.id for one in in_posts} | _in_teams(wanted, register)
    rest = [one for one in draw.shuffled(grown_up) if one.id not in taken]
    kind = AreaKind(wanted["each"]) if "each" in wanted else None
    named: dict[str, str] = {}
    for one in [*first, *rest][: wanted["members"]]:
        area = area_at(kind, one) if kind else wanted["area"]
        if area not in named:
            named[area] = f"{area.replace('/', '')}{wanted['name']}" if kind else wanted["name"]
            register.organisations.append(_organisation(wanted, area, named[area]))
        since = wanted["since"].isoformat()
        register.members.append({"organisation": named[area], "person": one.id, "since": since})


def _in_teams(wanted: Mapping[str, Any], register: Register) -> set[str]:
    """Nobody is in two teams of a kind; a plan may let one be in teams of two kinds."""
    alike = {row["name"] for row in register.organisations if row["kind"] == wanted["kind"]}
    return {row["person"] for row in register.members if row["organisation"] in alike}


def _organisation(wanted: Mapping[str, Any], area: str, name: str) -> Row:
    return {
        "name": name,
        "kind": wanted["kind"],
        "area": area,
        "status": wanted["status"],
        "formed_on": wanted["since"].isoformat(),
        "formed_here": "",
    }


def _age(one: Resident, day: date) -> int:
    return (
        day.year
        - one.born_on.year
        - ((day.month, day.day) < (one.born_on.month, one.born_on.day))
    )
