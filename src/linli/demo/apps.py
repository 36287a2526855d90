"""The app of the demo and the replays."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "linli.demo"
    label = "demo"

    def ready(self) -> None:
        from linli.demo.personas import offer_the_cast  # noqa: PLC0415 - needs the models

        offer_the_cast()
