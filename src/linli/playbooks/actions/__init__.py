"""Everything that changes which playbook holds where. Nothing else in the system does."""

from linli.playbooks.actions.adoption import PlaybookUnsound, adopt_playbook
from linli.playbooks.actions.founding import (
    FirstAdministrator,
    Founding,
    NameMissing,
    NewCommunity,
    found_community,
)

__all__ = [
    "FirstAdministrator",
    "Founding",
    "NameMissing",
    "NewCommunity",
    "PlaybookUnsound",
    "adopt_playbook",
    "found_community",
]
