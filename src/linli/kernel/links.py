"""Links: two things of different contexts that belong together (此事因那事而起)."""

from datetime import datetime

from django.db.models import Q

from linli.kernel.models import Link
from linli.kernel.references import Ref


def link(from_: Ref, to: Ref, *, kind: str, by: Ref, at: datetime) -> Link:
    """关联: tie two things together, once however often it is asked."""
    tied, _ = Link.objects.get_or_create(
        from_ref=from_, to_ref=to, kind=kind, defaults={"by": by, "at": at}
    )
    return tied


def linked_with(one: Ref) -> list[tuple[str, Ref]]:
    """List what is tied to it, from either end, oldest first, as (kind, the other end)."""
    ties = Link.objects.filter(Q(from_ref=one) | Q(to_ref=one)).order_by("at", "pk")
    return [(tie.kind, tie.to_ref if tie.from_ref == one else tie.from_ref) for tie in ties]
