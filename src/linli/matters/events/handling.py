"""What happens when a matter is taken on one way or another."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class ModeChosen(
    Event, code="matters.mode_chosen", sentence="办理方式定为“{mode}”：{why}", personal=["why"]
):
    mode: str
    why: str


class MatterOffered(
    Event,
    code="matters.offered",
    sentence="请人认领（{to}），等到{until}：{words}",
    personal=["words"],
):
    to: Words
    words: str
    until: Moment


class LeadAsked(
    Event,
    code="matters.lead_asked",
    sentence="请{who}领办，等到{until}：{words}",
    personal=["words"],
):
    who: Ref
    words: str
    until: Moment


class MatterClaimed(
    Event,
    code="matters.claimed",
    sentence="{who}认领了，答应{promised}前办好",
    personal=[],
):
    who: Ref
    unit: Ref
    promised: Moment


class LeadDeclined(
    Event, code="matters.lead_declined", sentence="被请的人这次领办不了{why}", personal=["why"]
):
    why: str


class OfferLapsed(
    Event, code="matters.offer_lapsed", sentence="没有人认领，回到工作台", personal=[]
):
    pass


class OfferTakenBack(
    Event, code="matters.offer_taken_back", sentence="不再等人认领：{why}", personal=["why"]
):
    why: str


class ClaimGivenBack(
    Event, code="matters.claim_given_back", sentence="{who}退回认领：{why}", personal=["why"]
):
    who: Ref
    why: str


class NeighbourSignedUp(
    Event, code="matters.neighbour_signed_up", sentence="一位邻居报名搭把手", personal=[]
):
    pass


class NeighbourConfirmed(
    Event, code="matters.neighbour_confirmed", sentence="社区请这位邻居来搭把手", personal=[]
):
    pass


class NeighboursHelped(
    Event,
    code="matters.neighbours_helped",
    sentence="说事人说邻居帮好了{words}",
    personal=["words"],
):
    words: str


class PlanDecided(
    Event,
    code="matters.plan_decided",
    sentence="定下{kind}，共 {steps} 步，{review}回看：{goal}",
    personal=["goal"],
):
    kind: Words
    goal: str
    steps: int
    review: Moment


class PlanStepDone(
    Event, code="matters.plan_step_done", sentence="方案做到一步：{words}", personal=["words"]
):
    words: str


class PartDone(
    Event, code="matters.part_done", sentence="{who}（{role}）做了：{words}", personal=["words"]
):
    who: Ref
    role: Words
    words: str
