"""Scenes of several units at one matter: a whistle that was judged, one that runs, a table."""

from datetime import datetime, timedelta

from linli.coordination import actions
from linli.coordination.models import CalledUnit
from linli.coordination.queries import called_for
from linli.coordination.rules import Ground, Scores, TableKind
from linli.demo.cast import CLERK
from linli.demo.story import Story
from linli.kernel.dates import day_of
from linli.meetings import actions as meetings
from linli.meetings.models import AgendaItem, Meeting

SQUAD, HOUSING = "柳荫街道综合行政执法队", "清江区住房和城乡建设局"
MANAGER = "桂花苑物业服务中心"
SQUAD_CONTACT, HOUSING_CONTACT = "左思源", "石安平"


def the_shed_on_the_roof(s: Story) -> None:
    """Three are called; two come in time, one late; the desk judges who gave a result."""
    s.says(
        "shed",
        s.workday(11, "08:40"),
        "车敏",
        "桂花苑/2栋",
        "楼顶有人搭了彩钢棚养鸽子，一下雨就往下漏，风大时铁皮哐哐响。",
    )
    begins = s.workday(10, "09:30")
    blows(s, "shed", begins, SQUAD, [MANAGER, HOUSING], "一起上楼顶看，定下谁拆、哪天拆。")
    reports_in(s, "shed", begins + timedelta(minutes=95), SQUAD, SQUAD_CONTACT)
    reports_in(s, "shed", begins + timedelta(minutes=110), MANAGER, CLERK, who="丁大力")
    reports_in(s, "shed", s.workday(9, "10:20"), HOUSING, HOUSING_CONTACT)
    gives(s, "shed", s.workday(8, "16:10"), SQUAD, SQUAD_CONTACT, "当面说通，限五天，自己拆了")
    gives(s, "shed", s.workday(8, "16:30"), MANAGER, CLERK, "拆下的彩钢板清走，楼顶门换了锁")
    gives(
        s, "shed", s.workday(7, "11:00"), HOUSING, HOUSING_CONTACT, "防水层补了三处，试水不漏"
    )
    judges(s, "shed", s.workday(6, "15:00"), SQUAD, Scores(response=5, result=5, attitude=5))
    judges(s, "shed", s.workday(6, "15:05"), MANAGER, Scores(response=5, result=4, attitude=4))
    late = Scores(response=2, result=4, attitude=4, words="来晚了半天，活做得仔细")
    judges(s, "shed", s.workday(6, "15:10"), HOUSING, late)


def the_gas_smell(s: Story) -> None:
    """An emergency of this morning: one unit is there, the other is late and has gone up."""
    s.says(
        "gas",
        s.minutes_ago(70),
        "韩德厚",
        "机床厂宿舍/3栋/2单元",
        "楼道里有煤气味，一楼最重，我们把窗都开了，先别让人进来。",
        channel="phone",
        recorder=CLERK,
    )
    begins = s.minutes_ago(66)
    asked = "马上到场：测漏、关阀、疏散，查清楚是哪一户。"
    blows(s, "gas", begins, HOUSING, [SQUAD], asked, ground=Ground.EMERGENCY)
    reports_in(s, "gas", begins + timedelta(minutes=18), HOUSING, HOUSING_CONTACT)


def the_table_of_the_quarter(s: Story) -> None:
    """The joint meeting of the quarter takes up a matter; the department owes it by a day."""
    s.says(
        "pipe",
        s.workday(14, "19:10"),
        "田秋菊",
        "幸福里一区/3栋",
        "院子的雨水管接到污水井里，一下大雨院里就冒臭水，几个部门来看过都说不归自己。",
    )
    held = s.workday(7, "15:00")
    tables: dict[str, int] = {}

    def call(at: datetime) -> None:
        organisations = s.stage.organisations
        tables["pipe"] = actions.call_joint_meeting(
            kind=TableKind.JOINT,
            place=s.stage.areas["幸福里社区"],
            matters=[s.matter("pipe")],
            units=[organisations[HOUSING], organisations["柳荫街道卫生服务中心党支部"]],
            starts_at=held,
            venue="社区二楼会议室",
            by=s.viewer(CLERK, at),
            at=at,
        ).pk

    def agree(at: datetime) -> None:
        table = Meeting.objects.select_related("place").get(pk=tables["pipe"])
        by, unit = s.viewer(CLERK, at), s.stage.organisations[HOUSING]
        meetings.check_in(meeting=table, organisation=unit, by=by, at=at)
        item = AgendaItem.objects.select_related("meeting__place").get(meeting=table)
        actions.agree_task(
            item=item,
            matter=s.matter("pipe"),
            decision="雨水管改接到市政雨水井，费用从老旧小区改造里出",
            unit=unit,
            due_on=day_of(at) + timedelta(days=30),
            by=by,
            at=at,
        )
        minutes = "雨污混接：住建局牵头改管，社区负责和几户人家说明。"
        meetings.hold_meeting(meeting=table, minutes=minutes, by=by, at=at)

    s.tells(s.workday(12, "10:00"), call)
    s.tells(held + timedelta(minutes=80), agree)


def blows(
    s: Story,
    name: str,
    at: datetime,
    lead: str,
    others: list[str],
    asked: str,
    *,
    ground: Ground = Ground.ENFORCEMENT,
) -> None:
    """吹哨."""

    def deed(at: datetime) -> None:
        actions.blow_whistle(
            matter=s.matter(name),
            ground=ground,
            asked=asked,
            lead=s.stage.organisations[lead],
            others=[s.stage.organisations[unit] for unit in others],
            by=s.viewer(CLERK, at),
            at=at,
        )

    s.tells(at, deed)


def reports_in(s: Story, name: str, at: datetime, unit: str, by: str, *, who: str = "") -> None:
    """报到: the contact of the unit, or the clerk who writes it down."""

    def deed(at: datetime) -> None:
        called = _called(s, name, unit)
        where = f"{called.whistle.matter.place.name}现场"
        viewer = s.viewer(by, at)
        actions.report_in(called=called, where=where, who=who or by, by=viewer, at=at)

    s.tells(at, deed)


def gives(s: Story, name: str, at: datetime, unit: str, by: str, result: str) -> None:
    """给结果."""

    def deed(at: datetime) -> None:
        called = _called(s, name, unit)
        actions.give_result(called=called, result=result, by=s.viewer(by, at), at=at)

    s.tells(at, deed)


def judges(s: Story, name: str, at: datetime, unit: str, scores: Scores) -> None:
    """联合评价."""

    def deed(at: datetime) -> None:
        called = _called(s, name, unit)
        actions.judge_unit(called=called, scores=scores, by=s.viewer(CLERK, at), at=at)

    s.tells(at, deed)


def _called(s: Story, name: str, unit: str) -> CalledUnit:
    row = CalledUnit.objects.get(whistle__matter=s.matters[name], unit__name=unit)
    found = called_for(s.viewer(CLERK, row.called_at), row.whistle_id, row.pk)
    assert found  # noqa: S101 - the clerk whistled
    return found


SCENES = (the_shed_on_the_roof, the_gas_smell, the_table_of_the_quarter)
