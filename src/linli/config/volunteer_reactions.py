"""What follows for volunteers: who is told, what is owed to them, what is erased."""

from datetime import datetime, timedelta

from linli.duties.actions import begin_duty, end_duties
from linli.duties.rules import Promise
from linli.kernel.calendar_days import calendar_in_force
from linli.kernel.events import Event
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription
from linli.kernel.references import THE_SYSTEM, number
from linli.kernel.rounds import Periodic
from linli.messaging.actions import tell_of
from linli.people.events import ConsentWithdrawn
from linli.people.rules import ConsentPurpose
from linli.volunteers.actions import (
    erase_health,
    look_after_certificates,
    look_after_shifts,
)
from linli.volunteers.events import (
    CertificateLapsed,
    CertificateRefused,
    CertificateRevoked,
    CertificateRunsOut,
    CertificateVerified,
    CourseCancelled,
    CoursePassed,
    LateEntryRefused,
    ObjectionRuled,
    ServiceCorrected,
    ServiceRecorded,
    ShiftCancelled,
    ShiftComesUp,
    ShiftLapsed,
    StarGranted,
    StarRefused,
    StarRevoked,
    VolunteerAccepted,
    VolunteerApplied,
    VolunteerExcluded,
    VolunteerRefused,
    VolunteerWithdrawn,
)
from linli.volunteers.models import Course, LateEntry, Shift, Volunteer
from linli.volunteers.queries import volunteer_of
from linli.volunteers.rules import EnrolmentState, PlaceState, VolunteerState

REVIEWING = "review_volunteer"
DAYS_TO_REVIEW = 5
"""Working days in which a registration is looked at."""
MINE = "/volunteers/me/"

type About = ShiftComesUp | ShiftLapsed | StarGranted | StarRefused | StarRevoked


def owe_a_look(_: VolunteerApplied, entry: Entry, __: datetime) -> None:
    """登记要在五个工作日里看: the desk of the place owes it."""
    volunteer = _volunteer(entry)
    if volunteer.standing is not VolunteerState.APPLIED:
        return
    due = calendar_in_force().add_workdays(entry.happened_at, DAYS_TO_REVIEW)
    end_duties(subject=volunteer.ref, at=entry.happened_at)
    begin_duty(
        subject=volunteer.ref,
        kind=REVIEWING,
        desk=volunteer.area,
        holder=None,
        unit=None,
        promise=Promise(
            accept_by=None,
            remind_at=entry.happened_at + (due.at - entry.happened_at) / 2,
            due_at=due.at,
            give_up_at=None,
            calendar_version=due.version,
            is_provisional=due.is_provisional,
            why=due.why,
        ),
        at=entry.happened_at,
    )


def nothing_more_is_owed(_: Event, entry: Entry, __: datetime) -> None:
    end_duties(subject=entry.subject, at=entry.happened_at)


def tell_the_volunteer(_: Event, entry: Entry, __: datetime) -> None:
    tell_of(entry, to=f"person/{_volunteer(entry).person_id}", url=MINE)


def tell_whom_it_is_about(event: About, entry: Entry, _: datetime) -> None:
    tell_of(entry, to=event.person, url=MINE)


def tell_those_on_the_shift(_: ShiftCancelled, entry: Entry, __: datetime) -> None:
    shift = Shift.objects.get(pk=number(entry.subject))
    gone = shift.holders.filter(state=PlaceState.CANCELLED, ended_at=entry.happened_at)
    for person in gone.order_by("pk").values_list("volunteer__person", flat=True):
        tell_of(entry, to=f"person/{person}", url=MINE)


def tell_those_signed_up(_: CourseCancelled, entry: Entry, __: datetime) -> None:
    course = Course.objects.get(pk=number(entry.subject))
    signed = course.enrolments.filter(state=EnrolmentState.SIGNED_UP).order_by("pk")
    for person in signed.values_list("volunteer__person", flat=True):
        tell_of(entry, to=f"person/{person}", url=f"/volunteers/courses/{course.number}/")


