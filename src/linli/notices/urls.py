"""The addresses of notices: writing, reading, reaching, and the library."""

from django.urls import path

from linli.notices.views import library, reaching, reading, writing

urlpatterns = [
    path("notices/", reading.notices, name="notices"),
    path("notices/new/", writing.new, name="new-notice"),
    path("notices/mine/", reading.my_notices, name="my-notices"),
    path("notices/mine/sms/", reading.sms_choice, name="sms-choice"),
    path("notices/<str:number>/", reading.notice, name="notice"),
    path("notices/<str:number>/draft/", writing.draft, name="notice-draft"),
    path("notices/<str:number>/preview/", writing.preview, name="notice-preview"),
    path("notices/<str:number>/sending/", writing.sending, name="notice-sending"),
    path("notices/<str:number>/discarding/", writing.discarding, name="notice-discarding"),
    path("notices/<str:number>/withdrawal/", writing.withdrawal, name="notice-withdrawal"),
    path("notices/<str:number>/correction/", writing.correction, name="notice-correction"),
    path("notices/<str:number>/poster/", reading.poster, name="notice-poster"),
    path("notices/<str:number>/calls/", reaching.calls, name="notice-calls"),
    path("notices/<str:number>/calls/list/", reaching.call_list, name="notice-call-list"),
    path("notices/<str:number>/calls/<int:pk>/", reaching.call, name="notice-call"),
    path("notices/<str:number>/told/<int:pk>/", reaching.told, name="notice-told"),
    path("notices/<str:number>/sheet/", reaching.sheet, name="notice-sheet"),
    path(
        "notices/<str:number>/acknowledgements/<int:pk>/",
        reading.acknowledgement,
        name="notice-acknowledgement",
    ),
    path("bulletin/", reading.bulletin, name="bulletin"),
    path("library/", library.library, name="library"),
    path("library/new/", library.new_document, name="new-document"),
    path("library/<int:pk>/", library.document, name="document"),
    path("library/<int:pk>/versions/", library.versions, name="document-versions"),
    path("library/<int:pk>/repeal/", library.repeal, name="document-repeal"),
    path("library/<int:pk>/passing-on/", library.passing_on, name="document-passing-on"),
]
