"""What the desk asks of the groups: which are connected, and which words wait there."""

from linli.outreach.models import GroupLine, GroupWord
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area, Point, PointKind

MOST = 50


def desks_of(viewer: Viewer) -> list[Area]:
    """The areas over which somebody holds a desk."""
    pks = {post.area_id for post in viewer.with_reach(Reach.DESK)}
    return list(Area.objects.filter(pk__in=pks).order_by("path"))


def groups_to_connect(viewer: Viewer) -> list[tuple[int, str]]:
    """The chat groups at one's desks that no line leads to yet, for a picker."""
    groups: dict[int, str] = {}
    for area in desks_of(viewer):
        there = Point.objects.filter(
            kind=PointKind.CHAT_GROUP, closed_on=None, area__path__startswith=area.path
        )
        unconnected = there.exclude(pk__in=GroupLine.objects.open().values("point"))
        groups |= {point.pk: point.name for point in unconnected.order_by("pk")}
    return list(groups.items())


def lines_of(viewer: Viewer) -> list[GroupLine]:
    """The open lines at one's desks."""
    seen = GroupLine.objects.visible_to(viewer).open().select_related("point__area")
    return list(seen.order_by("point__area__path", "pk"))


def words_waiting(viewer: Viewer) -> list[GroupWord]:
    """群里的话: what nobody has ruled on, the oldest first."""
    seen = GroupWord.objects.visible_to(viewer).waiting()
    return list(seen.select_related("line__point__area").order_by("heard_at", "pk")[:MOST])
