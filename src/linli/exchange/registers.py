"""登记册: every register as rows of text, masked unless somebody said why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from linli.exchange.register import lines_of
from linli.exchange.rules import Column
from linli.exchange.rules.people import PersonColumn
from linli.kernel.masks import masked_id_number, masked_phone
from linli.kernel.words import Words, say
from linli.people.models import HouseholdMember, Organisation, Person, Post, Term
from linli.people.rules import OrganisationKind, OrganisationStatus, PostKind
from linli.places.models import Area, Dwelling
from linli.places.rules import AreaKind, ids_on

AT_ONCE = 2000
DOOR = (AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT)
HOUSEHOLD_HEADS = tuple(
    column
    for column in PersonColumn
    if column not in (PersonColumn.SEX, PersonColumn.ORGANISATION)
)

type Row = Sequence[str]
type Rows = Callable[[Area, bool], Iterable[Row]]


@dataclass(frozen=True, kw_only=True)
class RegisterSheet:
    """One register: what it is called, its headings, its rows in an area, masked or whole."""

    code: str
    label: Words
    heads: tuple[str, ...]
    rows: Rows


def sheet_called(code: str) -> RegisterSheet:
    return SHEETS[code]


def _households(area: Area, is_whole: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    """人户登记册: as it can be brought in again; who has no door stands on no line here."""
    addresses = _addresses(area)
    people = Person.objects.living_in(area).exclude(dwelling=None)
    households = _households_of(area)
    for person in people.select_related("dwelling").order_by("home__path", "dwelling", "pk"):
        assert person.dwelling  # noqa: S101 - filtered above
        compound, building, unit = addresses[person.home_id or 0]
        relation, number, town, village = households.get(person.pk, ("", "", "", ""))
        yield (
            compound,
            building,
            unit,
            person.dwelling.number,
            number,
            relation,
            person.name,
            person.id_number if is_whole else masked_id(person.id_number),
            person.born_on.isoformat() if person.born_on else "",
            person.phone if is_whole else masked_phone(person.phone),
            town,
            village,
        )


def _households_of(area: Area) -> dict[int, tuple[str, str, str, str]]:
    running = HouseholdMember.objects.filter(
        household__dwelling__area__path__startswith=area.path, ended_on=None
    )
    columns = (
        "person_id",
        "relation",
        "household__number",
        "household__origin__name",
        "household__origin__town__name",
    )
    return {
        person: (relation, number, (town or origin) or "", (origin if town else "") or "")
        for person, relation, number, origin, town in running.values_list(*columns)
    }


def _people(area: Area, is_whole: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    addresses = _addresses(area)
    people = Person.objects.filter(home__path__startswith=area.path)
    for person in people.order_by("left_on", "home__path", "pk"):
        yield (
            person.name,
            "".join(addresses[person.home_id or 0]),
            person.phone if is_whole else masked_phone(person.phone),
            person.id_number if is_whole else masked_id(person.id_number),
            person.born_on.isoformat() if person.born_on else "",
            person.spoken_code,
            person.registered_on.isoformat(),
            person.left_on.isoformat() if person.left_on else "",
        )


def _organisations(area: Area, _: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    found = Organisation.objects.filter(area__path__startswith=area.path)
    for one in found.select_related("area").order_by("dissolved_on", "kind", "name"):
        yield (
            one.name,
            say(OrganisationKind(one.kind).label),
            one.area.name,
            say(OrganisationStatus(one.status).label),
            one.formed_on.isoformat() if one.formed_on else "",
            one.dissolved_on.isoformat() if one.dissolved_on else "",
            one.phone,
        )


def _posts(area: Area, is_whole: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    """Every post with its terms; who serves stands by name, for posts are public."""
    found = Post.objects.filter(area__path__startswith=area.path).select_related(
        "area", "organisation"
    )
    for post in found.prefetch_related("terms__person").order_by("area__path", "kind", "seat"):
        terms: list[Term] = sorted(post.terms.all(), key=lambda term: term.starts_on)
        for term in terms or (None,):
            phone = term.person.phone if term else ""
            yield (
                say(PostKind(post.kind).label),
                post.area.name,
                post.organisation.name if post.organisation else "",
                term.person.name if term else "",
                term.starts_on.isoformat() if term else "",
                term.ends_on.isoformat() if term and term.ends_on else "",
                phone if is_whole else masked_phone(phone),
            )


def _dwellings(area: Area, _: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    addresses = _addresses(area)
    living = _living_behind(area)
    found = Dwelling.objects.filter(area__path__startswith=area.path)
    rows = found.order_by("area__path", "number").values_list(
        "pk", "area_id", "number", "floor_area"
    )
    for pk, home, number, floor_area in rows:
        size = f"{floor_area // 100}.{floor_area % 100:02d}" if floor_area else ""
        yield (*addresses[home], number, size, str(living.get(pk, 0)))


def _living_behind(area: Area) -> dict[int, int]:
    doors = Person.objects.living_in(area).values_list("dwelling_id", flat=True)
    counted: dict[int, int] = {}
    for door in doors:
        if door:
            counted[door] = counted.get(door, 0) + 1
    return counted


def _areas(area: Area, _: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    inside = {one.pk: one for one in Area.objects.within(area)}
    for one in sorted(inside.values(), key=lambda one: ids_on(one.path)):
        around = inside.get(one.parent_id or 0)
        yield (
            one.name,
            say(AreaKind(one.kind).label),
            around.name if around else "",
            one.division_code or "",
            one.phone,
            one.ended_on.isoformat() if one.ended_on else "",
        )


def _matters(area: Area, is_whole: bool) -> Iterator[Row]:  # noqa: FBT001 - ours alone
    for line in lines_of(area, has_contacts=is_whole):
        yield tuple(line.get(column, "") for column in Column)


def _addresses(area: Area) -> Mapping[int, tuple[str, str, str]]:
    """Compound, building and unit of every area inside; empty where there is none."""
    inside = {one.pk: one for one in Area.objects.within(area)}
    around = Area.objects.in_bulk(ids_on(area.path))
    known = around | inside

    def named(path: str, kind: AreaKind) -> str:
        on_the_way = (known[pk] for pk in ids_on(path))
        return next((one.name for one in on_the_way if one.kind == kind), "")

    return {
        pk: (
            named(one.path, AreaKind.COMPOUND),
            named(one.path, AreaKind.BUILDING),
            named(one.path, AreaKind.UNIT),
        )
        for pk, one in inside.items()
    }


def masked_id(number: str) -> str:
    return masked_id_number(number) if number else ""


def _sheet(code: str, label: str, heads: Sequence[str], rows: Rows) -> RegisterSheet:
    return RegisterSheet(code=code, label=Words(label), heads=tuple(heads), rows=rows)


SHEETS: Mapping[str, RegisterSheet] = {
    sheet.code: sheet
    for sheet in (
        _sheet(
            "households",
            _("人户登记册"),
            [str(column.label) for column in HOUSEHOLD_HEADS],
            _households,
        ),
        _sheet(
            "people",
            _("人员名册"),
            ("姓名", "住处", "电话", "身份证号", "出生日期", "口令号", "登记日期", "迁出日期"),
            _people,
        ),
        _sheet(
            "organisations",
            _("组织名册"),
            ("名称", "种类", "区域", "登记状态", "成立日期", "撤销日期", "联系电话"),
            _organisations,
        ),
        _sheet(
            "posts",
            _("岗位名册"),
            ("岗位", "区域", "组织", "姓名", "到岗日期", "离岗日期", "电话"),
            _posts,
        ),
        _sheet(
            "dwellings",
            _("住宅名册"),
            ("小区", "楼栋", "单元", "房号", "面积（平方米）", "现住人数"),
            _dwellings,
        ),
        _sheet(
            "areas",
            _("区域名册"),
            ("名称", "种类", "在哪里面", "区划代码", "值班电话", "停用日期"),
            _areas,
        ),
        _sheet("matters", _("事项台账"), [str(column.label) for column in Column], _matters),
    )
}
