"""轮值: taken, full, given back in time or late, lapsed, accounted for, in the calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import journal
from linli.kernel.errors import NotPermitted
from linli.kernel.testing import NOON
from linli.people.testing import a_browser_of, a_person, viewing
from linli.volunteers import actions
from linli.volunteers.actions import (
    AlreadyOnShift,
    NewShift,
    NotFitToServe,
    PlaceMovedOn,
    ReasonMissing,
    ShiftFull,
    ShiftNotOverYet,
    ShiftOver,
    ShiftsMeet,
    ShiftUnsound,
    TooLate,
)
from linli.volunteers.events import ShiftComesUp, ShiftLapsed, ShiftUnaccounted
from linli.volunteers.models import Shift, ShiftPlace
from linli.volunteers.queries import hours_of, next_shifts, unaccounted
from linli.volunteers.queries.fitness import NoSuchRisk
from linli.volunteers.rules import PlaceState, PlaceStep, Source
from linli.volunteers.rules.shifts import PlaceStepNotAllowed
from linli.volunteers.testing import (
    Station,
    a_certificate,
    a_fit_volunteer,
    a_place,
    a_shift,
    a_station,
    a_volunteer,
)

pytestmark = pytest.mark.django_db
LONG_AGO = NOON - timedelta(days=2)


@pytest.fixture
def station() -> Station:
    return a_station()


def an_over_shift(station: Station, *, ended: Any = NOON - timedelta(hours=1)) -> ShiftPlace:
    """A place on a shift that has since ended."""
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    place = a_place(shift, volunteer)
    begins = ended - timedelta(hours=3)
    Shift.objects.filter(pk=shift.pk).update(starts_at=begins, ends_at=ended)
    rows = ShiftPlace.objects.select_related(
        "shift__place", "shift__team", "volunteer__person", "volunteer__area"
    )
    return rows.get(pk=place.pk)


def test_a_place_is_taken_and_the_hours_come_with_the_attendance(station: Station) -> None:
    place = an_over_shift(station)

    actions.note_attendance(place=place, came=True, by=station.by, at=NOON)

    place.refresh_from_db()
    assert place.standing is PlaceState.CONFIRMED
    assert place.record is not None
    assert (place.record.source, place.record.minutes) == (Source.SHIFT, 180)
    assert hours_of(place.volunteer).hours == 3


def test_the_last_place_is_taken_once(station: Station) -> None:
    shift = a_shift(station, places=1)
    a_place(shift, a_fit_volunteer(station))

    with pytest.raises(ShiftFull), transaction.atomic():
        a_place(shift, a_fit_volunteer(station, "李梅"))
    shift.refresh_from_db()
    assert (shift.taken, shift.free, shift.holders.count()) == (1, 0, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(pk=shift.pk).update(taken=2)


def test_who_is_not_fit_is_told_what_is_missing(station: Station) -> None:
    shift = a_shift(station, risk="home_visit", certificate="first_aid")
    volunteer = a_volunteer(station)

    with pytest.raises(NotFitToServe) as refused:
        a_place(shift, volunteer)
    said = refused.value.message
    assert all(word in said for word in ("风险告知", "健康声明", "急救证"))


def test_a_certificate_that_runs_out_before_the_shift_is_not_enough(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    a_certificate(station, volunteer, "first_aid", valid_until=date(2026, 3, 4))

    with pytest.raises(NotFitToServe):
        a_place(a_shift(station, certificate="first_aid"), volunteer)
    sooner = a_shift(station, starts_at=NOON + timedelta(days=1), certificate="first_aid")
    a_place(sooner, volunteer)


def test_what_is_no_longer_held_frees_the_coming_shift(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    certificate = a_certificate(station, volunteer)
    shift, other = (
        a_shift(station, certificate="first_aid"),
        a_shift(station, starts_at=NOON + timedelta(days=5)),
    )
    place, kept = a_place(shift, volunteer), a_place(other, volunteer)

    actions.revoke_certificate(
        certificate=certificate, reason="发证单位收回了", by=station.by, at=NOON
    )

    place.refresh_from_db()
    kept.refresh_from_db()
    shift.refresh_from_db()
    assert (place.standing, kept.standing) == (PlaceState.LAPSED, PlaceState.TAKEN)
    assert shift.taken == 0
    assert len(journal.events(ShiftLapsed, subject=shift.ref)) == 1


def test_a_shift_that_moved_beyond_the_certificate_lapses_with_it(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    a_certificate(station, volunteer, "first_aid", valid_until=date(2026, 3, 4))
    shift = a_shift(station, starts_at=NOON + timedelta(days=1), certificate="first_aid")
    place = a_place(shift, volunteer)
    later = NOON + timedelta(days=9)
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=2)
    )

    actions.look_after_certificates(NOON + timedelta(days=3))

    place.refresh_from_db()
    assert place.standing is PlaceState.LAPSED


def test_two_shifts_that_meet_are_not_held_by_one(station: Station) -> None:
    volunteer = a_fit_volunteer(station)
    first = a_shift(station)
    a_place(first, volunteer)

    with pytest.raises(ShiftsMeet):
        a_place(a_shift(station, starts_at=first.starts_at), volunteer)
    a_place(a_shift(station, starts_at=first.ends_at), volunteer)
    with pytest.raises(AlreadyOnShift):
        a_place(first, volunteer)


def test_given_back_in_time_nothing_is_noted_and_the_place_is_free(station: Station) -> None:
    shift, volunteer = a_shift(station, places=1), a_fit_volunteer(station)
    place = a_place(shift, volunteer)

    step = actions.give_back(place=place, by=viewing(volunteer.person), at=NOON)

    assert (step, place.standing) == (PlaceStep.GIVE_BACK, PlaceState.GIVEN_BACK)
    a_place(shift, volunteer)
    assert shift.holders.count() == 2


def test_given_back_late_is_a_drop_out_and_no_no_show(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    place = a_place(shift, volunteer)
    by, late = viewing(volunteer.person), shift.starts_at - timedelta(hours=23)

    assert actions.give_back(place=place, by=by, at=late, reason="发烧") is PlaceStep.DROP_OUT
    assert place.standing is PlaceState.DROPPED_OUT
    with pytest.raises(PlaceStepNotAllowed):
        actions.give_back(place=place, by=by, at=late)


def test_refused_givings_back(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    place = a_place(shift, volunteer)
    stale = ShiftPlace.objects.select_related("shift__place", "volunteer__person").get()

    with pytest.raises(NotPermitted):
        actions.give_back(place=place, by=viewing(a_person("路人")), at=NOON)
    with pytest.raises(ShiftOver):
        actions.give_back(place=place, by=viewing(volunteer.person), at=shift.starts_at)
    actions.give_back(place=place, by=station.by, at=NOON)
    with pytest.raises(PlaceMovedOn):
        actions.give_back(place=stale, by=viewing(volunteer.person), at=NOON)


def test_nobody_says_of_themselves_that_they_were_there(station: Station) -> None:
    place = an_over_shift(station)

    for viewer in (viewing(place.volunteer.person), viewing(a_person("路人"))):
        with pytest.raises(NotPermitted):
            actions.note_attendance(place=place, came=True, by=viewer, at=NOON)


def test_attendance_is_noted_after_the_end_and_not_too_late(station: Station) -> None:
    place = a_place(a_shift(station), a_fit_volunteer(station))
    with pytest.raises(ShiftNotOverYet):
        actions.note_attendance(place=place, came=True, by=station.by, at=NOON)

    other = an_over_shift(station, ended=NOON - timedelta(days=8))
    with pytest.raises(TooLate):
        actions.note_attendance(place=other, came=True, by=station.by, at=NOON)


def test_what_nobody_accounts_for_is_unknown_and_no_hour(station: Station) -> None:
    place = an_over_shift(station)

    assert actions.look_after_shifts(NOON) == 1
    assert actions.look_after_shifts(NOON) == 0

    place.refresh_from_db()
    assert (place.standing, hours_of(place.volunteer).minutes) == (PlaceState.UNKNOWN, 0)
    assert [one.pk for one in unaccounted(station.by)] == [place.pk]
    assert len(journal.events(ShiftUnaccounted, subject=place.shift.ref)) == 1
    actions.note_attendance(place=place, came=False, by=station.by, at=NOON)
    assert place.standing is PlaceState.NO_SHOW
    actions.note_attendance(place=place, came=True, by=station.by_colleague, at=NOON)
    assert hours_of(place.volunteer).hours == 3


def test_who_comes_on_soon_is_reminded_once(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    a_place(shift, volunteer)

    assert actions.look_after_shifts(NOON) == 0
    soon = shift.starts_at - timedelta(hours=24)
    assert (actions.look_after_shifts(soon), actions.look_after_shifts(soon)) == (1, 0)
    [told] = journal.events(ShiftComesUp, subject=shift.ref)
    assert told.person == volunteer.person.ref


def test_a_shift_is_called_off_before_it_begins(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    place = a_place(shift, volunteer)
    said: dict[str, Any] = {"shift": shift, "reason": "下大雨"}

    with pytest.raises(NotPermitted):
        actions.cancel_shift(**said, by=viewing(volunteer.person), at=NOON)
    with pytest.raises(ReasonMissing):
        actions.cancel_shift(shift=shift, reason="", by=station.by, at=NOON)
    with pytest.raises(ShiftOver):
        actions.cancel_shift(**said, by=station.by, at=shift.starts_at)
    actions.cancel_shift(**said, by=station.by, at=NOON)

    place.refresh_from_db()
    assert place.standing is PlaceState.CANCELLED
    assert not next_shifts(volunteer, at=NOON)
    with pytest.raises(ShiftOver), transaction.atomic():
        a_place(shift, a_fit_volunteer(station, "李梅"))


def test_who_leaves_the_register_gives_everything_back(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    a_place(shift, volunteer)

    actions.withdraw_volunteer(volunteer=volunteer, by=viewing(volunteer.person), at=NOON)

    shift.refresh_from_db()
    assert shift.taken == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": ""}, ShiftUnsound),
        ({"places": 0}, ShiftUnsound),
        ({"ends_at": NOON}, ShiftUnsound),
        ({"certificate": "pilot"}, ShiftUnsound),
        ({"risk": "war"}, NoSuchRisk),
    ],
)
def test_refused_shifts(
    station: Station, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    said: dict[str, Any] = {
        "title": "门岗",
        "kind": "patrol",
        "place": station.place.compound,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=2),
        "places": 1,
    }

    with pytest.raises(refusal):
        actions.plan_shift(shift=NewShift(**{**said, **changes}), by=station.by, at=NOON)
    with pytest.raises(NotPermitted):
        actions.plan_shift(shift=NewShift(**said), by=viewing(a_person("路人")), at=NOON)


def test_the_calendar_is_behind_a_secret_that_can_be_changed(station: Station) -> None:
    shift, volunteer = a_shift(station), a_fit_volunteer(station)
    a_place(shift, volunteer)
    browser, by = a_browser_of(volunteer.person), viewing(volunteer.person)
    with pytest.raises(NotPermitted):
        actions.make_calendar_address(volunteer=volunteer, by=station.by, at=NOON)

    first = actions.make_calendar_address(volunteer=volunteer, by=by, at=NOON)
    said = browser.get(f"/volunteers/calendar/{first}.ics").content.decode()
    second = actions.make_calendar_address(volunteer=volunteer, by=by, at=NOON)

    assert "SUMMARY:门岗轮值" in said
    assert "DTSTART:20260305T040000Z" in said
    assert said.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert browser.get(f"/volunteers/calendar/{first}.ics").status_code == 404
    assert browser.get(f"/volunteers/calendar/{second}.ics").status_code == 200
    assert browser.get("/volunteers/calendar/x.ics").status_code == 404
