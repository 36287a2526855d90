"""What a volunteer has served: minutes, lists, what overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from linli.people.models import Person
from linli.volunteers.models import ServiceDay, ServiceRecord, ServiceRecordQuerySet, Volunteer
from linli.volunteers.rules.service import Source, minute_of
from linli.volunteers.rules.stars import HOUR


@dataclass(frozen=True, kw_only=True)
class Hours:
    """服务时长: the sum of all lines; `late` of it was entered late, `donated` only to give."""

    minutes: int = 0
    services: int = 0
    late: int = 0
    donate_only: int = 0

    @property
    def hours(self) -> int:
        return self.minutes // HOUR

    @property
    def rest(self) -> int:
        return self.minutes % HOUR


def hours_of(
    volunteer: Volunteer, *, since: datetime | None = None, until: datetime | None = None
) -> Hours:
    """Add up what somebody served, of services that ended within the span."""
    rows = ServiceRecord.objects.filter(volunteer=volunteer)
    if since:
        rows = rows.filter(ends_at__gte=since)
    if until:
        rows = rows.filter(ends_at__lt=until)
    found = rows.aggregate(
        total=Sum("minutes", default=0),
        services=Count("pk", filter=Q(corrects=None)),
        entered_late=Sum("minutes", filter=Q(source=Source.LATE), default=0),
        to_give=Sum("minutes", filter=Q(is_donate_only=True), default=0),
    )
    return Hours(
        minutes=found["total"],
        services=found["services"],
        late=found["entered_late"],
        donate_only=found["to_give"],
    )


def minutes_of(person: Person | int) -> int:
    """All minutes that a person ever served."""
    pk = person if isinstance(person, int) else person.pk
    rows = ServiceRecord.objects.filter(volunteer__person=pk)
    total: int = rows.aggregate(sum=Sum("minutes", default=0))["sum"]
    return total


def records_of(volunteer: Volunteer) -> ServiceRecordQuerySet:
    """Every line of one volunteer, the newest service first, corrections after it."""
    rows = ServiceRecord.objects.filter(volunteer=volunteer)
    return rows.select_related("place", "team__organisation").order_by("-ends_at", "pk")


def overlapping(volunteer: Volunteer, starts_at: datetime, ends_at: datetime) -> int | None:
    """The record of a service that holds some of that time, if there is one."""
    spans = volunteer.spans.filter(begins__lt=minute_of(ends_at), ends__gt=minute_of(starts_at))
    return spans.values_list("record", flat=True).first()


def day_minutes(volunteer: Volunteer, days: Iterable[date]) -> dict[date, int]:
    """How many minutes are on each of the days already."""
    rows = ServiceDay.objects.filter(volunteer=volunteer, day__in=list(days))
    return dict(rows.values_list("day", "minutes"))
