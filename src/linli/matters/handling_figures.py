"""Figures of how matters are handled, and of what is done at once; imported by indicators."""

from django.db.models import QuerySet

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.matters.claims import PlanKind
from linli.matters.models import (
    HandlingPlan,
    InstantMatter,
    InstantMatterQuerySet,
    QuickFix,
    QuickFixQuerySet,
)
from linli.places.models import Area


def quick_fixes(place: Ref, window: Window) -> QuickFixQuerySet:
    area = Area.objects.get(pk=number(place))
    fixed = QuickFix.objects.in_area(area).fixed_between(window.since, window.until)
    return fixed.select_related("place").order_by("fixed_at", "pk")


def instant_matters(place: Ref, window: Window) -> InstantMatterQuerySet:
    area = Area.objects.get(pk=number(place))
    taken_in = InstantMatter.objects.in_area(area)
    said = taken_in.taken_in_between(window.since, window.until)
    return said.select_related("place").order_by("taken_in_at", "pk")


def instants_done(place: Ref, window: Window) -> InstantMatterQuerySet:
    return instant_matters(place, window).filter(done_at__lt=window.until)


def done_in_one_visit(place: Ref, window: Window) -> InstantMatterQuerySet:
    return instants_done(place, window).filter(visits__lte=1)


def service_plans(place: Ref, window: Window) -> QuerySet[HandlingPlan]:
    area = Area.objects.get(pk=number(place))
    made = HandlingPlan.objects.filter(
        kind=PlanKind.SERVICE,
        matter__place__path__startswith=area.path,
        made_at__lt=window.until,
    )
    since = made.filter(made_at__gte=window.since) if window.since else made
    return since.select_related("matter__place").order_by("made_at", "pk")


FOUND_AND_FIXED = Indicator(
    code="matters.found_and_fixed",
    label="随手办的小事",
    unit="件",
    definition="窗口之内看到就办好、当场记下的；没有人来说，也不请人评价，不算在收集的事里。",
    rows=quick_fixes,
)
INSTANT_MATTERS = Indicator(
    code="matters.instant_matters",
    label="即办件",
    unit="件",
    definition="窗口之内替居民受理的即办件。",
    rows=instant_matters,
)
AT_MOST_ONE_VISIT = Indicator(
    code="matters.at_most_one_visit",
    label="即办件最多跑一次",
    unit="%",
    definition="窗口之内受理、窗口结束前办好的即办件里，居民一次没跑或只跑一次的。",
    rows=done_in_one_visit,
    out_of=instants_done,
    as_percent=True,
)
SERVICE_PLANS = Indicator(
    code="matters.service_plans",
    label="社工专业方案",
    unit="份",
    definition="窗口之内社工为一件事写下的专业方案。",
    rows=service_plans,
)
