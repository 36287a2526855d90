"""The rail of the desk: how much waits on each list, never counting further than is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, Subquery

from linli.matters.queries.queue import Listing, listed
from linli.people.viewer import Viewer
from linli.places.models import Area

MOST_COUNTED = 99
HOT = (Listing.OVERDUE,)


class HowMany(Subquery):
    """The number of rows of a query, as a column: several counts in one question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True, kw_only=True)
class Job:
    """A list in the rail with how much is on it."""

    listing: Listing
    number: int

    @property
    def count(self) -> str:
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)

    @property
    def is_hot(self) -> bool:
        return self.listing in HOT and self.number > 0


def jobs_of(
    viewer: Viewer, *, at: datetime, listings: Collection[Listing] = tuple(Listing)
) -> list[Job]:
    """Count every list in one query that reads at most a hundred rows of each."""
    if not viewer.posts:
        return []
    counts = {
        listing.value: HowMany(
            listed(viewer, listing, at=at).order_by().values("pk")[: MOST_COUNTED + 1]
        )
        for listing in listings
    }
    one_row = Area.objects.filter(pk=viewer.posts[0].area_id)
    found: dict[str, int] = dict(one_row.values(**counts).first() or {})  # type: ignore[arg-type]
    return [Job(listing=listing, number=found.get(listing.value, 0)) for listing in listings]
