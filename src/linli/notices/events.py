"""What happens to notices and to the documents that they pass on."""

from linli.kernel.events import Audience, Event
from linli.kernel.references import Ref
from linli.kernel.words import Words


class NoticeDrafted(
    Event,
    code="notices.drafted",
    sentence="起草{kind}：{title}",
    personal=[],
    audience=Audience.HOUSE,
):
    kind: Words
    title: str


class NoticeChanged(
    Event, code="notices.changed", sentence="改了草稿", personal=[], audience=Audience.HOUSE
):
    pass


class NoticeDiscarded(
    Event, code="notices.discarded", sentence="草稿作废", personal=[], audience=Audience.HOUSE
):
    pass


class NoticeSent(
    Event,
    code="notices.sent",
    sentence="发给{where}：{doors} 户 {people} 人",
    personal=[],
):
    where: Ref
    doors: int
    people: int


class NoticeWithdrawn(Event, code="notices.withdrawn", sentence="撤回：{reason}", personal=[]):
    reason: str


class NoticeCorrected(
    Event, code="notices.corrected", sentence="已由新的通知更正", personal=[]
):
    """Its subject is the one that was wrong."""

    by_notice: int


class NoticeAcknowledged(
    Event,
    code="notices.acknowledged",
    sentence="{who}知道了（{way}）",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is the recipient: thousands of them would drown the notice's own trail."""

    who: Ref
    way: Words


class NoticeCalled(
    Event,
    code="notices.called",
    sentence="给{who}打电话：{answer}",
    personal=[],
    audience=Audience.HOUSE,
):
    who: Ref
    answer: Words


class CallListOpened(
    Event,
    code="notices.call_list_opened",
    sentence="打开了电话单：{where}，{many} 人",
    personal=[],
    audience=Audience.HOUSE,
):
    where: Ref
    many: int


class ReachingEnded(
    Event,
    code="notices.reaching_ended",
    sentence="{where}都通知到了",
    personal=[],
    audience=Audience.HOUSE,
):
    """Its subject is the notice; `reaching` is whose clock stops."""

    where: Ref
    reaching: Ref


class ReachingPassedOn(
    Event,
    code="notices.reaching_passed_on",
    sentence="{where}到期没有通知完，交回{desk}",
    personal=[],
    audience=Audience.HOUSE,
):
    where: Ref
    desk: Ref
    reaching: Ref


class DocumentAdopted(
    Event,
    code="notices.document_adopted",
    sentence="{kind}《{title}》第 {version} 版通过：{how}",
    personal=[],
):
    kind: Words
    title: str
    version: int
    how: str


class DocumentRepealed(
    Event, code="notices.document_repealed", sentence="废止：{reason}", personal=[]
):
    reason: str
