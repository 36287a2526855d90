"""What can happen to rolls and polls. Of a ballot's content no event knows anything."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class RollDrawnUp(Event, code="voting.roll_drawn_up", sentence="编制“{name}”", personal=[]):
    name: str


class EntriesWritten(
    Event,
    code="voting.entries_written",
    sentence="名册上写了{count}条",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class RollShown(
    Event, code="voting.roll_shown", sentence="名册公示到{until}，请大家核对", personal=[]
):
    until: Moment


class RollCorrectionAsked(
    Event,
    code="voting.roll_correction_asked",
    sentence="有人提出名册不对：{words}",
    personal=["words"],
    audience=Audience.HOUSE,
):
    words: str


class RollCorrectionRuled(
    Event,
    code="voting.roll_correction_ruled",
    sentence="名册更正{ruling}：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    ruling: Words
    reason: str
    asked_by: Ref


class RollSealed(
    Event,
    code="voting.roll_sealed",
    sentence="名册封存，共{size}条，摘要{digest}",
    personal=[],
):
    size: int
    digest: str


class RollDropped(
    Event, code="voting.roll_dropped", sentence="名册作废：{reason}", personal=["reason"]
):
    reason: str


class PollDrafted(Event, code="voting.poll_drafted", sentence="筹备投票“{title}”", personal=[]):
    title: str


class CounterSwornIn(
    Event, code="voting.counter_sworn_in", sentence="{person}任监票计票人", personal=[]
):
    person: Ref


class PollOpened(
    Event,
    code="voting.poll_opened",
    sentence="“{title}”开始投票，到{closes_at}截止；名册摘要{roll}",
    personal=[],
):
    title: str
    closes_at: Moment
    roll: str
    codes: int


class PollExtended(
    Event,
    code="voting.poll_extended",
    sentence="参与的还不够，按事先公布的延长到{closes_at}",
    personal=[],
):
    closes_at: Moment


class PollWithdrawn(
    Event,
    code="voting.poll_withdrawn",
    sentence="投票撤回：{reason}；已投的票没有打开，一并销毁",
    personal=["reason"],
):
    reason: str


class PollClosed(
    Event, code="voting.poll_closed", sentence="投票结束，等监票人开票", personal=[]
):
    pass


class ProxyGiven(
    Event,
    code="voting.proxy_given",
    sentence="登记了一份投票委托，由{holder}代投",
    personal=[],
    audience=Audience.HOUSE,
):
    holder: Ref


class ProxyRevoked(
    Event,
    code="voting.proxy_revoked",
    sentence="撤回了一份投票委托",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class BallotReceived(
    Event,
    code="voting.ballot_received",
    sentence="收到一张票",
    personal=[],
    audience=Audience.MACHINE,
):
    """Neither who nor what: a row of the journal must not tie a mark to a ballot."""


class PapersPrinted(
    Event,
    code="voting.papers_printed",
    sentence="印了{count}张纸票",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class PaperDelivered(
    Event,
    code="voting.paper_delivered",
    sentence="一张纸票送达",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class PaperTakenIn(
    Event,
    code="voting.paper_taken_in",
    sentence="收发一张纸票（{channel}）",
    personal=[],
    audience=Audience.HOUSE,
):
    channel: Words


class PaperRead(
    Event,
    code="voting.paper_read",
    sentence="录了一张纸票",
    personal=[],
    audience=Audience.MACHINE,
):
    """Which paper and what stands on it the journal does not know."""


class PollCounted(
    Event,
    code="voting.poll_counted",
    sentence="计票：{verdicts}；共{ballots}张，票包摘要{digest}",
    personal=[],
):
    verdicts: str
    ballots: int
    digest: str


class PollRecounted(
    Event,
    code="voting.poll_recounted",
    sentence="复核计票，结果相同，票包摘要{digest}",
    personal=[],
):
    digest: str


class FullBundleTaken(
    Event,
    code="voting.full_bundle_taken",
    sentence="监票人取走了全部票包",
    personal=[],
    audience=Audience.HOUSE,
):
    pass
