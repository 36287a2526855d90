"""The seam to volunteers: who can do an order, who is free then, and what they did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Prefetch, Sum

from linli.kernel.dates import HERE, day_of, start_of
from linli.kernel.options import resolve
from linli.kernel.references import Ref
from linli.people.models import Person
from linli.people.queries import viewer_of
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.service_orders.models import SeatSpan, ServiceOrder
from linli.service_orders.rules import SeatState, Service, near, street_of
from linli.service_orders.rules.offers import Candidate
from linli.volunteers import actions as volunteers
from linli.volunteers.models import (
    HealthStatement,
    ServiceRecord,
    ServiceSpan,
    Volunteer,
    VolunteerQuerySet,
)
from linli.volunteers.options import CERTIFICATES, DAILY_MINUTES, LANGUAGES, LATE_DAYS, named
from linli.volunteers.queries import day_minutes, holds_certificate, may_serve, volunteer_of
from linli.volunteers.rules import FreeTime, Judgement, Source, TraitKind
from linli.volunteers.rules.registration import age_on, is_free, merged

LATELY = timedelta(days=28)
MOST = 2000


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done for whom, from when on, for how many minutes."""

    order: Ref
    person_id: int
    recipient: Ref
    kind: str
    what: str
    place: Area
    starts_at: datetime
    minutes: int


def minute_of(at: datetime) -> int:
    """Minutes since 1970, by which stretches of time are compared in the database."""
    return int(at.timestamp()) // 60


def lacking(person: Person, service: Service, on: date) -> tuple[str, ...]:
    """What somebody lacks to do such a service on that day, in words; nothing: they can."""
    lacks = list(may_serve(person, service.risk, on).lacking)
    if service.certificates and not certificate_held(person.pk, service, on):
        volunteer = volunteer_of(person)
        kinds = resolve(volunteer.area.chain)[CERTIFICATES] if volunteer else ()
        labels = [named(code, kinds) for code in service.certificates]
        said = "、".join(one.label for one in labels if one) or "、".join(service.certificates)
        sentence = f"那天没有有效的{said}。"
        if sentence not in lacks:
            lacks.append(sentence)
    return tuple(lacks)


def certificate_held(person_id: int, service: Service, on: date) -> str:
    """The first certificate that lets them do it and holds that day, as its code."""
    for code in service.certificates:
        if holds_certificate(person_id, code, on):
            return code
    return ""


def is_one(person_id: int) -> bool:
    """Say whether somebody is on the register of volunteers now."""
    return Volunteer.objects.active().filter(person=person_id).exists()


def room_that_day(person_id: int, order: ServiceOrder) -> int:
    """How many minutes the daily limit leaves that day, with what was taken already."""
    day = day_of(order.starts_at)
    most = resolve(order.place.chain)[DAILY_MINUTES]
    begins = minute_of(start_of(day))
    taken = SeatSpan.objects.filter(
        person=person_id, begins__gte=begins, begins__lt=begins + 24 * 60
    ).exclude(seat__state=SeatState.CAME)
    planned = sum(ends - begins for begins, ends in taken.values_list("begins", "ends"))
    volunteer = volunteer_of(person_id)
    served = day_minutes(volunteer, [day]).get(day, 0) if volunteer else 0
    return max(0, most - served - planned)


def around(order: ServiceOrder, service: Service, *, but: Collection[int]) -> list[Candidate]:
    """Who is free then and near enough: what speaks for asking them.

    Whether each may do it that day is asked one by one, of those who come first.
    """
    found = [one for one in _near(order.place) if one.person_id not in but]
    busy = _busy([one.person_id for one in found], order)
    free = [one for one in found if one.person_id not in busy and _is_free(one, order)]
    reach = [
        one
        for one in free
        if near(one.area.path, order.place.path).metres <= max(one.radius, 100)
        or near(_home(one), order.place.path).metres <= max(one.radius, 100)
    ]
    return _candidates(reach, order, service)


def record(done: Done, *, by: Viewer, at: datetime, reviewers: Sequence[Person] = ()) -> int:
    """记服务: the minutes that stand on record for it; what a full day cannot hold is not.

    After days it needs two who vouch for it: the reviewers of its time (R07).
    """
    volunteer = volunteer_of(done.person_id)
    if volunteer is None:
        return 0
    minutes = min(done.minutes, _room_on_record(volunteer, done))
    if minutes < 1:
        return 0
    service = volunteers.Service(
        kind=done.kind,
        what=done.what,
        place=done.place,
        starts_at=done.starts_at,
        ends_at=done.starts_at + timedelta(minutes=minutes),
        source=Source.ORDER,
        source_ref=done.order,
        recipient=done.recipient,
    )
    if is_late(done.place, service.ends_at, at):
        _record_late(volunteer, service, reviewers, at)
    else:
        volunteers.record_service(volunteer=volunteer, service=service, by=by, at=at)
    return minutes


def is_late(place: Area, ends_at: datetime, at: datetime) -> bool:
    """Say whether it is written down so late that two have to vouch for it."""
    return at - ends_at > timedelta(days=resolve(place.chain)[LATE_DAYS])


def take_back(order: Ref, person_id: int, *, reason: str, by: Viewer, at: datetime) -> None:
    """更正: the service on record is worth nothing, for it did not happen."""
    line = record_of(order, person_id)
    if line is not None:
        volunteers.correct_service(record=line, minutes=0, reason=reason, by=by, at=at)


