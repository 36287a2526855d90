"""The addresses of volunteers."""

from django.urls import path

from linli.volunteers.views import courses, joining, mine, public, shifts, stars, station, teams

urlpatterns = [
    path("volunteers/", public.volunteers, name="volunteers"),
    path("volunteers/join/", joining.join, name="volunteer-join"),
    path("volunteers/proofs/", public.proofs, name="volunteer-proofs"),
    path("volunteers/proofs/<str:code>/", public.proof, name="volunteer-proof"),
    path("volunteers/proofs/<str:code>/sheet/", public.proof_sheet, name="volunteer-proof-pdf"),
    path("volunteers/calendar/<str:key>.ics", mine.calendar, name="volunteer-calendar"),
    path("volunteers/me/", mine.mine, name="my-volunteering"),
    path("volunteers/me/profile/", joining.profile, name="my-volunteer-profile"),
    path("volunteers/me/withdrawal/", mine.withdrawal, name="my-volunteer-withdrawal"),
    path("volunteers/me/listing/", mine.listing, name="my-volunteer-listing"),
    path("volunteers/me/health/", mine.health, name="my-volunteer-health"),
    path("volunteers/me/risks/", mine.risk, name="my-volunteer-risks"),
    path("volunteers/me/certificates/", mine.new_certificate, name="my-certificates"),
    path("volunteers/me/proofs/", mine.new_proof, name="my-proofs"),
    path("volunteers/me/calendar/", mine.calendar_address, name="my-calendar-address"),
    path("volunteers/station/", station.queue, name="volunteer-queue"),
    path("volunteers/late/", station.late, name="volunteer-late"),
    path(
        "volunteers/late/<int:key>/confirmation/",
        station.late_confirmation,
        name="late-confirmation",
    ),
    path("volunteers/late/<int:key>/refusal/", station.late_refusal, name="late-refusal"),
    path("volunteers/registrations/<int:pk>/", station.volunteer, name="volunteer"),
    path(
        "volunteers/registrations/<int:key>/acceptance/",
        station.acceptance,
        name="volunteer-acceptance",
    ),
    path(
        "volunteers/registrations/<int:key>/refusal/",
        station.refusal,
        name="volunteer-refusal",
    ),
    path(
        "volunteers/registrations/<int:key>/insurances/",
        station.insurance,
        name="volunteer-insurances",
    ),
    path(
        "volunteers/registrations/<int:key>/commendations/",
        station.commendation,
        name="volunteer-commendations",
    ),
    path(
        "volunteers/registrations/<int:key>/proofs/",
        station.proof_for,
        name="volunteer-proofs-for",
    ),
    path(
        "volunteers/registrations/<int:key>/corrections/",
        station.correction,
        name="volunteer-corrections",
    ),
    path(
        "volunteers/registrations/<int:key>/stars/",
        stars.notice,
        name="volunteer-star-notice",
    ),
    path(
        "volunteers/certificates/<int:key>/verification/",
        station.verification,
        name="certificate-verification",
    ),
    path(
        "volunteers/certificates/<int:key>/refusal/",
        station.certificate_refusal,
        name="certificate-refusal",
    ),
    path(
        "volunteers/certificates/<int:key>/revocation/",
        station.certificate_revocation,
        name="certificate-revocation",
    ),
    path("volunteers/stars/", stars.stars, name="volunteer-stars"),
    path("volunteers/stars/<int:key>/objections/", stars.objections, name="star-objections"),
    path("volunteers/stars/<int:key>/grant/", stars.grant, name="star-grant"),
    path("volunteers/stars/<int:key>/refusal/", stars.refusal, name="star-refusal"),
    path("volunteers/stars/<int:key>/revocation/", stars.revocation, name="star-revocation"),
    path("volunteers/objections/<int:key>/ruling/", stars.ruling, name="objection-ruling"),
    path("volunteers/teams/", teams.teams, name="volunteer-teams"),
    path("volunteers/teams/<int:pk>/", teams.team, name="volunteer-team"),
    path("volunteers/teams/<int:key>/members/", teams.members, name="team-members"),
    path("volunteers/teams/<int:key>/leader/", teams.leader, name="team-leader"),
    path("volunteers/teams/<int:key>/leavings/", teams.leaving, name="team-leavings"),
    path("volunteers/terms/<int:key>/letter/", teams.letters, name="term-letter"),
    path("volunteers/letters/<str:number>/", teams.letter, name="appointment-letter"),
    path("volunteers/courses/", courses.courses, name="volunteer-courses"),
    path("volunteers/courses/new/", courses.new_course, name="new-course"),
    path("volunteers/courses/<str:key>/", courses.course, name="volunteer-course"),
    path(
        "volunteers/courses/<str:key>/enrolments/",
        courses.enrolments,
        name="course-enrolments",
    ),
    path(
        "volunteers/courses/<str:key>/signing-off/",
        courses.signing_off,
        name="course-signing-off",
    ),
    path("volunteers/courses/<str:key>/lessons/", courses.lessons, name="course-lessons"),
    path("volunteers/courses/<str:key>/end/", courses.finishing, name="course-end"),
    path(
        "volunteers/courses/<str:key>/cancellation/",
        courses.cancellation,
        name="course-cancellation",
    ),
    path(
        "volunteers/lessons/<int:key>/attendance/",
        courses.attendance,
        name="lesson-attendance",
    ),
    path("volunteers/shifts/", shifts.shifts, name="volunteer-shifts"),
    path("volunteers/shifts/new/", shifts.new_shift, name="new-shift"),
    path("volunteers/shifts/<str:key>/", shifts.shift, name="volunteer-shift"),
    path("volunteers/shifts/<str:key>/places/", shifts.taking, name="shift-places"),
    path(
        "volunteers/shifts/<str:key>/withdrawal/", shifts.giving_back, name="shift-giving-back"
    ),
    path(
        "volunteers/shifts/<str:key>/cancellation/",
        shifts.cancellation,
        name="shift-cancellation",
    ),
    path(
        "volunteers/places/<int:key>/attendance/",
        shifts.attendance,
        name="shift-attendance",
    ),
]
