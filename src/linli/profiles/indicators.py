"""Figures that no row can tell: stated with their source, and so marked."""

from django.db.models import QuerySet

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.profiles.models import CampaignMatter, ProfileFact
from linli.profiles.rules import StatedKind


def stated_area(place: Ref, window: Window) -> QuerySet[ProfileFact]:
    told = ProfileFact.objects.filter(area=number(place), kind=StatedKind.AREA)
    return told.standing().filter(stated_at__lt=window.until).order_by("pk")


def matters_in_campaigns(place: Ref, window: Window) -> QuerySet[CampaignMatter]:
    tags = CampaignMatter.objects.filter(tagged_at__lt=window.until)
    if window.since:
        tags = tags.filter(tagged_at__gte=window.since)
    here = tags.filter(matter__place__path__contains=f"/{number(place)}/")
    return here.select_related("campaign", "matter").order_by("pk")


AREA = Indicator(
    code="profiles.area_km2",
    label="社区面积",
    unit="平方公里",
    definition="工作人员按依据填报的面积，附来源和日期；没有行可数，只是照着写出来。",
    rows=stated_area,
    sum_of="amount",
    decimals=2,
    echo=True,
)
IN_CAMPAIGNS = Indicator(
    code="profiles.matters_in_campaigns",
    label="归入专项的事",
    unit="件",
    definition="窗口之内归入专项的诉求；一件事归入两个专项数两次。",
    rows=matters_in_campaigns,
)
