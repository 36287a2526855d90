"""Figures of orders: visits at home, kinds, who was served, who served, how it was found."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from linli.kernel.indicators import Indicator, Window
from linli.kernel.options import resolve
from linli.kernel.references import Ref, number
from linli.people.models import Person
from linli.places.models import Area
from linli.ratings.models import Rating
from linli.ratings.rules import Satisfied
from linli.service_orders.models import (
    EligibilityDecision,
    Seat,
    ServiceOrder,
    ServiceOrderQuerySet,
    ServiceRecipient,
)
from linli.service_orders.options import SERVICES
from linli.service_orders.rules import Mode, OrderState, SeatState


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def served(place: Ref, window: Window) -> ServiceOrderQuerySet:
    orders = ServiceOrder.objects.in_area(_area(place)).served()
    within = orders.ended_between(window.since, window.until)
    return within.select_related("place").order_by("starts_at", "pk")


def home_visits(place: Ref, window: Window) -> ServiceOrderQuerySet:
    """Served where somebody comes to the door, to stay or to go along."""
    catalogue = resolve(_area(place).chain)[SERVICES]
    elsewhere = [one.code for one in catalogue if one.mode in (Mode.ERRAND, Mode.REMOTE)]
    return served(place, window).exclude(service__in=elsewhere)


def kinds(place: Ref, window: Window) -> ServiceOrderQuerySet:
    """The first order of each kind that was served at home: one row a kind."""
    first = (
        home_visits(place, window)
        .filter(service=OuterRef("service"))
        .order_by("starts_at", "pk")
    )
    return home_visits(place, window).filter(pk=Subquery(first.values("pk")[:1]))


def people_served(place: Ref, window: Window) -> QuerySet[ServiceRecipient]:
    orders = served(place, window).filter(recipient=OuterRef("pk")).order_by()
    return (
        ServiceRecipient.objects.filter(Exists(orders)).select_related("place").order_by("pk")
    )


def people_who_served(place: Ref, window: Window) -> QuerySet[Person]:
    seats = Seat.objects.filter(
        person=OuterRef("pk"),
        state=SeatState.CAME,
        order__in=served(place, window).order_by(),
    )
    return Person.objects.filter(Exists(seats)).order_by("pk")


def eligible(place: Ref, window: Window) -> QuerySet[ServiceRecipient]:
    """Whose newest decision before the end of the window lets them order."""
    newest = EligibilityDecision.objects.filter(
        recipient=OuterRef("pk"), decided_at__lt=window.until
    ).order_by("-decided_at", "-pk")
    there = ServiceRecipient.objects.in_area(_area(place))
    found = there.annotate(may=Subquery(newest.values("is_eligible")[:1])).filter(may=True)
    return found.select_related("place").order_by("pk")


def ordered(place: Ref, window: Window) -> ServiceOrderQuerySet:
    """Handed in and looked at; drafts and what was refused are none."""
    orders = ServiceOrder.objects.in_area(_area(place)).exclude(
        state__in=[OrderState.DRAFT, OrderState.REFUSED, OrderState.CANCELLED]
    )
    within = orders.ended_between(window.since, window.until)
    return within.select_related("place").order_by("starts_at", "pk")


def rated(place: Ref, window: Window) -> QuerySet[Rating]:
    orders = served(place, window).order_by().values_list("pk", flat=True)
    subjects = [f"serviceorder/{pk}" for pk in orders]
    return Rating.objects.filter(subject__in=subjects).order_by("pk")


def content(place: Ref, window: Window) -> QuerySet[Rating]:
    return rated(place, window).exclude(satisfied=Satisfied.NOT)


HOME_VISITS = Indicator(
    code="service_orders.home_service_visits",
    label="上门志愿服务次数",
    unit="次",
    definition="窗口之内上门或上门接了陪同、做完、两边确认了的服务单；代办、远程的不算。",
    rows=home_visits,
)
HOME_KINDS = Indicator(
    code="service_orders.home_service_kinds",
    label="上门志愿服务类别",
    unit="类",
    definition="窗口之内上门做完的服务有几类，每类列最早的一单。",
    rows=kinds,
)
SERVED = Indicator(
    code="service_orders.served",
    label="做完的服务",
    unit="次",
    definition="窗口之内做完、两边确认了的服务单，各种方式都算。",
    rows=served,
)
PEOPLE_SERVED = Indicator(
    code="service_orders.people_served",
    label="服务过的老人和居民",
    unit="人",
    definition="窗口之内有服务做完的服务对象，一人算一次。",
    rows=people_served,
)
PEOPLE_WHO_SERVED = Indicator(
    code="service_orders.people_who_served",
    label="去服务过的志愿者",
    unit="人",
    definition="窗口之内去做过服务的志愿者，一人算一次。",
    rows=people_who_served,
)
RECIPIENTS = Indicator(
    code="service_orders.recipients",
    label="可以点单的服务对象",
    unit="人",
    definition="到窗口结束时，最近一次认定可以点单的服务对象。",
    rows=eligible,
)
FULFILLED = Indicator(
    code="service_orders.fulfilled",
    label="点单做成的比例",
    unit="%",
    definition="窗口之内到期的服务单里，做完、两边确认了的占多少；没有通过和取消的不算。",
    rows=served,
    out_of=ordered,
    as_percent=True,
)
CONTENT = Indicator(
    code="service_orders.content",
    label="评单满意率",
    unit="%",
    definition="评了的服务单里，满意和基本满意的占多少；没有评的不算。",
    rows=content,
    out_of=rated,
    as_percent=True,
)
