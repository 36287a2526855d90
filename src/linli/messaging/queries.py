"""What somebody's inbox holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from linli.kernel.events import Event
from linli.kernel.journal import Names
from linli.kernel.models import Entry
from linli.kernel.references import Ref
from linli.messaging.models import Declined, Dispatch, Message
from linli.messaging.rules import DispatchState, Way

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


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many dispatches of one way wait, went out, and will not."""

    waiting: int
    sent: int
    unsent: int


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


def counts_of(subject: Ref) -> Mapping[Way, Tally]:
    """发送情况: what became of a mailing, counted from its dispatches."""
    rows = Dispatch.objects.filter(mailing__subject=subject).order_by()
    counted: dict[str, dict[str, int]] = {}
    for way, state, many in rows.values_list("way", "state").annotate(many=Count("pk")):
        counted.setdefault(way, {})[state] = many
    return {Way(way): _tally(states) for way, states in sorted(counted.items())}


def _tally(states: Mapping[str, int]) -> Tally:
    waiting, sent = states.get(DispatchState.QUEUED, 0), states.get(DispatchState.SENT, 0)
    return Tally(waiting=waiting, sent=sent, unsent=sum(states.values()) - waiting - sent)


def has_declined(to: Ref, way: Way) -> bool:
    """Whether somebody does not want to be reached so."""
    return Declined.objects.filter(to=to, way=way).exists()


def _sentences(about: Sequence[int | None], names: Names) -> dict[int, str]:
    entries = Entry.objects.filter(pk__in=[pk for pk in about if pk])
    told = [
        (entry.pk, entry.read_as(Event.kinds[entry.code]))
        for entry in entries.select_related("personal_detail")
    ]
    known = names({ref for _, event in told for ref in event.references().values()})
    return {pk: event.told(known) for pk, event in told}
