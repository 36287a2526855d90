"""Whom a notice has come to, door by door, and whom not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from linli.kernel.references import Ref, number
from linli.notices.models import Notice, Reaching, Recipient, RecipientQuerySet
from linli.notices.rules import State
from linli.people.models import Household, Person
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.queries import whole_names

MOST_DOORS = 300


@dataclass(frozen=True, kw_only=True)
class Reached:
    """通知到几户: of how many doors, and how many persons know."""

    doors: int
    silent: int
    people: int
    know: int

    @property
    def reached(self) -> int:
        return self.doors - self.silent


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """电话能不能打通: whose phone has answered a code, whose never has, who has none."""

    verified: int
    unverified: int
    without: int


@dataclass(frozen=True, kw_only=True)
class Door:
    """One household on a list: where, who, and whether somebody there was reached."""

    where: str
    path: str
    recipients: Sequence[Recipient]

    @property
    def calls(self) -> int:
        return max(one.calls for one in self.recipients)

    @property
    def callable(self) -> list[Recipient]:
        return [one for one in self.recipients if one.person.phone_index]

    @property
    def names(self) -> str:
        return "、".join(one.person.name for one in self.recipients)


def reachable_by(viewer: Viewer, notice: Notice) -> RecipientQuerySet:
    """Those whom this viewer has to reach: all for a desk, those on their stairs for others."""
    rows: RecipientQuerySet = Recipient.objects.visible_to(viewer).filter(notice=notice)
    serving = [post for post in viewer.posts if post.knows_neighbours]
    if any(
        post.covers(notice.area.path) and post.reach is not Reach.STAIRS for post in serving
    ):
        return rows
    here = Q(pk__in=())
    for post in serving:
        here |= Q(area__path__startswith=post.area_path)
    return rows.filter(here)


def reached_of(recipients: RecipientQuerySet) -> Reached:
    """Count the doors and the persons among some recipients of one notice."""
    told = recipients.order_by()
    counted = told.aggregate(
        doors=Count("door", distinct=True),
        people=Count("pk"),
        know=Count("pk", filter=Q(acknowledged_at__isnull=False)),
    )
    silent = told.behind_silent_doors().aggregate(n=Count("door", distinct=True))["n"]
    return Reached(silent=silent, **counted)


def reachable_of(recipients: RecipientQuerySet) -> Reachable:
    """Count the phones of some recipients of one notice, as they are registered today."""
    without = Q(person__phone_index="")
    verified = Q(person__phone_verified_at__isnull=False)
    counted = recipients.order_by().aggregate(
        verified=Count("pk", filter=verified),
        unverified=Count("pk", filter=~without & ~verified),
        without=Count("pk", filter=without),
    )
    return Reachable(**counted)


def count_doors(recipients: RecipientQuerySet) -> int:
    """Count the doors among some recipients of one notice."""
    return int(recipients.order_by().aggregate(n=Count("door", distinct=True))["n"])


def silent_doors(recipients: RecipientQuerySet, *, most: int = MOST_DOORS) -> list[Door]:
    """没有通知到的户: in the order of the houses."""
    silent = recipients.behind_silent_doors()
    rows = silent.select_related("person", "area").order_by("area__path", "door", "pk")
    return doors_among(list(rows[: most * 4]))[:most]


def doors_among(recipients: Collection[Recipient]) -> list[Door]:
    """Put those who share a door together, with the name of the door."""
    behind: dict[Ref, list[Recipient]] = {}
    for one in recipients:
        behind.setdefault(one.door, []).append(one)
    where = _names_of(behind)
    return [
        Door(where=where[door][0], path=where[door][1], recipients=people)
        for door, people in behind.items()
    ]


def _names_of(behind: Mapping[Ref, Sequence[Recipient]]) -> Mapping[Ref, tuple[str, str]]:
    numbers = [number(door) for door in behind if door.startswith("household/")]
    rooms = dict(Household.objects.filter(pk__in=numbers).values_list("pk", "dwelling__number"))
    areas = {one.area.pk: one.area for people in behind.values() for one in people if one.area}
    names = whole_names(list(areas.values()))
    return {
        door: (
            f"{names.get(people[0].area_id or 0, '')} {_room(door, rooms)}".strip(),
            people[0].area.path if people[0].area else "",
        )
        for door, people in behind.items()
    }


def _room(door: Ref, rooms: Mapping[int, str]) -> str:
    return rooms.get(number(door), "") if door.startswith("household/") else ""


def open_reachings(viewer: Viewer) -> QuerySet[Reaching]:
    """What somebody has still to bring to their stairs, first what falls due first."""
    waiting = Reaching.objects.filter(ended_at=None, notice__state=State.SENT)
    desks = [post.area_id for post in viewer.with_reach(Reach.DESK)]
    mine = Q(holder=viewer.person_id, holder__isnull=False) | Q(
        holder=None, notice__desk__in=desks
    )
    return waiting.filter(mine).select_related("notice", "area").order_by("due_at", "pk")


def reached_by_stairs(notice: Notice) -> list[tuple[Reaching, int, Person | None]]:
    """Who has how many doors left, the most first."""
    found = notice.reachings.select_related("area", "holder")
    rows = [
        (one, count_doors(one.recipients.behind_silent_doors()), one.holder) for one in found
    ]
    return sorted(rows, key=lambda row: -row[1])
