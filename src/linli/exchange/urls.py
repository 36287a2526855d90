"""The addresses of what comes in."""

from django.urls import path

from linli.exchange import views

urlpatterns = [
    path("import/", views.batches, name="import-matters"),
    path("import/<int:pk>/", views.batch, name="import-batch"),
    path("import/<int:pk>/columns/", views.columns, name="import-columns"),
    path("import/<int:pk>/matters/", views.commit, name="import-commit"),
    path("import/<int:pk>/discarded/", views.discard, name="import-discard"),
]
