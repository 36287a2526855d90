"""改收信人: what was laid before one who turned out to be another."""

from collections.abc import Collection

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
def readdress(
    *, from_: Ref, to: Ref, only: Collection[tuple[str, int]] | None = None
) -> list[tuple[str, int]]:
    """Messages, dispatches and what was declined go over; gives which, by table and row.

    What the other has already stays behind; `only` names what may go. The merging of the two,
    or its undoing, tells of it in the journal.
    """
    moved: list[tuple[str, int]] = []
    for kind, same in ONCE_A_PERSON:
        rows = kind._default_manager  # noqa: SLF001 - three models, one door
        theirs = rows.filter(to=to, **{name: OuterRef(name) for name in same})
        going = rows.filter(~Exists(theirs), to=from_)
        if only is not None:
            going = going.filter(pk__in=[pk for table, pk in only if table == kind._meta.label])
        pks = list(going.values_list("pk", flat=True))
        rows.filter(pk__in=pks, to=from_).update(to=to)
        moved += [(kind._meta.label, pk) for pk in pks]
    return moved
