"""What notices put on the pages of others: where to write them, and what waits there."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel import clock
from linli.kernel.words import Words
from linli.notices.queries import open_reachings, unread_by
from linli.notices.queries.stairs import silent_doors_of
from linli.people.queries import current_viewer
from linli.people.viewer import Viewer
from linli.ui.entries import Entry, Group, fill, offer

SHOWN_DOORS = 6


def _tells(viewer: Viewer) -> bool:
    return viewer.keeps_anything or viewer.walks_the_stairs


offer(
    Entry(
        url_name="notices",
        label=Words(_("通知")),
        icon="speakerphone",
        group=Group.TELL,
        shown_to=_tells,
        hint=Words(_("写通知，看谁还没有通知到")),
    ),
    Entry(
        url_name="library",
        label=Words(_("政策和公约")),
        icon="file-text",
        group=Group.TELL,
        shown_to=_tells,
    ),
)


def notices_for_me(request: HttpRequest, _: Any) -> str:
    """首页: what was sent to me and is not read, or waits for a "知道了"."""
    waiting = unread_by(current_viewer(request))
    if not waiting:
        return ""
    return render_to_string("notices/_for_me.html", {"waiting": waiting}, request)


def doors_on_my_stairs(request: HttpRequest, _: Any) -> str:
    """今天: which doors on my stairs a notice has not reached, and by when it should."""
    reachings = list(open_reachings(current_viewer(request))[:5])
    if not reachings:
        return ""
    doors = silent_doors_of(reachings)
    lines = [{"reaching": one, "doors": doors[one.pk]} for one in reachings]
    context = {"lines": lines, "most": SHOWN_DOORS, "now": clock.now()}
    return render_to_string("notices/_on_my_stairs.html", context, request)


def hangs_here(request: HttpRequest, here: Any) -> str:  # noqa: ARG001 - asked of all
    """公开栏: the way to what hangs there, and to what holds there."""
    return render_to_string("notices/_hangs_here.html", {}, request)


fill("board", "notices", hangs_here)
fill("home", "notices", notices_for_me)
fill("today", "notices", doors_on_my_stairs)
