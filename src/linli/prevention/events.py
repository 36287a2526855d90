"""What can happen to a problem, and how a resident reads it."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment


class ProblemSpotted(
    Event,
    code="prevention.spotted",
    sentence="同一处说了 {count} 次“{kind}”，列为问题，找根子",
    personal=[],
):
    kind: str
    count: int


class SeasonOpened(
    Event,
    code="prevention.season_opened",
    sentence="“{kind}”的高峰月份到了，先列为问题",
    personal=[],
):
    kind: str


class MatterHung(Event, code="prevention.hung", sentence="又有一件同样的事挂上来", personal=[]):
    matter: int


class MatterTakenOff(
    Event,
    code="prevention.taken_off",
    sentence="取下一件，不是同一个根子：{why}",
    personal=["why"],
):
    matter: int
    why: str


class ProblemTakenOn(
    Event,
    code="prevention.taken_on",
    sentence="{owner}领下来找原因，{due}前定办法",
    personal=[],
):
    owner: Ref
    due: Moment


class MeasuresSet(
    Event,
    code="prevention.measures_set",
    sentence="找到了根子：{cause}。办法：{measures}",
    personal=["cause", "measures"],
):
    cause: str
    measures: str


class ProblemReopened(
    Event,
    code="prevention.reopened",
    sentence="又有人说了同样的事，办法没有管用，重新找根子",
    personal=[],
):
    matter: int


class ProblemHeld(
    Event, code="prevention.held", sentence="{days} 天没有人再说，根子解决了", personal=[]
):
    days: int


class AsideAsked(
    Event,
    code="prevention.aside_asked",
    sentence="申请不列为问题：{why}",
    personal=["why"],
    audience=Audience.HOUSE,
):
    why: str


class ProblemKept(
    Event,
    code="prevention.kept",
    sentence="没有同意，照旧列为问题",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class ProblemSetAside(
    Event, code="prevention.set_aside", sentence="不列为问题：{why}", personal=["why"]
):
    why: str


class ProblemLeftLying(
    Event, code="prevention.left_lying", sentence="过了时限没有人办，告知{desk}", personal=[]
):
    desk: Ref
