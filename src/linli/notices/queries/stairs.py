"""What waits on one's stairs: of several notices at once, behind which doors nobody knows."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from linli.notices.models import Reaching, Recipient
from linli.notices.queries.reach import Door, doors_among

MOST_PEOPLE = 400


def silent_doors_of(reachings: Collection[Reaching]) -> Mapping[int, list[Door]]:
    """没有通知到的户, in the order of the houses, by what is still to be brought there."""
    silent = Recipient.objects.filter(reaching__in=reachings).behind_silent_doors()
    rows = silent.select_related("person", "area")
    rows = rows.order_by("reaching__due_at", "area__path", "door", "pk")[:MOST_PEOPLE]
    doors = doors_among(list(rows))
    return {one.pk: _told_by(one, doors) for one in reachings}


def _told_by(reaching: Reaching, doors: Collection[Door]) -> list[Door]:
    """The doors of one notice: behind the same door another may wait too."""
    return [
        replace(door, recipients=mine)
        for door in doors
        if (mine := [one for one in door.recipients if one.reaching_id == reaching.pk])
    ]