def judge(order: Ref, person_id: int, *, content: str, by: Viewer, at: datetime) -> None:
    """评价: what the one who was served said stands on the volunteer's record too."""
    line = record_of(order, person_id)
    if line is None:
        return
    verdict = {"very": Judgement.GOOD, "fairly": Judgement.FAIR}.get(content, Judgement.POOR)
    volunteers.judge_service(record=line, verdict=verdict, by=by, at=at)


def record_of(order: Ref, person_id: int) -> ServiceRecord | None:
    """The line on record of one volunteer for one order."""
    lines = ServiceRecord.objects.services().select_related("volunteer", "place")
    mine = lines.filter(volunteer__person=person_id)
    plain = mine.filter(source=Source.ORDER, source_ref=order).first()
    return plain or mine.filter(late_entry__evidence__contains=f"[{order}]").first()


def _record_late(
    volunteer: Volunteer,
    service: volunteers.Service,
    reviewers: Sequence[Person],
    at: datetime,
) -> None:
    first, second = reviewers
    entry = volunteers.enter_late(
        volunteer=volunteer,
        service=service,
        evidence=f"服务单的时间由两人复核 [{service.source_ref}]",
        by=viewer_of(first, at=at),
        at=at,
    )
    volunteers.confirm_late(entry=entry, by=viewer_of(second, at=at), at=at)


def _room_on_record(volunteer: Volunteer, done: Done) -> int:
    day = day_of(done.starts_at)
    most = resolve(done.place.chain)[DAILY_MINUTES]
    return most - day_minutes(volunteer, [day]).get(day, 0)


def _near(place: Area) -> list[Volunteer]:
    within: VolunteerQuerySet = Volunteer.objects.active()
    newest = HealthStatement.objects.filter(erased_at=None).order_by("-stated_on", "-pk")
    listed = within.filter(area__path__startswith=street_of(place.path)).select_related(
        "person__home", "area"
    )
    with_all = listed.prefetch_related(
        "availabilities", "traits", Prefetch("health_statements", queryset=newest)
    )
    return list(with_all.order_by("pk")[:MOST])


def _busy(people: Collection[int], order: ServiceOrder) -> set[int]:
    begins, ends = minute_of(order.starts_at), minute_of(order.ends_at)
    meets = {"begins__lt": ends, "ends__gt": begins}
    taken = SeatSpan.objects.filter(person__in=people, **meets).values_list("person", flat=True)
    served = ServiceSpan.objects.filter(volunteer__person__in=people, **meets)
    return {*taken, *served.values_list("volunteer__person", flat=True)}


def _is_free(volunteer: Volunteer, order: ServiceOrder) -> bool:
    begins = order.starts_at.astimezone(HERE)
    minute = begins.hour * 60 + begins.minute
    wanted = FreeTime(
        weekday=begins.weekday(), begins=minute, ends=min(minute + order.minutes, 24 * 60)
    )
    return is_free(merged(row.free_time for row in volunteer.availabilities.all()), wanted)


def _candidates(
    found: Sequence[Volunteer], order: ServiceOrder, service: Service
) -> list[Candidate]:
    people = [one.person_id for one in found]
    visits = _visits_before(people, order)
    minutes = _minutes_lately(people, order.starts_at)
    spoken = {one.code: one.label for one in resolve(order.place.chain)[LANGUAGES]}
    on = day_of(order.starts_at)
    made = []
    for one in found:
        traits = _traits(one)
        languages = tuple(traits.get(TraitKind.LANGUAGE, ()))
        shared = [code for code in order.recipient.understands if code in languages]
        held = list(one.health_statements.all())[:1]
        made.append(
            Candidate(
                person_id=one.person_id,
                near=near(_home(one), order.place.path),
                languages=languages,
                shared_language=spoken.get(shared[0], "") if shared else "",
                visits_before=visits.get(one.person_id, 0),
                minutes_lately=minutes.get(one.person_id, 0),
                wishes_it=service.code in traits.get(TraitKind.WISH, ()),
                age=age_on(one.born_on, on) if one.born_on else None,
                is_healthy=bool(held and held[0].is_fit),
            )
        )
    return made


def _home(volunteer: Volunteer) -> str:
    home = volunteer.person.home
    return home.path if home else volunteer.area.path


def _traits(volunteer: Volunteer) -> dict[TraitKind, list[str]]:
    rows = sorted(volunteer.traits.all(), key=lambda row: row.kind)
    return {
        TraitKind(kind): [row.code for row in group]
        for kind, group in groupby(rows, key=lambda row: row.kind)
    }


def _visits_before(people: Collection[int], order: ServiceOrder) -> dict[int, int]:
    came = order.recipient.orders.filter(
        seats__state=SeatState.CAME, seats__person__in=people
    ).values("seats__person")
    return {row["seats__person"]: row["times"] for row in came.annotate(times=Count("pk"))}


def _minutes_lately(people: Collection[int], at: datetime) -> dict[int, int]:
    rows = ServiceRecord.objects.filter(
        volunteer__person__in=people, ends_at__gte=at - LATELY, ends_at__lt=at
    ).values("volunteer__person")
    summed = rows.annotate(sum=Sum("minutes")).order_by()
    return {row["volunteer__person"]: row["sum"] for row in summed}
