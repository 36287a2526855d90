"""Volunteers: who they are, what they may do, what they did, what it earned them."""

from linli.volunteers.models.certificates import (
    Certificate,
    CertificateQuerySet,
    Course,
    CourseQuerySet,
    Enrolment,
    Lesson,
    LessonAttendance,
)
from linli.volunteers.models.records import (
    LateEntry,
    LateEntryQuerySet,
    ServiceDay,
    ServiceJudgement,
    ServiceRecord,
    ServiceRecordQuerySet,
    ServiceSpan,
)
from linli.volunteers.models.shifts import Shift, ShiftPlace, ShiftQuerySet
from linli.volunteers.models.stars import (
    Commendation,
    RecordProof,
    StarAward,
    StarAwardQuerySet,
    StarExclusion,
    StarObjection,
)
from linli.volunteers.models.teams import AppointmentLetter, Team, TeamLead, TeamQuerySet
from linli.volunteers.models.volunteers import (
    Availability,
    GuardianConsent,
    HealthStatement,
    Insurance,
    RiskAgreement,
    Volunteer,
    VolunteerQuerySet,
    VolunteerTrait,
)

__all__ = [
    "AppointmentLetter",
    "Availability",
    "Certificate",
    "CertificateQuerySet",
    "Commendation",
    "Course",
    "CourseQuerySet",
    "Enrolment",
    "GuardianConsent",
    "HealthStatement",
    "Insurance",
    "LateEntry",
    "LateEntryQuerySet",
    "Lesson",
    "LessonAttendance",
    "RecordProof",
    "RiskAgreement",
    "ServiceDay",
    "ServiceJudgement",
    "ServiceRecord",
    "ServiceRecordQuerySet",
    "ServiceSpan",
    "Shift",
    "ShiftPlace",
    "ShiftQuerySet",
    "StarAward",
    "StarAwardQuerySet",
    "StarExclusion",
    "StarObjection",
    "Team",
    "TeamLead",
    "TeamQuerySet",
    "Volunteer",
    "VolunteerQuerySet",
    "VolunteerTrait",
]
