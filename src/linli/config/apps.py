"""Wires the contexts together when Django starts."""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "linli.config"
    label = "config"

    def ready(self) -> None:
        from linli.config import subscriptions  # noqa: PLC0415 - models have to be loaded first

        subscriptions.register()
