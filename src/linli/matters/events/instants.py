"""What happens to what is done at once, and to what is put right on the way."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class QuickFixed(
    Event,
    code="matters.quick_fixed",
    sentence="看到就办好了（{kind}）{words}",
    personal=["words"],
):
    kind: str
    words: str


class InstantTakenIn(
    Event,
    code="matters.instant_taken_in",
    sentence="替居民受理“{kind}”，{due}前办好",
    personal=[],
):
    kind: str
    due: Moment


class InstantTaken(
    Event, code="matters.instant_taken", sentence="{clerk}接手来办", personal=[]
):
    clerk: Ref


class InstantGivenBack(
    Event, code="matters.instant_given_back", sentence="放回去等人接手：{why}", personal=["why"]
):
    why: str


class InstantFinished(
    Event,
    code="matters.instant_finished",
    sentence="办好了，居民跑了 {visits} 次：{outcome}",
    personal=["outcome"],
):
    visits: int
    outcome: str


class InstantReported(
    Event,
    code="matters.instant_reported",
    sentence="{way}告诉了居民：{words}",
    personal=["words"],
):
    way: Words
    words: str


class InstantTurned(
    Event,
    code="matters.instant_turned",
    sentence="当场办不了，转成一般的事接着办：{why}",
    personal=["why"],
):
    matter: Ref
    why: str
