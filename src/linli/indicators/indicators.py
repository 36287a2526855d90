"""Figures of the time bank that read several contexts: services, whom for, uses of credit."""

from collections.abc import Iterable

from django.db.models import Case, CharField, IntegerField, Min, QuerySet, Value, When

from linli.indicators.uses import USES
from linli.kernel.indicators import Indicator, Window
from linli.kernel.models import Entry
from linli.kernel.options import pinned, resolve
from linli.kernel.references import Ref, number
from linli.places.models import Area
from linli.service_orders.models import ServiceOrder, ServiceOrderQuerySet
from linli.service_orders.options import SERVICES, service_called
from linli.service_orders.rules import Branch
from linli.volunteers.models import ServiceRecord
from linli.volunteers.options import ADULT_AGE
from linli.volunteers.rules import Source


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def served(place: Ref, window: Window) -> ServiceOrderQuerySet:
    """Carried through and confirmed, in whichever way they were done."""
    done = ServiceOrder.objects.in_area(_area(place)).served()
    within = done.ended_between(window.since, window.until)
    return within.select_related("place").order_by("starts_at", "pk")


def general_kinds(place: Ref, window: Window) -> QuerySet[ServiceOrder]:
    return _of_branch(place, window, Branch.GENERAL)


def specialist_kinds(place: Ref, window: Window) -> QuerySet[ServiceOrder]:
    return _of_branch(place, window, Branch.SPECIALIST)


def classes(place: Ref, window: Window) -> QuerySet[ServiceOrder]:
    """One for each class of recipients: the first that was carried through for one of it."""
    firsts: dict[str, int] = {}
    for order, one in _with_classes(place, window):
        firsts.setdefault(one, order.pk)
    return _only(served(place, window), firsts.values())


def kinds_by_class(place: Ref, window: Window) -> QuerySet[ServiceOrder]:
    """One for each kind of service and class of recipients."""
    firsts: dict[tuple[str, str], int] = {}
    for order, one in _with_classes(place, window):
        firsts.setdefault((order.service, one), order.pk)
    return _only(served(place, window), firsts.values())


def uses_of_credit(place: Ref, window: Window) -> QuerySet[Entry]:
    """One entry for each use: the first time that credits went for it."""
    told = Entry.objects.filter(code__in=USES, happened_at__lt=window.until)
    if window.since:
        told = told.filter(happened_at__gte=window.since)
    refs = [area.ref for area in Area.objects.filter(path__startswith=_area(place).path)]
    use = Case(
        *(When(code=code, then=Value(use)) for code, use in USES.items()),
        output_field=CharField(),
    )
    firsts = told.filter(place__in=refs).values(use=use).annotate(first=Min("pk"))
    return Entry.objects.filter(pk__in=firsts.values("first")).order_by("happened_at", "pk")


def activities(place: Ref, window: Window) -> QuerySet[ServiceRecord]:
    """One line for each activity, however many served in it."""
    done = ServiceRecord.objects.in_area(_area(place)).services().filter(source=Source.EVENT)
    held = done.ended_between(window.since, window.until).exclude(source_ref="")
    firsts = held.values("source_ref").annotate(first=Min("pk"))
    found = ServiceRecord.objects.filter(pk__in=firsts.values("first"))
    return found.select_related("volunteer__person", "place").order_by("ends_at", "pk")


def adult_age(place: Ref, _: Window) -> QuerySet[Area]:
    area = _area(place)
    years = Value(resolve(area.chain)[ADULT_AGE], output_field=IntegerField())
    return Area.objects.filter(pk=area.pk).annotate(years=years)


def _only(rows: QuerySet[ServiceOrder], pks: Iterable[int]) -> QuerySet[ServiceOrder]:
    return rows.filter(pk__in=list(dict.fromkeys(pks)))


def _of_branch(place: Ref, window: Window, branch: Branch) -> QuerySet[ServiceOrder]:
    """By the catalogue under which each was ordered."""
    firsts = served(place, window).order_by().values("service").annotate(first=Min("pk"))
    found = served(place, window).filter(pk__in=firsts.values("first"))
    pks = []
    for order in found:
        service = service_called(order.service, pinned(order.options)[SERVICES])
        if service and service.branch is branch:
            pks.append(order.pk)
    return _only(found, pks)


def _with_classes(place: Ref, window: Window) -> Iterable[tuple[ServiceOrder, str]]:
    """Each order with the classes that its decision named on the day it was placed."""
    done = served(place, window).select_related("recipient")
    done = done.prefetch_related("recipient__decisions")
    for order in done:
        decided = [
            one for one in order.recipient.decisions.all() if one.decided_at <= order.made_at
        ]
        newest = max(decided, key=lambda one: (one.decided_at, one.pk), default=None)
        for code in newest.classes if newest else ():
            yield order, code


GENERAL_KINDS = Indicator(
    code="timebank.general_kinds",
    label="做过的通用型服务",
    unit="项",
    definition="窗口之内做完的服务单有几种通用型服务，每种列最早的一张。",
    rows=general_kinds,
)
SPECIALIST_KINDS = Indicator(
    code="timebank.specialist_kinds",
    label="做过的专业类服务",
    unit="项",
    definition="窗口之内做完的服务单有几种专业类服务，每种列最早的一张。",
    rows=specialist_kinds,
)
CLASSES = Indicator(
    code="timebank.recipient_classes",
    label="服务到的服务对象类别",
    unit="类",
    definition="窗口之内做完的服务单，按点单那天的认定，服务到了几类对象，每类列最早的一张。",
    rows=classes,
)
KINDS_BY_CLASS = Indicator(
    code="timebank.kinds_by_class",
    label="服务种类和服务对象的组合",
    unit="组",
    definition="窗口之内做完的服务单，哪种服务做给了哪一类对象，每组列最早的一张。",
    rows=kinds_by_class,
)
USES_OF_CREDIT = Indicator(
    code="timebank.uses_of_credit",
    label="积分用过的去处",
    unit="种",
    definition="窗口之内积分用过几种去处：兑物品、付服务、赠亲属或捐赠、上荣誉榜；每种列最早的一次。",
    rows=uses_of_credit,
)
ACTIVITIES = Indicator(
    code="timebank.activities",
    label="志愿服务活动",
    unit="次",
    definition="窗口之内结束的集体志愿服务活动，多少人参加都算一次；列每次记下的第一条。",
    rows=activities,
)
MINIMUM_AGE = Indicator(
    code="timebank.minimum_age",
    label="志愿者最低年龄",
    unit="岁",
    definition="这里的规则里志愿者自己可以登记的年龄。",
    rows=adult_age,
    sum_of="years",
    echo=True,
)