def tell_who_entered_it(event: LateEntryRefused, entry: Entry, _: datetime) -> None:
    late = LateEntry.objects.get(pk=event.entry)
    tell_of(entry, to=f"person/{late.entered_by_id}", url="/volunteers/late/")


def tell_who_objected(event: ObjectionRuled, entry: Entry, _: datetime) -> None:
    tell_of(entry, to=event.objector, url="/volunteers/stars/")


def erase_what_was_said_of_health(event: ConsentWithdrawn, entry: Entry, at: datetime) -> None:
    """收回同意就删: what a volunteer said of their health goes with the consent."""
    if event.purpose != ConsentPurpose.SENSITIVE_FACTS.label:
        return
    volunteer = volunteer_of(number(entry.subject))
    if volunteer is not None:
        erase_health(volunteer=volunteer, by=THE_SYSTEM, at=at)


def _volunteer(entry: Entry) -> Volunteer:
    return Volunteer.objects.select_related("area").get(pk=number(entry.subject))


SUBSCRIPTIONS = (
    Subscription(name="owe-volunteer", to=VolunteerApplied, reaction=owe_a_look),
    Subscription(name="end-accepted", to=VolunteerAccepted, reaction=nothing_more_is_owed),
    Subscription(name="end-refused", to=VolunteerRefused, reaction=nothing_more_is_owed),
    Subscription(name="end-withdrawn", to=VolunteerWithdrawn, reaction=nothing_more_is_owed),
    Subscription(name="tell-accepted", to=VolunteerAccepted, reaction=tell_the_volunteer),
    Subscription(name="tell-refused", to=VolunteerRefused, reaction=tell_the_volunteer),
    Subscription(name="tell-excluded", to=VolunteerExcluded, reaction=tell_the_volunteer),
    Subscription(name="tell-verified", to=CertificateVerified, reaction=tell_the_volunteer),
    Subscription(name="tell-unverified", to=CertificateRefused, reaction=tell_the_volunteer),
    Subscription(name="tell-runs-out", to=CertificateRunsOut, reaction=tell_the_volunteer),
    Subscription(name="tell-lapsed", to=CertificateLapsed, reaction=tell_the_volunteer),
    Subscription(name="tell-revoked", to=CertificateRevoked, reaction=tell_the_volunteer),
    Subscription(name="tell-passed", to=CoursePassed, reaction=tell_the_volunteer),
    Subscription(name="tell-recorded", to=ServiceRecorded, reaction=tell_the_volunteer),
    Subscription(name="tell-corrected", to=ServiceCorrected, reaction=tell_the_volunteer),
    Subscription(name="tell-late-refused", to=LateEntryRefused, reaction=tell_who_entered_it),
    Subscription(name="tell-shift-soon", to=ShiftComesUp, reaction=tell_whom_it_is_about),
    Subscription(name="tell-shift-lapsed", to=ShiftLapsed, reaction=tell_whom_it_is_about),
    Subscription(name="tell-shift-off", to=ShiftCancelled, reaction=tell_those_on_the_shift),
    Subscription(name="tell-course-off", to=CourseCancelled, reaction=tell_those_signed_up),
    Subscription(name="tell-star", to=StarGranted, reaction=tell_whom_it_is_about),
    Subscription(name="tell-no-star", to=StarRefused, reaction=tell_whom_it_is_about),
    Subscription(name="tell-star-gone", to=StarRevoked, reaction=tell_whom_it_is_about),
    Subscription(name="tell-objector", to=ObjectionRuled, reaction=tell_who_objected),
    Subscription(
        name="erase-health", to=ConsentWithdrawn, reaction=erase_what_was_said_of_health
    ),
)
ROUNDS = (
    Periodic(name="certificates", every=timedelta(hours=6), work=look_after_certificates),
    Periodic(name="shifts", every=timedelta(minutes=10), work=look_after_shifts),
)
