"""Volunteers enrol, bring certificates, are trained and stand in teams."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from linli.demo.timebank.inputs import TimeBankDeed
from linli.people.models import Person
from linli.people.viewer import Viewer
from linli.volunteers import actions as volunteers
from linli.volunteers.actions import NewLesson, Profile
from linli.volunteers.models import Certificate, Course, Volunteer
from linli.volunteers.rules import FreeTime, TeamKind
from linli.volunteers.rules.training import LessonForm

if TYPE_CHECKING:
    from linli.demo.replaying import Telling

INSURER = "县里统一投保的志愿者保险"
SEATS = 60
A_LESSON = timedelta(minutes=90)
DAYS = "一二三四五六日"


def apply(deed: TimeBankDeed, telling: "Telling") -> None:
    """登记: by oneself, with what one can, wishes and when one is free."""
    row, person = deed.row, person_in(deed, telling)
    volunteer = volunteers.register_volunteer(
        person=person,
        area=telling.stage.areas[row["area"]],
        profile=Profile(
            occupation=row["occupation"],
            skills=row["skills"].split(),
            wishes=row["wishes"].split(),
            languages=row["languages"].split(),
            times=free_times(row["times"]),
            radius=int(row["radius"]),
        ),
        by=telling.viewer(person, deed.at),
        at=deed.at,
    )
    telling.bank.found[f"volunteer/{row['person']}"] = volunteer.pk


def accept(deed: TimeBankDeed, telling: "Telling") -> None:
    """通过: the station takes them; they read the notices and say that they are in health."""
    if not telling.bank.knows(f"volunteer/{deed.row['person']}"):
        return
    volunteer, row, at = volunteer_in(deed.row["person"], telling), deed.row, deed.at
    clerk = clerk_in(deed, telling)
    volunteers.accept_volunteer(volunteer=volunteer, by=clerk, at=at)
    own = telling.viewer(volunteer.person, at)
    for risk in row["risks"].split():
        volunteers.agree_to_risk(volunteer=volunteer, risk=risk, by=own, at=at)
    if row["fit"]:
        is_fit = row["fit"] == "yes"
        volunteers.state_health(volunteer=volunteer, is_fit=is_fit, agrees=True, by=own, at=at)
    if row["insured_until"]:
        volunteers.enter_insurance(
            volunteer=volunteer,
            insurer=INSURER,
            policy_number=f"ZYX-{volunteer.pk:06}",
            valid_from=at.date(),
            valid_until=date.fromisoformat(row["insured_until"]),
            by=clerk,
            at=at,
        )
    telling.counted["志愿者"] += 1


def bring_certificate(deed: TimeBankDeed, telling: "Telling") -> None:
    """登记证书: by who holds it."""
    if not telling.bank.knows(f"volunteer/{deed.row['person']}"):
        return
    row, volunteer = deed.row, volunteer_in(deed.row["person"], telling)
    certificate = volunteers.enter_certificate(
        volunteer=volunteer,
        kind=row["kind"],
        issuer=row["issuer"],
        issued_on=date.fromisoformat(row["issued_on"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        by=telling.viewer(volunteer.person, deed.at),
        at=deed.at,
    )
    telling.bank.found[_paper(deed)] = certificate.pk


def verify_certificate(deed: TimeBankDeed, telling: "Telling") -> None:
    """核验: by the desk, once it was brought."""
    if telling.bank.knows(_paper(deed)):
        found = Certificate.objects.select_related("volunteer__person", "volunteer__area")
        certificate = found.get(pk=telling.bank.found[_paper(deed)])
        by = clerk_in(deed, telling)
        volunteers.verify_certificate(certificate=certificate, by=by, at=deed.at)


def plan_course(deed: TimeBankDeed, telling: "Telling") -> None:
    """开办培训: with its lessons, one a day from the first, and who signs up."""
    row, by = deed.row, clerk_in(deed, telling)
    course = volunteers.plan_course(
        title=row["title"],
        place=telling.stage.areas[row["area"]],
        organiser=row["organiser"],
        seats=SEATS,
        certificate=row["certificate"],
        certificate_months=int(row["months"] or 0),
        by=by,
        at=deed.at,
    )
    telling.bank.found[f"course/{row['course']}"] = course.pk
    first = datetime.fromisoformat(row["first"]).replace(tzinfo=deed.at.tzinfo)
    for days, form in enumerate(row["forms"].split()):
        starts_at = first + timedelta(days=days)
        lesson = NewLesson(
            form=LessonForm(form),
            title=row["title"],
            starts_at=starts_at,
            ends_at=starts_at + A_LESSON,
            teacher=row["organiser"],
            venue=row["venue"],
        )
        volunteers.add_lesson(course=course, lesson=lesson, by=by, at=deed.at)
    for who in row["signed_up"].split():
        if telling.bank.knows(f"volunteer/{who}"):
            volunteer = volunteer_in(who, telling)
            own = telling.viewer(volunteer.person, deed.at)
            volunteers.sign_up(course=course, volunteer=volunteer, by=own, at=deed.at)


def finish_course(deed: TimeBankDeed, telling: "Telling") -> None:
    """结业: who was at each lesson; who stayed away from one does not pass."""
    row, by = deed.row, clerk_in(deed, telling)
    course = Course.objects.select_related("place").get(
        pk=telling.bank.found[f"course/{row['course']}"]
    )
    away = {telling.stage.people[who].pk for who in row["stayed_away"].split()}
    came = course.enrolments.exclude(volunteer__person__in=away)
    for lesson in course.lessons.select_related("course__place").order_by("pk"):
        here = came if lesson.pk == course.lessons.order_by("-pk")[0].pk else course.enrolments
        volunteers.note_lesson(
            lesson=lesson, came=set(here.values_list("pk", flat=True)), by=by, at=deed.at
        )
    course.refresh_from_db()
    telling.counted["培训结业"] += volunteers.finish_course(course=course, by=by, at=deed.at)


def make_team(deed: TimeBankDeed, telling: "Telling") -> None:
    """设为志愿服务队: one that stands on the register; its members are on it already."""
    row = deed.row
    team = volunteers.make_team(
        organisation=telling.stage.organisations[row["organisation"]],
        kind=TeamKind(row["kind"]),
        by=clerk_in(deed, telling),
        at=deed.at,
    )
    telling.bank.found[f"team/{row['organisation']}"] = team.pk
    telling.counted["服务队"] += 1


def person_in(deed: TimeBankDeed, telling: "Telling", column: str = "person") -> Person:
    return telling.stage.people[deed.row[column]]


def clerk_in(deed: TimeBankDeed, telling: "Telling", column: str = "clerk") -> Viewer:
    return telling.viewer(telling.stage.people[deed.row[column]], deed.at)


def volunteer_in(who: str, telling: "Telling") -> Volunteer:
    rows = Volunteer.objects.select_related("person__home", "area")
    return rows.get(pk=telling.bank.found[f"volunteer/{who}"])


def free_times(written: str) -> tuple[FreeTime, ...]:
    """Read when somebody is free: "一三五 08:00-11:30;六 14:00-17:00"."""
    return tuple(
        FreeTime(weekday=DAYS.index(day), begins=_minute(begins), ends=_minute(ends))
        for part in written.split(";")
        for days, span in [part.split()]
        for begins, ends in [span.split("-")]
        for day in days
    )


def _minute(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _paper(deed: TimeBankDeed) -> str:
    return f"certificate/{deed.row['certificate']}"
