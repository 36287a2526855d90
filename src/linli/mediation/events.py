"""What can happen to a mediated dispute. What is said in it stands in no journal."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class CommitteeComposed(
    Event,
    code="mediation.committee_composed",
    sentence="选出委员 {members} 人，其中妇女 {women} 人，主任{head}",
    personal=[],
):
    members: int
    women: int
    head: Ref


class CaseOpened(
    Event,
    code="mediation.opened",
    sentence="登记了一起{kind}，请{committee}调解，不收钱",
    personal=[],
):
    kind: str
    committee: Ref
    number: str


class MediatorNamed(
    Event, code="mediation.mediator_named", sentence="请{who}来调解", personal=[]
):
    who: Ref
    chosen: bool = False


class MediatorLetGo(
    Event, code="mediation.mediator_let_go", sentence="{who}不再调解", personal=[]
):
    who: Ref


class MediatorRefused(
    Event,
    code="mediation.mediator_refused",
    sentence="一方要求换人，{who}不再调解",
    personal=[],
):
    who: Ref


class PartyConsented(
    Event, code="mediation.consented", sentence="第{side}方同意调解", personal=[]
):
    side: int


class CaseAccepted(
    Event, code="mediation.accepted", sentence="各方都同意调解，{due}前调完", personal=[]
):
    due: Moment


class CaseDeclined(
    Event,
    code="mediation.declined",
    sentence="第{side}方不同意调解，已告知可以走的其他途径",
    personal=[],
):
    side: int


class ConsentLapsed(
    Event,
    code="mediation.consent_lapsed",
    sentence="到时间没有等到各方同意，不调解，已告知可以走的其他途径",
    personal=[],
):
    pass


class TalkHeld(
    Event,
    code="mediation.talk_held",
    sentence="调解了第{turn}次，到场 {came} 方",
    personal=[],
):
    turn: int
    came: int


class CaseExtended(
    Event, code="mediation.extended", sentence="各方都愿意再谈，延长到{due}", personal=[]
):
    due: Moment


class TimeRanOut(
    Event,
    code="mediation.time_ran_out",
    sentence="调解时间到了，要延长或者终止",
    personal=[],
):
    pass


class AgreementReached(Event, code="mediation.agreed", sentence="达成{form}", personal=[]):
    form: Words
    fulfil_by: str


class MediationFailed(
    Event,
    code="mediation.failed",
    sentence="{why}，终止调解，已告知可以走的其他途径",
    personal=[],
):
    why: Words


class CaseReferred(
    Event,
    code="mediation.referred",
    sentence="可能涉嫌违法犯罪，不再调解，已转公安",
    personal=[],
):
    pass


class PartyVisited(Event, code="mediation.visited", sentence="回访：{found}", personal=[]):
    found: Words


class CaseClosed(Event, code="mediation.closed", sentence="归档：{found}", personal=[]):
    found: Words


class MatterSettledByMediation(
    Event,
    code="mediation.matter_settled",
    sentence="调解成了，双方有了约定",
    personal=[],
):
    case: int


class MatterBackFromMediation(
    Event,
    code="mediation.matter_back",
    sentence="没有调成，已告知可以走的其他途径：{ways}",
    personal=[],
):
    case: int
    ways: str
