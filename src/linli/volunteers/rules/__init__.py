"""Volunteers: registration, certificates, training, service, stars, shifts. No Django here."""

from linli.volunteers.rules.certificates import CertificateState, CertificateStep
from linli.volunteers.rules.registration import (
    WEEKDAYS,
    Admission,
    FreeTime,
    TraitKind,
    VolunteerState,
    VolunteerStep,
)
from linli.volunteers.rules.service import Judgement, LateState, LateStep, Source
from linli.volunteers.rules.shifts import PlaceState, PlaceStep, ShiftState
from linli.volunteers.rules.stars import ObjectionState, StarState, StarStep
from linli.volunteers.rules.teams import TeamKind
from linli.volunteers.rules.training import (
    CourseState,
    CourseStep,
    EnrolmentState,
    LessonForm,
)

__all__ = [
    "WEEKDAYS",
    "Admission",
    "CertificateState",
    "CertificateStep",
    "CourseState",
    "CourseStep",
    "EnrolmentState",
    "FreeTime",
    "Judgement",
    "LateState",
    "LateStep",
    "LessonForm",
    "ObjectionState",
    "PlaceState",
    "PlaceStep",
    "ShiftState",
    "Source",
    "StarState",
    "StarStep",
    "TeamKind",
    "TraitKind",
    "VolunteerState",
    "VolunteerStep",
]
