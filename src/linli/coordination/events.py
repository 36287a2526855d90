"""What can happen to a whistle, told in the life of the matter that it was blown for."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class WhistleBlown(
    Event,
    code="coordination.whistle_blown",
    sentence="{desk}吹哨（{ground}），由{lead}牵头：{asked}",
    personal=["asked"],
):
    desk: Ref
    ground: Words
    lead: Ref
    asked: str
    whistle: int


class UnitCalled(
    Event,
    code="coordination.unit_called",
    sentence="请{unit}在{report_by}前到现场报到",
    personal=[],
):
    unit: Ref
    report_by: Moment
    whistle: int


class UnitReportedIn(
    Event,
    code="coordination.unit_reported_in",
    sentence="{unit}到场报到：{where}，来的是{who}",
    personal=["who", "where"],
    audience=Audience.HOUSE,
):
    unit: Ref
    where: str
    who: str
    arrived: Moment
    whistle: int


class UnitPassedUp(
    Event,
    code="coordination.unit_passed_up",
    sentence="{unit}过了时限{lacking}，自动交{desk}督办",
    personal=[],
):
    unit: Ref
    lacking: Words
    desk: Ref
    whistle: int


class UnitGaveResult(
    Event,
    code="coordination.unit_gave_result",
    sentence="{unit}给了结果：{result}",
    personal=["result"],
):
    unit: Ref
    result: str
    whistle: int


class UnitLetGo(
    Event,
    code="coordination.unit_let_go",
    sentence="{unit}撤出：{reason}",
    personal=["reason"],
):
    unit: Ref
    reason: str
    whistle: int


class UnitJudged(
    Event,
    code="coordination.unit_judged",
    sentence="{unit}得到联合评价：响应 {response} 分，效果 {outcome} 分，态度 {attitude} 分",
    personal=[],
    audience=Audience.HOUSE,
):
    unit: Ref
    response: int
    outcome: int
    attitude: int
    whistle: int


class WhistleEnded(
    Event,
    code="coordination.whistle_ended",
    sentence="收哨：被叫的单位都有了结果",
    personal=[],
    audience=Audience.HOUSE,
):
    whistle: int


class WhistleEndedUnjudged(
    Event,
    code="coordination.whistle_ended_unjudged",
    sentence="收哨：过了联合评价的时间，记为未评价",
    personal=[],
    audience=Audience.HOUSE,
):
    whistle: int


class MatterPutBefore(
    Event,
    code="coordination.matter_put_before",
    sentence="列入{starts_at}的{kind}，请几家一起商量",
    personal=[],
):
    kind: Words
    starts_at: Moment
    meeting: str


class TaskAgreed(
    Event,
    code="coordination.task_agreed",
    sentence="{kind}议定：由{unit}在{due}前办，{decision}",
    personal=["decision"],
):
    kind: Words
    unit: Ref
    due: Moment
    decision: str
    task: int


class TaskFinished(
    Event,
    code="coordination.task_finished",
    sentence="{unit}办到了议定的事：{result}",
    personal=["result"],
):
    unit: Ref
    result: str
    task: int


class TaskDropped(
    Event,
    code="coordination.task_dropped",
    sentence="{unit}议定的事不办了：{reason}",
    personal=["reason"],
):
    unit: Ref
    reason: str
    task: int


class TaskPassedUp(
    Event,
    code="coordination.task_passed_up",
    sentence="{unit}过了时限没有办到议定的事，自动交{desk}督办",
    personal=[],
):
    unit: Ref
    desk: Ref
    task: int
