"""Rows to measure on: a few hundred made by the real actions, and copies of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from itertools import cycle
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Cast, Concat, Substr

from linli.config.benching.lines import REAL
from linli.duties.models import Duty
from linli.kernel.models import Entry
from linli.matters import actions
from linli.matters.actions import Assignment, Word
from linli.matters.models import Matter
from linli.people.models import Person
from linli.people.queries import viewer_of
from linli.people.rules import PostKind
from linli.people.testing import a_holder
from linli.people.viewer import THE_HOUSE
from linli.places.actions import NewArea, open_areas
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.ratings.models import RatingSlip
from linli.ratings.rules import Answer, Satisfied, Solved

SAID = (
    "三号楼二单元楼顶漏水，天花板湿了一大片，请来看看。",
    "小区门口的路灯不亮，老人晚上看不清路。",
    "垃圾桶两天没有清，味道很大。",
    "楼道里堆了好多纸箱，消防通道走不过去。",
    "电动车在楼下乱拉线充电，怕起火。",
    "广场舞音响太响，孩子写不了作业。",
    "下水道堵了，一楼反水。",
    "物业费收了，公共维修不见动静，账目要公布。",
    "有车占了消防通道，叫不到车主。",
    "井盖松了，车一过就响，容易绊倒人。",
)
# Of twenty, so many end in each state: most of what a community has is done.
OPEN = ("finished", "received", "dispatched", "working", "withdrawn")
ENDS = (*OPEN, "unrated", "unrated", *("closed",) * 13)
COMMUNITIES, BUILDINGS = 10, 3


@dataclass(frozen=True)
class Scene:
    """One community of several: its desk, somebody who repairs, and a resident a building."""

    community: Area
    places: list[Area]
    clerk: Person
    repairer: Person
    residents: list[Person]


def set_the_scenes(*, at: datetime) -> list[Scene]:
    """Found a community as one does, and its neighbours in the same subdistrict."""
    call_command(
        "setup", "jinxia", county="安宁县", subdistrict="清河街道", name="和平里社区",
        admin_name="吴静", admin_login="wujing", verbosity=0, stdout=StringIO(),
    )  # fmt: skip
    first = Area.objects.get(kind=AreaKind.COMMUNITY)
    others = [
        NewArea(kind=AreaKind.COMMUNITY, name=f"和平里{number}社区")
        for number in range(2, COMMUNITIES + 1)
    ]
    more = open_areas(parent=first.parent, areas=others, by=THE_HOUSE, at=at)
    return [_scene(community, at) for community in (first, *more)]


def _scene(community: Area, at: datetime) -> Scene:
    buildings = tuple(
        NewArea(kind=AreaKind.BUILDING, name=f"{number}号楼")
        for number in range(1, BUILDINGS + 1)
    )
    compound = NewArea(kind=AreaKind.COMPOUND, name="翠竹苑", below=buildings)
    _, *places = open_areas(parent=community, areas=[compound], by=THE_HOUSE, at=at)
    return Scene(
        community=community,
        places=places,
        clerk=a_holder(PostKind.CLERK, community, "何春燕"),
        repairer=a_holder(PostKind.STEWARD, places[0], "张师傅"),
        residents=[
            a_holder(PostKind.HOUSEHOLD_REPRESENTATIVE, place, f"住户{number}")
            for number, place in enumerate(places, start=1)
        ],
    )


@transaction.atomic
def lay_real(scenes: list[Scene], *, now: datetime, count: int = REAL) -> None:
    """Bring so many matters to their ends through the actions, over the last two months."""
    words, everywhere = cycle(SAID), cycle(scenes)
    for number in range(count):
        at = now - timedelta(days=60) + timedelta(days=60) * number / count
        scene, turn = next(everywhere), number // len(scenes)
        place = scene.places[turn % len(scene.places)]
        _lay(scene, next(words), place, ENDS[turn % len(ENDS)], at)
    actions.lapse_matters(now)


def _lay(scene: Scene, words: str, place: Area, end: str, at: datetime) -> None:
    reporter = scene.residents[scene.places.index(place)]
    resident = viewer_of(reporter, at=at)
    matter = actions.report_matter(
        word=Word(words=words, place=place, may_publish=True),
        by=resident,
        reporter=reporter,
        at=at,
    )
    if end == "withdrawn":
        actions.withdraw_matter(matter=matter, reason="自己解决了", by=resident, at=at)
    elif end != "received":
        _handle(matter, scene, end, at)
    if end == "closed":
        slip = RatingSlip.objects.get(subject=matter.ref, person=reporter)
        answer = Answer(solved=Solved.YES, satisfied=Satisfied.VERY)
        actions.rate_matter(matter=matter, slip=slip, answer=answer, by=resident, at=at)


def _handle(matter: Matter, scene: Scene, end: str, at: datetime) -> None:
    clerk, repairer = viewer_of(scene.clerk, at=at), viewer_of(scene.repairer, at=at)
    assignment = Assignment(handler=scene.repairer)
    actions.dispatch_matter(matter=matter, assignment=assignment, by=clerk, at=at)
    if end == "dispatched":
        return
    actions.accept_matter(matter=matter, by=repairer, at=at)
    if end == "working":
        return
    actions.finish_matter(
        matter=matter, measure="上门查看", outcome="已经修好，试过没有问题", by=repairer, at=at
    )


def copy_to(rows: int) -> None:
    """Double what is there by INSERT … SELECT until there are so many matters.

    A copy bears a number with C, stands some days earlier, and has its own duties and entries.
    """
    turn = 0
    while (have := Matter.objects.count()) < rows:
        _copy_once(min(have, rows - have), timedelta(hours=7 * 2**turn))
        turn += 1
    _after()


@transaction.atomic
def _copy_once(more: int, earlier: timedelta) -> None:
    last = Matter.objects.order_by("-pk").values_list("pk", flat=True)[0]
    upto = Matter.objects.order_by("pk").values_list("pk", flat=True)[more - 1]
    copied = Matter.objects.filter(pk__lte=upto)
    number = Concat(Value("C-"), Cast(F("pk") + last, models.CharField()))
    times = ("reported_at", "answered_at", "due_at", "finished_at", "rate_by", "closed_at")
    _insert(copied, {"id": F("pk") + last, "number": number} | _earlier(times, earlier))
    for model, fields in (
        (Duty, ("began_at", "accepted_at", "due_at", "ended_at")),
        (Entry, ("happened_at", "recorded_at")),
    ):
        key = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
        subject = Cast(Substr("subject", len("matter/") + 1), models.BigIntegerField())
        told = model.objects.filter(subject__startswith="matter/").annotate(_of=subject)
        moved = Concat(Value("matter/"), Cast(subject + last, models.CharField()))
        changes = {"id": F("pk") + key, "subject": moved} | _earlier(fields, earlier)
        _insert(told.filter(Q(_of__lte=upto)), changes)


def _earlier(fields: tuple[str, ...], by: timedelta) -> dict[str, Any]:
    return {
        name: ExpressionWrapper(F(name) - Value(by), models.DateTimeField()) for name in fields
    }


def _insert(rows: "models.QuerySet[Any]", changes: dict[str, Any]) -> None:
    """Copy rows within the database, changed as said; Django writes the SELECT of either."""
    columns = rows.model._meta.concrete_fields
    chosen = {
        f"new_{field.name}": changes.get(field.name, F(field.attname)) for field in columns
    }
    found = rows.order_by("pk").annotate(**chosen).values_list(*chosen)
    select, facts = found.query.sql_with_params()
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns)
    table = quote(rows.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {select}", facts)


def _after() -> None:
    """Let numbering go on after the copies, and the planner know how many there are."""
    tables: list[type[models.Model]] = [Matter, Duty, Entry]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def numbers_of_each_state(scene: Scene) -> Iterator[str]:
    """Give one copy of every state."""
    here = Matter.objects.in_area(scene.community)
    for state in here.values_list("state", flat=True).distinct().order_by("state"):
        found = here.filter(state=state).order_by("-pk")
        yield found.values_list("number", flat=True)[0]
