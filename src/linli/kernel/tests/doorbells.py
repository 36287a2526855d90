"""A small event for the kernel's own tests: somebody rings, and others listen."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from linli.kernel import journal, outbox
from linli.kernel.events import Audience, Event
from linli.kernel.models import Entry
from linli.kernel.outbox import Subscription, subscribe
from linli.kernel.references import Ref
from linli.kernel.testing import NOON
from linli.kernel.words import Words


class Rung(
    Event, code="testing.rung", sentence="{visitor}按了门铃：{words}", personal=["words"]
):
    visitor: Ref
    words: str


class Whispered(
    Event,
    code="testing.whispered",
    sentence="门里说：{mood}",
    personal=[],
    audience=Audience.HOUSE,
):
    mood: Words


class Struck(
    Event, code="testing.struck", sentence="钟响了", personal=[], audience=Audience.MACHINE
):
    pass


def ring(words: str, *, door: Ref = "door/1", at: datetime = NOON) -> Entry:
    rung = Rung(subject=door, visitor="person/9", words=words)
    with transaction.atomic():
        return journal.record(rung, by="person/9", at=at, place="area/1")


def deliver_all(at: datetime = NOON) -> None:
    while outbox.deliver_next(at=at):
        pass


def nameless(asked: Collection[Ref]) -> dict[Ref, str]:
    return dict.fromkeys(asked, "来人")


@dataclass
class Listener:
    """Notes every ring it is told of; `stumbles` says over which words it falls."""

    name: str
    heard: list[str] = field(default_factory=list)
    stumbles: dict[str, Exception] = field(default_factory=dict)

    def __call__(self, rung: Rung, _: Entry, __: datetime) -> None:
        if rung.words in self.stumbles:
            raise self.stumbles[rung.words]
        self.heard.append(rung.words)


def a_listener(name: str = "邻居", **stumbles: Exception) -> Listener:
    listener = Listener(name, stumbles=dict(stumbles))
    subscribe(Subscription(name=name, to=Rung, reaction=listener))
    return listener
