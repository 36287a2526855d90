"""Figures of what was said and what came of it, each counted from the matters themselves."""

from django.db.models import Q

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.rules import ClosingKind, State
from linli.places.models import Area
from linli.ratings.rules import Solved

ENDED = (State.FINISHED, State.CLOSED)
HELPED = (ClosingKind.DONE, ClosingKind.EXPLAINED)


def collected(place: Ref, window: Window) -> MatterQuerySet:
    area = Area.objects.get(pk=number(place))
    said = Matter.objects.in_area(area).reported_between(window.since, window.until)
    return said.select_related("place__parent", "desk").order_by("reported_at", "pk")


def settled_by_community(place: Ref, window: Window) -> MatterQuerySet:
    return collected(place, window).settled_by_community().filter(finished_at__lt=window.until)


def passed_up(place: Ref, window: Window) -> MatterQuerySet:
    return collected(place, window).escalated()


def resolved(place: Ref, window: Window) -> MatterQuerySet:
    ended = collected(place, window).filter(state__in=ENDED, finished_at__lt=window.until)
    return ended.filter(~Q(solved=Solved.NO), closing_kind__in=HELPED)


COLLECTED = Indicator(
    code="matters.collected",
    label="收集的事",
    unit="件",
    definition="窗口之内说出来、登记下来的事；附议同一件事的不另算，撤回的也算。",
    rows=collected,
)
SETTLED_BY_COMMUNITY = Indicator(
    code="matters.settled_by_community",
    label="社区解决的事",
    unit="件",
    definition="窗口之内说的、窗口结束前办结的，从头到尾没有到过社区以上任何一级。",
    rows=settled_by_community,
    out_of=collected,
)
PASSED_UP = Indicator(
    code="matters.passed_up",
    label="上报街道的事",
    unit="件",
    definition="窗口之内说的，到过社区以上的某一级：按分派规则上报的、超期自动上报的、"
    "说事人不满意由上一级重办的，还有投诉本社区人员、直接由上一级受理的。",
    rows=passed_up,
    out_of=collected,
)
RESOLVED = Indicator(
    code="matters.resolved",
    label="化解的事",
    unit="件",
    definition="窗口之内说的、窗口结束前办结（办成或解释清楚，转介的不算），"
    "而且说事人没有在最后一次评价里说“没有解决”；没有收到评价的按办结算。",
    rows=resolved,
    out_of=collected,
)
