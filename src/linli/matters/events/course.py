"""What can happen to a matter on its straight way from the desk to its end."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class MatterDispatched(
    Event,
    code="matters.dispatched",
    sentence="派给{handler}，{due}前办结。{requirement}",
    personal=[],
):
    handler: Ref
    unit: Ref
    due: Moment
    requirement: str
    route: str
    why: str


class MatterAccepted(Event, code="matters.accepted", sentence="签收了，开始办", personal=[]):
    pass


class MatterAcceptedByItself(
    Event,
    code="matters.accepted_by_itself",
    sentence="过了签收时间，自动签收，时限照常计算",
    personal=[],
):
    pass


class MatterNoted(Event, code="matters.noted", sentence="进展：{words}", personal=["words"]):
    words: str
    contacted: bool = False


class MatterExtended(
    Event, code="matters.extended", sentence="延期到{due}：{reason}", personal=["reason"]
):
    due: Moment
    reason: str


class MatterEscalated(
    Event, code="matters.escalated", sentence="上报{desk}：{reason}", personal=["reason"]
):
    desk: Ref
    reason: str


class MatterEscalatedByRule(
    Event,
    code="matters.escalated_by_rule",
    sentence="超期没有办结，自动交{desk}接着办",
    personal=[],
):
    desk: Ref


class MatterSentBack(
    Event, code="matters.sent_back", sentence="退回{desk}，意见：{ruling}", personal=["ruling"]
):
    desk: Ref
    ruling: str


class MatterFinished(
    Event,
    code="matters.finished",
    sentence="办结（{kind}）：{measure}{outcome}",
    personal=["measure", "outcome"],
):
    kind: Words
    measure: str
    outcome: str
    turn: int


class MatterReopened(
    Event,
    code="matters.reopened",
    sentence="说事人不满意，交{desk}另派人重办",
    personal=[],
):
    desk: Ref


class MatterClosed(Event, code="matters.closed", sentence="这件事办结归档", personal=[]):
    solved: str
    satisfied: str


class MatterLapsed(
    Event, code="matters.lapsed", sentence="到期没有收到评价，归档，记为未评价", personal=[]
):
    pass


class MatterWithdrawn(
    Event, code="matters.withdrawn", sentence="说事人撤回：{reason}", personal=["reason"]
):
    reason: str


class HandlerChanged(
    Event,
    code="matters.handler_changed",
    sentence="{from_}离岗，这件事交给{to}接着办",
    personal=[],
):
    from_: Ref
    to: Ref


class HandlerGone(
    Event,
    code="matters.handler_gone",
    sentence="{from_}离岗，岗位空缺，退回重新分派",
    personal=[],
):
    from_: Ref


class HelperInvolved(
    Event,
    code="matters.helper_involved",
    sentence="请{who}一起办，{role}：{why}",
    personal=["why"],
):
    who: Ref
    role: Words
    why: str


class HelperReleased(
    Event,
    code="matters.helper_released",
    sentence="{who}不再{role}{why}",
    personal=["why"],
):
    who: Ref
    role: Words
    why: str


class PhotoKept(
    Event,
    code="matters.photo_kept",
    sentence="附了一张照片",
    personal=[],
    audience=Audience.PARTIES,
):
    when: str
