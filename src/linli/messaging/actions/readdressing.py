"""改收信人: what was laid before one who turned out to be another."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from linli.kernel.references import Ref
from linli.messaging.models import Declined, Dispatch, Message

ONCE_A_PERSON: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Message, ("about",)),
    (Dispatch, ("mailing", "way")),
    (Declined, ("way",)),
)


@transaction.atomic
def readdress(*, from_: Ref, to: Ref) -> int:
    """Messages, dispatches and what was declined go over; gives how many.

    What the other has already stays behind. The merging of the two tells of it in the journal.
    """
    moved = 0
    for kind, same in ONCE_A_PERSON:
        rows = kind._default_manager  # noqa: SLF001 - three models, one door
        theirs = rows.filter(to=to, **{name: OuterRef(name) for name in same})
        moved += rows.filter(~Exists(theirs), to=from_).update(to=to)
    return moved
