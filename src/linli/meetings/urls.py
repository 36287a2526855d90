"""The addresses of meetings."""

from django.urls import path

from linli.meetings.views import calling, deeds, reading

urlpatterns = [
    path("meetings/", reading.meetings, name="meetings"),
    path("meetings/new/", calling.new_meeting, name="new-meeting"),
    path("meetings/<str:number>/", reading.meeting, name="meeting"),
    path("meetings/<str:number>/sheet/", reading.sheet, name="meeting-sheet"),
    path("meetings/<str:number>/time/", deeds.time, name="meeting-time"),
    path("meetings/<str:number>/invitations/", deeds.invitations, name="meeting-invitations"),
    path(
        "meetings/<str:number>/invitations/<int:invitee>/answer/",
        deeds.answers,
        name="meeting-answer",
    ),
    path(
        "meetings/<str:number>/invitations/<int:invitee>/attendance/",
        deeds.check_in,
        name="meeting-check-in",
    ),
    path("meetings/<str:number>/heads/", deeds.heads, name="meeting-heads"),
    path(
        "meetings/<str:number>/attendances/<int:pk>/withdrawal/",
        deeds.check_out,
        name="meeting-check-out",
    ),
    path("meetings/<str:number>/agenda/", deeds.agenda, name="meeting-agenda"),
    path(
        "meetings/<str:number>/agenda/<int:pk>/outcome/", deeds.outcome, name="meeting-outcome"
    ),
    path("meetings/<str:number>/minutes/", deeds.minutes, name="meeting-minutes"),
    path("meetings/<str:number>/signatures/", deeds.signatures, name="meeting-signatures"),
    path(
        "meetings/<str:number>/cancellation/",
        deeds.cancellation,
        name="meeting-cancellation",
    ),
]
