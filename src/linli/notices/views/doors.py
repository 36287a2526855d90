"""How a view lets somebody in, and finds the notice that they may see."""

from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from linli.kernel.dates import day_of
from linli.kernel.errors import NotPermitted, WayOut
from linli.kernel.references import Ref
from linli.notices.models import Notice
from linli.notices.rules import STAIRS_KINDS
from linli.people.queries import current_viewer
from linli.people.rules import Reach
from linli.people.viewer import Viewer
from linli.places.models import Area
from linli.places.queries import choices_for, choices_within

WITH = ("area__parent", "desk", "issued_by", "organisation", "corrects", "passes_on__document")


def who_acts(request: HttpRequest) -> Ref:
    return current_viewer(request).ref


def known(request: HttpRequest) -> Viewer:
    """Whoever has signed in; others are shown the door."""
    viewer = current_viewer(request)
    if not viewer.is_known:
        url = f"{reverse('sign-in')}?next={quote(request.path)}"
        way = WayOut(label=gettext("登录"), url=url)
        raise NotPermitted("登录以后才能看发给您的通知。", next_step=way)
    return viewer


def who_tells(request: HttpRequest) -> Viewer:
    """Whoever writes notices: a desk, or who walks the stairs."""
    viewer = known(request)
    if not (viewer.keeps_anything or viewer.walks_the_stairs):
        way = WayOut(label=gettext("发给我的通知"), url=reverse("my-notices"))
        raise NotPermitted("通知由社区工作人员和楼长、网格员来发。", next_step=way)
    return viewer


def seen_notice(request: HttpRequest, number: str) -> Notice:
    """A notice that the viewer may see; for others it is not there."""
    rows = Notice.objects.visible_to(current_viewer(request)).select_related(*WITH)
    return get_object_or_404(rows, number=number)


def as_shown(request: HttpRequest, notice: Notice) -> Notice:
    """The notice as the page showed it: the form says which version that was."""
    said = request.POST.get("version", "")
    if said.isdecimal():
        notice.version = int(said)
    return notice


def areas_to_tell(viewer: Viewer, *, at: datetime) -> list[tuple[int, str]]:
    """Where somebody may send a notice: all they keep, or the stairs they walk."""
    on = day_of(at)
    if viewer.keeps_anything:
        return choices_for(viewer, on=on)
    posts = viewer.with_reach(Reach.STAIRS)
    areas = Area.objects.in_bulk([post.area_id for post in posts])
    choices: dict[int, str] = {}
    for post in posts:
        choices |= dict(choices_within(areas[post.area_id], on=on, kinds=STAIRS_KINDS))
    return list(choices.items())
