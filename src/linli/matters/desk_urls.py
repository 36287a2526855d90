"""The addresses of those who serve here; included by the addresses of matters."""

from django.urls import path

from linli.matters.views import callback, desk, recording, search, steps, walking

urlpatterns = [
    path("desk/", desk.queue, name="desk"),
    path("desk/list.<str:ending>", desk.export, name="desk-export"),
    path("desk/say/", recording.say, name="desk-say"),
    path("desk/say/<str:number>/", recording.said, name="desk-said"),
    path("desk/callbacks/", callback.callbacks, name="desk-callbacks"),
    path("desk/sweep/", walking.sweep, name="desk-sweep"),
    path("desk/stuck/", walking.stuck_with, name="desk-stuck"),
    path("desk/<str:number>/", desk.matter, name="desk-matter"),
    path("desk/<str:number>/phone/", desk.phone, name="desk-phone"),
    path("matters/<str:number>/dispatch/", steps.dispatch, name="matter-dispatch"),
    path("matters/<str:number>/acceptance/", steps.acceptance, name="matter-acceptance"),
    path("matters/<str:number>/notes/", steps.notes, name="matter-notes"),
    path("matters/<str:number>/extension/", steps.extension, name="matter-extension"),
    path("matters/<str:number>/escalation/", steps.escalation, name="matter-escalation"),
    path("matters/<str:number>/return/", steps.send_back, name="matter-return"),
    path("matters/<str:number>/closure/", steps.closure, name="matter-closure"),
    path("matters/<str:number>/photos/", steps.photos, name="matter-photos"),
    path("matters/<str:number>/slip/", callback.rating_sheet, name="matter-slip"),
    path("matters/<str:number>/callback/", callback.callback, name="matter-callback"),
    path("today/", walking.today, name="today"),
    path("today/record/", walking.record, name="today-record"),
    path("search/", search.search, name="search"),
]
