"""Figures of what was said to the neighbours and whom it reached."""

from django.db.models import Q, QuerySet

from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.notices.models import Document, Notice, NoticeQuerySet, Recipient, RecipientQuerySet
from linli.notices.rules import Kind
from linli.places.models import Area


def sent(place: Ref, window: Window) -> NoticeQuerySet:
    area = Area.objects.get(pk=number(place))
    told = Notice.objects.sent().in_area(area).filter(sent_at__lt=window.until)
    if window.since:
        told = told.filter(sent_at__gte=window.since)
    return told.select_related("area").order_by("sent_at", "pk")


def recipients(place: Ref, window: Window) -> RecipientQuerySet:
    told = Recipient.objects.filter(notice__in=sent(place, window).values("pk"))
    return told.select_related("person__home", "area", "notice").order_by("pk")


def reached(place: Ref, window: Window) -> RecipientQuerySet:
    return recipients(place, window).reached()


def covenants(place: Ref, window: Window) -> QuerySet[Document]:
    area, until = Area.objects.get(pk=number(place)), day_of(window.until)
    held = Document.objects.in_area(area).filter(kind=Kind.COVENANT)
    held = held.filter(Q(repealed_on=None) | Q(repealed_on__gte=until))
    adopted = held.filter(versions__number=1, versions__adopted_on__lt=until)
    return adopted.select_related("area").order_by("pk")


SENT = Indicator(
    code="notices.sent",
    label="发出的通知",
    unit="份",
    definition="窗口之内发给居民的通知、政策、公约和会议通知；撤回的不算，更正的另算一份。",
    rows=sent,
)
REACHED = Indicator(
    code="notices.reached",
    label="通知到的人",
    unit="人次",
    definition="窗口之内发出的通知，本人知道了的人次（自己点的、电话里说的、上门说的、纸上签收的）；"
    "不要求回“知道了”的，打开看过或短信发到也算。分母是通知的人次。",
    rows=reached,
    out_of=recipients,
)
COVENANTS = Indicator(
    code="notices.covenants",
    label="现行公约",
    unit="份",
    definition="窗口结束时在这里现行的公约；修订过的算一份，废止的不算。",
    rows=covenants,
)
