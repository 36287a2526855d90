"""What every page knows of who is looking and where: name, community, whom to call."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from linli.kernel import installation
from linli.kernel.options import resolve
from linli.people.viewer import A_PASSER_BY, Viewer
from linli.places.models import Area
from linli.places.rules import AreaKind, ids_on
from linli.ui.options import LABELS


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Whose page it is: the viewer's own community, or the first one for a passer-by."""
    viewer: Viewer = getattr(request, "viewer", A_PASSER_BY)
    here = community_of(viewer)
    return {
        "viewer": viewer,
        "person_name": viewer.name,
        "simulated": installation.is_simulated(),
        "community": here.name if here else "邻里",
        "call_name": here.name if here else "",
        "call_phone": here.phone if here else "",
        "terms": terms_of(here) if here else {},
    }


def terms_of(community: Area) -> dict[str, str]:
    """本地叫法: what people here say for a term of the house, in the reader's language."""
    english = (get_language() or "").startswith("en")
    labels = resolve(community.chain)[LABELS]
    return {label.term: label.label_en if english else label.label for label in labels}


def community_of(viewer: Viewer) -> Area | None:
    """The community in which somebody serves or lives; for others the oldest one here."""
    path = next((post.area_path for post in viewer.posts), viewer.home_path)
    communities = Area.objects.filter(kind=AreaKind.COMMUNITY)
    if path and (own := communities.filter(pk__in=ids_on(path)).first()):
        return own
    if path and (below := communities.filter(path__startswith=path).order_by("pk").first()):
        return below
    return communities.order_by("pk").first()
