"""The rail of the desk: how much waits on each list, in two questions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from linli.kernel.memory import remembered
from linli.matters.models import Matter, MatterQuerySet
from linli.matters.queries.queue import Listing, laid_before
from linli.matters.rules import OPEN, UNFINISHED, State
from linli.people.rules import Reach
from linli.people.viewer import Viewer

MOST_LOOKED_AT = 2_000
MOST_COUNTED = 99


@dataclass(frozen=True, kw_only=True)
class Job:
    """A list in the rail with how much is on it; None: it is not counted."""

    listing: Listing
    number: int | None = None
    at_least: bool = False

    @property
    def count(self) -> str | None:
        if self.number is None:
            return None
        if self.number > MOST_COUNTED:
            return f"{MOST_COUNTED}+"
        return f"{self.number}{'+' if self.at_least else ''}"

    @property
    def is_hot(self) -> bool:
        return self.listing is Listing.OVERDUE and bool(self.number)


def jobs_of(viewer: Viewer, *, at: datetime) -> list[Job]:
    """Count what is open at the desk; beyond two thousand the numbers say "at least"."""
    if not viewer.posts:
        return []
    key = ("rail", viewer.person_id, viewer.posts)
    return remembered(key, lambda: _counted(viewer, at=at), at=at)


def _counted(viewer: Viewer, *, at: datetime) -> list[Job]:
    mine = Matter.objects.visible_to(viewer).filter(laid_before(viewer))
    counts = _open_ones(mine.filter(state__in=OPEN), at=at)
    unrated = mine.filter(state=State.CLOSED, solved="")[: MOST_COUNTED + 1].count()
    at_least = counts["looked_at"] == MOST_LOOKED_AT
    jobs = [
        Job(listing=listing, number=counts[listing.value], at_least=at_least)
        for listing in Listing
        if listing.value in counts
        and not (listing is Listing.RECEIVED and only_speaks_for_a_unit(viewer))
    ]
    return [*jobs, Job(listing=Listing.UNRATED, number=unrated), Job(listing=Listing.ALL)]


def first_list_of(viewer: Viewer, *, at: datetime) -> Listing:
    """Where the desk opens: at what is new; for a unit, at what was sent to it."""
    if not only_speaks_for_a_unit(viewer):
        return Listing.RECEIVED
    full = [job.listing for job in jobs_of(viewer, at=at) if job.number]
    return full[0] if full else Listing.DISPATCHED


def only_speaks_for_a_unit(viewer: Viewer) -> bool:
    """Whether nothing is given out by the viewer: matters come to a unit given out already."""
    reads = viewer.with_reach(Reach.DESK) or viewer.with_reach(Reach.READ)
    return bool(viewer.with_reach(Reach.UNIT)) and not reads


def _open_ones(rows: MatterQuerySet, *, at: datetime) -> dict[str, int]:
    return (
        rows.order_by()
        .only("pk", "state", "due_at", "reporter")[:MOST_LOOKED_AT]
        .aggregate(
            looked_at=Count("pk"),
            received=Count("pk", filter=Q(state=State.RECEIVED)),
            dispatched=Count("pk", filter=Q(state=State.DISPATCHED)),
            working=Count("pk", filter=Q(state=State.WORKING)),
            overdue=Count("pk", filter=Q(state__in=UNFINISHED, due_at__lt=at)),
            callback=Count("pk", filter=Q(state=State.FINISHED, reporter__isnull=False)),
        )
    )
