"""The addresses of passbooks and of the ledger in the open."""

from django.urls import path

from linli.ledger.views import books, passbooks

urlpatterns = [
    path("passbook/", passbooks.passbooks, name="passbooks"),
    path("passbook/<int:pk>/", passbooks.passbook, name="passbook"),
    path("passbook/<int:pk>/sheet/", passbooks.passbook_sheet, name="passbook-sheet"),
    path("passbook/<int:pk>/text/", passbooks.passbook_text, name="passbook-text"),
    path("timebank/ledger/", books.ledger, name="ledger"),
    path("timebank/audit/", books.audit, name="ledger-audit"),
    path("timebank/audit/<slug:book>/", books.ledger_text, name="ledger-text"),
]
