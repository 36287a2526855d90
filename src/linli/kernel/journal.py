"""The journal: every change is one event, written once, in the transaction of the change."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from linli.kernel import clock, installation, outbox
from linli.kernel.events import Audience, Event
from linli.kernel.models import Entry, PersonalDetail
from linli.kernel.references import Ref

LATE_AFTER = timedelta(days=1)

type Names = Callable[[Collection[Ref]], Mapping[Ref, str]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry as a person reads it."""

    code: str
    happened_at: datetime
    recorded_at: datetime
    by: str
    sentence: str
    event: Event
    is_simulated: bool = False

    @property
    def is_late(self) -> bool:
        """补记: it was written down long after it happened, and the reader is told so.

        In a story that is told after the fact every line is; there the whole page says so.
        """
        return not self.is_simulated and self.recorded_at - self.happened_at > LATE_AFTER


class PersonalDetailsErased(
    Event, code="journal.erased", sentence="其中的个人信息已依法删除", personal=[]
):
    pass


def record(event: Event, *, by: Ref, at: datetime, place: Ref) -> Entry:
    """记事: append what happened `at` that time and address it to whoever subscribed.

    Outside a transaction it refuses, for no change is told alone.
    """
    entry = _append(event, by=by, at=at, place=place)
    outbox.address(entry)
    return entry


def record_all(events: Sequence[Event], *, by: Ref, at: datetime, place: Ref) -> None:
    """成批记事: what happened to many at once, each with a line of its own."""
    drafts = [_draft(event, by=by, at=at, place=place) for event in events]
    entries = Entry.objects.bulk_create((entry for entry, _ in drafts), batch_size=1000)
    details = (
        PersonalDetail(entry=entry, facts=personal)
        for entry, (_, personal) in zip(entries, drafts, strict=True)
        if personal
    )
    PersonalDetail.objects.bulk_create(details, batch_size=1000)
    outbox.address(*entries)


def record_past(event: Event, *, by: Ref, at: datetime, place: Ref) -> Entry:
    """补录: append what happened elsewhere and was told there; nobody is told of it anew."""
    return _append(event, by=by, at=at, place=place)


def _append(event: Event, *, by: Ref, at: datetime, place: Ref) -> Entry:
    entry, personal = _draft(event, by=by, at=at, place=place)
    entry.save(force_insert=True)
    if personal:
        PersonalDetail.objects.create(entry=entry, facts=personal)
    return entry


def _draft(
    event: Event, *, by: Ref, at: datetime, place: Ref
) -> tuple[Entry, Mapping[str, object]]:
    """The entry as it will stand, and beside it what is personal."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Record inside the action's transaction.")
    facts = asdict(event)
    subject = facts.pop("subject")
    personal = {name: facts.pop(name) for name in event.personal}
    entry = Entry(
        code=event.code,
        subject=subject,
        by=by,
        happened_at=at,
        recorded_at=clock.now(),
        place=place,
        facts=facts,
    )
    return entry, personal


@transaction.atomic
def erase(subject: Ref, *, by: Ref, at: datetime, place: Ref) -> None:
    """删除个人信息: the story stays, what it tells about persons goes."""
    PersonalDetail.objects.filter(entry__subject=subject).delete()
    outbox.forget_reasons(subject)
    record(PersonalDetailsErased(subject=subject), by=by, at=at, place=place)


def timeline(subject: Ref, *, names: Names, audience: Audience = Audience.HOUSE) -> list[Line]:
    """时间线: tell what happened to the subject, oldest first, by today's names."""
    story = [
        (entry, entry.read_as(Event.kinds[entry.code]))
        for entry in _entries().filter(subject=subject)
    ]
    story = [
        (entry, event)
        for entry, event in story
        if event.audience is Audience.PARTIES or event.audience is audience
    ]
    asked = {entry.by for entry, _ in story}
    known = names(asked.union(*(event.references().values() for _, event in story)))
    return [
        Line(
            code=entry.code,
            happened_at=entry.happened_at,
            recorded_at=entry.recorded_at,
            by=known[entry.by],
            sentence=event.told(known),
            event=event,
            is_simulated=installation.is_simulated(),
        )
        for entry, event in story
    ]


def events[E: Event](kind: type[E], *, subject: Ref) -> list[E]:
    """List every event of one kind on the subject, oldest first."""
    told = _entries().filter(subject=subject, code=kind.code)
    return [entry.read_as(kind) for entry in told]


def _entries() -> QuerySet[Entry]:
    """Open the journal in the order in which things happened."""
    return Entry.objects.select_related("personal_detail").order_by("happened_at", "pk")
