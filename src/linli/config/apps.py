"""Wires the contexts together when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Wiring(AppConfig):
    name = "linli.config"
    label = "config"

    def ready(self) -> None:
        from linli.config import subscriptions  # noqa: PLC0415 - models have to be loaded first

        subscriptions.register()
        autodiscover_modules("desk")  # what each context shows on the pages of others
