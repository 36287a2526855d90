"""What can happen to a matter that goes no straight way: returned, laid up, merged, split."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class ReturnAsked(
    Event,
    code="matters.return_asked",
    sentence="退单（{ground}），请{desk}裁定：{proof}",
    personal=["proof"],
):
    ground: Words
    desk: Ref
    proof: str
    turn: int


class ReturnUpheld(
    Event,
    code="matters.return_upheld",
    sentence="裁定：准予退单，交{desk}重新分派。{ruling}",
    personal=["ruling"],
):
    desk: Ref
    ruling: str


class ReturnRefused(
    Event,
    code="matters.return_refused",
    sentence="裁定：不予退单，原承办人接着办。{ruling}",
    personal=["ruling"],
):
    ruling: str


class ReturnLapsed(
    Event,
    code="matters.return_lapsed",
    sentence="过了裁定时间，退单不算数，原承办人接着办，时限照旧",
    personal=[],
):
    pass


class ReturnSettled(
    Event,
    code="matters.return_settled",
    sentence="会商定了：{lead}牵头，{due}前办结。{ruling}",
    personal=["ruling"],
):
    lead: Ref
    unit: Ref
    due: Moment
    ruling: str


class ParkingAsked(
    Event,
    code="matters.parking_asked",
    sentence="申请挂账到{until}，请{desk}审批：{explanation}",
    personal=["explanation"],
):
    until: Moment
    desk: Ref
    explanation: str


class MatterParked(
    Event,
    code="matters.parked",
    sentence="挂账到{until}：{explanation}",
    personal=["explanation"],
):
    until: Moment
    explanation: str


class ParkingRefused(
    Event, code="matters.parking_refused", sentence="没有同意挂账：{why}", personal=["why"]
):
    why: str


class MatterResumed(
    Event, code="matters.resumed", sentence="恢复办理：{why}", personal=["why"]
):
    why: str


class MatterBackOnItsDay(
    Event, code="matters.back_on_its_day", sentence="挂账到期，自动恢复办理", personal=[]
):
    pass


class MatterMerged(
    Event,
    code="matters.merged",
    sentence="并入{into}一起办：{why}",
    personal=["why"],
):
    into: Ref
    why: str


class MatterTookIn(
    Event, code="matters.took_in", sentence="另一件一样的事并了进来", personal=[]
):
    other: Ref


class MatterUnmerged(
    Event, code="matters.unmerged", sentence="重新拆开单独办：{why}", personal=["why"]
):
    why: str


class MatterGaveBack(
    Event, code="matters.gave_back", sentence="并进来的一件又拆开单独办", personal=[]
):
    other: Ref


class MatterSplit(
    Event,
    code="matters.split",
    sentence="拆成{many}件分头办：{why}",
    personal=["why"],
):
    many: int
    why: str


class MatterUnited(
    Event, code="matters.united", sentence="不拆了，合在一起办：{why}", personal=["why"]
):
    why: str


class PartsFinished(
    Event, code="matters.parts_finished", sentence="分出去的都办完了，这件接着办", personal=[]
):
    pass


class MatterReferred(
    Event,
    code="matters.referred",
    sentence="转介到{where}（{phone}）：{words}",
    personal=["words"],
):
    where: str
    phone: str
    words: str
    turn: int
