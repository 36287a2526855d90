"""What can happen to a meeting, and how those it calls read it."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class MeetingCalled(
    Event,
    code="meetings.called",
    sentence="召集“{title}”，{starts_at}，{where}",
    personal=[],
):
    title: str
    kind: str
    starts_at: Moment
    where: str


class MeetingCameRound(
    Event,
    code="meetings.came_round",
    sentence="按规矩又该开“{title}”了，{starts_at}",
    personal=[],
):
    title: str
    kind: str
    starts_at: Moment


class TimeChanged(
    Event,
    code="meetings.time_changed",
    sentence="“{title}”改到{starts_at}，{where}：{reason}",
    personal=["reason"],
):
    title: str
    starts_at: Moment
    where: str
    reason: str


class PeopleInvited(
    Event, code="meetings.people_invited", sentence="又请了{count}位（家）", personal=[]
):
    count: int
    who: list[Ref]


class InvitationAnswered(
    Event,
    code="meetings.invitation_answered",
    sentence="{invitee}回复：{answer}{words}",
    personal=["words"],
    audience=Audience.HOUSE,
):
    invitee: Ref
    answer: Words
    words: str


class CheckedIn(
    Event,
    code="meetings.checked_in",
    sentence="{person}签到",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class HeadsCounted(
    Event,
    code="meetings.heads_counted",
    sentence="没有留名的来了{heads}位",
    personal=[],
    audience=Audience.HOUSE,
):
    heads: int


class CheckInTakenBack(
    Event,
    code="meetings.check_in_taken_back",
    sentence="撤掉一次签到",
    personal=[],
    audience=Audience.HOUSE,
):
    heads: int


class ItemPutOnAgenda(
    Event,
    code="meetings.item_put_on_agenda",
    sentence="加了议题：{title}",
    personal=["title"],
    audience=Audience.HOUSE,
):
    title: str
    item: int


class ItemClosed(
    Event,
    code="meetings.item_closed",
    sentence="议定“{title}”：{outcome}",
    personal=["title", "outcome"],
    audience=Audience.HOUSE,
):
    title: str
    outcome: str
    item: int


class MeetingHeld(
    Event, code="meetings.held", sentence="会开了，来了{heads}位，记了纪要", personal=[]
):
    heads: int


class MeetingCancelled(
    Event,
    code="meetings.cancelled",
    sentence="“{title}”取消：{reason}",
    personal=["reason"],
):
    title: str
    reason: str


class MinutesSigned(
    Event,
    code="meetings.minutes_signed",
    sentence="在纪要上签了字",
    personal=[],
    audience=Audience.HOUSE,
):
    pass
