"""All addresses, one context a line."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.portal.urls")),
    path("", include("linli.matters.urls")),
    path("", include("linli.coordination.urls")),
    path("", include("linli.mediation.urls")),
    path("", include("linli.prevention.urls")),
    path("", include("linli.meetings.urls")),
    path("", include("linli.store.urls")),
    path("", include("linli.voting.urls")),
    path("", include("linli.ledger.urls")),
    path("", include("linli.notices.urls")),
    path("", include("linli.outreach.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.profiles.urls")),
    path("", include("linli.service_orders.urls")),
    path("", include("linli.places.urls")),
    path("", include("linli.playbooks.urls")),
    path("", include("linli.indicators.urls")),
    path("", include("linli.exchange.urls")),
    path("", include("linli.volunteers.urls")),
    path("", include("linli.ui.urls")),
]

handler400 = "linli.config.errors.bad_request"
handler500 = "linli.config.errors.server_error"
