"""记服务: whole facts, no two at once, no day beyond its limit, corrected by adding."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import journal
from linli.kernel.dates import HERE
from linli.kernel.errors import NotPermitted
from linli.kernel.no_overlap import TABLES
from linli.kernel.options import choose
from linli.kernel.portable import guarded_tables
from linli.kernel.portable.overlap import held_apart
from linli.kernel.testing import NOON
from linli.people.testing import a_person, a_steward, viewing
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyJudged,
    DayIsFull,
    EvidenceMissing,
    LateEntryMovedOn,
    NotAVolunteer,
    NothingToCorrect,
    ReasonMissing,
    RecordedOtherwise,
    ServicesOverlap,
    ServiceUnsound,
    TooLate,
)
from linli.volunteers.events import ServiceCorrected, ServiceRecorded
from linli.volunteers.models import LateEntry, ServiceDay, ServiceRecord, ServiceSpan
from linli.volunteers.options import DAILY_MINUTES
from linli.volunteers.queries import hours_of, minutes_of
from linli.volunteers.rules import Judgement, Source
from linli.volunteers.rules.service import LateStepNotAllowed, minutes_by_day
from linli.volunteers.testing import (
    Station,
    a_record,
    a_service,
    a_station,
    a_volunteer,
    an_applicant,
)

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 3, 1, 8, 0, tzinfo=HERE)


@pytest.fixture
def station() -> Station:
    return a_station()


def test_an_hour_given_is_on_record(station: Station) -> None:
    volunteer = a_volunteer(station)

    record = a_record(station, volunteer)

    assert (record.minutes, record.source, record.is_late) == (60, Source.EVENT, False)
    assert hours_of(volunteer).hours == 1
    assert minutes_of(volunteer.person) == 60
    [told] = journal.events(ServiceRecorded, subject=volunteer.ref)
    assert (told.record, told.minutes) == (record.pk, 60)


def test_seconds_do_not_count(station: Station) -> None:
    volunteer = a_volunteer(station)
    service = a_service(station.place.compound, ends_at=NOON - timedelta(seconds=1), minutes=30)

    record = actions.record_service(
        volunteer=volunteer, service=service, by=station.by, at=NOON
    )

    assert record.minutes == 30
    assert record.ends_at == NOON - timedelta(minutes=1)


def test_who_records_whom(station: Station) -> None:
    volunteer = a_volunteer(station)
    served = a_person("李奶奶", station.place.unit)
    steward = a_steward(station.place.building)
    service = a_service(station.place.building, recipient=served.ref)

    def told_by(viewer: Any, minutes_ago: int) -> ServiceRecord:
        ended = NOON - timedelta(minutes=minutes_ago)
        said = a_service(
            station.place.building, ends_at=ended, minutes=10, recipient=served.ref
        )
        return actions.record_service(volunteer=volunteer, service=said, by=viewer, at=NOON)

    for stranger in (viewing(volunteer.person), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            actions.record_service(volunteer=volunteer, service=service, by=stranger, at=NOON)
    for many, viewer in enumerate((viewing(served), viewing(steward), station.by)):
        assert told_by(viewer, many * 10).minutes == 10


def test_the_same_source_is_recorded_once(station: Station) -> None:
    volunteer = a_volunteer(station)
    said = a_service(station.place.compound, source=Source.ORDER, source_ref="serviceorder/7")
    first = actions.record_service(volunteer=volunteer, service=said, by=station.by, at=NOON)

    again = actions.record_service(volunteer=volunteer, service=said, by=station.by, at=NOON)
    assert again == first
    assert len(journal.events(ServiceRecorded, subject=volunteer.ref)) == 1

    other = a_service(
        station.place.compound, minutes=90, source=Source.ORDER, source_ref="serviceorder/7"
    )
    with pytest.raises(RecordedOtherwise):
        actions.record_service(volunteer=volunteer, service=other, by=station.by, at=NOON)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"what": " "}, ServiceUnsound),
        ({"starts_at": NOON}, ServiceUnsound),
        ({"starts_at": NOON - timedelta(hours=25)}, ServiceUnsound),
        ({"ends_at": NOON + timedelta(minutes=1)}, ServiceUnsound),
    ],
)
def test_what_cannot_have_been(
    station: Station, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    volunteer = a_volunteer(station)
    service = a_service(station.place.compound)

    with pytest.raises(refusal):
        actions.record_service(
            volunteer=volunteer,
            service=type(service)(**{**vars(service), **changes}),
            by=station.by,
            at=NOON,
        )


def test_only_who_is_on_the_register_serves(station: Station) -> None:
    applicant, service = an_applicant(station), a_service(station.place.compound)
    with pytest.raises(NotAVolunteer):
        actions.record_service(volunteer=applicant, service=service, by=station.by, at=NOON)

    volunteer = a_volunteer(station, "李梅")
    before = NOON - timedelta(hours=3)
    actions.withdraw_volunteer(volunteer=volunteer, by=viewing(volunteer.person), at=before)
    with pytest.raises(NotAVolunteer):
        actions.record_service(volunteer=volunteer, service=service, by=station.by, at=NOON)
    earlier = a_service(station.place.compound, ends_at=before)
    actions.record_service(volunteer=volunteer, service=earlier, by=station.by, at=NOON)


@pytest.mark.parametrize(("begin", "length"), [(30, 60), (-30, 60), (10, 10), (-10, 120)])
def test_nobody_serves_in_two_places_at_once(station: Station, begin: int, length: int) -> None:
    volunteer = a_volunteer(station)
    a_record(station, volunteer, ends_at=EIGHT + timedelta(minutes=60))
    ends_at = EIGHT + timedelta(minutes=begin + length)

    with pytest.raises(ServicesOverlap):
        a_record(station, volunteer, ends_at=ends_at, minutes=length)
    a_record(station, volunteer, ends_at=EIGHT + timedelta(minutes=90), minutes=30)
    a_record(station, a_volunteer(station, "李梅"), ends_at=ends_at, minutes=length)


def test_the_database_lets_no_stretches_meet(station: Station) -> None:
    assert "volunteers_servicespan" in TABLES
    assert held_apart(connection) >= TABLES
    volunteer = a_volunteer(station)
    a_record(station, volunteer, ends_at=EIGHT)
    other = a_record(station, volunteer, ends_at=EIGHT - timedelta(hours=2))
    span = ServiceSpan.objects.get(record=other)

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceSpan.objects.filter(pk=span.pk).update(begins=span.begins, ends=span.ends + 61)
    ServiceSpan.objects.filter(pk=span.pk).update(ends=span.ends + 60)


def test_no_record_is_ever_changed(station: Station) -> None:
    record = a_record(station, a_volunteer(station))

    assert "volunteers_servicerecord" in guarded_tables(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=record.pk).update(minutes=600)


def test_a_day_holds_eight_hours(station: Station) -> None:
    volunteer = a_volunteer(station)
    a_record(station, volunteer, ends_at=EIGHT + timedelta(hours=7), minutes=420)

    with pytest.raises(DayIsFull) as refused:
        a_record(station, volunteer, ends_at=EIGHT + timedelta(hours=10), minutes=61)
    assert "420" in refused.value.message
    a_record(station, volunteer, ends_at=EIGHT + timedelta(hours=10), minutes=60)
    assert ServiceRecord.objects.count() == 2


def test_a_night_fills_two_days(station: Station) -> None:
    volunteer = a_volunteer(station)
    night = datetime(2026, 3, 1, 2, 0, tzinfo=HERE)
    a_record(station, volunteer, ends_at=night, minutes=240)

    days = dict(ServiceDay.objects.values_list("day", "minutes"))
    assert list(days.values()) == [120, 120]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.tuples(st.integers(0, 2879), st.integers(1, 500)), min_size=2, max_size=8),
    st.integers(120, 600),
)
def test_whatever_is_told_no_two_meet_and_no_day_runs_over(
    station: Station, told: list[tuple[int, int]], most: int
) -> None:
    with transaction.atomic():
        place = station.place.community.ref
        choose({DAILY_MINUTES: most}, place=place, by=station.clerk.ref, at=NOON)
        volunteer = a_volunteer(station)
        first = datetime(2026, 2, 27, tzinfo=HERE)
        for begin, minutes in told:
            ends_at = first + timedelta(minutes=begin + minutes)
            try:
                with transaction.atomic():
                    a_record(station, volunteer, ends_at=ends_at, minutes=minutes)
            except (ServicesOverlap, DayIsFull):
                continue

        kept = sorted((one.starts_at, one.ends_at) for one in volunteer.records.all())
        assert all(one[1] <= two[0] for one, two in pairwise(kept))
        days: dict[Any, int] = {}
        for begins, ends in kept:
            for day, minutes in minutes_by_day(begins, ends).items():
                days[day] = days.get(day, 0) + minutes
        rows = volunteer.days.exclude(minutes=0).values_list("day", "minutes")
        assert days == dict(rows)
        assert all(minutes <= most for minutes in days.values())
        transaction.set_rollback(True)


def test_a_correction_adds_a_line_and_leaves_the_first(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer, minutes=120)

    line = actions.correct_service(
        record=record, minutes=90, reason="早走了半小时", by=station.by, at=NOON
    )
    assert (line.minutes, line.corrects, hours_of(volunteer).minutes) == (-30, record, 90)
    back = actions.correct_service(
        record=line, minutes=120, reason="记错了", by=station.by_colleague, at=NOON
    )

    assert (back.minutes, back.corrects, hours_of(volunteer).minutes) == (30, record, 120)
    assert hours_of(volunteer).services == 1
    assert ServiceDay.objects.get().minutes == 120
    assert len(journal.events(ServiceCorrected, subject=volunteer.ref)) == 2


def test_what_is_taken_back_altogether_frees_its_time(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer, minutes=120)
    actions.correct_service(
        record=record, minutes=0, reason="不是他去的", by=station.by, at=NOON
    )

    a_record(station, volunteer, minutes=60)

    assert hours_of(volunteer).minutes == 60
    with pytest.raises(NothingToCorrect):
        actions.correct_service(
            record=record, minutes=30, reason="又说是他", by=station.by, at=NOON
        )


def test_refused_corrections(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer)
    said: dict[str, Any] = {"record": record, "reason": "核对过", "at": NOON}

    with pytest.raises(NotPermitted):
        actions.correct_service(**said, minutes=30, by=viewing(volunteer.person))
    with pytest.raises(ReasonMissing):
        actions.correct_service(**{**said, "reason": ""}, minutes=30, by=station.by)
    with pytest.raises(NothingToCorrect):
        actions.correct_service(**said, minutes=60, by=station.by)
    for minutes in (-1, 61):
        with pytest.raises(ServiceUnsound):
            actions.correct_service(**said, minutes=minutes, by=station.by)


def test_what_comes_back_finds_the_day_full(station: Station) -> None:
    volunteer = a_volunteer(station)
    record = a_record(station, volunteer, ends_at=EIGHT + timedelta(hours=8), minutes=480)
    actions.correct_service(record=record, minutes=400, reason="早走", by=station.by, at=NOON)
    a_record(station, volunteer, ends_at=EIGHT + timedelta(hours=9), minutes=60)

    with pytest.raises(DayIsFull):
        actions.correct_service(
            record=record, minutes=480, reason="没有早走", by=station.by, at=NOON
        )


def test_who_was_served_judges_once(station: Station) -> None:
    volunteer = a_volunteer(station)
    served = a_person("李奶奶", station.place.unit)
    record = a_record(station, volunteer, recipient=served.ref)
    said: dict[str, Any] = {"record": record, "verdict": Judgement.GOOD, "at": NOON}

    for stranger in (viewing(volunteer.person), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            actions.judge_service(**said, by=stranger)
    actions.judge_service(**said, by=viewing(served), words="很耐心")
    with pytest.raises(AlreadyJudged):
        actions.judge_service(**said, by=station.by)


def a_late_entry(station: Station, volunteer: Any) -> LateEntry:
    service = a_service(station.place.compound, ends_at=NOON - timedelta(days=10))
    return actions.enter_late(
        volunteer=volunteer,
        service=service,
        evidence="签到表第3页",
        by=station.by,
        at=NOON,
    )


def test_late_is_told_by_one_and_confirmed_by_another(station: Station) -> None:
    volunteer = a_volunteer(station)
    service = a_service(station.place.compound, ends_at=NOON - timedelta(days=10))
    with pytest.raises(TooLate):
        actions.record_service(volunteer=volunteer, service=service, by=station.by, at=NOON)

    entry = a_late_entry(station, volunteer)
    assert not hours_of(volunteer).minutes
    with pytest.raises(NotPermitted):
        actions.confirm_late(entry=entry, by=station.by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.confirm_late(entry=entry, by=viewing(volunteer.person), at=NOON)
    record = actions.confirm_late(entry=entry, by=station.by_colleague, at=NOON)

    assert record.is_late
    assert (hours_of(volunteer).minutes, hours_of(volunteer).late) == (60, 60)
    with pytest.raises(LateStepNotAllowed):
        actions.confirm_late(entry=entry, by=station.by_colleague, at=NOON)


def test_a_late_entry_is_refused_with_a_reason(station: Station) -> None:
    entry = a_late_entry(station, a_volunteer(station))
    stale = LateEntry.objects.select_related("volunteer__area", "place").get(pk=entry.pk)

    with pytest.raises(ReasonMissing):
        actions.refuse_late(entry=entry, reason="", by=station.by_colleague, at=NOON)
    actions.refuse_late(entry=entry, reason="签到表上没有", by=station.by_colleague, at=NOON)
    with pytest.raises(LateEntryMovedOn):
        actions.refuse_late(entry=stale, reason="重复", by=station.by_colleague, at=NOON)


def test_refused_late_entries(station: Station) -> None:
    volunteer = a_volunteer(station)
    said: dict[str, Any] = {"volunteer": volunteer, "evidence": "签到表", "at": NOON}
    service = a_service(station.place.compound, ends_at=NOON - timedelta(days=10))

    with pytest.raises(EvidenceMissing):
        actions.enter_late(**{**said, "evidence": " "}, service=service, by=station.by)
    with pytest.raises(NotPermitted):
        actions.enter_late(**said, service=service, by=viewing(volunteer.person))
    coming = a_service(station.place.compound, ends_at=NOON + timedelta(hours=1))
    with pytest.raises(ServiceUnsound):
        actions.enter_late(**said, service=coming, by=station.by)
