"""What every page knows of who is looking and where: name, community, whom to call."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from linli.kernel import installation
from linli.kernel.options import resolve
from linli.matters.queries.queue import has_a_desk
from linli.people.rules import Reach
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.models import Area
from linli.places.queries.known import community_on
from linli.places.rules import AreaKind
from linli.ui.context import Tab, tabs_at
from linli.ui.options import LABELS


@dataclass(frozen=True, kw_only=True)
class Work:
    """Where somebody's own work lies, and what that page is called."""

    url: str
    label: str
    icon: str


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Whose page it is: the viewer's own community, or the first one for a passer-by."""
    viewer: Viewer = getattr(request, "viewer", A_PASSER_BY)
    here = community_of(viewer)
    return {
        "viewer": viewer,
        "person_name": viewer.name,
        "simulated": installation.is_simulated(),
        "community": here.name if here else gettext("邻里"),
        "call_name": here.name if here else "",
        "call_phone": here.phone if here else "",
        "terms": terms_of(here) if here else {},
        "tabs": _tabs(request.path, viewer),
    }


def work_of(viewer: Viewer) -> Work | None:
    """The desk, the stairs or the registers, for whoever has a post with work of its own."""
    if has_a_desk(viewer):
        acts = viewer.with_reach(Reach.DESK) or viewer.with_reach(Reach.UNIT)
        return Work(
            url=reverse("desk") + ("" if acts else "?list=all"),
            label=gettext("工作台"),
            icon="inbox",
        )
    if viewer.walks_the_stairs:
        return Work(url=reverse("today"), label=gettext("今天"), icon="stairs")
    if viewer.keeps_anything:
        return Work(url=reverse("places"), label=gettext("登记册"), icon="clipboard-check")
    return None


def _tabs(path: str, viewer: Viewer) -> list[Tab]:
    """The few places of everybody; who serves here finds the own work in the first."""
    first, *others = tabs_at(path)
    if work := work_of(viewer):
        here = path.startswith(work.url)
        first = Tab(work.url, work.label, work.icon, current=here)
    return [first, *others]


def terms_of(community: Area) -> dict[str, str]:
    """本地叫法: what people here say for a term of the house, in the reader's language."""
    english = (get_language() or "").startswith("en")
    labels = resolve(community.chain)[LABELS]
    return {label.term: label.label_en if english else label.label for label in labels}


def community_of(viewer: Viewer) -> Area | None:
    """The community in which somebody serves or lives; for others the oldest one here."""
    path = next((post.area_path for post in viewer.posts), viewer.home_path)
    communities = Area.objects.filter(kind=AreaKind.COMMUNITY)
    if path and (own := community_on(path)):
        return own
    if path and (below := communities.filter(path__startswith=path).order_by("pk").first()):
        return below
    return communities.order_by("pk").first()
