"""What an outlet is given, and what it has to be."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from linli.messaging.rules import Outcome, Way


class Purpose(StrEnum):
    """Providers have a template approved for each."""

    NOTICE = "notice"
    CODE = "code"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One text on its way to one address; its key is the same each time that it is sent."""

    key: str
    address: str = field(repr=False)
    title: str
    text: str = field(repr=False)
    url: str = ""
    code: str = field(default="", repr=False)
    purpose: Purpose = Purpose.NOTICE


class Outlet(Protocol):
    """`is_idempotent`: whoever stands behind it recognises a key that comes twice."""

    @property
    def way(self) -> Way: ...

    @property
    def is_idempotent(self) -> bool: ...

    def send(self, parcel: Parcel, *, at: datetime) -> Outcome: ...
