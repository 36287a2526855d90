"""What somebody's inbox holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.events import Event
from linli.kernel.journal import Names
from linli.kernel.models import Entry
from linli.kernel.references import Ref
from linli.messaging.models import Message

MOST = 100


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message as its reader sees it."""

    pk: int
    sentence: str
    subject: Ref
    url: str
    told_at: datetime
    is_new: bool


def inbox_of(to: Ref, *, names: Names) -> list[Letter]:
    """收件箱: the newest messages of a person, told by today's names."""
    messages = list(Message.objects.filter(to=to).order_by("-told_at", "-pk")[:MOST])
    sentences = _sentences([message.about for message in messages], names)
    return [
        Letter(
            pk=message.pk,
            sentence=message.sentence or sentences.get(message.about or 0, ""),
            subject=message.subject,
            url=message.url,
            told_at=message.told_at,
            is_new=message.seen_at is None,
        )
        for message in messages
    ]


def unseen_by(to: Ref) -> int:
    """Count what somebody has not opened yet."""
    return Message.objects.filter(to=to, seen_at=None).count()


def message_of(to: Ref, pk: int) -> Message | None:
    """Find one message, only in the inbox of whom it was told."""
    return Message.objects.filter(to=to, pk=pk).first()


def _sentences(about: Sequence[int | None], names: Names) -> dict[int, str]:
    entries = Entry.objects.filter(pk__in=[pk for pk in about if pk])
    told = [
        (entry.pk, entry.read_as(Event.kinds[entry.code]))
        for entry in entries.select_related("personal_detail")
    ]
    known = names({ref for _, event in told for ref in event.references().values()})
    return {pk: event.told(known) for pk, event in told}
