"""我的事: what waits for me first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from linli.kernel import clock
from linli.matters.queries.mine import matters_of
from linli.people.queries import current_viewer
from linli.ui.pages import page


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Mine, those I speak for, and those I joined; with a receipt also without signing in."""
    viewer = current_viewer(request)
    context = {"mine": matters_of(viewer), "known": viewer.is_known, "now": clock.now()}
    return page(request, "matters/mine.html", context)
