"""What the desk of outreach goes through: boxes, wishes, suggestions, and who stands by."""

from datetime import date, datetime

from django.db.models import Max

from linli.kernel.words import say
from linli.outreach import policies
from linli.outreach.models import BoxOpening, Suggestion, Wish
from linli.outreach.rules.wishes import WishState
from linli.people.models import Organisation, Person
from linli.people.queries import seats_in, viewer_of
from linli.people.rules import PostKind, Reach, reach_of
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind
from linli.places.queries import choices_within
from linli.places.rules import AreaKind, ids_on

WHERE = (
    AreaKind.COMMUNITY,
    AreaKind.COMPOUND,
    AreaKind.BUILDING,
    AreaKind.UNIT,
    AreaKind.SPOT,
)
STANDS_BY = (Reach.DESK, Reach.STAIRS)

type Places = list[tuple[int, str]]


def areas_served(viewer: Viewer) -> list[Area]:
    """Where somebody holds a desk or walks the stairs, the widest first."""
    pks = {post.area_id for post in viewer.posts if post.reach in STANDS_BY}
    found = Area.objects.filter(pk__in=pks).order_by("path")
    outermost: list[Area] = []
    for area in found:
        if not any(area.lies_in(other) for other in outermost):
            outermost.append(area)
    return outermost


def places_in(areas: list[Area], *, on: date) -> Places:
    """Everything that stands in these areas, for a picker."""
    return [one for area in areas for one in choices_within(area, on=on, kinds=WHERE)]


def boxes_in(areas: list[Area]) -> list[Point]:
    """The paper boxes there with when each was opened last, the longest ago first."""
    found = [
        box
        for area in areas
        for box in Point.objects.filter(
            kind=PointKind.TALK_BOX, closed_on=None, area__path__startswith=area.path
        )
        .select_related("area")
        .annotate(last_opened=Max("openings__opened_at"))
    ]
    return sorted(found, key=_last_opened)


def _last_opened(box: Point) -> tuple[bool, str]:
    last: datetime | None = getattr(box, "last_opened", None)
    return last is not None, last.isoformat() if last else ""


def openings_for(viewer: Viewer) -> list[BoxOpening]:
    """What was opened and is not typed in whole, the oldest first."""
    waiting = BoxOpening.objects.visible_to(viewer).unfinished()
    return list(waiting.select_related("box", "opener", "witness").order_by("opened_at")[:50])


def openers_here(opening: BoxOpening, *, at: datetime) -> list[int]:
    """Who of the two that opened the box still serves there."""
    return [
        person.pk
        for person in (opening.opener, opening.witness)
        if policies.may_serve(viewer_of(person, at=at), opening.box.area)
    ]


def colleagues_of(viewer: Viewer, area: Area, *, on: date) -> Places:
    """Who else stands by at that place, the nearest first, for a picker."""
    seats = [
        seat
        for above in Area.objects.filter(pk__in=ids_on(area.path)).order_by("-path")
        for seat in seats_in(above, on=on)
    ]
    people: dict[int, str] = {}
    for seat in seats:
        who = seat.on_duty
        if who and who.pk != viewer.person_id and _stands_by(seat.kind):
            called = say("{name}（{post}）", name=who.name, post=seat.kind.label)
            people.setdefault(who.pk, called)
    return list(people.items())


def experts_in(area: Area, *, on: date) -> Places:
    """会摆人: who speaks as an expert in the area, for a picker."""
    seats = seats_in(area, on=on, below=True)
    return [
        (seat.holder.pk, seat.holder.name)
        for seat in seats
        if seat.holder and seat.kind is PostKind.EXPERT_SPEAKER
    ]


def wishes_to_screen(viewer: Viewer) -> list[Wish]:
    """The wishes that nobody has looked at yet, the oldest first."""
    waiting = Wish.objects.visible_to(viewer).filter(state=WishState.PUT)
    return list(waiting.select_related("place", "wisher").order_by("put_at")[:50])


def suggestions_for(viewer: Viewer) -> list[Suggestion]:
    """The children's suggestions, those without an answer first."""
    found = Suggestion.objects.visible_to(viewer).select_related("matter", "place")
    return list(found.order_by("answered_at", "said_at")[:50])


def units_of(viewer: Viewer) -> list[Organisation]:
    """For which units somebody may claim a wish."""
    pks = [post.organisation_id for post in viewer.posts if post.organisation_id]
    return list(Organisation.objects.filter(pk__in=pks))


def person_of(viewer: Viewer) -> Person | None:
    """Whoever looks, as a row of the register."""
    return Person.objects.select_related("home").filter(pk=viewer.person_id or 0).first()


def _stands_by(kind: PostKind) -> bool:
    return reach_of(kind) in STANDS_BY
