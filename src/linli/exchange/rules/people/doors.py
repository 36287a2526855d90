"""找门: which area and room the words of a row mean, and the nearest known name. No Django."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from linli.exchange.rules.people.columns import PersonColumn
from linli.exchange.rules.rows import Fault

CLOSE = 0.3
LIKE_A_BUILDING = re.compile(r"(号楼|栋楼?|幢楼?|座|号|楼)$")


@dataclass(frozen=True, kw_only=True)
class Floor:
    """A building of the area: its id, what it is called, and the compound around it."""

    pk: int
    name: str
    compound: str


@dataclass(frozen=True, kw_only=True)
class Stair:
    """A unit: its id, its name, and the id of its building."""

    pk: int
    name: str
    building: int


class DoorBook:
    """门牌簿: the buildings, units and rooms of an area, by whatever people call them."""

    def __init__(
        self,
        buildings: Sequence[Floor],
        units: Sequence[Stair],
        rooms: Iterable[tuple[int, str]],
    ) -> None:
        self.compounds = list(dict.fromkeys(one.compound for one in buildings if one.compound))
        self.buildings = buildings
        self._by_name: defaultdict[str, list[Floor]] = defaultdict(list)
        for one in buildings:
            self._by_name[_building(one.name)].append(one)
        self._units: defaultdict[int, list[Stair]] = defaultdict(list)
        for stair in units:
            self._units[stair.building].append(stair)
        self._rooms: defaultdict[int, set[str]] = defaultdict(set)
        for home, room in rooms:
            self._rooms[home].add(room)

    def knows(self, home: int, room: str) -> bool:
        return room in self._rooms.get(home, ())

    def find(
        self, said: Mapping[PersonColumn, str], *, opens_rooms: bool
    ) -> tuple[int | None, list[Fault]]:
        """Give the id of the area behind whose door the room is, or what is wrong where."""
        building, fault = self._building(said)
        if building is None:
            return None, [fault] if fault else []
        home, fault = self._home(building, said)
        if home is None:
            return None, [fault] if fault else []
        fault = self._room(home, said.get(PersonColumn.ROOM, ""), opens_rooms=opens_rooms)
        return home, [fault] if fault else []

    def _building(self, said: Mapping[PersonColumn, str]) -> tuple[Floor | None, Fault | None]:
        compound = said.get(PersonColumn.COMPOUND, "")
        name = said.get(PersonColumn.BUILDING, "")
        if compound and compound not in self.compounds:
            return None, _unknown(PersonColumn.COMPOUND, compound, self.compounds)
        if not name:
            return None, _fault(PersonColumn.BUILDING, "没有写楼栋。")
        found = [one for one in self._by_name[_building(name)] if _in(one, compound)]
        if len(found) == 1:
            return found[0], None
        if found:
            where = "、".join(one.compound for one in found[:3])
            sentence = "“{said}”不止一栋（{where}），请写上小区。"
            return None, _fault(PersonColumn.COMPOUND, sentence, said=name, where=where)
        known = [one.name for one in self.buildings if _in(one, compound)]
        return None, _unknown(PersonColumn.BUILDING, name, known)

    def _home(
        self, building: Floor, said: Mapping[PersonColumn, str]
    ) -> tuple[int | None, Fault | None]:
        units, name = self._units[building.pk], said.get(PersonColumn.UNIT, "")
        if not units and not name:
            return building.pk, None
        if not name:
            names = "、".join(one.name for one in units[:4])
            sentence = "{building}分单元（{names}），请写上单元。"
            return None, _fault(
                PersonColumn.UNIT, sentence, building=building.name, names=names
            )
        found = [one for one in units if _number(one.name) == _number(name)]
        if found:
            return found[0].pk, None
        return None, _unknown(PersonColumn.UNIT, name, [one.name for one in units])

    def _room(self, home: int, room: str, *, opens_rooms: bool) -> Fault | None:
        if not room:
            return _fault(PersonColumn.ROOM, "没有写房号。")
        if opens_rooms or room in self._rooms[home]:
            return None
        return _unknown(PersonColumn.ROOM, room, sorted(self._rooms[home]))


def _in(one: Floor, compound: str) -> bool:
    return not compound or one.compound == compound


def _unknown(column: PersonColumn, said: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(said, known, n=1, cutoff=CLOSE)
    if near:
        sentence = "这里没有登记“{said}”，最接近的是“{near}”。"
        return _fault(column, sentence, said=said[:30], near=near[0])
    return _fault(column, "这里没有登记“{said}”。", said=said[:30])


def _fault(column: PersonColumn, sentence: str, **facts: str) -> Fault:
    return Fault(column=column, sentence=sentence, facts=facts)


def _building(name: str) -> str:
    """3号楼, 3栋, 3幢 and 3 are one building; 东楼 stays what it is called."""
    return _number(LIKE_A_BUILDING.sub("", name)) or name


def _number(name: str) -> str:
    bare = name.removesuffix("单元").strip()
    return bare.lstrip("0") or bare
