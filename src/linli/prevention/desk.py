"""What one works from in prevention, and what residents read of a problem."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop as _

from linli.kernel.words import Words, say
from linli.matters.models import Matter
from linli.people.viewer import Viewer
from linli.prevention.models import WHO_SEE_IT
from linli.prevention.queries import problem_of
from linli.prevention.queries.board import TONES, public_problems
from linli.prevention.rules import State
from linli.ui.entries import Entry, Group, fill, offer


def _serves(viewer: Viewer) -> bool:
    return any(post.reach in WHO_SEE_IT for post in viewer.posts)


offer(
    Entry(
        url_name="problems",
        label=Words(_("问题找根子")),
        icon="search",
        group=Group.HANDLE,
        shown_to=_serves,
        hint=Words(_("同一处说了几次的事，未诉先办")),
    )
)
SAID = {
    State.SPOTTED: _("同一处最近说了 {times} 次，已列为问题，正找根子。"),
    State.TAKEN_ON: _("同一处最近说了 {times} 次，已列为问题，正找根子。"),
    State.MEASURES_SET: _("同一处说了 {times} 次，根子找到了：{cause}。办法：{measures}。"),
    State.CHECKED: _("同一处说了 {times} 次，根子找到了：{cause}。办法管用，没有人再说。"),
}


def _for_the_resident(request: HttpRequest, matter: Matter) -> str:
    found = problem_of(matter)
    if found is None or found.standing not in SAID:
        return ""
    sentence = say(
        SAID[found.standing],
        times=found.hangings.running().count(),
        cause=found.cause.rstrip("。"),
        measures=found.measures.rstrip("。"),
    )
    return render_to_string("prevention/_matter.html", {"sentence": sentence}, request)


def _at_the_desk(request: HttpRequest, matter: Matter) -> str:
    found = problem_of(matter)
    if found is None:
        return ""
    context = {
        "problem": found,
        "state": say(found.standing.label),
        "tone": TONES[found.standing],
    }
    return render_to_string("prevention/_desk_matter.html", context, request)


def _on_the_board(request: HttpRequest, subject: Any) -> str:
    rows = public_problems(getattr(subject, "area", None))
    if not rows:
        return ""
    return render_to_string("prevention/_board.html", {"rows": rows}, request)


fill("matter", "problem", _for_the_resident)
fill("desk-matter", "problem", _at_the_desk)
fill("board", "problems", _on_the_board)
