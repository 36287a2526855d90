"""Figures of the store, of giving, of honours and of the points of households."""

from datetime import date, datetime

from django.db.models import QuerySet

from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.ledger.models import Transfer
from linli.ledger.rules import Code
from linli.places.models import Area
from linli.store.models import HonourListing, HouseholdDeed, Redemption
from linli.store.queries.giving import given_between


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def redemptions(place: Ref, window: Window) -> QuerySet[Redemption]:
    """Those handed over within the window; what came back again is no redemption."""
    found = Redemption.objects.in_area(_area(place)).handed_over()
    within = found.filter(ended_at__lt=window.until)
    if window.since:
        within = within.filter(ended_at__gte=window.since)
    rows = within.select_related("shelf__store__area", "shelf__goods")
    return rows.order_by("ended_at", "pk")


def gifts(place: Ref, window: Window) -> QuerySet[Transfer]:
    return given_between(_area(place), Code.GIFT, window.since, window.until)


def donations(place: Ref, window: Window) -> QuerySet[Transfer]:
    return given_between(_area(place), Code.DONATE, window.since, window.until)


def deeds(place: Ref, window: Window) -> QuerySet[HouseholdDeed]:
    awarded = HouseholdDeed.objects.in_area(_area(place)).awarded()
    within = awarded.filter(ended_at__lt=window.until)
    if window.since:
        within = within.filter(ended_at__gte=window.since)
    return within.select_related("place", "household__dwelling").order_by("ended_at", "pk")


def honours(place: Ref, window: Window) -> QuerySet[HonourListing]:
    """Those that came onto the roll within the window, and stand there still."""
    last = _last_day(window.until)
    standing = HonourListing.objects.filter(
        area__path__startswith=_area(place).path, withdrawn_on=None, listed_on__lt=last
    )
    if window.since:
        standing = standing.filter(listed_on__gte=day_of(window.since))
    return standing.select_related("area").order_by("listed_on", "pk")


def _last_day(until: datetime) -> date:
    return day_of(until)


REDEMPTIONS = Indicator(
    code="store.redemptions",
    label="兑换物品的次数",
    unit="次",
    definition="窗口之内交到居民手里的兑换；退了货的、没取的不算。",
    rows=redemptions,
)
GOODS_GIVEN = Indicator(
    code="store.goods_given",
    label="兑换出去的物品",
    unit="件",
    definition="窗口之内交到居民手里的件数；退了货的不算。",
    rows=redemptions,
    sum_of="quantity",
)
GIFTS = Indicator(
    code="store.gifts",
    label="赠予亲属的次数",
    unit="次",
    definition="窗口之内赠予核实过的亲属的笔数；冲正了的不算。",
    rows=gifts,
)
CREDITS_GIVEN = Indicator(
    code="store.credits_given",
    label="赠予亲属的积分",
    unit="个",
    definition="窗口之内赠予核实过的亲属的积分；冲正了的不算。",
    rows=gifts,
    sum_of="moved",
)
DONATIONS = Indicator(
    code="store.donations",
    label="捐赠的次数",
    unit="次",
    definition="窗口之内捐给公共池和助老项目的笔数；冲正了的不算。",
    rows=donations,
)
CREDITS_DONATED = Indicator(
    code="store.credits_donated",
    label="捐出的积分",
    unit="个",
    definition="窗口之内捐给公共池和助老项目的积分；冲正了的不算。",
    rows=donations,
    sum_of="moved",
)
HONOURS = Indicator(
    code="store.honours",
    label="荣誉榜上的人次",
    unit="人次",
    definition="窗口之内本人同意上榜、现在还在榜上的人次。",
    rows=honours,
)
DEEDS = Indicator(
    code="store.household_deeds",
    label="记户积分的次数",
    unit="次",
    definition="窗口之内记上的户积分事项；等复核的、没有记的不算。",
    rows=deeds,
)
HOUSEHOLD_POINTS = Indicator(
    code="store.household_points",
    label="记上的户积分",
    unit="分",
    definition="窗口之内记上的户积分；等复核的、没有记的不算。",
    rows=deeds,
    sum_of="points",
)
