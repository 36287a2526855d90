"""The rows behind a figure, as whoever looks may read them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from linli.kernel.dates import day_of
from linli.kernel.masks import masked_name
from linli.kernel.words import say
from linli.matters.models import Matter
from linli.matters.rules import Sensitivity, State
from linli.people.models import Membership, Organisation, Person, Term
from linli.people.rules import OrganisationKind, OrganisationStatus, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.rules import AreaKind, ids_on

PERSONAL = (Person, Term, Membership)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A table: what its columns are called, its rows, and how many things those stand for."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    stands_for: int
    is_grouped: bool = False


def listing(rows: QuerySet[Model], place: Area, viewer: Viewer) -> Listing:
    """名单: things row by row; persons only as counts by compound, but to who serves there."""
    model = rows.model
    if model in PERSONAL and not viewer.serves(place.path):
        return _by_compound(rows, place)
    heads, cells = CELLS[model]
    table = [cells(row, viewer) for row in rows]
    spoken = tuple(gettext(head) for head in heads)
    return Listing(heads=spoken, rows=table, stands_for=len(table))


def _by_compound(rows: QuerySet[Model], place: Area) -> Listing:
    path = {Person: "home__path", Term: "post__area__path", Membership: "person__home__path"}
    paths = rows.order_by().values_list(path[rows.model], flat=True)
    kinds = (AreaKind.COMMUNITY, AreaKind.COMPOUND)
    inside = Area.objects.filter(path__startswith=place.path, kind__in=kinds)
    names = {area.pk: area.name for area in inside.order_by("path")}
    counted = Counter(_nearest(said or "", names) for said in paths)
    table = [(name, str(count)) for name, count in sorted(counted.items())]
    return Listing(
        heads=(gettext("小区"), gettext("人数")),
        rows=table,
        stands_for=counted.total(),
        is_grouped=True,
    )


def _nearest(path: str, names: dict[int, str]) -> str:
    known = (names[pk] for pk in reversed(ids_on(path)) if pk in names)
    return next(known, say(gettext("不住在这里的")))


def _area(area: Area, __: Viewer) -> tuple[str, ...]:
    return area.name, say(AreaKind(area.kind).label), area.division_code or ""


def _point(point: Point, __: Viewer) -> tuple[str, ...]:
    where = point.area.name
    if point.area.parent and point.area.kind == AreaKind.BUILDING:
        where = f"{point.area.parent.name}{where}"
    return point.name, say(str(PointKind(point.kind).label)), where, _day(point.opened_on)


def _organisation(one: Organisation, __: Viewer) -> tuple[str, ...]:
    kind, status = OrganisationKind(one.kind).label, OrganisationStatus(one.status).label
    return one.name, say(kind), one.area.name, say(status), _day(one.formed_on)


def _person(person: Person, __: Viewer) -> tuple[str, ...]:
    return masked_name(person.name), person.home.name if person.home else ""


def _term(term: Term, __: Viewer) -> tuple[str, ...]:
    kind = say(PostKind(term.post.kind).label)
    return masked_name(term.person.name), kind, term.post.area.name, _day(term.starts_on)


def _membership(one: Membership, __: Viewer) -> tuple[str, ...]:
    return masked_name(one.person.name), one.organisation.name, _day(one.began_on)


def _matter(matter: Matter, viewer: Viewer) -> tuple[str, ...]:
    """What it was about is shown once it is public, or to whoever serves there."""
    is_open = matter.sensitivity == Sensitivity.ORDINARY and matter.public_on is not None
    serves = viewer.serves(matter.place.path) and matter.sensitivity == Sensitivity.ORDINARY
    where = matter.place.parent.name if matter.place.parent else matter.place.name
    return (
        matter.number,
        matter.title if is_open or serves else say(gettext("（不公开）")),
        where,
        say(State(matter.state).label),
        say(gettext("社区") if not matter.level_reached else gettext("到过上一级")),
        _day(matter.reported_at),
        _day(matter.finished_at),
    )


type Cells = Callable[[Any, Viewer], tuple[str, ...]]
CELLS: dict[type[Model], tuple[tuple[str, ...], Cells]] = {
    Area: ((_("名称"), _("种类"), _("区划代码")), _area),
    Point: ((_("名称"), _("种类"), _("在哪里"), _("设立日期")), _point),
    Organisation: (
        (_("名称"), _("种类"), _("在哪里"), _("登记状态"), _("成立日期")),
        _organisation,
    ),
    Person: ((_("姓名"), _("住处")), _person),
    Term: ((_("姓名"), _("岗位"), _("在哪里"), _("到岗日期")), _term),
    Membership: ((_("姓名"), _("组织"), _("加入日期")), _membership),
    Matter: (
        (
            _("编号"),
            _("什么事"),
            _("小区"),
            _("办到哪"),
            _("层级"),
            _("说事日期"),
            _("办结日期"),
        ),
        _matter,
    ),
}


def _day(when: datetime | date | None) -> str:
    if when is None:
        return ""
    return (day_of(when) if isinstance(when, datetime) else when).isoformat()


def plain_rows(listing: Listing) -> Iterable[tuple[str, ...]]:
    return [tuple(map(say, listing.heads)), *listing.rows]
