"""What happens to messages."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class Told(
    Event,
    code="messaging.told",
    sentence="已告知{to}",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is what the message is about."""

    to: Ref


class MailingQueued(
    Event,
    code="messaging.queued",
    sentence="排队发送：站内消息 {inbox} 人，短信 {sms} 人，企业微信群 {robot} 个",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is what the mailing is about; each dispatch keeps its own trail."""

    inbox: int
    sms: int
    robot: int


class MailingEnded(
    Event,
    code="messaging.ended",
    sentence="发完了：发出 {sent} 份，没有发到 {unsent} 份",
    personal=[],
    audience=Audience.HOUSE,
):
    sent: int
    unsent: int


class WayDeclined(Event, code="messaging.declined", sentence="不再用{way}告知", personal=[]):
    way: Words


class WayAllowed(Event, code="messaging.allowed", sentence="可以用{way}告知", personal=[]):
    way: Words
