"""What happens to recipients and to orders, and how a resident reads it."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Moment, Words


class RecipientRegistered(
    Event, code="orders.recipient_registered", sentence="登记为服务对象", personal=[]
):
    pass


class NeedRecorded(
    Event,
    code="orders.need_recorded",
    sentence="经本人单独同意，登记了一项情况，管到{until}",
    personal=[],
    audience=Audience.HOUSE,
):
    until: str


class NeedsForgotten(
    Event,
    code="orders.needs_forgotten",
    sentence="收回同意，登记的情况都删了",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class EligibilityDecided(
    Event, code="orders.eligibility_decided", sentence="看了能不能点单：{outcome}", personal=[]
):
    outcome: Words


class OrderDrafted(Event, code="orders.drafted", sentence="起了一张服务单", personal=[]):
    pass


class OrderChanged(Event, code="orders.changed", sentence="改了服务单", personal=[]):
    pass


class OrderSubmitted(
    Event,
    code="orders.submitted",
    sentence="点单：{service}，{starts_at}（{way}）",
    personal=[],
):
    service: Words
    starts_at: Moment
    way: Words


class OrderApproved(Event, code="orders.approved", sentence="社区看过，通过了", personal=[]):
    pass


class OrderRefused(
    Event, code="orders.refused", sentence="没有通过：{reason}", personal=["reason"]
):
    reason: str


class OrderPublished(
    Event, code="orders.published", sentence="发布出去，等人接单", personal=[]
):
    pass


class OffersMade(
    Event,
    code="orders.offers_made",
    sentence="问了 {count} 位合适的志愿者",
    personal=[],
    audience=Audience.HOUSE,
):
    count: int


class OffersEnded(
    Event,
    code="orders.offers_ended",
    sentence="问过的人里没有定下来的，继续等人接",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class OrderAccepted(Event, code="orders.accepted", sentence="{volunteer}接了单", personal=[]):
    volunteer: Ref
    seat: int


class SeatGivenBack(
    Event,
    code="orders.given_back",
    sentence="{volunteer}提前退了单：{reason}",
    personal=["reason"],
):
    volunteer: Ref
    reason: str


class SeatDroppedOut(
    Event,
    code="orders.dropped_out",
    sentence="{volunteer}临时退了单：{reason}",
    personal=["reason"],
):
    volunteer: Ref
    reason: str


class SeatSubstituted(
    Event,
    code="orders.substituted",
    sentence="{from_}来不了，换成{to}",
    personal=[],
):
    from_: Ref
    to: Ref


class VolunteerArrived(
    Event, code="orders.arrived", sentence="{volunteer}到了（{way}）", personal=[]
):
    volunteer: Ref
    way: Words


class VolunteerLeft(
    Event, code="orders.left", sentence="{volunteer}走了（{way}）", personal=[]
):
    volunteer: Ref
    way: Words


class OrderDone(
    Event, code="orders.done", sentence="服务完了，{minutes} 分钟，等确认", personal=[]
):
    minutes: int


class AttendanceUnknown(
    Event,
    code="orders.unknown",
    sentence="时间过了，到没到、几点走还不清楚，先问两边",
    personal=[],
):
    pass


class TimeProposed(
    Event,
    code="orders.time_proposed",
    sentence="提出按 {minutes} 分钟算：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    minutes: int
    reason: str


class TimeReviewed(
    Event,
    code="orders.time_reviewed",
    sentence="两人复核，按 {minutes} 分钟算",
    personal=[],
):
    minutes: int


class TimeNotAgreed(
    Event,
    code="orders.time_not_agreed",
    sentence="第二个人不同意这样算：{reason}",
    personal=["reason"],
    audience=Audience.HOUSE,
):
    reason: str


class VolunteerAbsent(Event, code="orders.absent", sentence="没有来", personal=[]):
    volunteer: Ref


class NobodyHome(Event, code="orders.nobody_home", sentence="来了没有见到人", personal=[]):
    volunteer: Ref


class OrderConfirmed(
    Event, code="orders.confirmed", sentence="确认了，{minutes} 分钟（{way}）", personal=[]
):
    minutes: int
    way: Words


class OrderRated(
    Event, code="orders.rated", sentence="评单：{solved}，{satisfied}", personal=[]
):
    solved: Words
    satisfied: Words


class OrderCancelled(
    Event, code="orders.cancelled", sentence="取消了：{reason}", personal=["reason"]
):
    reason: str


class OrderExpired(
    Event, code="orders.expired", sentence="到了时间没有人接，没有办成", personal=[]
):
    pass


class VisitReminded(
    Event,
    code="orders.reminded",
    sentence="快到时间了：{service}，{starts_at}",
    personal=[],
):
    service: Words
    starts_at: Moment


class VisitMissed(
    Event,
    code="orders.visit_missed",
    sentence="到了时间还没有人到",
    personal=[],
):
    pass


class DisputeRaised(Event, code="orders.disputed", sentence="提出不同说法", personal=[]):
    dispute: int


class DisputeReplied(
    Event, code="orders.dispute_replied", sentence="另一方也说了", personal=[]
):
    dispute: int


class EvidenceAdded(Event, code="orders.evidence_added", sentence="补了一份凭据", personal=[]):
    dispute: int


class DisputeRuled(
    Event,
    code="orders.dispute_ruled",
    sentence="第三个人看了：{outcome}，因为{reason}",
    personal=["reason"],
):
    dispute: int
    outcome: Words
    reason: str


class OrderDrawn(
    Event,
    code="orders.drawn",
    sentence="抽到回访",
    personal=[],
    audience=Audience.HOUSE,
):
    pass


class OrderCalledBack(
    Event,
    code="orders.called_back",
    sentence="打电话问过：{outcome}",
    personal=[],
    audience=Audience.HOUSE,
):
    outcome: Words


class PatternFound(
    Event,
    code="orders.pattern_found",
    sentence="发现一处要看的：{pattern}",
    personal=[],
    audience=Audience.HOUSE,
):
    pattern: Words


class PatternLookedAt(
    Event,
    code="orders.pattern_looked_at",
    sentence="看过了：{words}",
    personal=["words"],
    audience=Audience.HOUSE,
):
    words: str


class StandingOrderAsked(
    Event, code="orders.standing_asked", sentence="要一张长期单：{service}，{beat}", personal=[]
):
    service: Words
    beat: Words


class StandingOrderApproved(
    Event, code="orders.standing_approved", sentence="长期单通过了", personal=[]
):
    pass


class StandingOrderRefused(
    Event,
    code="orders.standing_refused",
    sentence="长期单没有通过：{reason}",
    personal=["reason"],
):
    reason: str


class StandingOrderPaused(
    Event, code="orders.standing_paused", sentence="长期单先停着", personal=[]
):
    pass


class StandingOrderResumed(
    Event, code="orders.standing_resumed", sentence="长期单接着排", personal=[]
):
    pass


class StandingOrderEnded(
    Event, code="orders.standing_ended", sentence="长期单结束了", personal=[]
):
    pass


class CalendarMade(
    Event,
    code="orders.calendar_made",
    sentence="换了一个日历地址",
    personal=[],
    audience=Audience.HOUSE,
):
    pass
