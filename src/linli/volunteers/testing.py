"""Volunteers in the states that a test needs, reached through the real actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.kernel.testing import NOON
from linli.people.models import Person
from linli.people.testing import a_clerk, a_person, viewing
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.testing import Neighbourhood, a_neighbourhood
from linli.volunteers import actions
from linli.volunteers.actions import NewLesson, NewShift, Profile, Service
from linli.volunteers.models import (
    Certificate,
    Course,
    ServiceRecord,
    Shift,
    ShiftPlace,
    StarAward,
    Team,
    Volunteer,
)
from linli.volunteers.rules import FreeTime, LessonForm, Source, TeamKind

BORN = date(1960, 5, 1)
SATURDAY_MORNING = FreeTime(weekday=5, begins=8 * 60, ends=12 * 60)
A_PROFILE = Profile(
    occupation="退休教师",
    skills=("phones",),
    wishes=("companionship", "meal_aid"),
    languages=("mandarin", "local"),
    times=(SATURDAY_MORNING,),
    radius=800,
)


@dataclass(frozen=True, kw_only=True)
class Station:
    """A neighbourhood with two colleagues, for what one writes another has to see."""

    place: Neighbourhood
    clerk: Person
    colleague: Person

    @property
    def by(self) -> Viewer:
        return viewing(self.clerk)

    @property
    def by_colleague(self) -> Viewer:
        return viewing(self.colleague)


def a_station() -> Station:
    place = a_neighbourhood()
    return Station(
        place=place,
        clerk=a_clerk(place.community, "何春燕"),
        colleague=a_clerk(place.community, "程小满"),
    )


def an_applicant(
    station: Station, name: str = "王秀英", *, born_on: date = BORN, at: datetime = NOON
) -> Volunteer:
    """Somebody who registered by themselves and waits."""
    person = a_person(name, station.place.unit, born_on=born_on)
    return actions.register_volunteer(
        person=person,
        area=station.place.community,
        profile=A_PROFILE,
        by=viewing(person),
        at=at,
    )


def a_volunteer(
    station: Station, name: str = "王秀英", *, since: datetime = NOON - timedelta(days=60)
) -> Volunteer:
    """Somebody on the register for two months."""
    volunteer = an_applicant(station, name, at=since)
    actions.accept_volunteer(volunteer=volunteer, by=station.by, at=since)
    return volunteer


def a_fit_volunteer(station: Station, name: str = "王秀英") -> Volunteer:
    """A volunteer who has read the ordinary notice and the one for homes, and is in health."""
    volunteer = a_volunteer(station, name)
    by = viewing(volunteer.person)
    for risk in ("ordinary", "home_visit", "food"):
        actions.agree_to_risk(volunteer=volunteer, risk=risk, by=by, at=NOON)
    actions.state_health(volunteer=volunteer, is_fit=True, agrees=True, by=by, at=NOON)
    return volunteer


def a_certificate(
    station: Station,
    volunteer: Volunteer,
    kind: str = "first_aid",
    *,
    valid_until: date | None = None,
) -> Certificate:
    """A certificate that its holder entered and the clerk verified."""
    certificate = actions.enter_certificate(
        volunteer=volunteer,
        kind=kind,
        issuer="县红十字会",
        issued_on=date(2025, 6, 1),
        valid_until=valid_until,
        by=viewing(volunteer.person),
        at=NOON,
    )
    actions.verify_certificate(certificate=certificate, by=station.by, at=NOON)
    return certificate


def a_service(
    place: Area,
    *,
    ends_at: datetime = NOON,
    minutes: int = 60,
    source: Source = Source.EVENT,
    source_ref: str = "",
    recipient: str = "",
    team: Team | None = None,
) -> Service:
    """An hour of company that has just ended."""
    return Service(
        kind="companionship",
        what="陪老人说话",
        place=place,
        starts_at=ends_at - timedelta(minutes=minutes),
        ends_at=ends_at,
        source=source,
        source_ref=source_ref,
        recipient=recipient,
        team=team,
    )


def a_record(
    station: Station,
    volunteer: Volunteer,
    *,
    ends_at: datetime = NOON,
    minutes: int = 60,
    recipient: str = "",
    team: Team | None = None,
) -> ServiceRecord:
    """A service on record, written down by the clerk as it ended."""
    service = a_service(
        station.place.compound, ends_at=ends_at, minutes=minutes, recipient=recipient, team=team
    )
    return actions.record_service(
        volunteer=volunteer, service=service, by=station.by, at=ends_at
    )


def with_hours(station: Station, volunteer: Volunteer, hours: int) -> Volunteer:
    """So many hours, eight a day, on the days before yesterday."""
    for days in range(hours // 8 + 1):
        minutes = min(hours * 60 - days * 480, 480)
        if minutes:
            ended = NOON - timedelta(days=days + 1)
            a_record(station, volunteer, ends_at=ended, minutes=minutes)
    return volunteer


def a_team(
    station: Station, kind: TeamKind = TeamKind.SILVER, name: str = "银发先锋队"
) -> Team:
    return actions.form_team(
        name=name, kind=kind, area=station.place.community, by=station.by, at=NOON
    )


def a_shift(
    station: Station,
    *,
    starts_at: datetime = NOON + timedelta(days=3),
    hours: int = 3,
    places: int = 2,
    risk: str = "ordinary",
    certificate: str = "",
    team: Team | None = None,
) -> Shift:
    """A shift at the gate that the clerk planned for three days from now."""
    return actions.plan_shift(
        shift=NewShift(
            title="门岗轮值",
            kind="patrol",
            place=station.place.compound,
            venue="东门",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            places=places,
            risk=risk,
            certificate=certificate,
            team=team,
        ),
        by=station.by,
        at=NOON,
    )


def a_place(shift: Shift, volunteer: Volunteer) -> ShiftPlace:
    """A place that the volunteer took."""
    return actions.take_shift(
        shift=shift, volunteer=volunteer, by=viewing(volunteer.person), at=NOON
    )


def a_course(
    station: Station, *, seats: int = 20, certificate: str = "elder_care", lessons: int = 2
) -> Course:
    """A course of so many lessons, the first of which begins tomorrow."""
    course = actions.plan_course(
        title="老年护理",
        place=station.place.community,
        organiser="县人社局",
        seats=seats,
        certificate=certificate,
        certificate_months=24,
        by=station.by,
        at=NOON,
    )
    forms = (LessonForm.LECTURE, LessonForm.DEMONSTRATION, LessonForm.PRACTICE)
    for many in range(lessons):
        begins = NOON + timedelta(days=many + 1)
        lesson = NewLesson(
            form=forms[many % 3],
            title=f"第{many + 1}课",
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
        )
        actions.add_lesson(course=course, lesson=lesson, by=station.by, at=NOON)
    return course


def a_star_on_notice(station: Station, volunteer: Volunteer) -> StarAward:
    return actions.notice_star(volunteer=volunteer, by=station.by, at=NOON)
