"""The app of the playbooks."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlaybooksConfig(AppConfig):
    name = "linli.playbooks"
    label = "playbooks"

    def ready(self) -> None:
        # A playbook may set every option of every context, so all have to be known.
        autodiscover_modules("options", "events")
