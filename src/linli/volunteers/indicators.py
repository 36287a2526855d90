"""Figures of volunteers: how many, how long, which teams, what was taught."""

from django.db.models import QuerySet

from linli.kernel.dates import day_of
from linli.kernel.indicators import Indicator, Window
from linli.kernel.references import Ref, number
from linli.places.models import Area
from linli.volunteers.models import (
    Enrolment,
    ServiceRecord,
    ServiceRecordQuerySet,
    StarAward,
    Team,
    Volunteer,
    VolunteerQuerySet,
)
from linli.volunteers.rules import EnrolmentState, TeamKind


def _area(place: Ref) -> Area:
    return Area.objects.get(pk=number(place))


def registered(place: Ref, window: Window) -> VolunteerQuerySet:
    """On the register at the end of the window, accepted within it where it has a beginning."""
    here = Volunteer.objects.in_area(_area(place)).filter(accepted_at__lt=window.until)
    if window.since:
        here = here.filter(accepted_at__gte=window.since)
    gone = here.filter(ended_at__lt=window.until)
    standing = here.exclude(pk__in=gone.values("pk"))
    return standing.select_related("person", "area").order_by("accepted_at", "pk")


def service_lines(place: Ref, window: Window) -> ServiceRecordQuerySet:
    rows = ServiceRecord.objects.in_area(_area(place))
    rows = rows.ended_between(window.since, window.until)
    return rows.select_related("volunteer__person", "place__parent__parent").order_by(
        "ends_at", "pk"
    )


def services(place: Ref, window: Window) -> ServiceRecordQuerySet:
    return service_lines(place, window).services()


def late_services(place: Ref, window: Window) -> ServiceRecordQuerySet:
    return services(place, window).filter(source="late")


def teams(place: Ref, window: Window) -> QuerySet[Team]:
    on = day_of(window.until)
    rows = Team.objects.in_area(_area(place)).exclude(organisation__dissolved_on__lte=on)
    return rows.select_related("organisation__area").order_by("kind", "pk")


def silver_teams(place: Ref, window: Window) -> QuerySet[Team]:
    return teams(place, window).filter(kind=TeamKind.SILVER)


def trained(place: Ref, window: Window) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(
        course__place__path__startswith=_area(place).path,
        state=EnrolmentState.PASSED,
        ended_at__lt=window.until,
    )
    if window.since:
        rows = rows.filter(ended_at__gte=window.since)
    return rows.select_related("course", "volunteer__person").order_by("ended_at", "pk")


def starred(place: Ref, window: Window) -> QuerySet[StarAward]:
    rows = StarAward.objects.granted().in_area(_area(place)).filter(ended_at__lt=window.until)
    if window.since:
        rows = rows.filter(ended_at__gte=window.since)
    return rows.select_related("volunteer__person").order_by("ended_at", "pk")


VOLUNTEERS = Indicator(
    code="volunteers.registered",
    label="注册志愿者",
    unit="人",
    definition="窗口结束时在册的志愿者；窗口有开头的，只数那以后通过登记的。",
    rows=registered,
)
SERVICES_DONE = Indicator(
    code="volunteers.services",
    label="志愿服务次数",
    unit="次",
    definition="窗口之内结束、记在册上的志愿服务，一人一次算一次。",
    rows=services,
)
MINUTES = Indicator(
    code="volunteers.minutes",
    label="志愿服务分钟",
    unit="分钟",
    definition="窗口之内结束的志愿服务的分钟数，更正的加减在内。",
    rows=service_lines,
    sum_of="minutes",
)
HOURS = Indicator(
    code="volunteers.hours",
    label="志愿服务时长",
    unit="小时",
    definition="窗口之内结束的志愿服务的分钟数加起来，更正的加减在内，满六十分钟算一小时。",
    rows=service_lines,
    sum_of="minutes",
    divided_by=60,
)
LATE_SHARE = Indicator(
    code="volunteers.late_share",
    label="补录占比",
    unit="%",
    definition="窗口之内结束的志愿服务里，事后两人补录的占多少。",
    rows=late_services,
    out_of=services,
    as_percent=True,
)
TEAMS = Indicator(
    code="volunteers.teams",
    label="志愿服务队",
    unit="支",
    definition="窗口结束时在册、没有撤销的志愿服务队。",
    rows=teams,
)
SILVER_TEAMS = Indicator(
    code="volunteers.silver_teams",
    label="银发志愿服务队",
    unit="支",
    definition="窗口结束时在册、没有撤销的银发志愿服务队。",
    rows=silver_teams,
)
TRAINED = Indicator(
    code="volunteers.trained",
    label="培训结业",
    unit="人次",
    definition="窗口之内结业的报名，每节课都到了的才算结业。",
    rows=trained,
)
STARRED = Indicator(
    code="volunteers.starred",
    label="星级志愿者",
    unit="人次",
    definition="窗口之内评定、没有撤销的星级；一人升一次星算一次。",
    rows=starred,
)
