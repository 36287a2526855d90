"""What a community says of itself, its honours and its campaigns."""

from linli.kernel.events import Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class ProfileStated(
    Event, code="profiles.stated", sentence="社区画像写上{kind}：{value}", personal=[]
):
    kind: Words
    value: str


class ProfileTakenBack(
    Event, code="profiles.taken_back", sentence="社区画像撤下{kind}：{value}", personal=[]
):
    kind: Words
    value: str


class HonourAwarded(
    Event, code="profiles.honoured", sentence="{year}年获“{title}”（{awarded_by}）", personal=[]
):
    title: str
    awarded_by: str
    year: int


class HonourTakenBack(
    Event, code="profiles.honour_taken_back", sentence="撤下荣誉“{title}”", personal=[]
):
    title: str


class CampaignOpened(
    Event, code="profiles.campaign_opened", sentence="设专项“{name}”", personal=[]
):
    name: str


class CampaignClosed(
    Event, code="profiles.campaign_closed", sentence="专项“{name}”结束", personal=[]
):
    name: str


class MatterTagged(Event, code="profiles.tagged", sentence="归入专项“{name}”", personal=[]):
    """Its subject is the matter."""

    name: str
    campaign: Ref


class MatterUntagged(
    Event, code="profiles.untagged", sentence="不再归入专项“{name}”", personal=[]
):
    """Its subject is the matter."""

    name: str
    campaign: Ref
