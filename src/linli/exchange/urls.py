"""The addresses of what comes in and goes out."""

from django.urls import path

from linli.exchange.views import exports, matters, orders, people

urlpatterns = [
    path("import/", matters.batches, name="import-matters"),
    path("import/<int:pk>/", matters.batch, name="import-batch"),
    path("import/<int:pk>/columns/", matters.columns, name="import-columns"),
    path("import/<int:pk>/matters/", matters.commit, name="import-commit"),
    path("import/<int:pk>/discarded/", matters.discard, name="import-discard"),
    path("people/import/", people.registers, name="import-people"),
    path("people/import/template/", people.template, name="register-template"),
    path("people/import/<int:pk>/", people.register, name="register-batch"),
    path("people/import/<int:pk>/check/", people.check, name="register-check"),
    path("people/import/<int:pk>/people/", people.commit, name="register-commit"),
    path("people/import/<int:pk>/discarded/", people.discard, name="register-discard"),
    path("people/import/<int:pk>/faults/", people.faults, name="register-faults"),
    path("exports/orders/", orders.orders, name="export-orders"),
    path("exports/", exports.exports, name="exports"),
]
