"""Figures of what is heard outside the office."""

from django.db.models import Q, QuerySet, Sum

from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.meetings.models import Meeting, MeetingQuerySet
from linli.outreach.models import Answered, AskedHousehold, DoorVisit, Patrol, Survey
from linli.outreach.queries.sessions import TEA_TALK
from linli.outreach.rules.patrols import Found
from linli.places.models import Area


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def tea_talks(place: Ref, window: Window) -> MeetingQuerySet:
    held = Meeting.objects.in_area(_area(place)).held().filter(kind=TEA_TALK)
    within = held.begun_between(window.since, window.until)
    return within.select_related("place").order_by("starts_at", "pk")


def answers_given(place: Ref, window: Window) -> QuerySet[Answered]:
    talks = tea_talks(place, window).order_by()
    found = Answered.objects.filter(meeting__in=talks)
    return found.select_related("meeting__place", "expert").order_by("pk")


def with_heads(place: Ref, window: Window) -> MeetingQuerySet:
    return tea_talks(place, window).annotate(heads=Sum("attendances__heads", default=0))


def needs_surveys(place: Ref, window: Window) -> QuerySet[Survey]:
    """Those that asked within the window: begun before its end and not over before it began."""
    asking = Survey.objects.in_area(_area(place)).filter(begun_at__lt=window.until)
    if window.since:
        asking = asking.filter(Q(closed_at=None) | Q(closed_at__gte=window.since))
    return asking.select_related("area").order_by("begun_at", "pk")


def households_asked(place: Ref, window: Window) -> QuerySet[AskedHousehold]:
    surveys = needs_surveys(place, window).order_by()
    asked = AskedHousehold.objects.asked().filter(survey__in=surveys)
    return asked.select_related("survey", "household__dwelling__area").order_by("pk")


def households_answered(place: Ref, window: Window) -> QuerySet[AskedHousehold]:
    return households_asked(place, window).filter(response__entered_at__lt=window.until)


def patrols(place: Ref, window: Window) -> QuerySet[Patrol]:
    ended = Patrol.objects.in_area(_area(place)).filter(ended_at__lt=window.until)
    if window.since:
        ended = ended.filter(ended_at__gte=window.since)
    return ended.select_related("area", "walker").order_by("ended_at", "pk")


def doors_reached(place: Ref, window: Window) -> QuerySet[DoorVisit]:
    rounds = patrols(place, window).order_by()
    reached = DoorVisit.objects.filter(patrol__in=rounds).exclude(found=Found.NOBODY)
    return reached.select_related("dwelling__area").order_by("pk")


def home_visits(place: Ref, window: Window) -> QuerySet[DoorVisit]:
    at_doors = DoorVisit.objects.of_households().exclude(found=Found.NOBODY)
    there = at_doors.filter(dwelling__area__path__startswith=_area(place).path)
    within = there.filter(visited_at__lt=window.until)
    if window.since:
        within = within.filter(visited_at__gte=window.since)
    return within.select_related("dwelling__area").order_by("visited_at", "pk")


EXPERT_SESSIONS = Indicator(
    code="outreach.expert_sessions",
    label="会摆人答疑的场次",
    unit="场",
    definition="窗口之内开过、记了纪要的茶话会。",
    rows=tea_talks,
)
PEOPLE_ANSWERED = Indicator(
    code="outreach.people_answered",
    label="会摆人答疑的人次",
    unit="人次",
    definition="窗口之内的茶话会上，会摆人解答过的人次；一人问两件事算两次。",
    rows=answers_given,
    sum_of="people",
)
PEOPLE_PER_ACTIVITY = Indicator(
    code="outreach.people_per_activity",
    label="每次茶话会来的人",
    unit="人",
    definition="窗口之内开过的茶话会，签到和点数的人数加起来，除以场次，四舍五入。",
    rows=with_heads,
    sum_of="heads",
    averaged=True,
)
NEEDS_SURVEYS = Indicator(
    code="outreach.needs_surveys",
    label="需求调查",
    unit="次",
    definition="窗口之内问过的需求调查：窗口结束前开始，窗口开始时还没结束。",
    rows=needs_surveys,
)
SURVEY_COVERAGE = Indicator(
    code="outreach.survey_coverage",
    label="调查答卷率",
    unit="%",
    definition="窗口之内问过的需求调查里，答了的户数除以要问的户数；换下的户不算。",
    rows=households_answered,
    out_of=households_asked,
    as_percent=True,
)
PATROLS = Indicator(
    code="outreach.patrols",
    label="巡楼走访的轮次",
    unit="次",
    definition="窗口之内走完的巡楼走访，一人走完一片算一次。",
    rows=patrols,
)
DOORS_REACHED = Indicator(
    code="outreach.doors_reached",
    label="走访到的门",
    unit="扇",
    definition="窗口之内走完的巡楼里，敲开了的门；没人的不算，几轮都敲开的各算一次。",
    rows=doors_reached,
)
HOME_VISITS = Indicator(
    code="outreach.home_visits",
    label="走访的户次",
    unit="户次",
    definition="窗口之内专门走访、见到了人的户次；巡楼敲的门另算，没人的不算。",
    rows=home_visits,
)
