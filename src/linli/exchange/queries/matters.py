"""What pages and commands ask about sheets that came in."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.exchange.models import ImportBatch, ImportRow
from linli.exchange.rules import Cell, Column, Fault
from linli.kernel.errors import Refusal
from linli.kernel.words import Words, say
from linli.people.models import Person
from linli.people.queries import holders_of
from linli.people.rules import PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on

MOST_FAULTS_SHOWN = 200
ENDINGS = ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")


class NobodyToHandle(Refusal):
    pass


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A fault and where it stands."""

    sheet: str
    line: int
    heading: str
    sentence: str

    def __str__(self) -> str:
        where = say("第{line}行“{heading}”", line=self.line, heading=self.heading)
        sheet = say("表“{sheet}”", sheet=self.sheet) if self.sheet else ""
        return say("{where}：{fault}", where=f"{sheet}{where}", fault=self.sentence)


def faults_of(batch: ImportBatch, *, most: int | None = MOST_FAULTS_SHOWN) -> list[BadRow]:
    """List what is wrong, row by row, under the headings of the sheet itself."""
    bad = batch.rows.exclude(faults=[]).order_by("pk")
    return [
        BadRow(
            sheet=row.sheet,
            line=row.line,
            heading=batch.columns.get(fault.column) or say(Words(Column(fault.column).label)),
            sentence=str(fault),
        )
        for row in bad[:most]
        for fault in faults_in(row)
    ][:most]


def faults_in(row: ImportRow) -> list[Fault]:
    """List what is wrong with one row."""
    return [Fault(**fault) for fault in row.faults]


def cells_of(row: ImportRow) -> dict[str, Cell]:
    """Give the cells by heading, as they stood in the sheet."""
    cells: dict[str, Cell] = json.loads(row.raw) if row.raw else {}
    return cells


def communities_kept_by(viewer: Viewer) -> list[Area]:
    """List the communities into which the viewer may import."""
    kept = Q(pk__in=[])
    for post in viewer.posts:
        if post.keeps_registers:
            kept |= Q(path__startswith=post.area_path)
    return list(Area.objects.of_kind(AreaKind.COMMUNITY).filter(kept).order_by("path"))


def who_handles(community: Area, *, on: date) -> Person:
    """Say in whose name past orders stand: the clerk of the community, or its secretary."""
    for kind in (PostKind.CLERK, PostKind.SECRETARY):
        if found := holders_of(kind, community, on=on):
            return found[0]
    raise NobodyToHandle(
        "“{community}”还没有社区工作者，请先任命，或指明由谁承办。", community=community.name
    )


def who_can_handle(community: Area, *, on: date) -> list[Person]:
    """List who holds a post of the community's own desk."""
    kinds = (PostKind.CLERK, PostKind.SECRETARY)
    found = [one for kind in kinds for one in holders_of(kind, community, on=on)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Gazetteer:
    """The communities by name, and of several of one name by the subdistrict around them."""

    communities: tuple[Area, ...]
    outer: dict[int, str]

    @classmethod
    def of(cls, communities: Collection[Area]) -> "Gazetteer":
        ids = {pk for area in communities for pk in ids_on(area.path)}
        names = Area.objects.filter(pk__in=ids).values_list("pk", "name")
        return cls(tuple(communities), dict(names))

    def find(self, name: str, subdistrict: str) -> Area | None:
        """Find the one community of that name, however much of its name is written."""
        found = list(self._of_name(name))
        if len(found) > 1:
            found = [area for area in found if self._lies_in(area, subdistrict)]
        return found[0] if len(found) == 1 else None

    def _of_name(self, name: str) -> Iterator[Area]:
        said = _bare(name)
        return (area for area in self.communities if _bare(area.name) == said)

    def _lies_in(self, area: Area, subdistrict: str) -> bool:
        return subdistrict in [self.outer.get(pk) for pk in ids_on(area.path)]


def _bare(name: str) -> str:
    plain = name.strip()
    for ending in ENDINGS:
        plain = plain.removesuffix(ending) or plain
    return plain
