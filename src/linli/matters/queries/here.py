"""Where somebody speaks: the community a page is about, and the places in it."""

from dataclasses import dataclass
from datetime import date

from linli.matters.rules import NEAR_KINDS
from linli.people.viewer import Viewer
from linli.places.models import Area, Point
from linli.places.queries import choices_within, community_of, point_of_code, whole_names
from linli.places.rules import AreaKind, ids_on


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The community, those it could be, and what is known of the place before asking."""

    communities: tuple[Area, ...]
    community: Area | None
    area: Area | None = None
    point: Point | None = None

    def places(self, on: date) -> list[tuple[int, str]]:
        """What stands in the community, for a picker; the community itself stands first."""
        if not self.community:
            return []
        inside = choices_within(self.community, on=on, kinds=NEAR_KINDS)
        known = {pk for pk, _ in inside} | {self.community.pk}
        if self.area and self.area.pk not in known:
            inside.insert(0, (self.area.pk, whole_names([self.area])[self.area.pk]))
        return [(self.community.pk, self.community.name), *inside]

    def place(self, pk: int, *, on: date) -> Area | None:
        """Find one of those: it stands in the community, or is one's home."""
        if not self.community:
            return None
        known = {area.pk: area for area in (self.area, self.community) if area}
        inside = Area.objects.within(self.community).standing(on).filter(kind__in=NEAR_KINDS)
        return known.get(pk) or inside.filter(pk=pk).first()


def communities(on: date) -> tuple[Area, ...]:
    """List the communities that stand, by their place in the tree."""
    return tuple(Area.objects.standing(on).of_kind(AreaKind.COMMUNITY).order_by("path"))


def setting_for(viewer: Viewer, *, on: date, asked: str = "", point_code: str = "") -> Setting:
    """Find the community: of the code at the door, as asked, of one's home, or the only one."""
    known = communities(on)
    point = point_of_code(point_code) if point_code else None
    if point:
        return Setting(
            communities=known, community=community_of(point.area), area=point.area, point=point
        )
    by_id = {area.pk: area for area in known}
    home = set(ids_on(viewer.home_path)) or {post.area_id for post in viewer.posts}
    chosen = by_id.get(int(asked)) if asked.isdecimal() else None
    mine = next((area for area in known if area.pk in home), None)
    community = chosen or mine or (known[0] if len(known) == 1 else None)
    return Setting(communities=known, community=community, area=_home(viewer, community))


def _home(viewer: Viewer, community: Area | None) -> Area | None:
    if not (community and viewer.home_area_id and viewer.home_path.startswith(community.path)):
        return None
    return Area.objects.filter(pk=viewer.home_area_id).first()
