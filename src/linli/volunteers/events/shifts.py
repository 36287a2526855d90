"""Shifts, and who takes and keeps them."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment


class ShiftPlanned(
    Event,
    code="volunteers.shift_planned",
    sentence="排了轮值“{title}”，{starts_at}，要{places}位",
    personal=[],
):
    title: str
    starts_at: Moment
    places: int


class ShiftCancelled(
    Event,
    code="volunteers.shift_cancelled",
    sentence="轮值“{title}”取消：{reason}",
    personal=["reason"],
):
    title: str
    reason: str


class ShiftTaken(
    Event,
    code="volunteers.shift_taken",
    sentence="{person}报了班",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class ShiftGivenBack(
    Event,
    code="volunteers.shift_given_back",
    sentence="{person}及时退了班",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class ShiftDroppedOut(
    Event,
    code="volunteers.shift_dropped_out",
    sentence="{person}临时退了班：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    person: Ref
    reason: str


class ShiftLapsed(
    Event,
    code="volunteers.shift_lapsed",
    sentence="{person}的证书过期，这一班取消",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class ShiftComesUp(
    Event,
    code="volunteers.shift_comes_up",
    sentence="“{title}”快到了：{starts_at}，{where}",
    personal=[],
    audience=Audience.HOUSE,
):
    title: str
    starts_at: Moment
    where: str
    person: Ref


class ShiftAttended(
    Event,
    code="volunteers.shift_attended",
    sentence="{person}到了",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class ShiftMissed(
    Event,
    code="volunteers.shift_missed",
    sentence="{person}没有来，也没有说",
    personal=[],
    audience=Audience.HOUSE,
):
    person: Ref


class ShiftUnaccounted(
    Event,
    code="volunteers.shift_unaccounted",
    sentence="结束了，还有{count}位到没到没有记",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class CalendarAddressMade(
    Event,
    code="volunteers.calendar_address_made",
    sentence="换了一个日历订阅地址",
    personal=[],
):
    pass
