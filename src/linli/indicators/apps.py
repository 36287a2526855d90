"""The app of the figures."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IndicatorsConfig(AppConfig):
    name = "linli.indicators"
    label = "indicators"

    def ready(self) -> None:
        # Each context says in its own indicators.py which figures it can give.
        autodiscover_modules("indicators")
