"""What can happen to a matter after it was finished, and what is told of those that wait."""

from linli.kernel.events import Audience, Event
from linli.kernel.words import Words


class CalledInVain(
    Event,
    code="matters.called_in_vain",
    sentence="电话回访：{end}{words}",
    personal=["words"],
):
    end: Words
    words: str


class ExclusionAsked(
    Event,
    code="matters.exclusion_asked",
    sentence="申请不计入满意率（{ground}）：{words}",
    personal=["words"],
    audience=Audience.HOUSE,
):
    ground: str
    words: str


class MatterExcluded(
    Event,
    code="matters.excluded",
    sentence="由另一位同事核定，不计入满意率，单列公布（{ground}）",
    personal=[],
):
    ground: str


class ExclusionRefused(
    Event,
    code="matters.exclusion_refused",
    sentence="没有同意剔除，照常计入：{why}",
    personal=["why"],
    audience=Audience.HOUSE,
):
    why: str


class ExclusionLapsed(
    Event,
    code="matters.exclusion_lapsed",
    sentence="到期没有人核定，照常计入满意率",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class OpenMattersTold(
    Event,
    code="matters.open_matters_told",
    sentence="傍晚巡一遍，告诉了{people}位责任人各自还开着的事，共{many}件",
    personal=[],
    audience=Audience.HOUSE,
):
    people: int
    many: int


class SheetHung(
    Event,
    code="matters.sheet_hung",
    sentence="满意度月报贴出去了",
    personal=[],
):
    pass
