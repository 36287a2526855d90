"""The rows behind a figure, as whoever looks may read them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from linli.indicators import order_cells, store_cells, volunteer_cells
from linli.indicators.uses import USES
from linli.kernel.dates import day_of
from linli.kernel.masks import masked_name
from linli.kernel.models import Entry
from linli.kernel.words import say
from linli.matters.models import HandlingPlan, InstantMatter, Matter, QuickFix
from linli.matters.rules import Sensitivity, State
from linli.mediation.events import CaseAccepted
from linli.mediation.models import Case
from linli.mediation.rules import State as Stage
from linli.meetings.models import Meeting
from linli.notices.models import Document, Notice, Recipient
from linli.notices.rules import Kind
from linli.outreach.models import Answered, AskedHousehold, DoorVisit, Patrol, Survey
from linli.outreach.rules.patrols import Found
from linli.people.models import (
    Household,
    Membership,
    Organisation,
    Origin,
    Person,
    Term,
)
from linli.people.queries import origin_of
from linli.people.rules import OrganisationKind, OrganisationStatus, PostKind
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.queries import whole_name
from linli.places.queries.known import known_area
from linli.places.rules import AreaKind, ids_on
from linli.prevention.models import Problem
from linli.prevention.rules import State as Standing
from linli.profiles.models import CampaignMatter, ProfileFact

PERSONAL = (
    Person,
    Household,
    Term,
    Membership,
    Recipient,
    AskedHousehold,
    DoorVisit,
    *order_cells.PERSONAL,
    *volunteer_cells.PERSONAL,
)
# Of a handful in one compound a neighbour could tell who they are (个人信息保护法 6、51).
COUNTED_TOGETHER = (
    Person,
    Household,
    AskedHousehold,
    DoorVisit,
    *order_cells.PERSONAL,
    *volunteer_cells.PERSONAL,
)
HOUSEHOLDS = (Household, AskedHousehold, DoorVisit)
FEW = 5
BELOW_COMPOUND = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.SPOT)
# What an entry of the journal stands for in a figure; all others are matters.
TOLD = {CaseAccepted.code: _("纠纷"), **USES}


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
    path: dict[type[Model], str] = {
        Person: "home__path",
        Household: "dwelling__area__path",
        Term: "post__area__path",
        Membership: "person__home__path",
        Recipient: "area__path",
        AskedHousehold: "household__dwelling__area__path",
        DoorVisit: "dwelling__area__path",
        **order_cells.PERSONAL,
        **volunteer_cells.PERSONAL,
    }
    paths = rows.order_by().values_list(path[rows.model], flat=True)
    kinds = (AreaKind.COMMUNITY, AreaKind.COMPOUND)
    inside = Area.objects.filter(path__startswith=place.path, kind__in=kinds)
    names = {area.pk: area.name for area in inside.order_by("path")}
    counted = Counter(_nearest(said or "", names) for said in paths)
    what = gettext("户数") if rows.model in HOUSEHOLDS else gettext("人数")
    return Listing(
        heads=(gettext("小区"), what),
        rows=_without_small_cells(counted)
        if rows.model in COUNTED_TOGETHER
        else _said(counted),
        stands_for=counted.total(),
        is_grouped=True,
    )


def _said(counted: Counter[str]) -> list[tuple[str, str]]:
    return [(name, str(count)) for name, count in sorted(counted.items())]


def _without_small_cells(counted: Counter[str]) -> list[tuple[str, str]]:
    """Few in one compound are counted with the next fewest: nobody is found by subtraction."""
    together: list[str] = []
    for name, count in sorted(counted.items(), key=lambda cell: cell[1]):
        if count < FEW or 0 < sum(counted[one] for one in together) < FEW:
            together.append(name)
    if not together:
        return _said(counted)
    merged = sum(counted[name] for name in together)
    if merged < FEW:
        return [(gettext("全部小区合计"), gettext("不足{few}").format(few=FEW))]
    shown = Counter({name: count for name, count in counted.items() if name not in together})
    return [*_said(shown), (gettext("其余小区合计"), str(merged))]


def _nearest(path: str, names: dict[int, str]) -> str:
    known = (names[pk] for pk in reversed(ids_on(path)) if pk in names)
    return next(known, say(gettext("不住在这里的")))


def _where(area: Area, viewer: Viewer) -> str:
    """Down to the door for who serves there, to the compound for everybody else."""
    known = known_area(area.pk)
    return whole_name(known) if viewer.serves(known.path) else _compound(known)


def _compound(known: Area) -> str:
    while known.kind in BELOW_COMPOUND and known.parent:
        known = known.parent
    return known.name


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


def _person(person: Person, viewer: Viewer) -> tuple[str, ...]:
    return masked_name(person.name), _where(person.home, viewer) if person.home else ""


def _household(one: Household, viewer: Viewer) -> tuple[str, ...]:
    came = " ".join(part for part in origin_of(one.origin) if part)
    return _where(one.dwelling.area, viewer), one.dwelling.number, came, _day(one.began_on)


def _origin(one: Origin, __: Viewer) -> tuple[str, ...]:
    return origin_of(one)


def _term(term: Term, viewer: Viewer) -> tuple[str, ...]:
    kind = say(PostKind(term.post.kind).label)
    where = _where(term.post.area, viewer)
    return masked_name(term.person.name), kind, where, _day(term.starts_on)


def _membership(one: Membership, __: Viewer) -> tuple[str, ...]:
    return masked_name(one.person.name), one.organisation.name, _day(one.began_on)


def _matter(matter: Matter, viewer: Viewer) -> tuple[str, ...]:
    """What it was about is shown once it is public, or to whoever serves there."""
    is_open = matter.sensitivity == Sensitivity.ORDINARY and matter.public_on is not None
    place = known_area(matter.place_id)
    serves = viewer.serves(place.path) and matter.sensitivity == Sensitivity.ORDINARY
    return (
        matter.number,
        matter.title if is_open or serves else say(gettext("（不公开）")),
        whole_name(place) if serves else _compound(place),
        say(State(matter.state).label),
        say(gettext("社区") if not matter.level_reached else gettext("到过上一级")),
        _day(matter.reported_at),
        _day(matter.finished_at),
    )


def _meeting(meeting: Meeting, __: Viewer) -> tuple[str, ...]:
    """A public one by name; of the others only that it was held."""
    title = meeting.title if meeting.is_public else say(gettext("（不公开）"))
    return meeting.number, title, meeting.place.name, _day(meeting.starts_at)


def _survey(one: Survey, __: Viewer) -> tuple[str, ...]:
    day = _day(one.begun_at) if one.begun_at else ""
    return one.number, one.title, one.area.name, day, say(one.standing.label)


def _asked(one: AskedHousehold, viewer: Viewer) -> tuple[str, ...]:
    dwelling = one.household.dwelling
    return one.survey.title, _where(dwelling.area, viewer), dwelling.number


def _patrol(one: Patrol, viewer: Viewer) -> tuple[str, ...]:
    return _where(one.area, viewer), str(one.doors), str(one.reached), _day(one.ended_at)


def _door(one: DoorVisit, viewer: Viewer) -> tuple[str, ...]:
    dwelling, found = one.dwelling, say(Found(one.found).label)
    return _where(dwelling.area, viewer), dwelling.number, found, _day(one.visited_at)


def _answered(one: Answered, __: Viewer) -> tuple[str, ...]:
    topic = one.topic if one.meeting.is_public else say(gettext("（不公开）"))
    return one.meeting.title, topic, str(one.people), _day(one.meeting.starts_at)


def _notice(notice: Notice, viewer: Viewer) -> tuple[str, ...]:
    """What a group was told is for who serves there."""
    is_open = notice.is_public or viewer.serves(notice.area.path)
    title = notice.title if is_open else say(gettext("（不公开）"))
    where = _where(notice.area, viewer)
    return notice.number, title, where, str(notice.doors), _day(notice.sent_at)


def _recipient(one: Recipient, viewer: Viewer) -> tuple[str, ...]:
    where = _where(one.area, viewer) if one.area else ""
    return masked_name(one.person.name), where, one.notice.number, _day(one.acknowledged_at)


def _document(document: Document, __: Viewer) -> tuple[str, ...]:
    return document.title, say(Kind(document.kind).label), document.area.name


def _problem(problem: Problem, __: Viewer) -> tuple[str, ...]:
    """Where it lies down to the compound, as the board tells it."""
    where = problem.place
    if where.kind == AreaKind.BUILDING and where.parent:
        where = where.parent
    return (
        problem.number,
        problem.kind_label,
        where.name,
        say(Standing(problem.state).label),
        _day(problem.spotted_at),
        _day(problem.ended_at),
    )


def _case(case: Case, __: Viewer) -> tuple[str, ...]:
    """Nobody reads who quarrels about what: only that it was mediated, and when."""
    return (
        case.number,
        say(Stage(case.state).label),
        _day(case.accepted_at),
        _day(case.ended_at),
    )


def _begun(entry: Entry, __: Viewer) -> tuple[str, ...]:
    """What happened with this entry, and when."""
    return gettext(TOLD.get(entry.code, _("诉求"))), _day(entry.happened_at)


type Cells = Callable[[Any, Viewer], tuple[str, ...]]


def _fix(fix: QuickFix, viewer: Viewer) -> tuple[str, ...]:
    return say(fix.kind_label), _where(fix.place, viewer), _day(day_of(fix.fixed_at))


def _instant(one: InstantMatter, viewer: Viewer) -> tuple[str, ...]:
    visits = str(one.visits) if one.done_at else ""
    return say(one.kind_label), _where(one.place, viewer), _day(day_of(one.taken_in_at)), visits


def _plan(plan: HandlingPlan, viewer: Viewer) -> tuple[str, ...]:
    where = _where(plan.matter.place, viewer)
    return plan.matter.number, where, _day(day_of(plan.made_at))


def _stated(one: ProfileFact, __: Viewer) -> tuple[str, ...]:
    return one.area.name, one.source, _day(one.as_of)


def _in_campaign(one: CampaignMatter, __: Viewer) -> tuple[str, ...]:
    return one.campaign.name, one.matter.number, _day(one.tagged_at)


CELLS: dict[type[Model], tuple[tuple[str, ...], Cells]] = {
    **order_cells.CELLS,
    **volunteer_cells.CELLS,
    **store_cells.CELLS,
    Area: ((_("名称"), _("种类"), _("区划代码")), _area),
    Point: ((_("名称"), _("种类"), _("在哪里"), _("设立日期")), _point),
    ProfileFact: ((_("在哪里"), _("依据"), _("日期")), _stated),
    CampaignMatter: ((_("专项"), _("编号"), _("日期")), _in_campaign),
    Organisation: (
        (_("名称"), _("种类"), _("在哪里"), _("登记状态"), _("成立日期")),
        _organisation,
    ),
    Person: ((_("姓名"), _("住处")), _person),
    Household: ((_("住处"), _("房号"), _("来源地"), _("立户日期")), _household),
    Origin: ((_("乡镇（街道）"), _("村")), _origin),
    Term: ((_("姓名"), _("岗位"), _("在哪里"), _("到岗日期")), _term),
    Membership: ((_("姓名"), _("组织"), _("加入日期")), _membership),
    Meeting: ((_("编号"), _("会议"), _("在哪里"), _("日期")), _meeting),
    Answered: ((_("会议"), _("问的什么"), _("人次"), _("日期")), _answered),
    Survey: ((_("编号"), _("调查"), _("在哪里"), _("开始"), _("办到哪")), _survey),
    AskedHousehold: ((_("调查"), _("楼栋"), _("房号")), _asked),
    Patrol: ((_("在哪里"), _("门"), _("到了"), _("走完")), _patrol),
    DoorVisit: ((_("楼栋"), _("房号"), _("怎样"), _("日期")), _door),
    Notice: ((_("编号"), _("标题"), _("在哪里"), _("户"), _("发出")), _notice),
    Recipient: ((_("姓名"), _("住处"), _("通知"), _("知道了")), _recipient),
    Document: ((_("名称"), _("种类"), _("在哪里")), _document),
    Problem: (
        (_("编号"), _("什么事"), _("小区"), _("办到哪"), _("发现日期"), _("办结日期")),
        _problem,
    ),
    Case: ((_("编号"), _("办到哪"), _("各方同意"), _("调解结束")), _case),
    Entry: ((_("什么"), _("日期")), _begun),
    QuickFix: ((_("种类"), _("在哪里"), _("日期")), _fix),
    InstantMatter: ((_("种类"), _("在哪里"), _("日期"), _("跑了几次")), _instant),
    HandlingPlan: ((_("编号"), _("在哪里"), _("日期")), _plan),
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
