"""查一查: by number, spoken code, words or name; only what one may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.kernel.errors import NotPermitted
from linli.matters.queries.finding import found_for
from linli.matters.queries.queue import has_a_desk
from linli.matters.views.showing import desk_frame, row_of
from linli.matters.views.steps import to_sign_in
from linli.people.queries import current_viewer
from linli.ui.pages import page

LONGEST = 60


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was typed, found; a number that fits exactly one matter opens it."""
    viewer, now = current_viewer(request), clock.now()
    if not viewer.is_known:
        raise NotPermitted("登录以后才能查事。", next_step=to_sign_in())
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = found_for(viewer, words)
    name = "desk-matter" if has_a_desk(viewer) else "matter"
    if found.is_exact:
        return redirect(reverse(name, args=[found.matters[0].number]))
    rows = [
        row_of(matter, viewer, at=now, url=reverse(name, args=[matter.number]))
        for matter in found.matters
    ]
    context = {"rows": rows, "search_words": words, "more": found.more}
    return page(request, "matters/desk/search.html", desk_frame(request, at=now) | context)
